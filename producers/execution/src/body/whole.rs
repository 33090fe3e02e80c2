//! A workout that comes whole: logged afterwards, or corrected.

use std::collections::BTreeSet;

use schemas::{clock::new_id, id::WorkoutId, time::Instant};
use serde::Deserialize;
use serde_json::Value;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::{
    reader::Reader,
    set::{SetBody, read_all},
};
use crate::domain::{
    content::{Content, ExerciseEntry},
    values::Superset,
};

/// A workout, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Workout)]
pub(crate) struct WorkoutBody {
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
    /// Notes, at most 10,000 characters.
    notes: Option<String>,
    /// When it began: RFC 3339 with an offset, at most 24 hours ahead.
    #[schema(format = DateTime, example = "2026-11-20T18:00:00+01:00")]
    started_at: String,
    /// When it ended.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// IANA zone of its local times.
    #[schema(example = "Europe/Vienna")]
    zone: String,
    /// Blocks of sets in the order done; an exercise may come more than once.
    #[schema(min_items = 1, max_items = 200)]
    exercises: Vec<ExerciseBody>,
}

/// One block of sets of an exercise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PerformedExercise)]
pub(crate) struct ExerciseBody {
    /// Its id: lower-case letters, digits and `-`.
    #[schema(example = "bench-press-barbell")]
    exercise: String,
    /// Its name as entered; left out: the name known, else the id.
    #[schema(example = "Bench Press (Barbell)")]
    exercise_name: Option<String>,
    /// Exercises with the same number were done in turns.
    superset: Option<i64>,
    /// A note.
    notes: Option<String>,
    /// The sets in the order done.
    #[schema(max_items = 500)]
    sets: Vec<SetBody>,
}

impl WorkoutBody {
    /// The workout that is logged, and under which id.
    pub(crate) fn logged(&self, now: Instant) -> Result<(WorkoutId, Content), Problem> {
        let mut reader = Reader::default();
        let id = reader.id("/id", self.id.as_ref());
        let content = self.content(&mut reader);
        reader.finish(content).map(|content| (id.unwrap_or_else(|| new_id(now)), content))
    }

    /// What the workout of this id really was.
    pub(crate) fn corrected(&self, workout: WorkoutId) -> Result<Content, Problem> {
        let mut reader = Reader::default();
        if reader.id("/id", self.id.as_ref()).is_some_and(|id| id != workout) {
            reader.fault("/id", "other_id", "the workout of the address is expected");
        }
        let content = self.content(&mut reader);
        reader.finish(content)
    }

    fn content(&self, reader: &mut Reader) -> Option<Content> {
        reader.not_yet("/template", "templates", self.template.as_ref());
        reader.not_yet("/entry", "schedules", self.entry.as_ref());
        let name = reader.line("/name", self.name.as_ref());
        let notes = reader.notes("/notes", self.notes.as_ref());
        let started_at = reader.time("/started_at", Some(&self.started_at));
        let ended_at = reader.time("/ended_at", self.ended_at.as_ref());
        let zone = reader.zone("/zone", &self.zone);
        let mut ids = BTreeSet::new();
        let mut exercises = Vec::with_capacity(self.exercises.len());
        for (place, exercise) in self.exercises.iter().enumerate() {
            let at = |field: &str| format!("/exercises/{place}/{field}");
            let naming = reader.naming(&at(""), &exercise.exercise, exercise.exercise_name.as_ref());
            let superset = reader.value(at("superset"), exercise.superset, Superset::new);
            let notes = reader.notes(at("notes"), exercise.notes.as_ref());
            let sets = read_all(&exercise.sets, reader, &at("sets"), &mut ids);
            if let Some(naming) = naming {
                exercises.push(ExerciseEntry { naming, superset, notes, sets });
            }
        }
        let (started_at, zone) = (started_at?, zone?);
        Some(Content { name, notes, started_at, ended_at, zone, local_date: None, exercises })
    }
}
