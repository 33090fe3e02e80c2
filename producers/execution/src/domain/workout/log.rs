//! `LogWorkout`: a past workout is written down, whole.

use schemas::execution::{ExecutionEvent, Origin, WorkoutExecuted, WorkoutLogged};

use super::{Facts, Rejection, Workout, whole};
use crate::domain::content::{self, Content};

/// Logs a past workout.
#[derive(Clone, Debug)]
pub struct LogWorkout {
    /// All of it.
    pub content: Content,
}

pub(super) fn decide(
    state: Option<&Workout>,
    facts: &Facts,
    command: &LogWorkout,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    let content = &command.content;
    match state {
        None => {}
        // the same content again is what a retry looks like
        Some(Workout::Completed(closed)) => {
            let fact = whole::fact(facts, content, closed.revision, closed.origin, None);
            let same = closed.content == Some(content::digest(&fact));
            return if same { Ok(Vec::new()) } else { Err(Rejection::AlreadyLogged) };
        }
        Some(Workout::InProgress(_)) => return Err(Rejection::InProgress),
        Some(Workout::Discarded) => return Err(Rejection::Discarded),
        Some(Workout::Deleted { .. }) => return Err(Rejection::Deleted),
    }
    whole::check(facts, content)?;
    if !content.has_work() {
        return Err(Rejection::NoWorkingSet);
    }
    Ok(events(facts, whole::fact(facts, content, 1, Origin::Logged, None)))
}

