//! The service on a log in memory: HTTP in, events out.
#![cfg(test)]

#[path = "component/achievement.rs"]
mod achievement;
#[path = "component/admission.rs"]
mod admission;
#[path = "component/changing.rs"]
mod changing;
#[path = "component/coaching.rs"]
mod coaching;
#[path = "component/repetition.rs"]
mod repetition;
#[path = "component/setting.rs"]
mod setting;
#[path = "component/support.rs"]
mod support;
