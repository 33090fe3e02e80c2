//! Tests of the whole: the project's own rules (`tests/rules.rs`) and the running system (`tests/end_to_end.rs`).
//!
//! What is not a test stands here: [`asyncapi`] makes the `event-schema.yaml` of each service from the catalogue.

pub mod asyncapi;