/// A workout becomes known by its first fact.
pub(super) fn events(facts: &Facts, fact: WorkoutExecuted) -> Vec<ExecutionEvent> {
    let logged = WorkoutLogged {
        user_id: fact.user_id,
        workout_id: fact.workout_id,
        name: fact.name.clone(),
        started_at: fact.started_at,
        ended_at: fact.ended_at,
        zone: fact.zone,
        origin: fact.origin,
        logged_at: facts.now,
    };
    vec![ExecutionEvent::WorkoutLogged(logged), ExecutionEvent::WorkoutExecuted(fact)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        set::SetEntry,
        workout::{
            Command,
            scenario::{
                Scenario, at, content, corrected, deleted, discarded, eight_at_fifty, heavier, logged, named, started,
                warm_up_only,
            },
        },
    };

    fn log(content: Content) -> Command {
        Command::Log(LogWorkout { content })
    }

    #[test]
    fn a_past_workout_is_logged_with_its_first_fact() {
        let events = Scenario::new().when(log(content())).events();
        assert_eq!(events, logged());
        let [ExecutionEvent::WorkoutLogged(log), ExecutionEvent::WorkoutExecuted(fact)] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!((log.origin, fact.origin, fact.revision), (Origin::Logged, Origin::Logged, 1));
        // nobody knows better when the sets were done
        assert!(fact.exercises.iter().flat_map(|e| &e.sets).all(|set| set.logged_at == Some(fact.started_at)));
    }

    #[test]
    fn the_same_content_again_records_nothing() {
        Scenario::new().given(&logged()).when(log(content())).then_nothing();
    }

    #[test]
    fn other_content_under_the_same_id_is_refused() {
        Scenario::new().given(&logged()).when(log(heavier())).then_rejected(Rejection::AlreadyLogged);
        Scenario::new().given(&corrected()).when(log(content())).then_rejected(Rejection::AlreadyLogged);
        Scenario::new().given(&corrected()).when(log(heavier())).then_nothing();
    }

    #[test]
    fn the_id_of_another_workout_is_refused() {
        Scenario::new().given(&[started()]).when(log(content())).then_rejected(Rejection::InProgress);
        Scenario::new().given(&discarded()).when(log(content())).then_rejected(Rejection::Discarded);
        Scenario::new().given(&deleted()).when(log(content())).then_rejected(Rejection::Deleted);
    }

    #[test]
    fn a_workout_in_progress_does_not_keep_from_logging_a_past_one() {
        let other = schemas::id::WorkoutId::v5(uuid::Uuid::nil(), b"other");
        Scenario::new().open(other).when(log(content())).then(&logged());
    }

    #[test]
    fn it_ends_after_it_began_and_not_in_the_far_future() {
        let backwards = Content { ended_at: Some(at("2026-11-20T16:00:00Z")), ..content() };
        Scenario::new().when(log(backwards)).then_rejected(Rejection::EndsBeforeStart);
        let ahead = |pointer: &str| Rejection::InTheFuture { pointer: pointer.into() };
        let far = at("2026-11-21T17:00:01Z");
        let starts = Content { started_at: far, ended_at: None, ..content() };
        Scenario::new().when(log(starts)).then_rejected(ahead("/started_at"));
        let ends = Content { ended_at: Some(far), ..content() };
        Scenario::new().when(log(ends)).then_rejected(ahead("/ended_at"));
        let mut set = content();
        set.exercises[0].sets[1].logged_at = Some(far);
        Scenario::new().when(log(set)).then_rejected(ahead("/exercises/0/sets/1/logged_at"));
    }

    #[test]
    fn warming_up_alone_is_no_workout() {
        Scenario::new().when(log(warm_up_only())).then_rejected(Rejection::NoWorkingSet);
        let nothing = Content { exercises: Vec::new(), ..content() };
        Scenario::new().when(log(nothing)).then_rejected(Rejection::NoWorkingSet);
    }

    #[test]
    fn a_workout_has_its_limits() {
        let mut sets = content();
        sets.exercises[0].sets = vec![eight_at_fifty(); content::MOST_SETS + 1];
        Scenario::new().when(log(sets)).then_rejected(Rejection::Full);
        let mut exercises = content();
        exercises.exercises = vec![exercises.exercises[0].clone(); content::MOST_EXERCISES + 1];
        Scenario::new().when(log(exercises)).then_rejected(Rejection::Full);
    }

    #[test]
    fn an_exercise_that_comes_twice_has_two_blocks() {
        let mut twice = content();
        let again = twice.exercises[0].clone();
        twice.exercises.push(again);
        let events = Scenario::new().when(log(twice)).events();
        let Some(ExecutionEvent::WorkoutExecuted(fact)) = events.last() else { panic!("{events:?}") };
        let blocks: Vec<_> = fact.exercises.iter().map(|e| (e.exercise.as_str(), e.block)).collect();
        assert_eq!(blocks, [("bench", 0), ("squat", 0), ("bench", 1)]);
        let ids: std::collections::BTreeSet<_> =
            fact.exercises.iter().flat_map(|e| &e.sets).map(|set| set.id).collect();
        assert_eq!(ids.len(), 5);
    }

    #[test]
    fn an_exercise_whose_id_another_name_has_is_told_apart() {
        let mut other = content();
        other.exercises[1].naming = named("bench", "Bench Dip");
        other.exercises[0].naming = named("bench", "Bench Press");
        let events = Scenario::new().when(log(other)).events();
        let Some(ExecutionEvent::WorkoutExecuted(fact)) = events.last() else { panic!("{events:?}") };
        let ids: Vec<_> = fact.exercises.iter().map(|e| (e.exercise.as_str(), e.name.as_str())).collect();
        assert_eq!(ids, [("bench", "Bench Press"), ("bench-dip", "Bench Dip")]);
    }

    #[test]
    fn set_ids_that_are_given_are_kept() {
        let mut given = content();
        let id = crate::domain::workout::scenario::set("mine");
        given.exercises[0].sets[0] = SetEntry { id: Some(id), ..eight_at_fifty() };
        let events = Scenario::new().when(log(given)).events();
        let Some(ExecutionEvent::WorkoutExecuted(fact)) = events.last() else { panic!("{events:?}") };
        assert_eq!(fact.exercises[0].sets[0].id, id);
    }
}
