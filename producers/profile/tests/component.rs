//! The service on a log in memory: HTTP in, events out.
#![cfg(test)]

#[path = "component/admission.rs"]
mod admission;
#[path = "component/coaching.rs"]
mod coaching;
#[path = "component/connection.rs"]
mod connection;
#[path = "component/measurement.rs"]
mod measurement;
#[path = "component/person.rs"]
mod person;
#[path = "component/secrecy.rs"]
mod secrecy;
#[path = "component/support.rs"]
mod support;
