//! What is told of a live workout while it happens.

use std::collections::BTreeSet;

use schemas::{
    clock::new_id,
    id::{SetId, WorkoutId},
    time::Instant,
};
use serde::Deserialize;
use serde_json::Value;
use service::http::problem::{Fault, Place, Problem};
use utoipa::ToSchema;

use super::{
    reader::Reader,
    set::{DistanceBody, LoadBody, SetBody, read_all},
};
use crate::domain::{
    exercise::Naming,
    values::{Block, ExerciseName},
    workout::{CompleteExercise, CompleteWorkout, LogSet, SkipExercise, StartWorkout},
};

/// The start of a live workout.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StartWorkout)]
pub(crate) struct StartWorkoutBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// The template followed; only null so far.
    #[schema(value_type = Option<Object>)]
    template: Option<Value>,
    /// The schedule entry fulfilled; only null so far.
    #[schema(value_type = Option<Object>)]
    entry: Option<Value>,
    /// Title, one line of at most 200 characters.
    #[schema(example = "Push")]
    name: Option<String>,
    /// When it begins: RFC 3339 with an offset, at most 24 hours ahead; left out: now.
    #[schema(format = DateTime, example = "2026-11-20T18:00:00+01:00")]
    started_at: Option<String>,
    /// IANA zone of its local times.
    #[schema(example = "Europe/Vienna")]
    zone: String,
}

impl StartWorkoutBody {
    pub(crate) fn read(&self, now: Instant) -> Result<(WorkoutId, StartWorkout), Problem> {
        let mut reader = Reader::default();
        let id = reader.id("/id", self.id.as_ref());
        reader.not_yet("/template", "templates", self.template.as_ref());
        reader.not_yet("/entry", "schedules", self.entry.as_ref());
        let name = reader.line("/name", self.name.as_ref());
        let started_at = reader.time("/started_at", self.started_at.as_ref());
        let start = reader.zone("/zone", &self.zone).map(|zone| StartWorkout { name, started_at, zone });
        reader.finish(start).map(|start| (id.unwrap_or_else(|| new_id(now)), start))
    }
}

/// A set of a live workout.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LogSet)]
pub(crate) struct LogSetBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// Id of the exercise: lower-case letters, digits and `-`.
    #[schema(example = "bench-press-barbell")]
    exercise: String,
    /// Its name as entered; left out: the name known, else the id.
    #[schema(example = "Bench Press (Barbell)")]
    exercise_name: Option<String>,
    /// Which block of the exercise, counted from 0; left out: the one begun last.
    #[schema(minimum = 0, maximum = 1_000)]
    block: Option<i64>,
    /// `warm_up`, `normal`, `drop` or `failure`; left out: `normal`. Warm-ups count for nothing.
    #[schema(example = "normal")]
    kind: Option<String>,
    /// Repetitions.
    #[schema(minimum = 0, maximum = 1_000_000, example = 8)]
    reps: Option<i64>,
    /// The load of one repetition, as entered; at most 10 t.
    load: Option<LoadBody>,
    /// What the load is: `external`, `bodyweight` or `assisted`; left out: `external`.
    #[schema(example = "external")]
    resistance: Option<String>,
    /// Rated exertion, 1 to 10 in halves.
    #[schema(minimum = 1, maximum = 10, multiple_of = 0.5, example = 8)]
    rpe: Option<f64>,
    /// Repetitions left in reserve.
    #[schema(minimum = 0, maximum = 1_000)]
    rir: Option<i64>,
    /// Rest after the set.
    #[schema(minimum = 0, maximum = 86_400, example = 90)]
    rest_seconds: Option<i64>,
    /// How long the set took.
    #[schema(minimum = 0, maximum = 2_592_000)]
    duration_seconds: Option<i64>,
    /// How far it went.
    distance: Option<DistanceBody>,
    /// When it was done; left out: now.
    #[schema(format = DateTime)]
    logged_at: Option<String>,
    /// A note.
    notes: Option<String>,
}

