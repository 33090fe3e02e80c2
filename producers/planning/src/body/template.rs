//! A workout template, whole.

use schemas::{
    clock::new_id,
    id::TemplateId,
    planning::{PlannedExercise, PlannedSet, Resistance, SetKind},
    time::Instant,
};
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::{
    quantity::{DistanceBody, MassBody},
    reader::Reader,
};
use crate::domain::{
    template::Content,
    values::{self, MOST_EXERCISES, MOST_SETS},
};

/// A workout template, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WorkoutTemplate)]
pub(crate) struct WorkoutTemplateBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What it is called, one line of at most 200 characters.
    #[schema(example = "Push")]
    name: String,
    /// Notes, at most 2,000 characters.
    notes: Option<String>,
    /// How long it takes; estimated when left out.
    #[schema(minimum = 1, maximum = 1_440)]
    duration_minutes: Option<i64>,
    /// In the order planned; the same exercise may come more than once.
    #[schema(min_items = 1, max_items = 50)]
    exercises: Vec<PlannedExerciseBody>,
}

/// One exercise of a template.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlannedExercise)]
struct PlannedExerciseBody {
    /// Its id: lower-case letters, digits and `-`.
    #[schema(example = "bench-press-barbell")]
    exercise: String,
    /// What to call it here; left out: its name.
    #[schema(example = "Bench Press (Barbell)")]
    exercise_name: Option<String>,
    /// Exercises with the same number are done in turns.
    #[schema(minimum = 0, maximum = 1_000)]
    superset: Option<i64>,
    /// Notes, at most 2,000 characters.
    notes: Option<String>,
    /// In the order prescribed; at most 200 in a template.
    #[schema(min_items = 1)]
    sets: Vec<PlannedSetBody>,
}

/// One set as it is prescribed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlannedSet)]
struct PlannedSetBody {
    /// `warm_up`, `normal`, `drop` or `failure`; left out: `normal`.
    #[schema(example = "normal")]
    kind: Option<String>,
    /// Repetitions.
    #[schema(minimum = 1, maximum = 10_000, example = 8)]
    reps: Option<i64>,
    /// A range of repetitions in their place.
    rep_range: Option<RepRangeBody>,
    /// The load of one repetition, at most 10 t.
    load: Option<MassBody>,
    /// What the load is: `external`, `bodyweight` (beside one's own weight) or `assisted`; left out: `external`.
    #[schema(example = "external")]
    resistance: Option<String>,
    /// The load as a share of the estimated one-repetition maximum, in its place; at most one decimal.
    #[schema(minimum = 1, maximum = 150, example = 77.5)]
    e1rm_percent: Option<f64>,
    /// Exertion to aim at, 1 to 10 in halves.
    #[schema(minimum = 1, maximum = 10, multiple_of = 0.5, example = 8)]
    rpe: Option<f64>,
    /// Rest after the set.
    #[schema(minimum = 0, maximum = 86_400, example = 90)]
    rest_seconds: Option<i64>,
    /// Length of the set.
    #[schema(minimum = 1, maximum = 86_400)]
    duration_seconds: Option<i64>,
    /// Distance to cover.
    distance: Option<DistanceBody>,
}

/// A range of repetitions.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RepRange)]
pub(super) struct RepRangeBody {
    /// Least.
    #[schema(minimum = 1, maximum = 10_000, example = 8)]
    min: i64,
    /// Most.
    #[schema(minimum = 1, maximum = 10_000, example = 12)]
    max: i64,
}

impl WorkoutTemplateBody {
    /// The template to create, and under which id.
    pub(crate) fn created(&self, now: Instant) -> Result<(TemplateId, Content), Problem> {
        let mut reader = Reader::default();
        let id = reader.id(self.id.as_ref());
        let content = self.content(&mut reader);
        reader.finish(Some(content)).map(|content| (id.unwrap_or_else(|| new_id(now)), content))
    }

    /// What the template of this id is to be.
    pub(crate) fn updated(&self, template: TemplateId) -> Result<Content, Problem> {
        let mut reader = Reader::default();
        reader.same_id(self.id.as_ref(), template);
        let content = self.content(&mut reader);
        reader.finish(Some(content))
    }

