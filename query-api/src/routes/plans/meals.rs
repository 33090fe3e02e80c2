//! What a meal plan says, and what its days come to.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Content, time_of_day};
use crate::value::{Decimal, Entered};

/// What a meal plan says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Meals {
    /// What days should come to.
    targets: Targets,
    /// What the meals of a day come to.
    totals: Totals,
    /// In the order of the day.
    meals: Vec<Meal>,
}

/// Targets of days.
#[derive(Debug, Serialize, ToSchema)]
struct Targets {
    /// Of days with training.
    training_day: Option<DayTargets>,
    /// Of days without.
    rest_day: Option<DayTargets>,
}

/// Targets of one day.
#[derive(Debug, Serialize, ToSchema)]
struct DayTargets {
    /// Kilocalories.
    energy_kcal: Option<Range>,
    /// Grams of protein.
    protein_g: Option<Range>,
    /// Grams of carbohydrate without fibre.
    carbohydrate_g: Option<Range>,
    /// Grams of fat.
    fat_g: Option<Range>,
    /// Grams of fibre.
    fibre_g: Option<Range>,
}

/// At least, at most, or both.
#[derive(Debug, Serialize, ToSchema)]
struct Range {
    /// At least.
    min: Option<Decimal>,
    /// At most.
    max: Option<Decimal>,
}

/// What days come to.
#[derive(Debug, Serialize, ToSchema)]
struct Totals {
    /// Days with training.
    training_day: Nutrients,
    /// Days without.
    rest_day: Nutrients,
}

/// Nutrients; null is unknown, which is not zero: a sum with an unknown part is unknown.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
struct Nutrients {
    /// Kilocalories: as given, else protein 4, carbohydrate 4, fat 9, fibre 2 and alcohol 7 per gram.
    energy_kcal: Option<Decimal>,
    /// Grams of protein.
    protein_g: Option<Decimal>,
    /// Grams of carbohydrate without fibre.
    carbohydrate_g: Option<Decimal>,
    /// Grams of fat.
    fat_g: Option<Decimal>,
    /// Grams of fibre.
    fibre_g: Option<Decimal>,
    /// Grams of alcohol.
    alcohol_g: Option<Decimal>,
}

/// A meal.
#[derive(Debug, Serialize, ToSchema)]
struct Meal {
    /// What it is called.
    name: Option<String>,
    /// `any`, `training` or `rest`.
    day: String,
    /// When to eat it, local time.
    at: Option<String>,
    /// How much earlier or later is fine.
    window_minutes: Option<i32>,
    /// Notes.
    notes: Option<String>,
    /// What it is made of.
    ingredients: Vec<Ingredient>,
    /// What it comes to.
    totals: Nutrients,
}

/// A food of a meal.
#[derive(Debug, Serialize, ToSchema)]
struct Ingredient {
    /// What it is.
    name: Option<String>,
    /// How much of it.
    amount: Option<Entered>,
    /// What the portion holds.
    nutrients: Nutrients,
}

#[derive(Debug, Default, Deserialize)]
struct Kept {
    training_day: Option<TargetsKept>,
    rest_day: Option<TargetsKept>,
    meals: Vec<MealKept>,
}

#[derive(Debug, Deserialize)]
struct TargetsKept {
    energy_calories: Option<RangeKept>,
    protein_mg: Option<RangeKept>,
    carbohydrate_mg: Option<RangeKept>,
    fat_mg: Option<RangeKept>,
    fibre_mg: Option<RangeKept>,
}

#[derive(Debug, Deserialize)]
struct RangeKept {
    min: Option<i64>,
    max: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct MealKept {
    name: Option<String>,
    day: String,
    at_minute: Option<i32>,
    window_minutes: Option<i32>,
    notes: Option<String>,
    ingredients: Vec<IngredientKept>,
}

#[derive(Debug, Deserialize)]
struct IngredientKept {
    name: Option<String>,
    portion: Option<PortionKept>,
    nutrients: NutrientsKept,
}

#[derive(Debug, Deserialize)]
pub(super) struct PortionKept {
    thousandths: i64,
    unit: String,
}

/// In calories and milligrams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
struct NutrientsKept {
    energy_calories: Option<i64>,
    protein_mg: Option<i64>,
    carbohydrate_mg: Option<i64>,
    fat_mg: Option<i64>,
    fibre_mg: Option<i64>,
    alcohol_mg: Option<i64>,
}

impl NutrientsKept {
    const NOTHING: Self = Self {
        energy_calories: Some(0),
        protein_mg: Some(0),
        carbohydrate_mg: Some(0),
        fat_mg: Some(0),
        fibre_mg: Some(0),
        alcohol_mg: Some(0),
    };

    /// As given, else from what is known, in calories: kcal per gram are calories per milligram. Without protein, carbohydrate or
    /// fat nobody knows; fibre and alcohol add to it where they are told.
    fn energy(&self) -> Option<i64> {
        let computed = || {
            let (protein, carbohydrate, fat) = (self.protein_mg?, self.carbohydrate_mg?, self.fat_mg?);
            let (fibre, alcohol) = (self.fibre_mg.unwrap_or(0), self.alcohol_mg.unwrap_or(0));
            Some(4 * protein + 4 * carbohydrate + 9 * fat + 2 * fibre + 7 * alcohol)
        };
        self.energy_calories.or_else(computed)
    }

