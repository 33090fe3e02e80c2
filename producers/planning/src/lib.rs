//! The planning context: what an athlete means to do, in versions that never change.
//!
//! [`routes`] has one handler per command: it parses the body into a command and hands it over. [`domain::template`] decides about
//! workout templates and the progressions of their exercises, [`domain::exercise`] about names and merges of exercises,
//! [`domain::meal_plan`] and [`domain::supplement_plan`] about what is eaten and taken, and [`domain::recommendation`] keeps what
//! was answered. Every version of a template or plan is an entry of its own in `planning.state`, which other contexts tail.
//! `context` tells the mechanism of `command-api` where the state stands; `rejections` says over HTTP why something was refused.

mod body;
mod context;
pub mod domain;
mod rejections;
pub mod routes;

pub use context::{Command, Planning, Reply, State};
pub use routes::{openapi, service};
