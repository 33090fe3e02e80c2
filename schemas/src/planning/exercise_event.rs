//! Events of exercises.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{Equipment, Measurement, Muscle};
use crate::{exercise::ExerciseId, id::UserId, record::Record, time::Instant};

/// An athlete added an exercise of their own to the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ExerciseDefined {
    /// The athlete.
    pub user_id: UserId,
    /// Its id.
    pub exercise: ExerciseId,
    /// Its name as entered.
    pub name: String,
    /// What it is for.
    pub primary_muscles: Vec<Muscle>,
    /// What helps.
    pub secondary_muscles: Vec<Muscle>,
    /// What it is done with.
    pub equipment: Equipment,
    /// What is counted.
    pub measurement: Measurement,
    /// Other names.
    pub aliases: Vec<String>,
    /// When.
    pub defined_at: Instant,
}

impl Record for ExerciseDefined {
    const NAME: &'static str = "traintracker.planning.ExerciseDefined";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ExerciseDefined.v1.avsc");
}

/// An exercise has another name for an athlete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ExerciseRenamed {
    /// The athlete.
    pub user_id: UserId,
    /// Its id, which stays.
    pub exercise: ExerciseId,
    /// Its name so far, where planning knew one.
    pub previous_name: Option<String>,
    /// Its name as entered.
    pub name: String,
    /// When.
    pub renamed_at: Instant,
}

impl Record for ExerciseRenamed {
    const NAME: &'static str = "traintracker.planning.ExerciseRenamed";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ExerciseRenamed.v1.avsc");
}

/// Two exercises of an athlete are one: what was done of the one counts for the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ExercisesMerged {
    /// The athlete.
    pub user_id: UserId,
    /// The exercise that is given up.
    pub from: ExerciseId,
    /// The exercise that stays.
    pub into: ExerciseId,
    /// All exercises that count for the other one by this: the one given up, and those merged into it before.
    pub rekeyed: Vec<ExerciseId>,
    /// When.
    pub merged_at: Instant,
}

impl Record for ExercisesMerged {
    const NAME: &'static str = "traintracker.planning.ExercisesMerged";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ExercisesMerged.v1.avsc");
}
