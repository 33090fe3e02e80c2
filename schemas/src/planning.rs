//! Records of the planning context: templates, plans, exercises, progressions.

mod command;
mod exercise_event;
mod exercise_value;
mod family;
mod plan_event;
mod plan_value;
mod progression_event;
mod progression_value;
mod snapshot;
mod template_event;
mod template_value;

pub use self::{
    command::{CreateWorkoutTemplate, ProgressExercise, ProposeProgression},
    exercise_event::{ExerciseDefined, ExerciseRenamed, ExercisesMerged},
    exercise_value::{Equipment, Measurement, Muscle},
    family::{PlanningCommand, PlanningEvent, PlanningSnapshot},
    plan_event::{
        MealPlanArchived, MealPlanCreated, MealPlanUpdated, SupplementPlanArchived, SupplementPlanCreated,
        SupplementPlanUpdated,
    },
    plan_value::{
        Cadence, CadenceKind, DayKind, Dose, DoseUnit, Ingredient, NutrientTargets, Nutrients, PlannedMeal,
        PlannedSupplement, Portion, PortionUnit, TargetRange, Weekday,
    },
    progression_event::{
        ExerciseProgressionUpdated, ProgressionAccepted, ProgressionDeclined, ProgressionProposed,
        ProgressionRuleChosen, RecommendationAccepted, RecommendationDeclined,
    },
    progression_value::{
        ProgressionReason, ProgressionRule, ProgressionRuleKind, Proposal, ProposalStatus, RuleOfExercise,
    },
    snapshot::{
        ExerciseListSnapshot, ExerciseNameTakenSnapshot, ExerciseSnapshot, MealPlanSnapshot, MealPlanVersionSnapshot,
        RecommendationSnapshot, SupplementPlanSnapshot, SupplementPlanVersionSnapshot, WorkoutTemplateSnapshot,
        WorkoutTemplateVersionSnapshot,
    },
    template_event::{WorkoutTemplateArchived, WorkoutTemplateCreated, WorkoutTemplateUpdated},
    template_value::{
        DerivedFrom, PlannedExercise, PlannedSet, Resistance, SetKind, TemplateChange, TemplateChangeKind, UpdateReason,
    },
};
