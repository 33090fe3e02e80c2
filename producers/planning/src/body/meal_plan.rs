//! A meal plan, whole.

use schemas::{
    clock::new_id,
    id::MealPlanId,
    planning::{DayKind, Ingredient, NutrientTargets, Nutrients, PlannedMeal, Portion, TargetRange},
    time::Instant,
};
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::{quantity::AmountBody, reader::Reader};
use crate::domain::{
    meal_plan::Content,
    values::{self, MOST_INGREDIENTS, MOST_ITEMS},
};

/// A meal plan, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MealPlan)]
pub(crate) struct MealPlanBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What it is called, one line of at most 200 characters.
    #[schema(example = "Cut")]
    name: String,
    /// Notes, at most 2,000 characters.
    notes: Option<String>,
    /// What days come to.
    #[serde(default)]
    targets: TargetsBody,
    /// In the order of the day.
    #[schema(min_items = 1, max_items = 50)]
    meals: Vec<PlannedMealBody>,
}

/// Targets of days.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Targets)]
struct TargetsBody {
    /// Of days with training.
    training_day: Option<DayTargetsBody>,
    /// Of days without.
    rest_day: Option<DayTargetsBody>,
}

/// Targets of one day; each at least, at most, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DayTargets)]
struct DayTargetsBody {
    /// Kilocalories.
    energy_kcal: Option<RangeBody>,
    /// Grams of protein.
    protein_g: Option<RangeBody>,
    /// Grams of carbohydrate without fibre.
    carbohydrate_g: Option<RangeBody>,
    /// Grams of fat.
    fat_g: Option<RangeBody>,
    /// Grams of fibre.
    fibre_g: Option<RangeBody>,
}

/// At least, at most, or both; at most three decimals.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TargetRange)]
struct RangeBody {
    /// At least.
    #[schema(minimum = 0, maximum = 100_000, example = 150)]
    min: Option<f64>,
    /// At most.
    #[schema(minimum = 0, maximum = 100_000, example = 180)]
    max: Option<f64>,
}

/// A meal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlannedMeal)]
struct PlannedMealBody {
    /// What it is called.
    #[schema(example = "Breakfast")]
    name: String,
    /// `any`, `training` or `rest`: the days it is meant for; left out: `any`.
    #[schema(example = "any")]
    day: Option<String>,
    /// When to eat it, local time.
    #[schema(example = "07:30")]
    at: Option<String>,
    /// How much earlier or later is fine.
    #[schema(minimum = 0, maximum = 720)]
    window_minutes: Option<i64>,
    /// Notes, at most 2,000 characters.
    notes: Option<String>,
    /// What it is made of; at most 200 in a plan.
    ingredients: Vec<IngredientBody>,
}

/// A food of a meal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Ingredient)]
struct IngredientBody {
    /// What it is.
    #[schema(example = "Oats")]
    name: String,
    /// How much of it: `g`, `ml`, `oz`, `piece`, `serving`, `cup`, `tablespoon` or `teaspoon`.
    amount: Option<AmountBody>,
    /// What the portion holds.
    #[serde(default)]
    nutrients: NutrientsBody,
}

/// What food holds. What is left out is unknown, which is not zero; at most three decimals.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Nutrients)]
struct NutrientsBody {
    /// Kilocalories; left out: computed from the others, where protein, carbohydrate and fat are known.
    #[schema(minimum = 0, maximum = 100_000)]
    energy_kcal: Option<f64>,
    /// Grams of protein.
    #[schema(minimum = 0, maximum = 100_000, example = 13)]
    protein_g: Option<f64>,
    /// Grams of carbohydrate without fibre.
    #[schema(minimum = 0, maximum = 100_000, example = 59)]
    carbohydrate_g: Option<f64>,
    /// Grams of fat.
    #[schema(minimum = 0, maximum = 100_000, example = 7)]
    fat_g: Option<f64>,
    /// Grams of fibre.
    #[schema(minimum = 0, maximum = 100_000, example = 10)]
    fibre_g: Option<f64>,
    /// Grams of alcohol.
    #[schema(minimum = 0, maximum = 100_000)]
    alcohol_g: Option<f64>,
}

impl MealPlanBody {
    /// The plan to create, and under which id.
    pub(crate) fn created(&self, now: Instant) -> Result<(MealPlanId, Content), Problem> {
        let mut reader = Reader::default();
        let id = reader.id(self.id.as_ref());
        let content = self.content(&mut reader);
        reader.finish(Some(content)).map(|content| (id.unwrap_or_else(|| new_id(now)), content))
    }

    /// What the plan of this id is to be.
    pub(crate) fn updated(&self, plan: MealPlanId) -> Result<Content, Problem> {
        let mut reader = Reader::default();
        reader.same_id(self.id.as_ref(), plan);
        let content = self.content(&mut reader);
        reader.finish(Some(content))
    }

