//! Queries over HTTP against real tables, filled by the real fold. A database must run.
#![cfg(test)]

#[path = "integration/api.rs"]
mod api;
#[path = "integration/coaching.rs"]
mod coaching;
#[path = "integration/fresh.rs"]
mod fresh;
#[path = "integration/golden.rs"]
mod golden;
#[path = "integration/history.rs"]
mod history;
#[path = "integration/intake.rs"]
mod intake;
#[path = "integration/profile.rs"]
mod profile;
#[path = "integration/support.rs"]
mod support;
#[path = "integration/training.rs"]
mod training;
