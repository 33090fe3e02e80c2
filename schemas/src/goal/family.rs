//! Which records share a topic.

use super::{
    GoalAchieved, GoalAchievementRevoked, GoalSet, GoalSnapshot, RecordGoalAchievement, RevokeGoalAchievement,
};
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records of `goal.events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalEvent {
    /// A goal was set.
    GoalSet(GoalSet),
    /// The target was crossed: dated by the set that crossed it, not by when this was noticed.
    GoalAchieved(GoalAchieved),
    /// A correction or deletion took the achievement back.
    GoalAchievementRevoked(GoalAchievementRevoked),
}

impl Family for GoalEvent {
    const TYPES: &'static [RecordType] =
        &[RecordType::of::<GoalSet>(), RecordType::of::<GoalAchieved>(), RecordType::of::<GoalAchievementRevoked>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::GoalSet(_) => GoalSet::NAME,
            Self::GoalAchieved(_) => GoalAchieved::NAME,
            Self::GoalAchievementRevoked(_) => GoalAchievementRevoked::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::GoalSet(record) => encoder.encode(record),
            Self::GoalAchieved(record) => encoder.encode(record),
            Self::GoalAchievementRevoked(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            GoalSet::NAME => decoder.decode().map(Self::GoalSet),
            GoalAchieved::NAME => decoder.decode().map(Self::GoalAchieved),
            GoalAchievementRevoked::NAME => decoder.decode().map(Self::GoalAchievementRevoked),
            _ => return None,
        })
    }
}

/// Records of `goal.commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalCommand {
    /// Command to goal: the target was crossed.
    RecordGoalAchievement(RecordGoalAchievement),
    /// Command to goal: the target is no longer crossed.
    RevokeGoalAchievement(RevokeGoalAchievement),
}

impl Family for GoalCommand {
    const TYPES: &'static [RecordType] =
        &[RecordType::of::<RecordGoalAchievement>(), RecordType::of::<RevokeGoalAchievement>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::RecordGoalAchievement(_) => RecordGoalAchievement::NAME,
            Self::RevokeGoalAchievement(_) => RevokeGoalAchievement::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::RecordGoalAchievement(record) => encoder.encode(record),
            Self::RevokeGoalAchievement(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            RecordGoalAchievement::NAME => decoder.decode().map(Self::RecordGoalAchievement),
            RevokeGoalAchievement::NAME => decoder.decode().map(Self::RevokeGoalAchievement),
            _ => return None,
        })
    }
}

/// Records of `goal.state`, beside the engine's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalStateSnapshot {
    /// State of a goal. Store 'goal'.
    GoalSnapshot(GoalSnapshot),
}

impl Family for GoalStateSnapshot {
    const TYPES: &'static [RecordType] = &[RecordType::of::<GoalSnapshot>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::GoalSnapshot(_) => GoalSnapshot::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::GoalSnapshot(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            GoalSnapshot::NAME => decoder.decode().map(Self::GoalSnapshot),
            _ => return None,
        })
    }
}
