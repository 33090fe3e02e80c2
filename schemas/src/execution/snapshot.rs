//! Snapshots of `execution.state`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{Origin, SetPerformed};
use crate::{
    digest::Digest,
    exercise::ExerciseId,
    id::{ImportId, UserId, WorkoutId},
    record::Record,
    symbol::Symbol,
    text::Text,
    time::{Instant, Zone},
};

/// Where a workout stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkoutStatus {
    /// Live, not yet completed.
    InProgress,
    /// Done, logged or imported.
    Completed,
    /// Thrown away while live.
    Discarded,
    /// Deleted by the athlete.
    Deleted,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for WorkoutStatus {
    const NAME: &'static str = "traintracker.execution.WorkoutStatus";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::InProgress, "in_progress"),
        (Self::Completed, "completed"),
        (Self::Discarded, "discarded"),
        (Self::Deleted, "deleted"),
        (Self::Unknown, "unknown"),
    ];
}

/// A block of a live workout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct OpenExercise {
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// Its name as entered.
    pub name: String,
    /// Which block of its exercise in this workout, from 0.
    pub block: i32,
    /// The athlete is done with it.
    pub completed: bool,
    /// The athlete left it out.
    pub skipped: bool,
    /// In the order performed.
    pub sets: Vec<SetPerformed>,
}

/// What is kept of a workout while it is live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct OpenWorkout {
    /// Title of the workout.
    pub name: Option<Text>,
    /// When it began.
    pub started_at: Instant,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// Blocks in the order begun.
    pub exercises: Vec<OpenExercise>,
}

/// State of a workout; closed ones shrink to what correcting them needs. Store 'workout'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// Where it stands.
    pub status: WorkoutStatus,
    /// Last revision executed; 0 before the first.
    pub revision: i32,
    /// How it first came into the log.
    pub origin: Origin,
    /// SHA-256 of the content last executed: the same correction again agrees silently.
    pub content_digest: Option<Digest>,
    /// SHA-256 of the imported rows last taken: the same file again agrees silently.
    pub import_digest: Option<Digest>,
    /// Only while in progress.
    pub open: Option<OpenWorkout>,
}

impl Record for WorkoutSnapshot {
    const NAME: &'static str = "traintracker.execution.WorkoutSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(open) = &mut self.open {
            if let Some(text) = &mut open.name {
                visit("open.name", text);
            }
            for exercise in &mut open.exercises {
                for set in &mut exercise.sets {
                    if let Some(text) = &mut set.notes {
                        visit("open.exercises.sets.notes", text);
                    }
                }
            }
        }
    }
}

/// State of an import: what it has brought since its last end. Store 'import'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct ImportSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The import.
    pub import_id: ImportId,
    /// Version of the aggregate: how often it has ended with something new.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// Workouts that were not known, taken since its last end.
    pub new: i32,
    /// Revisions taken since its last end.
    pub revised: i32,
}

impl Record for ImportSnapshot {
    const NAME: &'static str = "traintracker.execution.ImportSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/execution/ImportSnapshot.v1.avsc");
}

/// The name behind an exercise id of an athlete. Store 'exercise'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct ExerciseNameSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// The name that made the id, as entered.
    pub name: String,
    /// Always 0: no aggregate of its own.
    #[avro(default = "0")]
    pub version: i64,
}

impl Record for ExerciseNameSnapshot {
    const NAME: &'static str = "traintracker.execution.ExerciseNameSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/execution/ExerciseNameSnapshot.v1.avsc");
}

/// What there can be only one of per athlete. Store 'athlete', key 'open'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct AthleteSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The workout in progress.
    pub open_workout: Option<WorkoutId>,
}

impl Record for AthleteSnapshot {
    const NAME: &'static str = "traintracker.execution.AthleteSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/execution/AthleteSnapshot.v1.avsc");
}
