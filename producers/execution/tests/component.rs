//! The service on a log in memory: HTTP in, events out.
#![cfg(test)]

#[path = "component/admission.rs"]
mod admission;
#[path = "component/import.rs"]
mod import;
#[path = "component/import_again.rs"]
mod import_again;
#[path = "component/intake.rs"]
mod intake;
#[path = "component/live.rs"]
mod live;
#[path = "component/live_refusal.rs"]
mod live_refusal;
#[path = "component/repetition.rs"]
mod repetition;
#[path = "component/sealing.rs"]
mod sealing;
#[path = "component/support.rs"]
mod support;
#[path = "component/whole.rs"]
mod whole;
