//! `LogSet`: one set of a live workout.

use schemas::{
    execution::{ExecutionEvent, OpenExercise, OpenWorkout, SetLogged, SetPerformed},
    id::SetId,
};

use super::{Decided, Facts, Rejection, Reply, Workout, in_progress, not_ahead};
use crate::domain::{
    content::{MOST_EXERCISES, MOST_SETS, set_id},
    exercise::{Exercise, Naming},
    set::SetEntry,
    values::Block,
};

/// Logs one set.
#[derive(Clone, Debug)]
pub struct LogSet {
    /// Its exercise.
    pub exercise: Naming,
    /// Which block of the exercise; left out: the one begun last.
    pub block: Option<Block>,
    /// The set.
    pub set: SetEntry,
}

pub(super) fn decide(state: Option<&Workout>, facts: &Facts, command: &LogSet) -> Result<Decided, Rejection> {
    let open = in_progress(state)?;
    let exercise = facts.names.clone().resolve(&command.exercise);
    let set = &command.set;
    if let Some((block, standing)) = set.id.and_then(|id| find_set(open, id)) {
        // the same set again is what a retry looks like
        let same_place = block.exercise == exercise.id && command.block.is_none_or(|given| given.get() == block.block);
        if same_place && set.agrees_with(standing) {
            return Ok((Vec::new(), reply(&exercise, block.block, standing)));
        }
        return Err(Rejection::SetIdTaken { set: standing.id });
    }
    let block = command.block.map_or_else(|| current_block(open, &exercise), Block::get);
    let standing = find_block(open, &exercise, block);
    if standing.is_some_and(|standing| standing.completed) {
        return Err(Rejection::ExerciseCompleted);
    }
    if let Some(logged_at) = set.logged_at {
        not_ahead(facts, logged_at, "/logged_at")?;
    }
    has_room(open, standing.is_none(), 1)?;
    let index = standing.map_or(0, |standing| next_index(&standing.sets));
    let performed = set.performed(set_id(facts.workout, &exercise.id, block, index), index, facts.now);
    let reply = reply(&exercise, block, &performed);
    Ok((vec![logged(facts, &exercise, block, performed)], reply))
}

fn reply(exercise: &Exercise, block: i32, set: &SetPerformed) -> Reply {
    Reply::Set { id: set.id, exercise: exercise.id.clone(), block, index: set.index }
}

pub(super) fn logged(facts: &Facts, exercise: &Exercise, block: i32, set: SetPerformed) -> ExecutionEvent {
    ExecutionEvent::SetLogged(SetLogged {
        user_id: facts.user,
        workout_id: facts.workout,
        exercise: exercise.id.clone(),
        exercise_name: exercise.name.clone(),
        block,
        set,
    })
}

pub(super) fn find_set(open: &OpenWorkout, id: SetId) -> Option<(&OpenExercise, &SetPerformed)> {
    let mut sets = open.exercises.iter().flat_map(|block| block.sets.iter().map(move |set| (block, set)));
    sets.find(|(_, set)| set.id == id)
}

pub(super) fn find_block<'a>(open: &'a OpenWorkout, exercise: &Exercise, block: i32) -> Option<&'a OpenExercise> {
    open.exercises.iter().find(|standing| standing.exercise == exercise.id && standing.block == block)
}

/// The block of the exercise that was begun last; 0 when there is none.
pub(super) fn current_block(open: &OpenWorkout, exercise: &Exercise) -> i32 {
    open.exercises.iter().rev().find(|standing| standing.exercise == exercise.id).map_or(0, |standing| standing.block)
}

pub(super) fn next_index(sets: &[SetPerformed]) -> i32 {
    sets.last().map_or(0, |set| set.index + 1)
}

