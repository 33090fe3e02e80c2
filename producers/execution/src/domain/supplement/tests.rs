use schemas::{quantity::PortionUnit, text::Text};

use super::*;
use crate::domain::{
    nutrition::portion,
    workout::scenario::{at, now, user, vienna},
};

/// Creatine, so many grams.
pub(crate) fn creatine(grams: f64) -> Taken {
    Taken {
        supplement: Line::new("creatine").unwrap(),
        dose: portion(grams, PortionUnit::G).unwrap(),
        taken_at: now(),
        zone: vienna(),
        notes: None,
    }
}

pub(crate) fn left_out(reason: &str) -> Skipped {
    let reason = Notes::new(reason).unwrap();
    Skipped { supplement: Line::new("creatine").unwrap(), skipped_at: now(), zone: vienna(), reason }
}

fn intake_id() -> IntakeId {
    IntakeId::v5(uuid::Uuid::nil(), b"creatine")
}

fn meta() -> Meta {
    Meta { subject: user(), actor: user(), received_at: now() }
}

fn take(grams: f64) -> Command {
    Command::Take(creatine(grams))
}

fn skip(reason: &str) -> Command {
    Command::Skip(left_out(reason))
}

/// An intake with its history.
#[derive(Default)]
struct Told {
    state: Option<Intake>,
    version: u64,
}

fn given(commands: &[Command]) -> Told {
    commands.iter().fold(Told::default(), |told, command| {
        let events = when(&told, command).unwrap();
        told.then(&events)
    })
}

fn when(told: &Told, command: &Command) -> Result<Vec<ExecutionEvent>, Rejection> {
    decide(told.state.as_ref(), told.version, &meta(), intake_id(), command)
}

impl Told {
    fn then(self, events: &[ExecutionEvent]) -> Self {
        let version = self.version + events.len() as u64;
        Self { state: events.iter().fold(self.state, |state, event| evolve(state.as_ref(), event)), version }
    }
}

fn exists() -> Result<Vec<ExecutionEvent>, Rejection> {
    Err(Rejection::Exists { thing: Thing::Intake, current_version: 1 })
}

#[test]
fn a_supplement_is_taken_as_entered_on_its_local_day() {
    let late = Taken { taken_at: at("2026-11-20T23:30:00Z"), ..creatine(5.0) };
    let events = when(&given(&[]), &Command::Take(late)).unwrap();
    let [ExecutionEvent::SupplementTaken(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.intake_id, event.recorded_at), (user(), intake_id(), now()));
    assert_eq!((event.local_date.to_string().as_str(), event.utc_offset_seconds), ("2026-11-21", 3600));
    assert_eq!((&event.supplement, event.dose.canonical(), event.dose.entered()), (&"creatine".into(), 5_000_000, "5"));
}

#[test]
fn a_supplement_is_left_out_with_the_reason_for_it() {
    let events = when(&given(&[]), &skip("none left")).unwrap();
    let [ExecutionEvent::SupplementSkipped(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.intake_id, event.skipped_at), (user(), intake_id(), now()));
    assert_eq!(event.reason, Some(Text::from("none left")));
    let events = when(&given(&[]), &skip(" ")).unwrap();
    let [ExecutionEvent::SupplementSkipped(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(event.reason, None, "nobody has to give one");
}

#[test]
fn the_same_again_records_nothing() {
    assert_eq!(when(&given(&[take(5.0)]), &take(5.0)), Ok(vec![]));
    assert_eq!(when(&given(&[skip("none left")]), &skip("none left")), Ok(vec![]));
}

#[test]
fn whatever_differs_makes_another_intake() {
    let told = given(&[take(5.0)]);
    let others = [
        Taken { supplement: Line::new("Creatine").unwrap(), ..creatine(5.0) },
        Taken { dose: portion(5.0, PortionUnit::Scoop).unwrap(), ..creatine(5.0) },
        Taken { taken_at: at("2026-11-20T16:00:00Z"), ..creatine(5.0) },
        Taken { zone: Zone::UTC, ..creatine(5.0) },
        Taken { notes: Notes::new("in water").unwrap(), ..creatine(5.0) },
        creatine(5.1),
    ];
    for other in others {
        assert_eq!(when(&told, &Command::Take(other.clone())), exists(), "{other:?}");
    }
    assert_eq!(when(&told, &skip("")), exists());
    let told = given(&[skip("none left")]);
    let others = [
        Skipped { supplement: Line::new("Creatine").unwrap(), ..left_out("none left") },
        Skipped { skipped_at: at("2026-11-20T16:00:00Z"), ..left_out("none left") },
        Skipped { zone: Zone::UTC, ..left_out("none left") },
        left_out(""),
    ];
    for other in others {
        assert_eq!(when(&told, &Command::Skip(other.clone())), exists(), "{other:?}");
    }
    assert_eq!(when(&told, &take(5.0)), exists());
}

#[test]
fn what_was_undone_is_over_for_good() {
    for told in [take(5.0), skip("none left")] {
        let undone = given(&[told.clone(), Command::Undo]);
        assert_eq!(when(&undone, &Command::Undo), Ok(vec![]), "undoing twice records nothing");
        let ended = Err(Rejection::Ended { thing: Thing::Intake, current_version: 2 });
        assert_eq!(when(&undone, &told), ended);
        assert_eq!(when(&undone, &take(1.0)), ended);
        assert_eq!(when(&undone, &skip("")), ended);
    }
}

#[test]
fn undoing_says_whose_and_when() {
    let events = when(&given(&[take(5.0)]), &Command::Undo).unwrap();
    let undone = IntakeUndone { user_id: user(), intake_id: intake_id(), undone_at: now() };
    assert_eq!(events, [ExecutionEvent::IntakeUndone(undone)]);
}

#[test]
fn what_was_never_told_is_not_undone() {
    assert_eq!(when(&given(&[]), &Command::Undo), Err(Rejection::NotFound(Thing::Intake)));
}

#[test]
fn an_intake_may_lie_a_day_ahead_and_no_more() {
    let (last, beyond) = (at("2026-11-21T17:00:00Z"), at("2026-11-21T17:00:00.000001Z"));
    let take = |taken_at| when(&given(&[]), &Command::Take(Taken { taken_at, ..creatine(5.0) }));
    let skip = |skipped_at| when(&given(&[]), &Command::Skip(Skipped { skipped_at, ..left_out("") }));
    assert!(take(last).is_ok() && skip(last).is_ok());
    assert_eq!(take(beyond), Err(Rejection::InTheFuture { pointer: "/taken_at" }));
    assert_eq!(skip(beyond), Err(Rejection::InTheFuture { pointer: "/skipped_at" }));
}
