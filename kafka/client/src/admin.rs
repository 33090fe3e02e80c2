//! What an operator does before services start: topics and schemas. Idempotent, and never destructive.

pub mod schemas;
pub mod topics;