pub(super) fn has_room(open: &OpenWorkout, new_block: bool, new_sets: usize) -> Result<(), Rejection> {
    let sets: usize = open.exercises.iter().map(|standing| standing.sets.len()).sum();
    let fits = sets + new_sets <= MOST_SETS && open.exercises.len() + usize::from(new_block) <= MOST_EXERCISES;
    if fits { Ok(()) } else { Err(Rejection::Full) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        values::Reps,
        workout::{
            Command,
            scenario::{
                Scenario, at, completed, deleted, discarded, eight_at_fifty, exercise_completed, named, now, set,
                set_logged, started, unnamed, with_id,
            },
        },
    };

    fn log(set: SetEntry) -> Command {
        Command::LogSet(LogSet { exercise: unnamed("bench"), block: None, set })
    }

    fn in_block(block: i64, set: SetEntry) -> Command {
        Command::LogSet(LogSet { exercise: unnamed("bench"), block: Block::new(block).ok(), set })
    }

    #[test]
    fn sets_are_numbered_within_their_block() {
        let one = Scenario::new().given(&[started()]).when(log(with_id("1", eight_at_fifty())));
        one.then(&[set_logged("bench", 0, 0, set("1"))]);
        let two = Scenario::new()
            .given(&[started(), set_logged("bench", 0, 0, set("1"))])
            .when(log(with_id("2", eight_at_fifty())));
        two.then(&[set_logged("bench", 0, 1, set("2"))]);
        let reply = Reply::Set { id: set("2"), exercise: "bench".parse().unwrap(), block: 0, index: 1 };
        assert_eq!(two.reply(), reply);
    }

    #[test]
    fn a_second_block_counts_for_itself() {
        let given = [started(), set_logged("bench", 0, 0, set("1"))];
        let scenario = Scenario::new().given(&given);
        let new_block = scenario.when(in_block(1, with_id("2", eight_at_fifty())));
        new_block.then(&[set_logged("bench", 1, 0, set("2"))]);
        // without a block the set goes where the last one went
        let scenario = scenario.given(&[set_logged("bench", 1, 0, set("2"))]);
        scenario.when(log(with_id("3", eight_at_fifty()))).then(&[set_logged("bench", 1, 1, set("3"))]);
        scenario.when(in_block(0, with_id("3", eight_at_fifty()))).then(&[set_logged("bench", 0, 1, set("3"))]);
    }

    #[test]
    fn a_set_without_id_gets_one_that_follows_from_its_place() {
        let scenario = Scenario::new().given(&[started()]);
        let id = set_id(crate::domain::workout::scenario::workout(), &"bench".parse().unwrap(), 0, 0);
        scenario.when(log(eight_at_fifty())).then(&[set_logged("bench", 0, 0, id)]);
    }

    #[test]
    fn a_set_is_logged_when_it_says_else_now() {
        let ExecutionEvent::SetLogged(event) = set_logged("bench", 0, 0, set("1")) else { unreachable!() };
        assert_eq!(event.set.logged_at, Some(now()));
        let earlier = SetEntry { logged_at: Some(at("2026-11-20T16:00:00Z")), ..with_id("1", eight_at_fifty()) };
        let events = Scenario::new().given(&[started()]).when(log(earlier)).events();
        let [ExecutionEvent::SetLogged(event)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(event.set.logged_at, Some(at("2026-11-20T16:00:00Z")));
    }

    #[test]
    fn the_same_set_again_records_nothing() {
        let scenario = Scenario::new().given(&[started(), set_logged("bench", 0, 0, set("1"))]);
        let again = scenario.when(log(with_id("1", eight_at_fifty())));
        again.then_nothing();
        assert!(matches!(again.reply(), Reply::Set { index: 0, .. }));
        scenario.when(in_block(0, with_id("1", eight_at_fifty()))).then_nothing();
        let at_its_time = SetEntry { logged_at: Some(now()), ..with_id("1", eight_at_fifty()) };
        scenario.when(log(at_its_time)).then_nothing();
    }

    #[test]
    fn the_same_set_id_with_other_content_is_refused() {
        let scenario = Scenario::new().given(&[started(), set_logged("bench", 0, 0, set("1"))]);
        let taken = || Rejection::SetIdTaken { set: set("1") };
        let fewer = SetEntry { reps: Reps::new(7).ok(), ..with_id("1", eight_at_fifty()) };
        scenario.when(log(fewer)).then_rejected(taken());
        scenario.when(in_block(1, with_id("1", eight_at_fifty()))).then_rejected(taken());
        let elsewhere = LogSet { exercise: unnamed("squat"), block: None, set: with_id("1", eight_at_fifty()) };
        scenario.when(Command::LogSet(elsewhere)).then_rejected(taken());
        let at_another_time =
            SetEntry { logged_at: Some(at("2026-11-20T16:00:00Z")), ..with_id("1", eight_at_fifty()) };
        scenario.when(log(at_another_time)).then_rejected(taken());
    }

    #[test]
    fn a_completed_block_takes_no_more_sets_but_a_new_one_does() {
        let given = [started(), set_logged("bench", 0, 0, set("1")), exercise_completed("bench", 0, &["1"])];
        let scenario = Scenario::new().given(&given);
        scenario.when(log(with_id("2", eight_at_fifty()))).then_rejected(Rejection::ExerciseCompleted);
        scenario.when(in_block(1, with_id("2", eight_at_fifty()))).then(&[set_logged("bench", 1, 0, set("2"))]);
        // what was logged before still agrees
        scenario.when(log(with_id("1", eight_at_fifty()))).then_nothing();
    }

    #[test]
    fn an_exercise_carries_the_name_given_with_it() {
        let log = LogSet { exercise: named("bench", "Bench Press"), block: None, set: eight_at_fifty() };
        let events = Scenario::new().given(&[started()]).when(Command::LogSet(log)).events();
        let [ExecutionEvent::SetLogged(event)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((event.exercise.as_str(), event.exercise_name.as_str()), ("bench", "Bench Press"));
    }

    #[test]
    fn a_set_belongs_to_a_workout_in_progress() {
        let log = || log(with_id("1", eight_at_fifty()));
        Scenario::new().when(log()).then_rejected(Rejection::Unknown);
        Scenario::new().given(&completed()).when(log()).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&discarded()).when(log()).then_rejected(Rejection::Discarded);
        Scenario::new().given(&deleted()).when(log()).then_rejected(Rejection::Deleted);
    }

    #[test]
    fn a_set_is_not_logged_more_than_a_day_ahead() {
        let ahead = SetEntry { logged_at: Some(at("2026-11-21T17:00:01Z")), ..eight_at_fifty() };
        let refused = Rejection::InTheFuture { pointer: "/logged_at".into() };
        Scenario::new().given(&[started()]).when(log(ahead)).then_rejected(refused);
    }

    #[test]
    fn a_workout_can_be_full() {
        let mut given = vec![started()];
        for index in 0..i32::try_from(MOST_SETS).unwrap() {
            given.push(set_logged("bench", 0, index, set(&index.to_string())));
        }
        let scenario = Scenario::new().given(&given);
        scenario.when(log(with_id("one more", eight_at_fifty()))).then_rejected(Rejection::Full);
    }
}
