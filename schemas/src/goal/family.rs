//! Which records share a topic.

use super::{
    GoalAbandoned, GoalAchieved, GoalAchievementRevoked, GoalChanged, GoalMissed, GoalSet, GoalSnapshot,
    RecordGoalAchievement, RecordGoalMissed, RevokeGoalAchievement,
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
    /// A goal asks for something else now: all that it asks for, whole.
    GoalChanged(GoalChanged),
    /// A goal was given up: it is not measured any more.
    GoalAbandoned(GoalAbandoned),
    /// The last day that counted went by without it. Not final: late facts can turn it.
    GoalMissed(GoalMissed),
}

impl Family for GoalEvent {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<GoalSet>(),
        RecordType::of::<GoalAchieved>(),
        RecordType::of::<GoalAchievementRevoked>(),
        RecordType::of::<GoalChanged>(),
        RecordType::of::<GoalAbandoned>(),
        RecordType::of::<GoalMissed>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::GoalSet(_) => GoalSet::NAME,
            Self::GoalAchieved(_) => GoalAchieved::NAME,
            Self::GoalAchievementRevoked(_) => GoalAchievementRevoked::NAME,
            Self::GoalChanged(_) => GoalChanged::NAME,
            Self::GoalAbandoned(_) => GoalAbandoned::NAME,
            Self::GoalMissed(_) => GoalMissed::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::GoalSet(record) => encoder.encode(record),
            Self::GoalAchieved(record) => encoder.encode(record),
            Self::GoalAchievementRevoked(record) => encoder.encode(record),
            Self::GoalChanged(record) => encoder.encode(record),
            Self::GoalAbandoned(record) => encoder.encode(record),
            Self::GoalMissed(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            GoalSet::NAME => decoder.decode().map(Self::GoalSet),
            GoalAchieved::NAME => decoder.decode().map(Self::GoalAchieved),
            GoalAchievementRevoked::NAME => decoder.decode().map(Self::GoalAchievementRevoked),
            GoalChanged::NAME => decoder.decode().map(Self::GoalChanged),
            GoalAbandoned::NAME => decoder.decode().map(Self::GoalAbandoned),
            GoalMissed::NAME => decoder.decode().map(Self::GoalMissed),
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
    /// Command to goal: the last day that counted went by without it.
    RecordGoalMissed(RecordGoalMissed),
}

impl Family for GoalCommand {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<RecordGoalAchievement>(),
        RecordType::of::<RevokeGoalAchievement>(),
        RecordType::of::<RecordGoalMissed>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::RecordGoalAchievement(_) => RecordGoalAchievement::NAME,
            Self::RevokeGoalAchievement(_) => RevokeGoalAchievement::NAME,
            Self::RecordGoalMissed(_) => RecordGoalMissed::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::RecordGoalAchievement(record) => encoder.encode(record),
            Self::RevokeGoalAchievement(record) => encoder.encode(record),
            Self::RecordGoalMissed(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            RecordGoalAchievement::NAME => decoder.decode().map(Self::RecordGoalAchievement),
            RevokeGoalAchievement::NAME => decoder.decode().map(Self::RevokeGoalAchievement),
            RecordGoalMissed::NAME => decoder.decode().map(Self::RecordGoalMissed),
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
