//! State entries as records of `execution.state`, and back.

use command_api::{Context, StateKey};
use schemas::{
    execution::{
        AthleteSnapshot, ExecutionSnapshot, ExerciseNameSnapshot, ImportSnapshot, IntakeSnapshot, MealSnapshot,
        OpenWorkout, Origin, WorkoutSnapshot, WorkoutStatus,
    },
    exercise::ExerciseId,
    id::{ImportId, IntakeId, MealId, UserId, WorkoutId},
};

use super::{Execution, INTAKE, MEAL, State, WORKOUT, exercise_key, import_key, open_key};
use crate::domain::{
    import::Brought,
    meal::Meal,
    supplement::Intake,
    workout::{Closed, Workout},
};

pub(super) fn of(key: &StateKey, version: u64, state: &State) -> ExecutionSnapshot {
    let user_id = UserId::from_uuid(key.owner);
    match state {
        State::Workout(workout) => {
            // the key of a workout is its id
            let workout_id = key.key.parse().unwrap_or(WorkoutId::from_uuid(uuid::Uuid::nil()));
            ExecutionSnapshot::WorkoutSnapshot(workout_snapshot(user_id, workout_id, version, workout))
        }
        State::Import(Brought { new, revised }) => ExecutionSnapshot::ImportSnapshot(ImportSnapshot {
            user_id,
            // as is that of an import
            import_id: key.key.parse().unwrap_or(ImportId::from_uuid(uuid::Uuid::nil())),
            version: i64::try_from(version).unwrap_or(i64::MAX),
            fold_version: Execution::FOLD_VERSION,
            new: *new,
            revised: *revised,
        }),
        State::Meal(meal) => ExecutionSnapshot::MealSnapshot(MealSnapshot {
            user_id,
            meal_id: key.key.parse().unwrap_or(MealId::from_uuid(uuid::Uuid::nil())),
            version: i64::try_from(version).unwrap_or(i64::MAX),
            fold_version: Execution::FOLD_VERSION,
            content_digest: match meal {
                Meal::Standing(content) => Some(*content),
                Meal::Deleted => None,
            },
        }),
        State::Intake(intake) => ExecutionSnapshot::IntakeSnapshot(IntakeSnapshot {
            user_id,
            intake_id: key.key.parse().unwrap_or(IntakeId::from_uuid(uuid::Uuid::nil())),
            version: i64::try_from(version).unwrap_or(i64::MAX),
            fold_version: Execution::FOLD_VERSION,
            content_digest: match intake {
                Intake::Standing(content) => Some(*content),
                Intake::Undone => None,
            },
        }),
        State::Exercise(name) => ExecutionSnapshot::ExerciseNameSnapshot(ExerciseNameSnapshot {
            user_id,
            exercise: key.key.parse().unwrap_or_else(|_| ExerciseId::of_name(&key.key)),
            name: name.clone(),
            version: 0,
        }),
        State::Open(workout) => {
            ExecutionSnapshot::AthleteSnapshot(AthleteSnapshot { user_id, open_workout: Some(*workout) })
        }
    }
}

fn workout_snapshot(user_id: UserId, workout_id: WorkoutId, version: u64, workout: &Workout) -> WorkoutSnapshot {
    let empty = WorkoutSnapshot {
        user_id,
        workout_id,
        version: i64::try_from(version).unwrap_or(i64::MAX),
        fold_version: Execution::FOLD_VERSION,
        status: WorkoutStatus::Unknown,
        revision: 0,
        origin: Origin::Live,
        content_digest: None,
        import_digest: None,
        open: None,
    };
    match workout {
        Workout::InProgress(open) => {
            WorkoutSnapshot { status: WorkoutStatus::InProgress, open: Some(open.clone()), ..empty }
        }
        Workout::Completed(closed) => WorkoutSnapshot {
            status: WorkoutStatus::Completed,
            revision: closed.revision,
            origin: closed.origin,
            content_digest: closed.content,
            import_digest: closed.imported,
            ..empty
        },
        Workout::Discarded => WorkoutSnapshot { status: WorkoutStatus::Discarded, ..empty },
        Workout::Deleted { revision, origin } => {
            WorkoutSnapshot { status: WorkoutStatus::Deleted, revision: *revision, origin: *origin, ..empty }
        }
    }
}

pub(super) fn restore(snapshot: ExecutionSnapshot) -> (StateKey, u64, State) {
    match snapshot {
        ExecutionSnapshot::WorkoutSnapshot(snapshot) => {
            let WorkoutSnapshot { user_id, workout_id, .. } = snapshot;
            let key = StateKey { owner: user_id.uuid(), store: WORKOUT, key: workout_id.to_string() };
            (key, u64::try_from(snapshot.version).unwrap_or(0), State::Workout(workout(snapshot)))
        }
        ExecutionSnapshot::ImportSnapshot(snapshot) => {
            let ImportSnapshot { user_id, import_id, version, new, revised, .. } = snapshot;
            let key = import_key(user_id.uuid(), import_id);
            (key, u64::try_from(version).unwrap_or(0), State::Import(Brought { new, revised }))
        }
        ExecutionSnapshot::MealSnapshot(snapshot) => {
            let MealSnapshot { user_id, meal_id, version, content_digest, .. } = snapshot;
            let key = StateKey { owner: user_id.uuid(), store: MEAL, key: meal_id.to_string() };
            let meal = content_digest.map_or(Meal::Deleted, Meal::Standing);
            (key, u64::try_from(version).unwrap_or(0), State::Meal(meal))
        }
        ExecutionSnapshot::IntakeSnapshot(snapshot) => {
            let IntakeSnapshot { user_id, intake_id, version, content_digest, .. } = snapshot;
            let key = StateKey { owner: user_id.uuid(), store: INTAKE, key: intake_id.to_string() };
            let intake = content_digest.map_or(Intake::Undone, Intake::Standing);
            (key, u64::try_from(version).unwrap_or(0), State::Intake(intake))
        }
        ExecutionSnapshot::ExerciseNameSnapshot(snapshot) => {
            (exercise_key(snapshot.user_id.uuid(), &snapshot.exercise), 0, State::Exercise(snapshot.name))
        }
        ExecutionSnapshot::AthleteSnapshot(AthleteSnapshot { user_id, open_workout }) => {
            // without a workout in progress there is a tombstone, not a snapshot
            let open = open_workout.unwrap_or(WorkoutId::from_uuid(uuid::Uuid::nil()));
            (open_key(user_id.uuid()), 0, State::Open(open))
        }
    }
}

fn workout(snapshot: WorkoutSnapshot) -> Workout {
    let WorkoutSnapshot { revision, origin, content_digest, import_digest, open, .. } = snapshot;
    match (snapshot.status, open) {
        (WorkoutStatus::InProgress, open) => Workout::InProgress(open.unwrap_or_else(nothing_yet)),
        (WorkoutStatus::Completed, _) => {
            Workout::Completed(Closed { revision, origin, content: content_digest, imported: import_digest })
        }
        (WorkoutStatus::Discarded, _) => Workout::Discarded,
        // what a newer writer made of it is not ours to change
        (WorkoutStatus::Deleted | WorkoutStatus::Unknown, _) => Workout::Deleted { revision, origin },
    }
}

fn nothing_yet() -> OpenWorkout {
    OpenWorkout {
        name: None,
        started_at: schemas::time::Instant::default(),
        zone: schemas::time::Zone::UTC,
        exercises: Vec::new(),
    }
}
