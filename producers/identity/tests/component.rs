//! The service on a log in memory: HTTP in, events out.
#![cfg(test)]

#[path = "component/access_token.rs"]
mod access_token;
#[path = "component/activation.rs"]
mod activation;
#[path = "component/coaching.rs"]
mod coaching;
#[path = "component/email_change.rs"]
mod email_change;
#[path = "component/limits.rs"]
mod limits;
#[path = "component/password_change.rs"]
mod password_change;
#[path = "component/registration.rs"]
mod registration;
#[path = "component/secrecy.rs"]
mod secrecy;
#[path = "component/session.rs"]
mod session;
#[path = "component/sign_in.rs"]
mod sign_in;
#[path = "component/support.rs"]
mod support;