impl LogSetBody {
    pub(crate) fn read(&self, now: Instant) -> Result<LogSet, Problem> {
        let mut reader = Reader::default();
        let mut set = self.set().read(&mut reader, "/");
        set.id = set.id.or_else(|| Some(new_id(now)));
        let block = reader.value("/block", self.block, Block::new);
        let exercise = reader.naming("/", &self.exercise, self.exercise_name.as_ref());
        reader.finish(exercise.map(|exercise| LogSet { exercise, block, set }))
    }

    /// The part that is told of any set.
    fn set(&self) -> SetBody {
        SetBody {
            id: self.id.clone(),
            kind: self.kind.clone(),
            reps: self.reps,
            load: self.load.clone(),
            resistance: self.resistance.clone(),
            rpe: self.rpe,
            rir: self.rir,
            rest_seconds: self.rest_seconds,
            duration_seconds: self.duration_seconds,
            distance: self.distance.clone(),
            logged_at: self.logged_at.clone(),
            notes: self.notes.clone(),
        }
    }
}

/// The end of an exercise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CompleteExercise)]
pub(crate) struct CompleteExerciseBody {
    /// Its name as entered; left out: the name known, else the id.
    exercise_name: Option<String>,
    /// Which block of the exercise, counted from 0; left out: the one begun last.
    #[schema(minimum = 0, maximum = 1_000)]
    block: Option<i64>,
    /// When; left out: now.
    #[schema(format = DateTime)]
    completed_at: Option<String>,
    /// All sets of the block in order, those logged before first; left out: those logged before.
    sets: Option<Vec<SetBody>>,
}

impl CompleteExerciseBody {
    pub(crate) fn read(&self, exercise: &str) -> Result<CompleteExercise, Problem> {
        let mut reader = Reader::default();
        let block = reader.value("/block", self.block, Block::new);
        let completed_at = reader.time("/completed_at", self.completed_at.as_ref());
        let mut ids: BTreeSet<SetId> = BTreeSet::new();
        let sets = self.sets.as_ref().map(|sets| read_all(sets, &mut reader, "/sets", &mut ids));
        let name = reader.value("/exercise_name", self.exercise_name.as_ref(), |name| ExerciseName::new(name));
        let exercise = of_path(exercise, name)?;
        reader.finish(Some(CompleteExercise { exercise, block, completed_at, sets }))
    }
}

/// An exercise is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SkipExercise)]
pub(crate) struct SkipExerciseBody {
    /// Its name as entered; left out: the name known, else the id.
    exercise_name: Option<String>,
    /// When; left out: now.
    #[schema(format = DateTime)]
    skipped_at: Option<String>,
    /// Why.
    reason: Option<String>,
}

impl SkipExerciseBody {
    pub(crate) fn read(&self, exercise: &str) -> Result<SkipExercise, Problem> {
        let mut reader = Reader::default();
        let skipped_at = reader.time("/skipped_at", self.skipped_at.as_ref());
        let reason = reader.notes("/reason", self.reason.as_ref());
        let name = reader.value("/exercise_name", self.exercise_name.as_ref(), |name| ExerciseName::new(name));
        let exercise = of_path(exercise, name)?;
        reader.finish(Some(SkipExercise { exercise, skipped_at, reason }))
    }
}

/// The end of a live workout.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CompleteWorkout)]
pub(crate) struct CompleteWorkoutBody {
    /// When it ended; left out: now.
    #[schema(format = DateTime)]
    completed_at: Option<String>,
    /// Notes about the workout, at most 10,000 characters.
    notes: Option<String>,
}

impl CompleteWorkoutBody {
    pub(crate) fn read(&self) -> Result<CompleteWorkout, Problem> {
        let mut reader = Reader::default();
        let completed_at = reader.time("/completed_at", self.completed_at.as_ref());
        let notes = reader.notes("/notes", self.notes.as_ref());
        reader.finish(Some(CompleteWorkout { completed_at, notes }))
    }
}

/// The exercise that the address names.
fn of_path(exercise: &str, name: Option<ExerciseName>) -> Result<Naming, Problem> {
    let parameter = || Place::Parameter("exercise".to_owned());
    let id = exercise
        .parse()
        .map_err(|error| Problem::invalid([Fault::new(parameter(), "invalid_exercise", format!("{error}"))]))?;
    Ok(Naming::of(id, name))
}
