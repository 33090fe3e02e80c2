//! The rules of goals: pure, synchronous, without HTTP or Kafka.

pub mod goal;
pub mod values;
