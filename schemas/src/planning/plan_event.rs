//! Events of meal plans and supplement plans.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{NutrientTargets, PlannedMeal, PlannedSupplement};
use crate::{
    id::{MealPlanId, SupplementPlanId, UserId},
    record::Record,
    text::Text,
    time::Instant,
};

/// A meal plan was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct MealPlanCreated {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: MealPlanId,
    /// The plan's own version, which counts creation and updates only.
    pub version: i32,
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
    /// When.
    pub created_at: Instant,
}

impl Record for MealPlanCreated {
    const NAME: &'static str = "traintracker.planning.MealPlanCreated";
    const SCHEMA: &'static str = include_str!("../../avro/planning/MealPlanCreated.v1.avsc");
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

/// A meal plan has a new version, which is here whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct MealPlanUpdated {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: MealPlanId,
    /// The version that it replaces.
    pub previous_version: i32,
    /// The plan's own version, which counts creation and updates only.
    pub version: i32,
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
    /// When.
    pub updated_at: Instant,
}

impl Record for MealPlanUpdated {
    const NAME: &'static str = "traintracker.planning.MealPlanUpdated";
    const SCHEMA: &'static str = include_str!("../../avro/planning/MealPlanUpdated.v1.avsc");
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

/// A meal plan is not used any more; its versions stay readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct MealPlanArchived {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: MealPlanId,
    /// The plan's own version, which counts creation and updates only.
    pub version: i32,
    /// When.
    pub archived_at: Instant,
}

impl Record for MealPlanArchived {
    const NAME: &'static str = "traintracker.planning.MealPlanArchived";
    const SCHEMA: &'static str = include_str!("../../avro/planning/MealPlanArchived.v1.avsc");
}

/// A supplement plan was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct SupplementPlanCreated {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: SupplementPlanId,
    /// The plan's own version, which counts creation and updates only.
    pub version: i32,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order told.
    pub supplements: Vec<PlannedSupplement>,
    /// When.
    pub created_at: Instant,
}

impl Record for SupplementPlanCreated {
    const NAME: &'static str = "traintracker.planning.SupplementPlanCreated";
    const SCHEMA: &'static str = include_str!("../../avro/planning/SupplementPlanCreated.v1.avsc");
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

/// A supplement plan has a new version, which is here whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct SupplementPlanUpdated {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: SupplementPlanId,
    /// The version that it replaces.
    pub previous_version: i32,
    /// The plan's own version, which counts creation and updates only.
    pub version: i32,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order told.
    pub supplements: Vec<PlannedSupplement>,
    /// When.
    pub updated_at: Instant,
}

impl Record for SupplementPlanUpdated {
    const NAME: &'static str = "traintracker.planning.SupplementPlanUpdated";
    const SCHEMA: &'static str = include_str!("../../avro/planning/SupplementPlanUpdated.v1.avsc");
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

/// A supplement plan is not used any more; its versions stay readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct SupplementPlanArchived {
    /// The athlete.
    pub user_id: UserId,
    /// The plan.
    pub plan_id: SupplementPlanId,
    /// The plan's own version, which counts creation and updates only.
    pub version: i32,
    /// When.
    pub archived_at: Instant,
}

impl Record for SupplementPlanArchived {
    const NAME: &'static str = "traintracker.planning.SupplementPlanArchived";
    const SCHEMA: &'static str = include_str!("../../avro/planning/SupplementPlanArchived.v1.avsc");
}
