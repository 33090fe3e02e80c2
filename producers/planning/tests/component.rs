//! The service on a log in memory: HTTP in, events out.
#![cfg(test)]

#[path = "component/admission.rs"]
mod admission;
#[path = "component/coaching.rs"]
mod coaching;
#[path = "component/exercise.rs"]
mod exercise;
#[path = "component/plan.rs"]
mod plan;
#[path = "component/progression.rs"]
mod progression;
#[path = "component/repetition.rs"]
mod repetition;
#[path = "component/support.rs"]
mod support;
#[path = "component/template.rs"]
mod template;
