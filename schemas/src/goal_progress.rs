//! Records of the goal-progress processor.

mod changelog;
mod event;
mod family;

pub use self::{
    changelog::{BlockFact, Commanded, Crossing, GoalEntry, SetFact, WorkoutContent, WorkoutFact},
    event::GoalProgressed,
    family::{GoalProgressEntry, GoalProgressEvent},
};
