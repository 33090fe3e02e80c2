//! `CompleteWorkout`: a live workout ends and becomes a fact.

use std::collections::BTreeSet;

use schemas::{
    execution::{
        ExecutionEvent, ExercisePerformed, OpenExercise, OpenWorkout, Origin, WorkoutCompleted, WorkoutExecuted,
    },
    exercise::ExerciseId,
    time::{Instant, local_date, utc_offset_seconds},
};

use super::{Facts, Rejection, Workout, complete_exercise::has_work, ends_after_start, in_progress, not_ahead};
use crate::domain::values::Notes;

/// Ends a live workout.
#[derive(Clone, Debug)]
pub struct CompleteWorkout {
    /// When it ended; left out: now.
    pub completed_at: Option<Instant>,
    /// Notes about it.
    pub notes: Option<Notes>,
}

pub(super) fn decide(
    state: Option<&Workout>,
    facts: &Facts,
    command: &CompleteWorkout,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    // completing twice is what a retry looks like: agree, and record nothing
    if let Some(Workout::Completed(closed)) = state
        && closed.origin == Origin::Live
    {
        return Ok(Vec::new());
    }
    let open = in_progress(state)?;
    let completed_at = command.completed_at.unwrap_or(facts.now);
    ends_after_start(open.started_at, completed_at)?;
    not_ahead(facts, completed_at, "/completed_at")?;
    if !open.exercises.iter().any(has_work) {
        return Err(Rejection::NothingDone);
    }
    let completed = WorkoutCompleted {
        user_id: facts.user,
        workout_id: facts.workout,
        completed_at,
        duration_seconds: completed_at.seconds_since(open.started_at),
        completed: exercises(open, |block| !block.sets.is_empty()),
        skipped: exercises(open, |block| block.skipped),
    };
    let executed = WorkoutExecuted {
        user_id: facts.user,
        workout_id: facts.workout,
        revision: 1,
        name: open.name.clone(),
        notes: command.notes.as_ref().map(Notes::text),
        local_date: local_date(open.started_at, open.zone),
        started_at: open.started_at,
        utc_offset_seconds: utc_offset_seconds(open.started_at, open.zone),
        ended_at: Some(completed_at),
        zone: open.zone,
        exercises: open.exercises.iter().filter(|block| !block.sets.is_empty()).map(performed).collect(),
        template: None,
        entry: None,
        origin: Origin::Live,
        import_id: None,
    };
    Ok(vec![ExecutionEvent::WorkoutCompleted(completed), ExecutionEvent::WorkoutExecuted(executed)])
}

/// Each exercise once, in the order begun.
fn exercises(open: &OpenWorkout, which: impl Fn(&OpenExercise) -> bool) -> Vec<ExerciseId> {
    let mut seen = BTreeSet::new();
    let blocks = open.exercises.iter().filter(|block| which(block));
    blocks.map(|block| block.exercise.clone()).filter(|exercise| seen.insert(exercise.clone())).collect()
}

fn performed(block: &OpenExercise) -> ExercisePerformed {
    ExercisePerformed {
        exercise: block.exercise.clone(),
        name: block.name.clone(),
        block: block.block,
        superset: None,
        notes: None,
        sets: block.sets.clone(),
    }
}

#[cfg(test)]
mod tests {
    use schemas::execution::SetKind;

    use super::*;
    use crate::domain::{
        set::SetEntry,
        workout::{
            Command,
            scenario::{
                Scenario, at, completed, deleted, discarded, exercise_skipped, logged, now, set, set_logged, started,
            },
        },
    };

    fn complete() -> Command {
        Command::Complete(CompleteWorkout { completed_at: None, notes: None })
    }

    fn complete_at(text: &str) -> Command {
        Command::Complete(CompleteWorkout { completed_at: Some(at(text)), notes: None })
    }

    #[test]
    fn a_completed_workout_is_told_whole() {
        let given = [
            started(),
            set_logged("bench", 0, 0, set("1")),
            exercise_skipped("dip"),
            set_logged("squat", 0, 0, set("2")),
            set_logged("bench", 1, 0, set("3")),
        ];
        let events = Scenario::new().given(&given).when(complete_at("2026-11-20T18:00:00Z")).events();
        let [ExecutionEvent::WorkoutCompleted(completed), ExecutionEvent::WorkoutExecuted(fact)] = events.as_slice()
        else {
            panic!("{events:?}")
        };
        assert_eq!(completed.duration_seconds, 3600);
        assert_eq!(completed.completed, ["bench".parse().unwrap(), "squat".parse().unwrap()]);
        assert_eq!(completed.skipped, ["dip".parse().unwrap()]);
        assert_eq!((fact.revision, fact.origin, fact.import_id), (1, Origin::Live, None));
        assert_eq!((fact.started_at, fact.ended_at), (now(), Some(at("2026-11-20T18:00:00Z"))));
        assert_eq!((fact.local_date.to_string().as_str(), fact.utc_offset_seconds), ("2026-11-20", 3600));
        let blocks: Vec<_> = fact.exercises.iter().map(|block| (block.exercise.as_str(), block.block)).collect();
        assert_eq!(blocks, [("bench", 0), ("squat", 0), ("bench", 1)]);
    }

    #[test]
    fn completing_twice_records_nothing() {
        Scenario::new().given(&completed()).when(complete()).then_nothing();
        Scenario::new().given(&completed()).when(complete_at("2026-11-20T20:00:00Z")).then_nothing();
    }

    #[test]
    fn a_workout_without_working_sets_is_not_completed() {
        Scenario::new().given(&[started()]).when(complete()).then_rejected(Rejection::NothingDone);
        let warm_up = SetEntry::of_kind(SetKind::WarmUp).performed(set("1"), 0, now());
        let ExecutionEvent::SetLogged(mut event) = set_logged("bench", 0, 0, set("1")) else { unreachable!() };
        event.set = warm_up;
        let given = [started(), ExecutionEvent::SetLogged(event), exercise_skipped("dip")];
        Scenario::new().given(&given).when(complete()).then_rejected(Rejection::NothingDone);
    }

    #[test]
    fn it_ends_after_it_began_and_not_in_the_far_future() {
        let scenario = Scenario::new().given(&[started(), set_logged("bench", 0, 0, set("1"))]);
        scenario.when(complete_at("2026-11-20T16:59:59Z")).then_rejected(Rejection::EndsBeforeStart);
        let refused = Rejection::InTheFuture { pointer: "/completed_at".into() };
        scenario.when(complete_at("2026-11-21T17:00:01Z")).then_rejected(refused);
        assert_eq!(scenario.when(complete()).events().len(), 2);
    }

    #[test]
    fn only_a_workout_in_progress_is_completed() {
        Scenario::new().when(complete()).then_rejected(Rejection::Unknown);
        Scenario::new().given(&logged()).when(complete()).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&discarded()).when(complete()).then_rejected(Rejection::Discarded);
        Scenario::new().given(&deleted()).when(complete()).then_rejected(Rejection::Deleted);
    }

    #[test]
    fn notes_come_with_the_end() {
        let given = [started(), set_logged("bench", 0, 0, set("1"))];
        let notes = Notes::new("good day").unwrap();
        let complete = Command::Complete(CompleteWorkout { completed_at: None, notes });
        let events = Scenario::new().given(&given).when(complete).events();
        let Some(ExecutionEvent::WorkoutExecuted(fact)) = events.last() else { panic!("{events:?}") };
        assert_eq!(fact.notes, Some("good day".into()));
    }
}
