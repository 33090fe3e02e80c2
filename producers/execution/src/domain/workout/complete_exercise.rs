//! `CompleteExercise`: the athlete is done with a block of an exercise; sets not logged one by one may come along.

use std::collections::BTreeSet;

use schemas::{
    execution::{ExecutionEvent, ExerciseCompleted, OpenExercise, SetPerformed},
    time::Instant,
};

use super::{
    Facts, Rejection, Workout, in_progress,
    log_set::{current_block, find_block, find_set, has_room, logged},
    not_ahead,
};
use crate::domain::{content::set_id, exercise::Naming, set::SetEntry, values::Block};

/// Is done with an exercise.
#[derive(Clone, Debug)]
pub struct CompleteExercise {
    /// Which one.
    pub exercise: Naming,
    /// Which block of it; left out: the one begun last.
    pub block: Option<Block>,
    /// When; left out: now.
    pub completed_at: Option<Instant>,
    /// All sets of the block in order, those logged before first; left out: those logged before.
    pub sets: Option<Vec<SetEntry>>,
}

pub(super) fn decide(
    state: Option<&Workout>,
    facts: &Facts,
    command: &CompleteExercise,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    let open = in_progress(state)?;
    let exercise = facts.names.clone().resolve(&command.exercise);
    let block = command.block.map_or_else(|| current_block(open, &exercise), Block::get);
    let standing = find_block(open, &exercise, block);
    let logged_before = standing.map_or(&[][..], |standing| standing.sets.as_slice());
    let sets = command.sets.as_deref();
    if standing.is_some_and(|standing| standing.completed) {
        let agrees = sets.is_none_or(|sets| sets.len() == logged_before.len() && begins_with(sets, logged_before));
        return if agrees { Ok(Vec::new()) } else { Err(Rejection::ExerciseCompleted) };
    }
    if !sets.is_none_or(|sets| begins_with(sets, logged_before)) {
        return Err(Rejection::SetsDiffer);
    }
    let completed_at = command.completed_at.unwrap_or(facts.now);
    not_ahead(facts, completed_at, "/completed_at")?;

    let new = sets.map_or(&[][..], |sets| &sets[logged_before.len()..]);
    has_room(open, standing.is_none(), new.len())?;
    let mut ids = BTreeSet::new();
    let mut performed = logged_before.to_vec();
    let mut events = Vec::new();
    for (index, set) in (0..).zip(sets.unwrap_or_default()).skip(logged_before.len()) {
        let done = set.performed(set_id(facts.workout, &exercise.id, block, index), index, completed_at);
        if find_set(open, done.id).is_some() || !ids.insert(done.id) {
            return Err(Rejection::SetIdTaken { set: done.id });
        }
        if let Some(logged_at) = set.logged_at {
            not_ahead(facts, logged_at, format!("/sets/{index}/logged_at"))?;
        }
        events.push(logged(facts, &exercise, block, done.clone()));
        performed.push(done);
    }
    if performed.is_empty() {
        return Err(Rejection::NoSetsOfExercise);
    }
    events.push(ExecutionEvent::ExerciseCompleted(ExerciseCompleted {
        user_id: facts.user,
        workout_id: facts.workout,
        exercise: exercise.id,
        exercise_name: exercise.name,
        block,
        completed_at,
        sets: performed,
    }));
    Ok(events)
}

/// Whether the sets told are those that stand, and perhaps more.
fn begins_with(told: &[SetEntry], standing: &[SetPerformed]) -> bool {
    let same = |(told, standing): (&SetEntry, &SetPerformed)| {
        told.id.is_none_or(|id| id == standing.id) && told.agrees_with(standing)
    };
    told.len() >= standing.len() && told.iter().zip(standing).all(same)
}

