//! Records of the goal context: measurable goals.

mod command;
mod event;
mod family;
mod snapshot;
mod value;

pub use self::{
    command::{RecordGoalAchievement, RevokeGoalAchievement},
    event::{GoalAchieved, GoalAchievementRevoked, GoalSet},
    family::{GoalCommand, GoalEvent, GoalStateSnapshot},
    snapshot::GoalSnapshot,
    value::{GoalKind, GoalStatus, GoalTarget, Metric},
};
