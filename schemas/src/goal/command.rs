//! Commands of `goal.commands`: what processes ask of goal.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{GoalId, SetId, UserId, WorkoutId},
    record::Record,
    time::{Instant, LocalDate},
};

/// Command to goal: the target was crossed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct RecordGoalAchievement {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Version of the goal that this was decided on: a stale one is refused.
    pub expected_version: i64,
    /// When it was crossed.
    pub achieved_at: Instant,
    /// Offset of that zone from UTC at the time, in seconds.
    pub utc_offset_seconds: i32,
    /// The workout that crossed the target.
    pub workout_id: Option<WorkoutId>,
    /// The set that crossed it.
    pub set_id: Option<SetId>,
    /// In the metric's canonical unit: µg, mm, count or minutes.
    pub value: i64,
}

impl Record for RecordGoalAchievement {
    const NAME: &'static str = "traintracker.goal.RecordGoalAchievement";
    const SCHEMA: &'static str = include_str!("../../avro/goal/RecordGoalAchievement.v1.avsc");
}

/// Command to goal: the target is no longer crossed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct RevokeGoalAchievement {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Version of the goal that this was decided on: a stale one is refused.
    pub expected_version: i64,
    /// In the metric's canonical unit: µg, mm, count or minutes.
    pub value: i64,
}

impl Record for RevokeGoalAchievement {
    const NAME: &'static str = "traintracker.goal.RevokeGoalAchievement";
    const SCHEMA: &'static str = include_str!("../../avro/goal/RevokeGoalAchievement.v1.avsc");
}

/// Command to goal: the last day that counted went by without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct RecordGoalMissed {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Version of the goal that this was decided on: a stale one is refused.
    pub expected_version: i64,
    /// The last local date that counted.
    pub until: LocalDate,
    /// Reached by then, in the metric's canonical unit.
    pub value: i64,
}

impl Record for RecordGoalMissed {
    const NAME: &'static str = "traintracker.goal.RecordGoalMissed";
    const SCHEMA: &'static str = include_str!("../../avro/goal/RecordGoalMissed.v1.avsc");
}
