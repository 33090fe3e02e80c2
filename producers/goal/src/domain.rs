//! The rules of goals: pure, synchronous, without HTTP or Kafka.

pub mod aim;
pub mod goal;
mod recorded;
pub mod values;
