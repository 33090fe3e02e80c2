//! The parts that records of goals are made of.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    quantity::{Distance, Mass},
    symbol::Symbol,
};

/// What it means to achieve a goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalKind {
    /// Add up to a target.
    Accumulate,
    /// Reach a target once.
    Reach,
    /// Stay within a range.
    Keep,
    /// Do something without a break.
    Streak,
    /// Do something so many times a period.
    Frequency,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for GoalKind {
    const NAME: &'static str = "traintracker.goal.GoalKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Accumulate, "accumulate"),
        (Self::Reach, "reach"),
        (Self::Keep, "keep"),
        (Self::Streak, "streak"),
        (Self::Frequency, "frequency"),
        (Self::Unknown, "unknown"),
    ];
}

/// What a goal measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Load × repetitions over working sets, in µg.
    Volume,
    /// Workouts.
    Count,
    /// Minutes of workouts.
    Minutes,
    /// Distance covered, in mm.
    Distance,
    /// Load of a set, in µg.
    Load,
    /// Estimated one-repetition maximum, in µg.
    E1rm,
    /// Body weight, in µg.
    BodyWeight,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Metric {
    const NAME: &'static str = "traintracker.goal.Metric";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Volume, "volume"),
        (Self::Count, "count"),
        (Self::Minutes, "minutes"),
        (Self::Distance, "distance"),
        (Self::Load, "load"),
        (Self::E1rm, "e1rm"),
        (Self::BodyWeight, "body_weight"),
        (Self::Unknown, "unknown"),
    ];
}

/// Where a goal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    /// Not achieved yet.
    Active,
    /// Achieved.
    Achieved,
    /// Its window ended without it; late facts can turn that.
    Missed,
    /// Given up.
    Abandoned,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for GoalStatus {
    const NAME: &'static str = "traintracker.goal.GoalStatus";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Active, "active"),
        (Self::Achieved, "achieved"),
        (Self::Missed, "missed"),
        (Self::Abandoned, "abandoned"),
        (Self::Unknown, "unknown"),
    ];
}

/// What is to be achieved; which fields are set follows from kind and metric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalTarget {
    /// A volume, load or body weight.
    pub mass: Option<Mass>,
    /// A distance.
    pub distance: Option<Distance>,
    /// A number of workouts.
    pub count: Option<i64>,
    /// A number of minutes.
    pub minutes: Option<i64>,
    /// Repetitions that a load is to be lifted for.
    pub reps: Option<i32>,
    /// The least that is within the range to keep.
    pub lowest: Option<Mass>,
    /// The most that is within the range to keep.
    pub highest: Option<Mass>,
    /// Weeks, each of them with 'count' workouts at least.
    pub weeks: Option<i32>,
}
