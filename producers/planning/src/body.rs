//! The bodies of requests, and their way into values: every mistake is named, each where it stands.

mod exercise;
mod meal_plan;
mod progression;
mod quantity;
mod reader;
mod supplement_plan;
mod template;

pub(crate) use self::{
    exercise::{DefineExerciseBody, MergeExercisesBody, RenameExerciseBody},
    meal_plan::MealPlanBody,
    progression::{ProgressionBody, ProgressionRuleBody},
    supplement_plan::SupplementPlanBody,
    template::WorkoutTemplateBody,
};

#[cfg(test)]
mod tests;
