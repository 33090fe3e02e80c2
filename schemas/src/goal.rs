//! Records of the goal context: measurable goals.

mod command;
mod event;
mod family;
mod snapshot;
mod value;

pub use self::{
    command::{RecordGoalAchievement, RecordGoalMissed, RevokeGoalAchievement},
    event::{GoalAbandoned, GoalAchieved, GoalAchievementRevoked, GoalChanged, GoalMissed, GoalSet},
    family::{GoalCommand, GoalEvent, GoalStateSnapshot},
    snapshot::GoalSnapshot,
    value::{GoalKind, GoalStatus, GoalTarget, Metric},
};
