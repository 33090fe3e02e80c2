//! Workouts to ask about.

use projections::fold::Fact;
use schemas::{
    execution::{ExecutionEvent, ExercisePerformed, Origin, Resistance, SetKind, SetPerformed, WorkoutExecuted},
    exercise::ExerciseId,
    id::{SetId, UserId, WorkoutId},
    quantity::{Mass, MassUnit},
    text::Text,
    time::{Zone, local_date, resolve_local, utc_offset_seconds},
};

/// A set with nothing but what the arguments say.
pub(crate) fn set(id: SetId, index: i32, kind: SetKind, load: Option<Mass>, reps: Option<i32>) -> SetPerformed {
    SetPerformed {
        id,
        index,
        kind,
        reps,
        load,
        resistance: Resistance::External,
        rpe_tenths: None,
        rir: None,
        rest_seconds: None,
        duration_seconds: None,
        distance: None,
        logged_at: None,
        notes: None,
    }
}

pub(crate) fn kilograms(text: &str) -> Option<Mass> {
    Some(Mass::parse(text, MassUnit::Kg).unwrap())
}

pub(crate) fn block(name: &str, sets: Vec<SetPerformed>) -> ExercisePerformed {
    let exercise = ExerciseId::of_name(name);
    ExercisePerformed { exercise, name: name.to_owned(), block: 0, superset: None, notes: None, sets }
}

pub(crate) fn vienna() -> Zone {
    "Europe/Vienna".parse().unwrap()
}

/// A finished workout; `started` is Viennese wall time.
pub(crate) fn workout(
    user: UserId,
    id: WorkoutId,
    started: &str,
    exercises: Vec<ExercisePerformed>,
) -> WorkoutExecuted {
    let started_at = resolve_local(started.parse().unwrap(), vienna());
    WorkoutExecuted {
        user_id: user,
        workout_id: id,
        revision: 1,
        name: Some(Text::from("Push")),
        notes: None,
        local_date: local_date(started_at, vienna()),
        started_at,
        utc_offset_seconds: utc_offset_seconds(started_at, vienna()),
        ended_at: None,
        zone: vienna(),
        exercises,
        template: None,
        entry: None,
        origin: Origin::Logged,
        import_id: None,
    }
}

pub(crate) fn executed(workout: WorkoutExecuted) -> Fact {
    Fact::Execution(ExecutionEvent::WorkoutExecuted(workout))
}
