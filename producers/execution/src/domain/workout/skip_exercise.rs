//! `SkipExercise`: the athlete leaves an exercise out.

use schemas::{
    execution::{ExecutionEvent, ExerciseSkipped},
    time::Instant,
};

use super::{Facts, Rejection, Workout, in_progress, log_set::has_room, not_ahead};
use crate::domain::{exercise::Naming, values::Notes};

/// Leaves an exercise out.
#[derive(Clone, Debug)]
pub struct SkipExercise {
    /// Which one.
    pub exercise: Naming,
    /// When; left out: now.
    pub skipped_at: Option<Instant>,
    /// Why.
    pub reason: Option<Notes>,
}

pub(super) fn decide(
    state: Option<&Workout>,
    facts: &Facts,
    command: &SkipExercise,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    let open = in_progress(state)?;
    let exercise = facts.names.clone().resolve(&command.exercise);
    let mut standing = open.exercises.iter().filter(|standing| standing.exercise == exercise.id).peekable();
    if standing.peek().is_some() {
        // skipping twice is what a retry looks like
        let skipped = standing.all(|standing| standing.skipped);
        return if skipped { Ok(Vec::new()) } else { Err(Rejection::ExerciseHasSets) };
    }
    let skipped_at = command.skipped_at.unwrap_or(facts.now);
    not_ahead(facts, skipped_at, "/skipped_at")?;
    has_room(open, true, 0)?;
    Ok(vec![ExecutionEvent::ExerciseSkipped(ExerciseSkipped {
        user_id: facts.user,
        workout_id: facts.workout,
        exercise: exercise.id,
        exercise_name: exercise.name,
        skipped_at,
        reason: command.reason.as_ref().map(Notes::text),
    })])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        content::MOST_EXERCISES,
        workout::{
            Command,
            log_set::LogSet,
            scenario::{
                Scenario, at, completed, deleted, discarded, eight_at_fifty, exercise_skipped, set, set_logged,
                started, unnamed, with_id,
            },
        },
    };

    fn skip() -> Command {
        Command::SkipExercise(SkipExercise { exercise: unnamed("bench"), skipped_at: None, reason: None })
    }

    #[test]
    fn an_exercise_is_left_out() {
        Scenario::new().given(&[started()]).when(skip()).then(&[exercise_skipped("bench")]);
    }

    #[test]
    fn the_reason_is_kept() {
        let reason = Notes::new("shoulder").unwrap();
        let skip = SkipExercise { exercise: unnamed("bench"), skipped_at: None, reason };
        let events = Scenario::new().given(&[started()]).when(Command::SkipExercise(skip)).events();
        let [ExecutionEvent::ExerciseSkipped(event)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(event.reason, Some("shoulder".into()));
    }

    #[test]
    fn skipping_twice_records_nothing() {
        Scenario::new().given(&[started(), exercise_skipped("bench")]).when(skip()).then_nothing();
    }

    #[test]
    fn what_was_begun_was_not_skipped() {
        let scenario = Scenario::new().given(&[started(), set_logged("bench", 0, 0, set("1"))]);
        scenario.when(skip()).then_rejected(Rejection::ExerciseHasSets);
    }

    #[test]
    fn who_does_it_after_all_has_not_skipped_it() {
        let scenario = Scenario::new().given(&[started(), exercise_skipped("bench")]);
        let log = LogSet { exercise: unnamed("bench"), block: None, set: with_id("1", eight_at_fifty()) };
        scenario.when(Command::LogSet(log)).then(&[set_logged("bench", 0, 0, set("1"))]);
        let scenario = scenario.given(&[set_logged("bench", 0, 0, set("1"))]);
        scenario.when(skip()).then_rejected(Rejection::ExerciseHasSets);
    }

    #[test]
    fn an_exercise_is_skipped_while_the_workout_is_in_progress() {
        Scenario::new().when(skip()).then_rejected(Rejection::Unknown);
        Scenario::new().given(&completed()).when(skip()).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&discarded()).when(skip()).then_rejected(Rejection::Discarded);
        Scenario::new().given(&deleted()).when(skip()).then_rejected(Rejection::Deleted);
    }

    #[test]
    fn it_is_not_skipped_more_than_a_day_ahead() {
        let skipped_at = Some(at("2026-11-21T17:00:01Z"));
        let skip = SkipExercise { exercise: unnamed("bench"), skipped_at, reason: None };
        let refused = Rejection::InTheFuture { pointer: "/skipped_at".into() };
        Scenario::new().given(&[started()]).when(Command::SkipExercise(skip)).then_rejected(refused);
    }

    #[test]
    fn a_workout_can_be_full() {
        let mut given = vec![started()];
        given.extend((0..MOST_EXERCISES).map(|n| exercise_skipped(&format!("exercise-{n}"))));
        Scenario::new().given(&given).when(skip()).then_rejected(Rejection::Full);
    }
}
