//! A supplement that was taken or left out, and taken back. What is kept of it is the digest of what stands: enough to agree with
//! the same again.

use command_api::Meta;
use schemas::{
    digest::Digest,
    execution::{ExecutionEvent, IntakeUndone, SupplementSkipped, SupplementTaken},
    id::{IntakeId, UserId},
    quantity::Portion,
    time::{Instant, Zone, local_date, utc_offset_seconds},
};

use super::{
    canonical::Canonical,
    intake::{Rejection, Thing, not_ahead},
    values::{Line, Notes},
};

/// What can be asked of an intake.
#[derive(Clone, Debug)]
pub enum Command {
    /// `TakeSupplement`.
    Take(Taken),
    /// `SkipSupplement`.
    Skip(Skipped),
    /// `UndoIntake`: it was neither taken nor left out.
    Undo,
}

/// A supplement that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// What it is.
    pub supplement: Line,
    /// How much.
    pub dose: Portion,
    /// When.
    pub taken_at: Instant,
    /// Zone of the local times.
    pub zone: Zone,
    /// Notes.
    pub notes: Option<Notes>,
}

/// A supplement that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// What it is.
    pub supplement: Line,
    /// When it would have been taken.
    pub skipped_at: Instant,
    /// Zone of the local times.
    pub zone: Zone,
    /// Why.
    pub reason: Option<Notes>,
}

impl Taken {
    /// As it stands in records.
    fn event(&self, user_id: UserId, intake_id: IntakeId, recorded_at: Instant) -> SupplementTaken {
        SupplementTaken {
            user_id,
            intake_id,
            supplement: self.supplement.text(),
            dose: self.dose.clone(),
            taken_at: self.taken_at,
            zone: self.zone,
            local_date: local_date(self.taken_at, self.zone),
            utc_offset_seconds: utc_offset_seconds(self.taken_at, self.zone),
            // until plans can be looked up, the edge takes none
            plan: None,
            notes: self.notes.as_ref().map(Notes::text),
            recorded_at,
        }
    }
}

impl Skipped {
    /// As it stands in records.
    fn event(&self, user_id: UserId, intake_id: IntakeId, recorded_at: Instant) -> SupplementSkipped {
        SupplementSkipped {
            user_id,
            intake_id,
            supplement: self.supplement.text(),
            skipped_at: self.skipped_at,
            zone: self.zone,
            local_date: local_date(self.skipped_at, self.zone),
            utc_offset_seconds: utc_offset_seconds(self.skipped_at, self.zone),
            plan: None,
            reason: self.reason.as_ref().map(Notes::text),
            recorded_at,
        }
    }
}

/// The stages of an intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// It counts; the digest of what it says.
    Standing(Digest),
    /// It does not, and never will again.
    Undone,
}

/// Decides on an intake at `version`; `None` and 0 when it was never told.
pub fn decide(
    intake: Option<&Intake>,
    version: u64,
    meta: &Meta,
    intake_id: IntakeId,
    command: &Command,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    let (user_id, at) = (meta.subject, meta.received_at);
    match command {
        Command::Take(taken) => {
            let event = taken.event(user_id, intake_id, at);
            if is_known(intake, version, taken_digest(&event))? {
                return Ok(Vec::new());
            }
            not_ahead(meta, taken.taken_at, "/taken_at")?;
            Ok(vec![ExecutionEvent::SupplementTaken(event)])
        }
        Command::Skip(skipped) => {
            let event = skipped.event(user_id, intake_id, at);
            if is_known(intake, version, skipped_digest(&event))? {
                return Ok(Vec::new());
            }
            not_ahead(meta, skipped.skipped_at, "/skipped_at")?;
            Ok(vec![ExecutionEvent::SupplementSkipped(event)])
        }
        Command::Undo => match intake {
            None => Err(Rejection::NotFound(Thing::Intake)),
            // it is gone already
            Some(Intake::Undone) => Ok(Vec::new()),
            Some(Intake::Standing(_)) => {
                Ok(vec![ExecutionEvent::IntakeUndone(IntakeUndone { user_id, intake_id, undone_at: at })])
            }
        },
    }
}

/// Whether exactly this stands: the same again is what a retry looks like.
fn is_known(intake: Option<&Intake>, current_version: u64, told: Digest) -> Result<bool, Rejection> {
    let thing = Thing::Intake;
    match intake {
        None => Ok(false),
        Some(Intake::Standing(known)) if *known == told => Ok(true),
        Some(Intake::Standing(_)) => Err(Rejection::Exists { thing, current_version }),
        Some(Intake::Undone) => Err(Rejection::Ended { thing, current_version }),
    }
}

/// The intake after an event; events of other aggregates leave it.
pub fn evolve(intake: Option<&Intake>, event: &ExecutionEvent) -> Option<Intake> {
    match event {
        ExecutionEvent::SupplementTaken(event) => Some(Intake::Standing(taken_digest(event))),
        ExecutionEvent::SupplementSkipped(event) => Some(Intake::Standing(skipped_digest(event))),
        ExecutionEvent::IntakeUndone(_) => Some(Intake::Undone),
        ExecutionEvent::WorkoutStarted(_)
        | ExecutionEvent::SetLogged(_)
        | ExecutionEvent::ExerciseCompleted(_)
        | ExecutionEvent::ExerciseSkipped(_)
        | ExecutionEvent::WorkoutCompleted(_)
        | ExecutionEvent::WorkoutDiscarded(_)
        | ExecutionEvent::WorkoutLogged(_)
        | ExecutionEvent::WorkoutCorrected(_)
        | ExecutionEvent::WorkoutDeleted(_)
        | ExecutionEvent::WorkoutExecuted(_)
        | ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::MealConsumed(_)
        | ExecutionEvent::MealCorrected(_)
        | ExecutionEvent::MealDeleted(_) => intake.copied(),
    }
}

/// SHA-256 over what a person put in. The spelling of a number is no part of it: 5.0 is 5.
fn taken_digest(event: &SupplementTaken) -> Digest {
    let mut canonical = Canonical::default();
    canonical.str("taken");
    canonical.text(Some(&event.supplement));
    canonical.portion(Some(&event.dose));
    canonical.number(Some(event.taken_at.micros()));
    canonical.str(event.zone.name());
    canonical.plan(event.plan.as_ref());
    canonical.text(event.notes.as_ref());
    canonical.digest()
}

fn skipped_digest(event: &SupplementSkipped) -> Digest {
    let mut canonical = Canonical::default();
    canonical.str("skipped");
    canonical.text(Some(&event.supplement));
    canonical.number(Some(event.skipped_at.micros()));
    canonical.str(event.zone.name());
    canonical.plan(event.plan.as_ref());
    canonical.text(event.reason.as_ref());
    canonical.digest()
}

#[cfg(test)]
pub(crate) mod tests;
