//! Snapshots of `goal.state`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::GoalStatus;
use crate::{
    digest::Digest,
    id::{GoalId, SetId, UserId, WorkoutId},
    record::Record,
    time::Instant,
};

/// State of a goal. Store 'goal'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal")]
pub struct GoalSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// Where it stands.
    pub status: GoalStatus,
    /// SHA-256 of what was set: setting the same again agrees silently.
    pub definition_digest: Digest,
    /// When it was achieved.
    pub achieved_at: Option<Instant>,
    /// Offset from UTC of the zone it was achieved in, in seconds.
    pub utc_offset_seconds: Option<i32>,
    /// The workout that crossed the target.
    pub workout_id: Option<WorkoutId>,
    /// The set that crossed it.
    pub set_id: Option<SetId>,
}

impl Record for GoalSnapshot {
    const NAME: &'static str = "traintracker.goal.GoalSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/goal/GoalSnapshot.v1.avsc");
}