/// Whether anything that counts was done in a block.
pub(super) fn has_work(block: &OpenExercise) -> bool {
    block.sets.iter().any(|set| crate::domain::set::is_working(set.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        values::Reps,
        workout::{
            Command,
            scenario::{
                Scenario, at, completed, deleted, discarded, eight_at_fifty, exercise_completed, set, set_logged,
                started, unnamed, with_id, workout,
            },
        },
    };

    fn complete(sets: Option<Vec<SetEntry>>) -> Command {
        let exercise = unnamed("bench");
        Command::CompleteExercise(CompleteExercise { exercise, block: None, completed_at: None, sets })
    }

    #[test]
    fn completing_tells_the_sets_that_were_logged() {
        let given = [started(), set_logged("bench", 0, 0, set("1")), set_logged("bench", 0, 1, set("2"))];
        let scenario = Scenario::new().given(&given);
        scenario.when(complete(None)).then(&[exercise_completed("bench", 0, &["1", "2"])]);
    }

    #[test]
    fn sets_that_come_along_are_logged_too() {
        let sets = vec![with_id("1", eight_at_fifty()), with_id("2", eight_at_fifty())];
        let all = exercise_completed("bench", 0, &["1", "2"]);
        let first = set_logged("bench", 0, 0, set("1"));
        let second = set_logged("bench", 0, 1, set("2"));
        let scenario = Scenario::new().given(&[started()]);
        scenario.when(complete(Some(sets.clone()))).then(&[first.clone(), second.clone(), all.clone()]);
        // one of them was logged before
        let scenario = scenario.given(&[first]);
        scenario.when(complete(Some(sets))).then(&[second.clone(), all.clone()]);
        // and may come without its id
        let without_id = vec![eight_at_fifty(), with_id("2", eight_at_fifty())];
        scenario.when(complete(Some(without_id))).then(&[second, all]);
    }

    #[test]
    fn sets_without_id_get_one_that_follows_from_their_place() {
        let id = set_id(workout(), &"bench".parse().unwrap(), 0, 0);
        let events = Scenario::new().given(&[started()]).when(complete(Some(vec![eight_at_fifty()]))).events();
        assert_eq!(events[0], set_logged("bench", 0, 0, id));
    }

    #[test]
    fn sets_that_are_not_those_logged_are_refused() {
        let scenario = Scenario::new().given(&[started(), set_logged("bench", 0, 0, set("1"))]);
        let fewer = SetEntry { reps: Reps::new(7).ok(), ..eight_at_fifty() };
        for sets in [vec![], vec![fewer], vec![with_id("2", eight_at_fifty())]] {
            scenario.when(complete(Some(sets))).then_rejected(Rejection::SetsDiffer);
        }
    }

    #[test]
    fn a_set_id_of_another_set_is_refused() {
        let scenario = Scenario::new().given(&[started(), set_logged("squat", 0, 0, set("1"))]);
        let taken = || Rejection::SetIdTaken { set: set("1") };
        scenario.when(complete(Some(vec![with_id("1", eight_at_fifty())]))).then_rejected(taken());
        let twice = vec![with_id("1", eight_at_fifty()), with_id("1", eight_at_fifty())];
        Scenario::new().given(&[started()]).when(complete(Some(twice))).then_rejected(taken());
    }

    #[test]
    fn completing_twice_records_nothing() {
        let given = [started(), set_logged("bench", 0, 0, set("1")), exercise_completed("bench", 0, &["1"])];
        let scenario = Scenario::new().given(&given);
        scenario.when(complete(None)).then_nothing();
        scenario.when(complete(Some(vec![with_id("1", eight_at_fifty())]))).then_nothing();
        let more = vec![eight_at_fifty(), eight_at_fifty()];
        scenario.when(complete(Some(more))).then_rejected(Rejection::ExerciseCompleted);
    }

    #[test]
    fn an_exercise_without_sets_is_not_completed() {
        let scenario = Scenario::new().given(&[started()]);
        scenario.when(complete(None)).then_rejected(Rejection::NoSetsOfExercise);
        scenario.when(complete(Some(vec![]))).then_rejected(Rejection::NoSetsOfExercise);
    }

    #[test]
    fn an_exercise_is_completed_while_the_workout_is_in_progress() {
        Scenario::new().when(complete(None)).then_rejected(Rejection::Unknown);
        Scenario::new().given(&completed()).when(complete(None)).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&discarded()).when(complete(None)).then_rejected(Rejection::Discarded);
        Scenario::new().given(&deleted()).when(complete(None)).then_rejected(Rejection::Deleted);
    }

    #[test]
    fn times_are_not_more_than_a_day_ahead() {
        let ahead = Some(at("2026-11-21T17:00:01Z"));
        let scenario = Scenario::new().given(&[started()]);
        let completion = CompleteExercise {
            exercise: unnamed("bench"),
            block: None,
            completed_at: ahead,
            sets: Some(vec![eight_at_fifty()]),
        };
        let refused = Rejection::InTheFuture { pointer: "/completed_at".into() };
        scenario.when(Command::CompleteExercise(completion)).then_rejected(refused);
        let sets = vec![eight_at_fifty(), SetEntry { logged_at: ahead, ..eight_at_fifty() }];
        let refused = Rejection::InTheFuture { pointer: "/sets/1/logged_at".into() };
        scenario.when(complete(Some(sets))).then_rejected(refused);
    }

    #[test]
    fn a_workout_can_be_full() {
        let sets = vec![eight_at_fifty(); crate::domain::content::MOST_SETS + 1];
        Scenario::new().given(&[started()]).when(complete(Some(sets))).then_rejected(Rejection::Full);
    }
}
