//! The rules: pure, synchronous, and nothing of HTTP or Kafka in them.

pub mod exercise;
pub mod meal_plan;
pub mod recommendation;
pub mod rejection;
pub mod supplement_plan;
pub mod template;
pub mod values;
pub mod versioned;
