//! The service on a log in memory: HTTP in, events out.
#![cfg(test)]

#[path = "component/registration.rs"]
mod registration;
#[path = "component/secrecy.rs"]
mod secrecy;
#[path = "component/sign_in.rs"]
mod sign_in;
#[path = "component/support.rs"]
mod support;
