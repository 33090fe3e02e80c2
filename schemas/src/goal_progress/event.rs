//! Derived events of `goal-progress.events`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    engine::InputPosition,
    goal::Metric,
    id::{GoalId, UserId},
    record::Record,
};

/// Progress of a goal changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct GoalProgressed {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Version of the goal that was measured.
    pub goal_version: i64,
    /// Counts the changes of this goal's progress, from 1.
    pub n: i64,
    /// Reached so far, in the metric's canonical unit.
    pub value: i64,
    /// To be reached, in the same unit.
    pub target: i64,
    /// What is measured.
    pub metric: Metric,
    /// value / target in hundredths of a percent, rounded half up; may exceed 10,000.
    pub percent_hundredths: i64,
    /// What it stands on.
    pub inputs: Vec<InputPosition>,
}

impl Record for GoalProgressed {
    const NAME: &'static str = "traintracker.goal_progress.GoalProgressed";
    const SCHEMA: &'static str = include_str!("../../avro/goal-progress/GoalProgressed.v1.avsc");
}
