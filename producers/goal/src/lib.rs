//! The goal context: what a person wants to reach, and whether they have.
//!
//! [`routes`] takes `POST /v1/goal/goals`, parses the body into a [`domain::values::Definition`] and
//! hands [`domain::goal::Command::SetGoal`] over. The processor goal-progress, which sees the
//! history, asks through `goal.commands` to record or revoke an achievement. [`domain::goal`]
//! decides all three on one goal and folds what was decided. [`context`] tells the mechanism of
//! `command-api` where that state stands and how it is kept. [`rejections`] says over HTTP why a
//! goal was not set.

mod body;
mod context;
pub mod domain;
mod rejections;
pub mod routes;

pub use context::Goals;
pub use routes::{openapi, service};
