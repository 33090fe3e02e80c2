//! What is said about exercises.

use std::collections::BTreeSet;

use schemas::{
    exercise::ExerciseId,
    planning::{Equipment, Measurement, Muscle},
};
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::reader::Reader;
use crate::domain::exercise::Definition;

/// An exercise of one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExerciseDefinition)]
pub(crate) struct DefineExerciseBody {
    /// Its name, one line of at most 200 characters; its id is the slug of it.
    #[schema(example = "Larsen Press (Barbell)")]
    name: String,
    /// What it is for: `chest`, `lats`, `quadriceps` …
    #[schema(max_items = 10, example = json!(["chest"]))]
    primary_muscles: Vec<String>,
    /// What helps.
    #[serde(default)]
    #[schema(max_items = 10)]
    secondary_muscles: Vec<String>,
    /// What it is done with: `barbell`, `dumbbell`, `none` …; left out: `other`.
    #[schema(example = "barbell")]
    equipment: Option<String>,
    /// What is counted: `reps_load`, `bodyweight`, `assisted`, `reps`, `time`, `time_load`, `distance`, `distance_time` or
    /// `distance_load`; left out: `reps_load`.
    #[schema(example = "reps_load")]
    measurement: Option<String>,
    /// Other names.
    #[serde(default)]
    #[schema(max_items = 20)]
    aliases: Vec<String>,
}

/// Another name for an exercise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExerciseName)]
pub(crate) struct RenameExerciseBody {
    /// One line of at most 200 characters.
    #[schema(example = "Bench")]
    name: String,
}

/// What an exercise is to count for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExerciseMerge)]
pub(crate) struct MergeExercisesBody {
    /// Id of the exercise that stays.
    #[schema(example = "bench-press-barbell")]
    into: String,
}

impl DefineExerciseBody {
    pub(crate) fn read(&self) -> Result<Definition, Problem> {
        let mut reader = Reader::default();
        let name = reader.name("/name", Some(&self.name));
        reader.count("/primary_muscles", self.primary_muscles.len(), 10, "muscles");
        let mut seen = BTreeSet::new();
        let mut muscles = |list: &[String], pointer: &str, reader: &mut Reader| -> Vec<Muscle> {
            if list.len() > 10 && pointer != "/primary_muscles" {
                reader.fault(pointer, "too_many", "at most 10 muscles are expected");
            }
            let mut read = Vec::new();
            for (place, muscle) in list.iter().enumerate() {
                let Some(muscle) = reader.symbol(format!("{pointer}/{place}"), Some(muscle)) else { continue };
                if !seen.insert(muscle) {
                    reader.fault(format!("{pointer}/{place}"), "duplicate", "the muscle was named before");
                }
                read.push(muscle);
            }
            read
        };
        let primary_muscles = muscles(&self.primary_muscles, "/primary_muscles", &mut reader);
        let secondary_muscles = muscles(&self.secondary_muscles, "/secondary_muscles", &mut reader);
        if self.aliases.len() > 20 {
            reader.fault("/aliases", "too_many", "at most 20 other names are expected");
        }
        let aliases = self.aliases.iter().enumerate();
        let aliases =
            aliases.filter_map(|(place, alias)| reader.name(format!("/aliases/{place}"), Some(alias))).collect();
        let equipment = reader.symbol("/equipment", self.equipment.as_deref()).unwrap_or(Equipment::Other);
        let measurement = reader.symbol("/measurement", self.measurement.as_deref()).unwrap_or(Measurement::RepsLoad);
        let definition =
            name.map(|name| Definition { name, primary_muscles, secondary_muscles, equipment, measurement, aliases });
        reader.finish(definition)
    }
}

impl RenameExerciseBody {
    pub(crate) fn read(&self) -> Result<String, Problem> {
        let mut reader = Reader::default();
        let name = reader.name("/name", Some(&self.name));
        reader.finish(name)
    }
}

impl MergeExercisesBody {
    pub(crate) fn read(&self) -> Result<ExerciseId, Problem> {
        let mut reader = Reader::default();
        let into = reader.exercise("/into", &self.into);
        reader.finish(into)
    }
}
