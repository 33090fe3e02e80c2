//! The execution context: what really happened in training.
//!
//! [`routes`] has one handler per command: it parses the body into a command and hands it over. [`domain::workout`] decides every
//! command on one workout and folds what was decided; a workout that is over becomes the self-contained fact `WorkoutExecuted`,
//! and every correction the next revision of it. [`import`] reads the histories of other apps, and `history` takes them in
//! workout by workout. `context` tells the mechanism of `command-api` where the state stands and how it is kept. `rejections`
//! says over HTTP why something was refused.

mod body;
mod context;
pub mod domain;
mod history;
pub mod import;
mod rejections;
pub mod routes;
#[cfg(test)]
mod testing;

pub use context::{Command, Execution, Reply, State};
pub use history::{Exercises, Note, Report, SkippedRow};
pub use routes::{openapi, service};
