//! What workouts are and what may happen to them: pure, without time, ids or look-ups of its own.

pub mod content;
pub mod exercise;
pub mod import;
pub mod set;
pub mod values;
pub mod workout;
