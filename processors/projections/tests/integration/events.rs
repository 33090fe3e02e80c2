//! Events to fold, and batches of them.

use projections::{
    fold::{Batch, Fact},
    table::Place,
};
use schemas::{
    execution::{
        ExecutionEvent, ExerciseCompleted, ExercisePerformed, IntakeUndone, MealDeleted, SetLogged, SetPerformed,
        SupplementSkipped, WorkoutDeleted, WorkoutDiscarded, WorkoutExecuted, WorkoutStarted,
    },
    quantity::{Mass, MassUnit},
    testing::{Example, id},
    topic::Topic,
};

use crate::tables::P0;

pub(crate) const EVENTS: Topic = Topic::EXECUTION_EVENTS;

/// Facts of `execution.events`, one offset each from `from` on.
pub(crate) fn batch(from: i64, events: &[ExecutionEvent]) -> Batch {
    let mut batch = Batch::default();
    batch.begin(EVENTS, P0, from);
    for (offset, event) in (from..).zip(events) {
        let place = Place { topic: EVENTS, partition: P0, offset, version: offset + 1 };
        batch.take(place, Fact::Execution(event.clone()));
    }
    batch
}

pub(crate) fn set(number: u64, kilograms: &str, reps: i32) -> SetPerformed {
    let load = Some(Mass::parse(kilograms, MassUnit::Kg).unwrap());
    SetPerformed { id: id(number), load, reps: Some(reps), ..SetPerformed::example() }
}

pub(crate) fn started(workout: u64) -> ExecutionEvent {
    ExecutionEvent::WorkoutStarted(WorkoutStarted { workout_id: id(workout), ..WorkoutStarted::example() })
}

pub(crate) fn logged(workout: u64, set: SetPerformed) -> ExecutionEvent {
    ExecutionEvent::SetLogged(SetLogged { workout_id: id(workout), block: 0, set, ..SetLogged::example() })
}

pub(crate) fn completed(workout: u64, sets: Vec<SetPerformed>) -> ExecutionEvent {
    let workout_id = id(workout);
    ExecutionEvent::ExerciseCompleted(ExerciseCompleted { workout_id, block: 0, sets, ..ExerciseCompleted::example() })
}

pub(crate) fn executed(workout: u64, revision: i32, sets: Vec<SetPerformed>) -> ExecutionEvent {
    let exercises = vec![ExercisePerformed { block: 0, sets, ..ExercisePerformed::example() }];
    let workout_id = id(workout);
    ExecutionEvent::WorkoutExecuted(WorkoutExecuted { workout_id, revision, exercises, ..WorkoutExecuted::example() })
}

pub(crate) fn deleted(workout: u64) -> ExecutionEvent {
    ExecutionEvent::WorkoutDeleted(WorkoutDeleted { workout_id: id(workout), ..WorkoutDeleted::example() })
}

pub(crate) fn discarded(workout: u64) -> ExecutionEvent {
    ExecutionEvent::WorkoutDiscarded(WorkoutDiscarded { workout_id: id(workout), ..WorkoutDiscarded::example() })
}

/// A bit of everything.
pub(crate) fn history() -> Vec<ExecutionEvent> {
    vec![
        executed(1, 1, vec![set(11, "60", 8), set(12, "62.5", 8)]),
        started(2),
        logged(2, set(21, "40", 10)),
        executed(1, 2, vec![set(12, "62.5", 6)]),
        logged(2, set(22, "45", 10)),
        completed(2, vec![set(22, "45", 9), set(23, "50", 5)]),
        executed(3, 1, vec![set(31, "100", 1)]),
        deleted(3),
        started(4),
        logged(4, set(41, "20", 20)),
        discarded(4),
        logged(2, set(24, "50", 5)),
        executed(2, 1, vec![set(22, "45", 9), set(23, "50", 5), set(24, "50", 5)]),
        executed(5, 1, vec![set(51, "80", 3)]),
        ExecutionEvent::HistoryImported(Example::example()),
        ExecutionEvent::MealConsumed(Example::example()),
        ExecutionEvent::MealCorrected(Example::example()),
        ExecutionEvent::MealDeleted(MealDeleted { meal_id: id(77), ..Example::example() }),
        ExecutionEvent::SupplementTaken(Example::example()),
        ExecutionEvent::SupplementSkipped(SupplementSkipped { intake_id: id(78), ..Example::example() }),
        ExecutionEvent::IntakeUndone(IntakeUndone { intake_id: id(79), ..Example::example() }),
    ]
}
