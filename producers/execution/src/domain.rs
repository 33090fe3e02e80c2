//! What workouts, meals and intakes are and what may happen to them: pure, without time, ids or look-ups of its own.

mod canonical;
pub mod content;
pub mod exercise;
pub mod import;
pub mod intake;
pub mod meal;
pub mod nutrition;
pub mod set;
pub mod supplement;
pub mod values;
pub mod workout;
