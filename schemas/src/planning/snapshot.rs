//! Snapshots of `planning.state`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{NutrientTargets, PlannedExercise, PlannedMeal, PlannedSupplement, Proposal, RuleOfExercise};
use crate::{
    digest::Digest,
    exercise::ExerciseId,
    id::{MealPlanId, RecommendationId, SupplementPlanId, TemplateId, UserId},
    record::Record,
    text::Text,
    time::Instant,
};

/// State of a workout template. Store 'workout-template'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct WorkoutTemplateSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// The template's own current version.
    pub template_version: i32,
    /// It is not used any more.
    pub archived: bool,
    /// SHA-256 of what was created: creating the same again agrees silently.
    pub created_digest: Digest,
    /// SHA-256 of the current version: updating to the same agrees silently.
    pub content_digest: Digest,
    /// Progression rules by exercise; those without one follow.
    pub rules: Vec<RuleOfExercise>,
    /// The latest proposal of each exercise.
    pub proposals: Vec<Proposal>,
}

impl Record for WorkoutTemplateSnapshot {
    const NAME: &'static str = "traintracker.planning.WorkoutTemplateSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/WorkoutTemplateSnapshot.v1.avsc");
}

/// One version of a workout template, which never changes. Store 'workout-template-version', key: the template's id, '/', the version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct WorkoutTemplateVersionSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version that this is.
    pub template_version: i32,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order planned.
    pub exercises: Vec<PlannedExercise>,
    /// How long it takes, where somebody said so.
    pub duration_minutes: Option<i32>,
    /// How long it takes: as given, else estimated.
    pub estimated_duration_minutes: i32,
    /// When this version was made.
    pub created_at: Instant,
}

impl Record for WorkoutTemplateVersionSnapshot {
    const NAME: &'static str = "traintracker.planning.WorkoutTemplateVersionSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/WorkoutTemplateVersionSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
        for exercise in &mut self.exercises {
            if let Some(text) = &mut exercise.notes {
                visit("exercises.notes", text);
            }
        }
    }
}

/// What an athlete answered to a recommendation. Store 'recommendation'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct RecommendationSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The recommendation.
    pub recommendation_id: RecommendationId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// It was accepted, else declined.
    pub accepted: bool,
}

impl Record for RecommendationSnapshot {
    const NAME: &'static str = "traintracker.planning.RecommendationSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/RecommendationSnapshot.v1.avsc");
}

/// How many changes an athlete made to the exercises. Store 'exercise-list'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ExerciseListSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
}

impl Record for ExerciseListSnapshot {
    const NAME: &'static str = "traintracker.planning.ExerciseListSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ExerciseListSnapshot.v1.avsc");
}

/// What an athlete said about an exercise. Store 'exercise', key its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ExerciseSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// Its name, where the athlete gave it one.
    pub name: Option<String>,
    /// SHA-256 of its definition: defining the same again agrees silently.
    pub definition_digest: Option<Digest>,
    /// What it counts for.
    pub merged_into: Option<ExerciseId>,
    /// What counts for it.
    pub absorbed: Vec<ExerciseId>,
}

impl Record for ExerciseSnapshot {
    const NAME: &'static str = "traintracker.planning.ExerciseSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ExerciseSnapshot.v1.avsc");
}

/// A name that an athlete gave to an exercise. Store 'exercise-name', key the digest of the name without case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ExerciseNameTakenSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The name as entered.
    pub name: String,
    /// Whose it is.
    pub exercise: ExerciseId,
}

impl Record for ExerciseNameTakenSnapshot {
    const NAME: &'static str = "traintracker.planning.ExerciseNameTakenSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ExerciseNameTakenSnapshot.v1.avsc");
}

/// State of a meal plan. Store 'meal-plan'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct MealPlanSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: MealPlanId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// The plan's own current version.
    pub plan_version: i32,
    /// It is not used any more.
    pub archived: bool,
    /// SHA-256 of what was created: creating the same again agrees silently.
    pub created_digest: Digest,
    /// SHA-256 of the current version: updating to the same agrees silently.
    pub content_digest: Digest,
}

impl Record for MealPlanSnapshot {
    const NAME: &'static str = "traintracker.planning.MealPlanSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/MealPlanSnapshot.v1.avsc");
}

/// One version of a meal plan, which never changes. Store 'meal-plan-version', key: the plan's id, '/', the version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct MealPlanVersionSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: MealPlanId,
    /// The plan's own version that this is.
    pub plan_version: i32,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// Targets of days with training.
    pub training_day: Option<NutrientTargets>,
    /// Targets of days without.
    pub rest_day: Option<NutrientTargets>,
    /// In the order of the day.
    pub meals: Vec<PlannedMeal>,
    /// When this version was made.
    pub created_at: Instant,
}

impl Record for MealPlanVersionSnapshot {
    const NAME: &'static str = "traintracker.planning.MealPlanVersionSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/MealPlanVersionSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
        for meal in &mut self.meals {
            visit("meals.name", &mut meal.name);
            if let Some(text) = &mut meal.notes {
                visit("meals.notes", text);
            }
            for ingredient in &mut meal.ingredients {
                visit("meals.ingredients.name", &mut ingredient.name);
            }
        }
    }
}

/// State of a supplement plan. Store 'supplement-plan'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct SupplementPlanSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: SupplementPlanId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// The plan's own current version.
    pub plan_version: i32,
    /// It is not used any more.
    pub archived: bool,
    /// SHA-256 of what was created: creating the same again agrees silently.
    pub created_digest: Digest,
    /// SHA-256 of the current version: updating to the same agrees silently.
    pub content_digest: Digest,
}

impl Record for SupplementPlanSnapshot {
    const NAME: &'static str = "traintracker.planning.SupplementPlanSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/SupplementPlanSnapshot.v1.avsc");
}

/// One version of a supplement plan, which never changes. Store 'supplement-plan-version', key: the plan's id, '/', the version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct SupplementPlanVersionSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: SupplementPlanId,
    /// The plan's own version that this is.
    pub plan_version: i32,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order told.
    pub supplements: Vec<PlannedSupplement>,
    /// When this version was made.
    pub created_at: Instant,
}

impl Record for SupplementPlanVersionSnapshot {
    const NAME: &'static str = "traintracker.planning.SupplementPlanVersionSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/planning/SupplementPlanVersionSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
        for supplement in &mut self.supplements {
            visit("supplements.supplement", &mut supplement.supplement);
            if let Some(text) = &mut supplement.notes {
                visit("supplements.notes", text);
            }
        }
    }
}
