//! The bodies of requests, and their way into values: every mistake is named, each where it stands.

mod live;
mod reader;
mod set;
mod whole;

pub(crate) use self::{
    live::{CompleteExerciseBody, CompleteWorkoutBody, LogSetBody, SkipExerciseBody, StartWorkoutBody},
    whole::WorkoutBody,
};

#[cfg(test)]
mod tests;
