//! Events of `goal.events`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{GoalKind, GoalTarget, Metric};
use crate::{
    exercise::ExerciseId,
    id::{GoalId, SetId, UserId, WorkoutId},
    record::Record,
    text::Text,
    time::{Instant, LocalDate},
};

/// A goal was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalSet {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Title of the goal.
    pub name: Text,
    /// What it means to achieve it.
    pub kind: GoalKind,
    /// What it measures.
    pub metric: Metric,
    /// Only this exercise counts.
    pub exercise: Option<ExerciseId>,
    /// What is to be achieved.
    pub target: GoalTarget,
    /// First local date that counts.
    pub from: Option<LocalDate>,
    /// Last local date that counts.
    pub until: Option<LocalDate>,
    /// When it was set; facts before it count.
    pub set_at: Instant,
}

impl Record for GoalSet {
    const NAME: &'static str = "traintracker.goal.GoalSet";
    const SCHEMA: &'static str = include_str!("../../avro/goal/GoalSet.v2.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
    }
}

/// A goal asks for something else now: all that it asks for, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalChanged {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Title of the goal.
    pub name: Text,
    /// What it means to achieve it.
    pub kind: GoalKind,
    /// What it measures.
    pub metric: Metric,
    /// Only this exercise counts.
    pub exercise: Option<ExerciseId>,
    /// What is to be achieved.
    pub target: GoalTarget,
    /// First local date that counts.
    pub from: Option<LocalDate>,
    /// Last local date that counts.
    pub until: Option<LocalDate>,
    /// When it was changed; facts before it count.
    pub changed_at: Instant,
}

impl Record for GoalChanged {
    const NAME: &'static str = "traintracker.goal.GoalChanged";
    const SCHEMA: &'static str = include_str!("../../avro/goal/GoalChanged.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
    }
}

/// A goal was given up: it is not measured any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalAbandoned {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// When it was given up.
    pub abandoned_at: Instant,
}

impl Record for GoalAbandoned {
    const NAME: &'static str = "traintracker.goal.GoalAbandoned";
    const SCHEMA: &'static str = include_str!("../../avro/goal/GoalAbandoned.v1.avsc");
}

/// The last day that counted went by without it. Not final: late facts can turn it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalMissed {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// The last local date that counted.
    pub until: LocalDate,
    /// Reached by then, in the metric's canonical unit.
    pub value: i64,
    /// When it was recorded.
    pub recorded_at: Instant,
}

impl Record for GoalMissed {
    const NAME: &'static str = "traintracker.goal.GoalMissed";
    const SCHEMA: &'static str = include_str!("../../avro/goal/GoalMissed.v1.avsc");
}

/// The target was crossed: dated by the set that crossed it, not by when this was noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalAchieved {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
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
    /// When it was recorded.
    pub recorded_at: Instant,
}

impl Record for GoalAchieved {
    const NAME: &'static str = "traintracker.goal.GoalAchieved";
    const SCHEMA: &'static str = include_str!("../../avro/goal/GoalAchieved.v1.avsc");
}

/// A correction or deletion took the achievement back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalAchievementRevoked {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// In the metric's canonical unit: µg, mm, count or minutes.
    pub value: i64,
    /// When it was recorded.
    pub recorded_at: Instant,
}

impl Record for GoalAchievementRevoked {
    const NAME: &'static str = "traintracker.goal.GoalAchievementRevoked";
    const SCHEMA: &'static str = include_str!("../../avro/goal/GoalAchievementRevoked.v1.avsc");
}
