//! `CorrectWorkout`: a workout that is over is replaced by a corrected whole.

use schemas::execution::{ExecutionEvent, Origin, WorkoutCorrected, WorkoutExecuted};

use super::{Facts, Rejection, Workout, whole};
use crate::domain::content::{self, Content};

/// Replaces a workout that is over.
#[derive(Clone, Debug)]
pub struct CorrectWorkout {
    /// All of it, as it really was.
    pub content: Content,
}

pub(super) fn decide(
    state: Option<&Workout>,
    facts: &Facts,
    command: &CorrectWorkout,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    let closed = match state {
        Some(Workout::Completed(closed)) => closed,
        Some(Workout::InProgress(_)) => return Err(Rejection::InProgress),
        Some(Workout::Discarded) => return Err(Rejection::Discarded),
        Some(Workout::Deleted { .. }) => return Err(Rejection::Deleted),
        None => return Err(Rejection::Unknown),
    };
    let content = &command.content;
    whole::check(facts, content)?;
    if !content.has_work() {
        return Err(Rejection::NoWorkingSet);
    }
    let fact = whole::fact(facts, content, closed.revision + 1, closed.origin, None);
    // what says nothing new corrects nothing
    if closed.content == Some(content::digest(&fact)) {
        return Ok(Vec::new());
    }
    Ok(events(facts, fact, Origin::Logged))
}

/// A workout's content is replaced; `origin` tells by whom.
pub(super) fn events(facts: &Facts, fact: WorkoutExecuted, origin: Origin) -> Vec<ExecutionEvent> {
    let corrected = WorkoutCorrected {
        user_id: fact.user_id,
        workout_id: fact.workout_id,
        name: fact.name.clone(),
        started_at: fact.started_at,
        ended_at: fact.ended_at,
        zone: fact.zone,
        origin,
        corrected_at: facts.now,
    };
    vec![ExecutionEvent::WorkoutCorrected(corrected), ExecutionEvent::WorkoutExecuted(fact)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        values::Line,
        workout::{
            Command,
            scenario::{
                Scenario, at, completed, content, corrected, deleted, discarded, heavier, imported, logged, started,
                warm_up_only,
            },
        },
    };

    fn correct(content: Content) -> Command {
        Command::Correct(CorrectWorkout { content })
    }

    fn fact(events: &[ExecutionEvent]) -> &WorkoutExecuted {
        let Some(ExecutionEvent::WorkoutExecuted(fact)) = events.last() else { panic!("{events:?}") };
        fact
    }

    #[test]
    fn a_correction_is_the_next_revision() {
        let events = Scenario::new().given(&logged()).when(correct(heavier())).events();
        assert_eq!(events, corrected()[2..]);
        assert_eq!((fact(&events).revision, fact(&events).origin), (2, Origin::Logged));
        let events = Scenario::new().given(&corrected()).when(correct(content())).events();
        assert_eq!(fact(&events).revision, 3);
    }

    #[test]
    fn every_part_of_the_content_can_be_corrected() {
        let scenario = Scenario::new().given(&logged());
        for other in [
            Content { name: Line::new("Pull").ok(), ..content() },
            Content { name: None, ..content() },
            Content { ended_at: None, ..content() },
            Content { started_at: at("2026-11-20T16:59:59Z"), ..content() },
            Content { zone: schemas::time::Zone::UTC, ..content() },
            Content { notes: crate::domain::values::Notes::new("good day").unwrap(), ..content() },
        ] {
            assert_eq!(scenario.when(correct(other)).events().len(), 2);
        }
    }

    #[test]
    fn the_same_content_corrects_nothing() {
        Scenario::new().given(&logged()).when(correct(content())).then_nothing();
        Scenario::new().given(&corrected()).when(correct(heavier())).then_nothing();
    }

    #[test]
    fn an_imported_workout_stays_an_imported_one_when_a_person_corrects_it() {
        let events = Scenario::new().given(&imported()).when(correct(heavier())).events();
        let [ExecutionEvent::WorkoutCorrected(correction), ExecutionEvent::WorkoutExecuted(fact)] = events.as_slice()
        else {
            panic!("{events:?}")
        };
        assert_eq!((correction.origin, fact.origin, fact.import_id), (Origin::Logged, Origin::Import, None));
    }

    #[test]
    fn a_live_workout_is_corrected_once_it_is_over() {
        let events = Scenario::new().given(&completed()).when(correct(content())).events();
        assert_eq!((fact(&events).revision, fact(&events).origin), (2, Origin::Live));
        Scenario::new().given(&[started()]).when(correct(content())).then_rejected(Rejection::InProgress);
    }

    #[test]
    fn what_is_not_there_is_not_corrected() {
        Scenario::new().when(correct(content())).then_rejected(Rejection::Unknown);
        Scenario::new().given(&discarded()).when(correct(content())).then_rejected(Rejection::Discarded);
        Scenario::new().given(&deleted()).when(correct(content())).then_rejected(Rejection::Deleted);
    }

    #[test]
    fn a_correction_keeps_the_rules_of_a_logged_workout() {
        let scenario = Scenario::new().given(&logged());
        scenario.when(correct(warm_up_only())).then_rejected(Rejection::NoWorkingSet);
        let backwards = Content { ended_at: Some(at("2026-11-20T16:00:00Z")), ..content() };
        scenario.when(correct(backwards)).then_rejected(Rejection::EndsBeforeStart);
        let ahead = Content { started_at: at("2026-11-21T17:00:01Z"), ended_at: None, ..content() };
        let refused = Rejection::InTheFuture { pointer: "/started_at".into() };
        scenario.when(correct(ahead)).then_rejected(refused);
    }
}
