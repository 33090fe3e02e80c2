//! The engine without Kafka, for tests: feature `testing`.
//!
//! A [`MemoryEngine`] runs a machine in partition threads through the same loop as on Kafka; its
//! transactions go to a [`MemoryLog`], which can be told to fail or to hold them. A partition that
//! lost its writer is restored from that log, as it would be from Kafka.

mod engine;
mod log;

pub use engine::{MemoryEngine, MemorySettings};
pub use log::{Fault, Held, MemoryLog};