    fn content(&self, reader: &mut Reader) -> Content {
        let name = reader.line("/name", &self.name);
        let notes = reader.notes("/notes", self.notes.as_ref());
        let TargetsBody { training_day, rest_day } = &self.targets;
        let training_day = training_day.as_ref().map(|day| day.read(reader, "/targets/training_day"));
        let rest_day = rest_day.as_ref().map(|day| day.read(reader, "/targets/rest_day"));
        reader.count("/meals", self.meals.len(), MOST_ITEMS, "meals");
        let ingredients: usize = self.meals.iter().map(|meal| meal.ingredients.len()).sum();
        if ingredients > MOST_INGREDIENTS {
            let detail = format!("at most {MOST_INGREDIENTS} ingredients are expected altogether");
            reader.fault("/meals", "too_many_ingredients", detail);
        }
        let meals = self.meals.iter().enumerate().map(|(place, meal)| meal.read(reader, &format!("/meals/{place}")));
        let meals = meals.collect();
        Content { name, notes, training_day, rest_day, meals }
    }
}

/// No day needs a hundred kilograms, or a hundred thousand kilocalories.
const MOST_THOUSANDTHS: i64 = 100_000_000;

impl DayTargetsBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> NutrientTargets {
        let mut range = |range: &Option<RangeBody>, field: &str| {
            range.as_ref().and_then(|range| range.read(reader, &format!("{pointer}/{field}")))
        };
        NutrientTargets {
            energy_calories: range(&self.energy_kcal, "energy_kcal"),
            protein_mg: range(&self.protein_g, "protein_g"),
            carbohydrate_mg: range(&self.carbohydrate_g, "carbohydrate_g"),
            fat_mg: range(&self.fat_g, "fat_g"),
            fibre_mg: range(&self.fibre_g, "fibre_g"),
        }
    }
}

impl RangeBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Option<TargetRange> {
        let min = reader.scaled(format!("{pointer}/min"), self.min, 3, 0..=MOST_THOUSANDTHS, "a target");
        let max = reader.scaled(format!("{pointer}/max"), self.max, 3, 0..=MOST_THOUSANDTHS, "a target");
        if self.min.is_none() && self.max.is_none() {
            reader.fault(pointer, "empty", "min, max or both are expected");
            return None;
        }
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            reader.fault(format!("{pointer}/max"), "below_min", "a range ends where it begins or above");
        }
        Some(TargetRange { min, max })
    }
}

impl PlannedMealBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> PlannedMeal {
        let at = |field: &str| format!("{pointer}/{field}");
        let ingredients = self.ingredients.iter().enumerate();
        PlannedMeal {
            name: reader.line(at("name"), &self.name),
            day: reader.symbol(at("day"), self.day.as_deref()).unwrap_or(DayKind::Any),
            at_minute: reader.value(at("at"), self.at.as_deref(), values::minute_of_day),
            window_minutes: reader.whole(at("window_minutes"), self.window_minutes, 0..=720, "minutes"),
            notes: reader.notes(at("notes"), self.notes.as_ref()),
            ingredients: ingredients
                .map(|(place, ingredient)| ingredient.read(reader, &at(&format!("ingredients/{place}"))))
                .collect(),
        }
    }
}

impl IngredientBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Ingredient {
        let name = reader.line(format!("{pointer}/name"), &self.name);
        let portion = self.amount.as_ref().and_then(|amount| {
            let unit = reader.symbol(format!("{pointer}/amount/unit"), Some(amount.unit.as_str()));
            let value = format!("{pointer}/amount/value");
            let thousandths = reader.scaled(value, Some(amount.value), 3, 1..=MOST_THOUSANDTHS, "an amount");
            Some(Portion { thousandths: thousandths?, unit: unit? })
        });
        Ingredient { name, portion, nutrients: self.nutrients.read(reader, &format!("{pointer}/nutrients")) }
    }
}

impl NutrientsBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Nutrients {
        let mut amount = |given: Option<f64>, field: &str| {
            reader.scaled(format!("{pointer}/{field}"), given, 3, 0..=MOST_THOUSANDTHS, "an amount")
        };
        Nutrients {
            energy_calories: amount(self.energy_kcal, "energy_kcal"),
            protein_mg: amount(self.protein_g, "protein_g"),
            carbohydrate_mg: amount(self.carbohydrate_g, "carbohydrate_g"),
            fat_mg: amount(self.fat_g, "fat_g"),
            fibre_mg: amount(self.fibre_g, "fibre_g"),
            alcohol_mg: amount(self.alcohol_g, "alcohol_g"),
        }
    }
}
