//! The engine against a real broker, which must run: see the README.
#![cfg(test)]

#[path = "integration/ownership.rs"]
mod ownership;
#[path = "integration/serving.rs"]
mod serving;
#[path = "integration/support.rs"]
mod support;
#[path = "integration/tally.rs"]
mod tally;
