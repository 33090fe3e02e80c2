//! Against a real database, and for the running projection a real broker and registry, which must run.
#![cfg(test)]

#[path = "integration/events.rs"]
mod events;
#[path = "integration/live.rs"]
mod live;
#[path = "integration/migrating.rs"]
mod migrating;
#[path = "integration/swapping.rs"]
mod swapping;
#[path = "integration/tables.rs"]
mod tables;
#[path = "integration/writing.rs"]
mod writing;
