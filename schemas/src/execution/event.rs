//! Events of `execution.events`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{ExercisePerformed, Origin, PlannedExercise, SetPerformed, Source, TemplateRef};
use crate::{
    exercise::ExerciseId,
    id::{ImportId, UserId, WorkoutId},
    record::Record,
    text::Text,
    time::{Instant, LocalDate, Zone},
};

/// A live workout began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutStarted {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Title of the workout.
    pub name: Option<Text>,
    /// When it began.
    pub started_at: Instant,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// The template version followed.
    pub template: Option<TemplateRef>,
    /// The schedule entry fulfilled.
    pub entry: Option<String>,
    /// What the template prescribes; empty for a free workout.
    pub planned_exercises: Vec<PlannedExercise>,
}

impl Record for WorkoutStarted {
    const NAME: &'static str = "traintracker.execution.WorkoutStarted";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutStarted.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.name {
            visit("name", text);
        }
    }
}

/// A set of a live workout was performed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct SetLogged {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// Its name as entered.
    pub exercise_name: String,
    /// Which block of its exercise in this workout, from 0.
    pub block: i32,
    /// The set.
    pub set: SetPerformed,
}

impl Record for SetLogged {
    const NAME: &'static str = "traintracker.execution.SetLogged";
    const SCHEMA: &'static str = include_str!("../../avro/execution/SetLogged.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.set.notes {
            visit("set.notes", text);
        }
    }
}

/// The athlete is done with an exercise of a live workout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct ExerciseCompleted {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// Its name as entered.
    pub exercise_name: String,
    /// Which block of its exercise in this workout, from 0.
    pub block: i32,
    /// When.
    pub completed_at: Instant,
    /// What was really done: sets, reps, loads, rests.
    pub sets: Vec<SetPerformed>,
}

impl Record for ExerciseCompleted {
    const NAME: &'static str = "traintracker.execution.ExerciseCompleted";
    const SCHEMA: &'static str = include_str!("../../avro/execution/ExerciseCompleted.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        for set in &mut self.sets {
            if let Some(text) = &mut set.notes {
                visit("sets.notes", text);
            }
        }
    }
}

/// The athlete left out an exercise of a live workout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct ExerciseSkipped {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// Its name as entered.
    pub exercise_name: String,
    /// When.
    pub skipped_at: Instant,
    /// Why, in the athlete's words.
    pub reason: Option<Text>,
}

impl Record for ExerciseSkipped {
    const NAME: &'static str = "traintracker.execution.ExerciseSkipped";
    const SCHEMA: &'static str = include_str!("../../avro/execution/ExerciseSkipped.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.reason {
            visit("reason", text);
        }
    }
}

/// A live workout ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutCompleted {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// When it ended.
    pub completed_at: Instant,
    /// From start to end.
    pub duration_seconds: i64,
    /// Exercises with at least one set.
    pub completed: Vec<ExerciseId>,
    /// Exercises left out.
    pub skipped: Vec<ExerciseId>,
}

impl Record for WorkoutCompleted {
    const NAME: &'static str = "traintracker.execution.WorkoutCompleted";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutCompleted.v1.avsc");
}

/// A live workout was thrown away; it counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutDiscarded {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// When.
    pub discarded_at: Instant,
}

impl Record for WorkoutDiscarded {
    const NAME: &'static str = "traintracker.execution.WorkoutDiscarded";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutDiscarded.v1.avsc");
}

/// A past workout was written down, whole; its content is in the WorkoutExecuted beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutLogged {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Title of the workout.
    pub name: Option<Text>,
    /// When it began.
    pub started_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// By hand or from an import.
    pub origin: Origin,
    /// When it was written down.
    pub logged_at: Instant,
}

impl Record for WorkoutLogged {
    const NAME: &'static str = "traintracker.execution.WorkoutLogged";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutLogged.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.name {
            visit("name", text);
        }
    }
}

/// A workout was replaced by a corrected whole; its content is in the WorkoutExecuted beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutCorrected {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Title of the workout.
    pub name: Option<Text>,
    /// When it began.
    pub started_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// Where the correction came from.
    pub origin: Origin,
    /// When it was corrected.
    pub corrected_at: Instant,
}

impl Record for WorkoutCorrected {
    const NAME: &'static str = "traintracker.execution.WorkoutCorrected";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutCorrected.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.name {
            visit("name", text);
        }
    }
}

/// A workout was deleted; it counts for nothing and no import brings it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutDeleted {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// The revision that it ends; 0 when nothing was executed yet.
    pub revision: i32,
    /// When.
    pub deleted_at: Instant,
}

impl Record for WorkoutDeleted {
    const NAME: &'static str = "traintracker.execution.WorkoutDeleted";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutDeleted.v1.avsc");
}

/// All that was done in a workout: the self-contained fact that replaces earlier revisions of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct WorkoutExecuted {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Counts the executed contents of this workout, from 1.
    pub revision: i32,
    /// Title of the workout.
    pub name: Option<Text>,
    /// What the athlete noted.
    pub notes: Option<Text>,
    /// Day on which it began, in its zone.
    pub local_date: LocalDate,
    /// When it began.
    pub started_at: Instant,
    /// Offset of that zone from UTC at the time, in seconds.
    pub utc_offset_seconds: i32,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// Blocks in the order performed.
    pub exercises: Vec<ExercisePerformed>,
    /// The template version followed.
    pub template: Option<TemplateRef>,
    /// The schedule entry fulfilled.
    pub entry: Option<String>,
    /// How the workout first came into the log.
    pub origin: Origin,
    /// The import that brought this revision.
    pub import_id: Option<ImportId>,
}

impl Record for WorkoutExecuted {
    const NAME: &'static str = "traintracker.execution.WorkoutExecuted";
    const SCHEMA: &'static str = include_str!("../../avro/execution/WorkoutExecuted.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.name {
            visit("name", text);
        }
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
        for exercise in &mut self.exercises {
            if let Some(text) = &mut exercise.notes {
                visit("exercises.notes", text);
            }
            for set in &mut exercise.sets {
                if let Some(text) = &mut set.notes {
                    visit("exercises.sets.notes", text);
                }
            }
        }
    }
}

/// An import brought something; comes after the last of its workouts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct HistoryImported {
    /// The athlete.
    pub user_id: UserId,
    /// The import.
    pub import_id: ImportId,
    /// The app it came from.
    pub source: Source,
    /// Workouts in the file.
    pub workouts: i32,
    /// Sets in the file.
    pub sets: i32,
    /// Workouts that were not known.
    pub new: i32,
    /// Workouts that had changed.
    pub revised: i32,
    /// Workouts already known as they are.
    pub unchanged: i32,
    /// Earliest local date.
    pub first_date: Option<LocalDate>,
    /// Latest local date.
    pub last_date: Option<LocalDate>,
    /// When.
    pub imported_at: Instant,
}

impl Record for HistoryImported {
    const NAME: &'static str = "traintracker.execution.HistoryImported";
    const SCHEMA: &'static str = include_str!("../../avro/execution/HistoryImported.v1.avsc");
}