    fn plus(self, other: &Self) -> Self {
        let sum = |one: Option<i64>, other: Option<i64>| one.zip(other).map(|(one, other)| one + other);
        Self {
            energy_calories: sum(self.energy(), other.energy()),
            protein_mg: sum(self.protein_mg, other.protein_mg),
            carbohydrate_mg: sum(self.carbohydrate_mg, other.carbohydrate_mg),
            fat_mg: sum(self.fat_mg, other.fat_mg),
            fibre_mg: sum(self.fibre_mg, other.fibre_mg),
            alcohol_mg: sum(self.alcohol_mg, other.alcohol_mg),
        }
    }

    fn shown(&self) -> Nutrients {
        Nutrients {
            energy_kcal: thousandths(self.energy()),
            protein_g: thousandths(self.protein_mg),
            carbohydrate_g: thousandths(self.carbohydrate_mg),
            fat_g: thousandths(self.fat_mg),
            fibre_g: thousandths(self.fibre_mg),
            alcohol_g: thousandths(self.alcohol_mg),
        }
    }
}

fn thousandths(number: Option<i64>) -> Option<Decimal> {
    number.map(|number| Decimal::new(number.into(), 3))
}

impl PortionKept {
    /// As it was entered.
    pub(super) fn shown(self) -> Option<Entered> {
        Entered::parse(&format!("{}.{:03}", self.thousandths / 1_000, self.thousandths % 1_000), self.unit)
    }
}

impl Content for Meals {
    const KIND: &'static str = "meal";
    const NAME: &'static str = "meal plan";

    fn of(kept: Value) -> Self {
        let kept: Kept = serde_json::from_value(kept).unwrap_or_default();
        let day = |of: &str| {
            let meals = kept.meals.iter().filter(|meal| meal.day == "any" || meal.day == of);
            let ingredients = meals.flat_map(|meal| &meal.ingredients);
            ingredients.fold(NutrientsKept::NOTHING, |sum, ingredient| sum.plus(&ingredient.nutrients)).shown()
        };
        let totals = Totals { training_day: day("training"), rest_day: day("rest") };
        Self {
            targets: Targets {
                training_day: kept.training_day.map(DayTargets::of),
                rest_day: kept.rest_day.map(DayTargets::of),
            },
            totals,
            meals: kept.meals.into_iter().map(Meal::of).collect(),
        }
    }
}

impl DayTargets {
    fn of(kept: TargetsKept) -> Self {
        let range = |range: Option<RangeKept>| {
            range.map(|range| Range { min: thousandths(range.min), max: thousandths(range.max) })
        };
        Self {
            energy_kcal: range(kept.energy_calories),
            protein_g: range(kept.protein_mg),
            carbohydrate_g: range(kept.carbohydrate_mg),
            fat_g: range(kept.fat_mg),
            fibre_g: range(kept.fibre_mg),
        }
    }
}

impl Meal {
    fn of(kept: MealKept) -> Self {
        let totals = kept.ingredients.iter().fold(NutrientsKept::NOTHING, |sum, one| sum.plus(&one.nutrients));
        let ingredient = |kept: IngredientKept| Ingredient {
            name: kept.name,
            amount: kept.portion.and_then(PortionKept::shown),
            nutrients: kept.nutrients.shown(),
        };
        Self {
            name: kept.name,
            day: kept.day,
            at: kept.at_minute.map(time_of_day),
            window_minutes: kept.window_minutes,
            notes: kept.notes,
            ingredients: kept.ingredients.into_iter().map(ingredient).collect(),
            totals: totals.shown(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn energy_is_as_given_else_four_four_nine_two_seven() {
        let food = NutrientsKept {
            protein_mg: Some(10_000),
            carbohydrate_mg: Some(20_000),
            fat_mg: Some(5_000),
            ..Default::default()
        };
        assert_eq!(food.energy(), Some(165_000));
        let more = NutrientsKept { fibre_mg: Some(3_000), alcohol_mg: Some(1_000), ..food };
        assert_eq!(more.energy(), Some(178_000));
        assert_eq!(NutrientsKept { energy_calories: Some(170_000), ..food }.energy(), Some(170_000));
        assert_eq!(NutrientsKept { fat_mg: None, ..food }.energy(), None);
    }

    #[test]
    fn a_sum_with_an_unknown_part_is_unknown() {
        let known =
            NutrientsKept { protein_mg: Some(10_000), carbohydrate_mg: Some(0), fat_mg: Some(0), ..Default::default() };
        let sum = NutrientsKept::NOTHING.plus(&known);
        assert_eq!((sum.protein_mg, sum.energy(), sum.fibre_mg), (Some(10_000), Some(40_000), None));
        let unknown = NutrientsKept::default();
        assert_eq!(sum.plus(&unknown).energy(), None);
    }

    #[test]
    fn days_come_to_the_meals_that_are_meant_for_them() {
        let food = |protein: i64| json!({"name": "x", "portion": {"thousandths": 2_500, "unit": "g"}, "nutrients": {"protein_mg": protein}});
        let meal =
            |day: &str, protein| json!({"name": "x", "day": day, "at_minute": 450, "ingredients": [food(protein)]});
        let kept = json!({"training_day": null, "rest_day": null,
            "meals": [meal("any", 10_000), meal("training", 5_000), meal("rest", 2_500)]});
        let shown = json!(Meals::of(kept));
        assert_eq!(shown["totals"]["training_day"]["protein_g"], 15);
        assert_eq!(shown["totals"]["rest_day"]["protein_g"], 12.5);
        assert_eq!(shown["totals"]["rest_day"]["energy_kcal"], Value::Null);
        assert_eq!(shown["meals"][0]["at"], "07:30");
        assert_eq!(shown["meals"][0]["ingredients"][0]["amount"], json!({"value": 2.5, "unit": "g"}));
    }
}
