//! The bodies of requests, and their way into values: every mistake is named, each where it stands.

mod live;
mod meal;
mod portion;
mod reader;
mod set;
mod supplement;
mod whole;

pub(crate) use self::{
    live::{CompleteExerciseBody, CompleteWorkoutBody, LogSetBody, SkipExerciseBody, StartWorkoutBody},
    meal::MealBody,
    supplement::{SkipSupplementBody, TakeSupplementBody},
    whole::WorkoutBody,
};

#[cfg(test)]
mod tests;
