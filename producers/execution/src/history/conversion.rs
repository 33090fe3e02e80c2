//! From what a file says to the content of a workout.

use schemas::{
    execution::{Resistance, Source},
    id::{UserId, WorkoutId},
    symbol::Symbol,
    time::Zone,
};

use crate::{
    domain::{
        content::{Content, ExerciseEntry},
        exercise::Naming,
        set::SetEntry,
        values::{DurationSeconds, ExerciseName, Line, Load, Notes, Reps, RestSeconds, Rpe, Superset, Travelled},
    },
    import::{ParsedExercise, ParsedSet, ParsedWorkout},
};

/// The id of a workout follows from whose it is, the app and how the app tells its workouts apart.
pub(super) fn id(user: UserId, source: Source, workout: &ParsedWorkout) -> WorkoutId {
    WorkoutId::v5(user.uuid(), format!("{}/{}", source.as_str(), workout.grouping_key).as_bytes())
}

/// The content. The parser has kept the limits of the domain, so nothing gets lost here; texts are cut where they are too long.
pub(super) fn content(workout: &ParsedWorkout, zone: Zone) -> Content {
    Content {
        name: Line::fitted(&workout.name),
        notes: workout.notes.as_deref().and_then(Notes::fitted),
        started_at: workout.started_at,
        ended_at: workout.ended_at,
        zone,
        local_date: Some(workout.local_date),
        exercises: workout.exercises.iter().filter_map(exercise).collect(),
    }
}

fn exercise(exercise: &ParsedExercise) -> Option<ExerciseEntry> {
    Some(ExerciseEntry {
        naming: Naming::Name(ExerciseName::new(&exercise.name).ok()?),
        superset: exercise.superset.and_then(|number| Superset::new(number.into()).ok()),
        notes: exercise.notes.as_deref().and_then(Notes::fitted),
        sets: exercise.sets.iter().map(set).collect(),
    })
}

fn set(set: &ParsedSet) -> SetEntry {
    SetEntry {
        id: None,
        kind: set.kind,
        reps: set.reps.and_then(|reps| Reps::new(reps.into()).ok()),
        load: set.load.clone().and_then(|load| Load::new(load).ok()),
        resistance: Resistance::External,
        rpe: set.rpe_tenths.and_then(|tenths| Rpe::from_tenths(tenths.into()).ok()),
        rir: None,
        rest_seconds: set.rest_seconds.and_then(|seconds| RestSeconds::new(seconds.into()).ok()),
        duration_seconds: set.duration_seconds.and_then(|seconds| DurationSeconds::new(seconds.into()).ok()),
        distance: set.distance.clone().and_then(|distance| Travelled::new(distance).ok()),
        logged_at: None,
        notes: set.notes.as_deref().and_then(Notes::fitted),
    }
}
