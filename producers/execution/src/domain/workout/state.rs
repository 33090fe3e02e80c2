//! What is kept of a workout, and how events change it.

use schemas::{
    digest::Digest,
    execution::{ExecutionEvent, OpenExercise, OpenWorkout, Origin, SetLogged, WorkoutExecuted},
    exercise::ExerciseId,
};

use crate::domain::content;

/// A workout that has begun. One that nothing is known of has no state at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Workout {
    /// Live.
    InProgress(OpenWorkout),
    /// Over: completed, logged or imported.
    Completed(Closed),
    /// Thrown away while live.
    Discarded,
    /// Deleted.
    Deleted {
        /// The revision that ended.
        revision: i32,
        /// How it had come into the log.
        origin: Origin,
    },
}

/// What correcting a workout needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Revision last executed; 0 between the events of one command.
    pub revision: i32,
    /// How it came into the log.
    pub origin: Origin,
    /// The content last executed.
    pub content: Option<Digest>,
    /// The content last imported.
    pub imported: Option<Digest>,
}

/// The workout after an event; total, and without rules.
pub fn evolve(state: Option<&Workout>, event: &ExecutionEvent) -> Option<Workout> {
    match event {
        ExecutionEvent::WorkoutStarted(event) => Some(Workout::InProgress(OpenWorkout {
            name: event.name.clone(),
            started_at: event.started_at,
            zone: event.zone,
            exercises: Vec::new(),
        })),
        ExecutionEvent::SetLogged(event) => in_open(state, |open| take_set(open, event)),
        ExecutionEvent::ExerciseCompleted(event) => in_open(state, |open| {
            if let Some(standing) = find(&mut open.exercises, &event.exercise, event.block) {
                standing.completed = true;
            }
        }),
        ExecutionEvent::ExerciseSkipped(event) => in_open(state, |open| {
            open.exercises.push(OpenExercise {
                exercise: event.exercise.clone(),
                name: event.exercise_name.clone(),
                block: 0,
                completed: false,
                skipped: true,
                sets: Vec::new(),
            });
        }),
        ExecutionEvent::WorkoutCompleted(_) => Some(Workout::Completed(Closed::of(Origin::Live))),
        ExecutionEvent::WorkoutDiscarded(_) => Some(Workout::Discarded),
        ExecutionEvent::WorkoutLogged(event) => Some(Workout::Completed(Closed::of(event.origin))),
        // the fact beside it says all
        ExecutionEvent::WorkoutCorrected(_) => state.cloned(),
        ExecutionEvent::WorkoutExecuted(event) => Some(Workout::Completed(executed(state, event))),
        ExecutionEvent::WorkoutDeleted(event) => {
            Some(Workout::Deleted { revision: event.revision, origin: origin_of(state) })
        }
        // of aggregates of their own
        ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::MealConsumed(_)
        | ExecutionEvent::MealCorrected(_)
        | ExecutionEvent::MealDeleted(_)
        | ExecutionEvent::SupplementTaken(_)
        | ExecutionEvent::SupplementSkipped(_)
        | ExecutionEvent::IntakeUndone(_) => state.cloned(),
    }
}

impl Closed {
    fn of(origin: Origin) -> Self {
        Self { revision: 0, origin, content: None, imported: None }
    }
}

fn origin_of(state: Option<&Workout>) -> Origin {
    match state {
        Some(Workout::InProgress(_) | Workout::Discarded) => Origin::Live,
        Some(Workout::Completed(closed)) => closed.origin,
        Some(Workout::Deleted { origin, .. }) => *origin,
        None => Origin::Unknown,
    }
}

fn in_open(state: Option<&Workout>, change: impl FnOnce(&mut OpenWorkout)) -> Option<Workout> {
    let mut state = state.cloned();
    if let Some(Workout::InProgress(open)) = &mut state {
        change(open);
    }
    state
}

fn take_set(open: &mut OpenWorkout, event: &SetLogged) {
    if let Some(standing) = find(&mut open.exercises, &event.exercise, event.block) {
        standing.name = event.exercise_name.clone();
        // who does what they had left out has not left it out
        standing.skipped = false;
        standing.sets.push(event.set.clone());
        return;
    }
    open.exercises.push(OpenExercise {
        exercise: event.exercise.clone(),
        name: event.exercise_name.clone(),
        block: event.block,
        completed: false,
        skipped: false,
        sets: vec![event.set.clone()],
    });
}

fn executed(state: Option<&Workout>, event: &WorkoutExecuted) -> Closed {
    let content = Some(content::digest(event));
    let imported = match state {
        _ if event.import_id.is_some() => content,
        Some(Workout::Completed(closed)) => closed.imported,
        Some(Workout::InProgress(_) | Workout::Discarded | Workout::Deleted { .. }) | None => None,
    };
    Closed { revision: event.revision, origin: event.origin, content, imported }
}

fn find<'a>(exercises: &'a mut [OpenExercise], exercise: &ExerciseId, block: i32) -> Option<&'a mut OpenExercise> {
    exercises.iter_mut().find(|standing| standing.exercise == *exercise && standing.block == block)
}
