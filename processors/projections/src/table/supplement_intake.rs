//! `supplement_intake`: supplements taken or left out; a row that was undone is emptied. From `execution.events`.

use deadpool_postgres::Transaction;
use schemas::{
    execution::{ExecutionEvent, PlanRef, SupplementSkipped, SupplementTaken},
    id::{IntakeId, UserId},
    quantity::Portion,
    symbol::Symbol,
    text::Text,
    time::{Instant, LocalDate, Zone},
};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// A row of `supplement_intake`.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplementIntakeRow {
    /// Whose.
    pub user_id: UserId,
    /// Which.
    pub intake_id: IntakeId,
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What was told; none once undone.
    pub told: Option<Told>,
}

/// What was told of a supplement.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// `taken` or `skipped`.
    pub status: &'static str,
    /// What it is.
    pub supplement: Text,
    /// How much was taken.
    pub dose: Option<Portion>,
    /// When it was taken, or would have been.
    pub told_for: Instant,
    /// How far local clocks were ahead.
    pub utc_offset_seconds: i32,
    /// IANA zone.
    pub zone: Zone,
    /// Local date.
    pub local_date: LocalDate,
    /// The plan version followed.
    pub plan: Option<PlanRef>,
    /// Why it was left out.
    pub reason: Option<Text>,
    /// Notes.
    pub notes: Option<Text>,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ExecutionEvent) -> Option<((UserId, IntakeId), SupplementIntakeRow)> {
    let of = |user_id, intake_id, told| {
        let (position, version) = (place.offset, place.version);
        Some(((user_id, intake_id), SupplementIntakeRow { user_id, intake_id, position, version, told }))
    };
    match event {
        ExecutionEvent::SupplementTaken(event) => of(event.user_id, event.intake_id, Some(taken(event))),
        ExecutionEvent::SupplementSkipped(event) => of(event.user_id, event.intake_id, Some(skipped(event))),
        ExecutionEvent::IntakeUndone(event) => of(event.user_id, event.intake_id, None),
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
        | ExecutionEvent::MealDeleted(_) => None,
    }
}

fn taken(event: &SupplementTaken) -> Told {
    Told {
        status: "taken",
        supplement: event.supplement.clone(),
        dose: Some(event.dose.clone()),
        told_for: event.taken_at,
        utc_offset_seconds: event.utc_offset_seconds,
        zone: event.zone,
        local_date: event.local_date,
        plan: event.plan.clone(),
        reason: None,
        notes: event.notes.clone(),
    }
}

fn skipped(event: &SupplementSkipped) -> Told {
    Told {
        status: "skipped",
        supplement: event.supplement.clone(),
        dose: None,
        told_for: event.skipped_at,
        utc_offset_seconds: event.utc_offset_seconds,
        zone: event.zone,
        local_date: event.local_date,
        plan: event.plan.clone(),
        reason: event.reason.clone(),
        notes: None,
    }
}

impl SupplementIntakeRow {
    fn of<'a, T>(&'a self, value: impl FnOnce(&'a Told) -> T) -> Option<T> {
        self.told.as_ref().map(value)
    }

    fn dose<'a, T>(&'a self, value: impl FnOnce(&'a Portion) -> T) -> Option<T> {
        self.told.as_ref().and_then(|told| told.dose.as_ref()).map(value)
    }
}

const UPSERT: &str = "
INSERT INTO supplement_intake AS t (user_id, intake_id, position, version, status, supplement, dose_canonical,
    dose_entered, dose_unit, told_for, utc_offset_seconds, zone, local_date, plan_id, plan_version, reason, notes)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::text[], $7::int8[], $8::text[],
    $9::text[], $10::timestamptz[], $11::int4[], $12::text[], $13::date[], $14::uuid[], $15::int4[], $16::text[],
    $17::text[])
ON CONFLICT (user_id, intake_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, status = excluded.status,
    supplement = excluded.supplement, dose_canonical = excluded.dose_canonical, dose_entered = excluded.dose_entered,
    dose_unit = excluded.dose_unit, told_for = excluded.told_for, utc_offset_seconds = excluded.utc_offset_seconds,
    zone = excluded.zone, local_date = excluded.local_date, plan_id = excluded.plan_id,
    plan_version = excluded.plan_version, reason = excluded.reason, notes = excluded.notes
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&SupplementIntakeRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id.uuid()),
                &column(rows, |row| row.intake_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.of(|told| told.status)),
                &column(rows, |row| row.of(|told| clear(Some(&told.supplement))).flatten()),
                &column(rows, |row| row.dose(Portion::canonical)),
                &column(rows, |row| row.dose(Portion::entered)),
                &column(rows, |row| row.dose(|dose| dose.unit().as_str())),
                &column(rows, |row| row.of(|told| told.told_for.to_chrono())),
                &column(rows, |row| row.of(|told| told.utc_offset_seconds)),
                &column(rows, |row| row.of(|told| told.zone.name())),
                &column(rows, |row| row.of(|told| told.local_date.naive())),
                &column(rows, |row| row.of(|told| told.plan.as_ref().map(|plan| plan.id.uuid())).flatten()),
                &column(rows, |row| row.of(|told| told.plan.as_ref().map(|plan| plan.version)).flatten()),
                &column(rows, |row| row.of(|told| clear(told.reason.as_ref())).flatten()),
                &column(rows, |row| row.of(|told| clear(told.notes.as_ref())).flatten()),
            ],
        )
        .await
}
