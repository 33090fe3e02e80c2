//! HTTP as all services speak it: one shape of refusal, one reading of headers and bodies.

pub mod bearer;
pub mod body;
pub mod conditional;
pub mod correlation;
pub mod cors;
pub mod health;
pub mod json;
pub mod measure;
pub mod openapi;
pub mod permission;
pub mod personal_token;
pub mod problem;
pub mod query;
pub mod server;
pub mod token;

mod routes;
mod unmatched;
