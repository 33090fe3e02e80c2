use std::collections::BTreeSet;

use schemas::{
    execution::{
        ExerciseCompleted, ExercisePerformed, SetLogged, SetPerformed, WorkoutCompleted, WorkoutCorrected,
        WorkoutDeleted, WorkoutLogged,
    },
    exercise::ExerciseId,
    id::SetId,
    partition::Partition,
    testing::{Example, id},
    topic::Topic,
};

use super::*;
use crate::table::performed_set::Removed;

fn fold_all(events: Vec<ExecutionEvent>) -> WorkoutChange {
    let mut changes = WorkoutChanges::new();
    for (index, event) in (1..).zip(events) {
        let place = Place {
            topic: Topic::EXECUTION_EVENTS,
            partition: Partition::new(0).unwrap(),
            offset: 100 + index,
            version: index,
        };
        fold(&mut changes, place, event);
    }
    assert_eq!(changes.len(), 1);
    changes.into_values().next().unwrap()
}

fn set(number: u64) -> SetPerformed {
    SetPerformed { id: id(number), logged_at: None, ..SetPerformed::example() }
}

fn started() -> ExecutionEvent {
    ExecutionEvent::WorkoutStarted(WorkoutStarted::example())
}

fn logged(number: u64) -> ExecutionEvent {
    ExecutionEvent::SetLogged(SetLogged { set: set(number), block: 0, ..SetLogged::example() })
}

fn executed(revision: i32, sets: &[u64]) -> ExecutionEvent {
    let sets = sets.iter().map(|number| set(*number)).collect();
    let exercises = vec![ExercisePerformed { sets, ..ExercisePerformed::example() }];
    ExecutionEvent::WorkoutExecuted(WorkoutExecuted { revision, exercises, ..WorkoutExecuted::example() })
}

fn sets_of(change: &WorkoutChange) -> Vec<SetId> {
    change.sets.put.keys().copied().collect()
}

#[test]
fn a_workout_in_progress_has_the_sets_logged_so_far() {
    let change = fold_all(vec![started(), logged(11), logged(12)]);
    assert_eq!((change.position, change.version), (103, 3));
    assert_eq!(change.row.as_ref().unwrap().status, WorkoutStatus::InProgress);
    assert_eq!(sets_of(&change), [id(11), id(12)]);
}

#[test]
fn a_set_alone_moves_the_workout_and_makes_no_row() {
    let change = fold_all(vec![logged(11)]);
    assert_eq!((change.position, change.version), (101, 1));
    assert_eq!(change.row, None);
    assert_eq!(change.sets.removed, Removed::Blocks(BTreeSet::new()));
}

#[test]
fn completing_an_exercise_replaces_its_block() {
    let completed = ExerciseCompleted { block: 0, sets: vec![set(13)], ..ExerciseCompleted::example() };
    let exercise = completed.exercise.clone();
    let other = SetLogged { set: set(12), block: 1, ..SetLogged::example() };
    assert_eq!(exercise, other.exercise);
    let change =
        fold_all(vec![logged(11), ExecutionEvent::SetLogged(other), ExecutionEvent::ExerciseCompleted(completed)]);
    assert_eq!(sets_of(&change), [id(12), id(13)]);
    assert_eq!(change.sets.removed, Removed::Blocks(BTreeSet::from([(exercise, 0)])));
}

#[test]
fn an_execution_replaces_everything() {
    let completed = ExecutionEvent::WorkoutCompleted(WorkoutCompleted::example());
    let change = fold_all(vec![started(), logged(11), logged(12), completed, executed(1, &[21, 22])]);
    let row = change.row.as_ref().unwrap();
    assert_eq!((row.status, row.revision), (WorkoutStatus::Completed, 1));
    assert_eq!(sets_of(&change), [id(21), id(22)]);
    assert_eq!(change.sets.removed, Removed::All);
}

#[test]
fn a_correction_counts_on_and_keeps_only_its_own_sets() {
    let change = fold_all(vec![
        ExecutionEvent::WorkoutLogged(WorkoutLogged::example()),
        executed(1, &[11, 12]),
        ExecutionEvent::WorkoutCorrected(WorkoutCorrected::example()),
        executed(2, &[12]),
    ]);
    assert_eq!(change.version, 4);
    assert_eq!(change.row.as_ref().unwrap().revision, 2);
    assert_eq!(sets_of(&change), [id(12)]);
}

#[test]
fn deleting_empties_the_row_and_removes_the_sets() {
    let change = fold_all(vec![executed(1, &[11]), ExecutionEvent::WorkoutDeleted(WorkoutDeleted::example())]);
    let row = change.row.as_ref().unwrap();
    assert_eq!((row.status, &row.content), (WorkoutStatus::Deleted, &None));
    assert_eq!(change.sets.removed, Removed::All);
    assert!(change.sets.put.is_empty());
}

#[test]
fn sets_of_an_execution_stand_in_its_order() {
    let exercise = |name: &str, number| ExercisePerformed {
        exercise: ExerciseId::of_name(name),
        sets: vec![set(number)],
        ..ExercisePerformed::example()
    };
    let exercises = vec![exercise("Squat", 12), exercise("Bench", 11)];
    let event = ExecutionEvent::WorkoutExecuted(WorkoutExecuted { exercises, ..WorkoutExecuted::example() });
    let change = fold_all(vec![event]);
    let ordinal = |number| change.sets.put[&id(number)].ordinal;
    assert_eq!((ordinal(12), ordinal(11)), (0, 1));
}