    fn content(&self, reader: &mut Reader) -> Content {
        let name = reader.line("/name", &self.name);
        let notes = reader.notes("/notes", self.notes.as_ref());
        let duration_minutes = reader.whole("/duration_minutes", self.duration_minutes, 1..=1_440, "minutes");
        reader.count("/exercises", self.exercises.len(), MOST_EXERCISES, "exercises");
        let sets: usize = self.exercises.iter().map(|exercise| exercise.sets.len()).sum();
        if sets > MOST_SETS {
            reader.fault("/exercises", "too_many_sets", format!("at most {MOST_SETS} sets are expected altogether"));
        }
        let read =
            |(place, exercise): (usize, &PlannedExerciseBody)| exercise.read(reader, &format!("/exercises/{place}"));
        let exercises = self.exercises.iter().enumerate().filter_map(read).collect();
        Content { name, notes, exercises, duration_minutes }
    }
}

impl PlannedExerciseBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Option<PlannedExercise> {
        let exercise = reader.exercise(format!("{pointer}/exercise"), &self.exercise);
        let name = reader.name(format!("{pointer}/exercise_name"), self.exercise_name.as_ref());
        let superset = reader.whole(format!("{pointer}/superset"), self.superset, 0..=1_000, "supersets");
        let notes = reader.notes(format!("{pointer}/notes"), self.notes.as_ref());
        reader.count(format!("{pointer}/sets"), self.sets.len(), MOST_SETS, "sets");
        let sets =
            self.sets.iter().enumerate().map(|(place, set)| set.read(reader, &format!("{pointer}/sets/{place}")));
        let sets = sets.collect();
        let exercise = exercise?;
        Some(PlannedExercise { name: name.unwrap_or_else(|| exercise.to_string()), exercise, superset, notes, sets })
    }
}

impl PlannedSetBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> PlannedSet {
        let at = |field: &str| format!("{pointer}/{field}");
        let kind = reader.symbol(at("kind"), self.kind.as_deref()).unwrap_or(SetKind::Normal);
        let reps = reader.whole(at("reps"), self.reps, 1..=10_000, "repetitions");
        let range = self.rep_range.as_ref().and_then(|range| range.read(reader, &at("rep_range")));
        if self.reps.is_some() && self.rep_range.is_some() {
            reader.fault(at("rep_range"), "one_of_two", "either reps or a rep_range is expected");
        }
        if self.load.is_some() && self.e1rm_percent.is_some() {
            reader.fault(at("e1rm_percent"), "one_of_two", "either a load or an e1rm_percent is expected");
        }
        let e1rm = reader.scaled(at("e1rm_percent"), self.e1rm_percent, 1, 10..=1_500, "a percentage");
        PlannedSet {
            kind,
            reps,
            reps_min: range.map(|(min, _)| min),
            reps_max: range.map(|(_, max)| max),
            load: reader.mass(&at("load"), self.load.as_ref(), values::load),
            resistance: reader.symbol(at("resistance"), self.resistance.as_deref()).unwrap_or(Resistance::External),
            e1rm_percent_tenths: e1rm.and_then(|tenths| i32::try_from(tenths).ok()),
            rpe_tenths: reader.rpe_tenths(at("rpe"), self.rpe),
            rest_seconds: reader.whole(at("rest_seconds"), self.rest_seconds, 0..=86_400, "seconds of rest"),
            duration_seconds: reader.whole(at("duration_seconds"), self.duration_seconds, 1..=86_400, "seconds"),
            distance: reader.distance(&at("distance"), self.distance.as_ref()),
        }
    }
}

impl RepRangeBody {
    pub(super) fn read(&self, reader: &mut Reader, pointer: &str) -> Option<(i32, i32)> {
        let min = reader.whole(format!("{pointer}/min"), Some(self.min), 1..=10_000, "repetitions");
        let max = reader.whole(format!("{pointer}/max"), Some(self.max), 1..=10_000, "repetitions");
        let (min, max) = min.zip(max)?;
        if min > max {
            reader.fault(format!("{pointer}/max"), "below_min", "a range ends where it begins or above");
            return None;
        }
        Some((min, max))
    }
}
