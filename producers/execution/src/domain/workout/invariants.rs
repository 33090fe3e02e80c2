//! What holds whatever is asked of a workout, in whatever order.

use std::collections::BTreeSet;

use proptest::prelude::*;
use schemas::execution::{ExecutionEvent, SetKind};

use super::{
    Command, CompleteExercise, CompleteWorkout, CorrectWorkout, LogSet, LogWorkout, SkipExercise, StartWorkout,
    TakeImportedWorkout, Workout, evolve,
    scenario::{Scenario, content, eight_at, heavier, import, named, set, unnamed, vienna},
};
use crate::domain::{content::Content, exercise::Naming, set::SetEntry, values::Block};

pub(crate) fn naming() -> impl Strategy<Value = Naming> {
    prop_oneof![
        Just(unnamed("bench")),
        Just(named("bench", "Bench Press")),
        Just(named("bench", "Bench")),
        Just(unnamed("squat")),
    ]
}

fn block() -> impl Strategy<Value = Option<Block>> {
    prop_oneof![Just(None), (0_i64..3).prop_map(|block| Block::new(block).ok())]
}

fn set_entry() -> impl Strategy<Value = SetEntry> {
    let id = prop::option::of((0_u8..8).prop_map(|id| set(&id.to_string())));
    let kind = prop_oneof![Just(SetKind::Normal), Just(SetKind::WarmUp), Just(SetKind::Drop)];
    (id, kind, 0_u8..3).prop_map(|(id, kind, load)| SetEntry { id, kind, ..eight_at(&load.to_string()) })
}

fn whole() -> impl Strategy<Value = Content> {
    let changed = (naming(), prop::collection::vec(set_entry(), 0..3)).prop_map(|(naming, sets)| {
        let mut other = content();
        // ids are told apart where the body is read
        let sets = sets.into_iter().map(|set| SetEntry { id: None, ..set }).collect();
        other.exercises[0].naming = naming;
        other.exercises[0].sets = sets;
        other
    });
    prop_oneof![Just(content()), Just(heavier()), changed]
}

pub(crate) fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        3 => Just(Command::Start(StartWorkout { name: None, started_at: None, zone: vienna() })),
        9 => (naming(), block(), set_entry())
            .prop_map(|(exercise, block, set)| Command::LogSet(LogSet { exercise, block, set })),
        3 => (naming(), block(), prop::option::of(prop::collection::vec(set_entry(), 0..4))).prop_map(
            |(exercise, block, sets)| {
                Command::CompleteExercise(CompleteExercise { exercise, block, completed_at: None, sets })
            }
        ),
        2 => naming()
            .prop_map(|exercise| Command::SkipExercise(SkipExercise { exercise, skipped_at: None, reason: None })),
        2 => Just(Command::Complete(CompleteWorkout { completed_at: None, notes: None })),
        1 => Just(Command::Discard),
        1 => whole().prop_map(|content| Command::Log(LogWorkout { content })),
        3 => whole().prop_map(|content| Command::Correct(CorrectWorkout { content })),
        1 => Just(Command::Delete),
        2 => whole().prop_map(|content| Command::TakeImported(TakeImportedWorkout { import: import(), content })),
        1 => whole().prop_map(Command::PreviewImported),
    ]
}

/// The blocks of one workout: each once, its sets numbered without gaps, every set id once.
#[track_caller]
fn assert_in_order<'a>(blocks: impl Iterator<Item = (&'a str, i32, &'a [schemas::execution::SetPerformed])>) {
    let (mut seen, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for (exercise, block, sets) in blocks {
        assert!(seen.insert((exercise.to_owned(), block)), "{exercise} {block} is there twice");
        assert!((0..).zip(sets).all(|(index, set)| set.index == index), "gaps in {exercise} {block}");
        assert!(sets.iter().all(|set| ids.insert(set.id)), "a set of {exercise} {block} is there twice");
    }
}

proptest! {
    #[test]
    fn any_sequence_of_commands_keeps_a_workout_in_order(commands in prop::collection::vec(command(), 0..40)) {
        let mut scenario = Scenario::new();
        let mut revision = 0;
        for command in commands {
            let Ok((events, _)) = scenario.when(command.clone()).into_result() else { continue };
            for event in &events {
                if let ExecutionEvent::WorkoutExecuted(fact) = event {
                    revision += 1;
                    prop_assert_eq!(fact.revision, revision);
                    assert_in_order(fact.exercises.iter().map(|e| (e.exercise.as_str(), e.block, e.sets.as_slice())));
                }
            }
            scenario = scenario.given(&events);
            if let Some(Workout::InProgress(open)) = scenario.state() {
                assert_in_order(open.exercises.iter().map(|e| (e.exercise.as_str(), e.block, e.sets.as_slice())));
            }
            // what was accepted is agreed with when it is asked again
            let again = scenario.when(command.clone()).into_result();
            let replayed = matches!(&again, Ok((events, _)) if events.is_empty());
            let unnamed_set = matches!(&command, Command::LogSet(log) if log.set.id.is_none());
            let over = matches!((&command, scenario.state()), (Command::Start(_), Some(_)));
            prop_assert!(replayed || unnamed_set || over, "{command:?} again: {again:?}");
        }
    }

    #[test]
    fn any_event_can_follow_any_other(commands in prop::collection::vec(command(), 0..20)) {
        // events of independent stories, in an order that no decider would allow
        let events: Vec<_> = commands
            .into_iter()
            .filter_map(|command| Scenario::new().when(command).into_result().ok())
            .flat_map(|(events, _)| events)
            .chain(crate::domain::workout::scenario::completed())
            .collect();
        let mut state = None;
        for event in events.iter().rev().chain(&events) {
            state = evolve(state.as_ref(), event);
        }
        prop_assert!(state.is_some());
    }
}
