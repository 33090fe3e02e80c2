//! Meals.

use schemas::{clock::new_id, execution::Nutrients, id::MealId, time::Instant};
use serde::Deserialize;
use serde_json::Value;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::{
    portion::{PortionBody, no_plan},
    reader::Reader,
};
use crate::domain::{
    meal::{Content, Item, MOST_ITEMS},
    nutrition::{energy, grams},
};

/// A meal, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Meal)]
pub(crate) struct MealBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What it is called, one line of at most 200 characters.
    #[schema(example = "lunch")]
    name: Option<String>,
    /// When it was eaten: RFC 3339 with an offset, at most 24 hours ahead.
    #[schema(format = DateTime, example = "2026-11-20T12:30:00+01:00")]
    eaten_at: String,
    /// IANA zone of its local times.
    #[schema(example = "Europe/Vienna")]
    zone: String,
    /// The plan followed; only null so far.
    #[schema(value_type = Option<Object>)]
    plan: Option<Value>,
    /// What it was made of.
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<ItemBody>,
    /// Notes, at most 10,000 characters.
    notes: Option<String>,
}

/// One thing that was eaten or drunk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MealItem)]
pub(crate) struct ItemBody {
    /// What it was, one line of at most 200 characters.
    #[schema(example = "chicken breast")]
    name: String,
    /// How much of it.
    amount: Option<PortionBody>,
    /// What all of it holds.
    nutrients: Option<NutrientsBody>,
}

/// What food holds. Null is unknown, which is not zero.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Nutrients)]
pub(crate) struct NutrientsBody {
    /// Energy; left out it is computed, where protein, carbohydrate and fat are known: 4, 4 and 9 kcal/g, and 2 for fibre, 7 for
    /// alcohol.
    #[schema(minimum = 0, maximum = 1_000_000)]
    energy_kcal: Option<f64>,
    /// Protein.
    #[schema(minimum = 0, maximum = 100_000, example = 46.5)]
    protein_g: Option<f64>,
    /// Carbohydrate, without fibre.
    #[schema(minimum = 0, maximum = 100_000, example = 0)]
    carbohydrate_g: Option<f64>,
    /// Fat.
    #[schema(minimum = 0, maximum = 100_000, example = 5.4)]
    fat_g: Option<f64>,
    /// Fibre.
    #[schema(minimum = 0, maximum = 100_000)]
    fibre_g: Option<f64>,
    /// Alcohol.
    #[schema(minimum = 0, maximum = 100_000)]
    alcohol_g: Option<f64>,
}

impl MealBody {
    /// The meal that was eaten, and under which id.
    pub(crate) fn consumed(&self, now: Instant) -> Result<(MealId, Content), Problem> {
        let mut reader = Reader::default();
        let id = reader.id("/id", self.id.as_ref());
        let content = self.content(&mut reader);
        reader.finish(content).map(|content| (id.unwrap_or_else(|| new_id(now)), content))
    }

    /// What the meal of this id really was.
    pub(crate) fn corrected(&self, meal: MealId) -> Result<Content, Problem> {
        let mut reader = Reader::default();
        if reader.id("/id", self.id.as_ref()).is_some_and(|id| id != meal) {
            reader.fault("/id", "other_id", "the meal of the address is expected");
        }
        let content = self.content(&mut reader);
        reader.finish(content)
    }

    fn content(&self, reader: &mut Reader) -> Option<Content> {
        let name = reader.line("/name", self.name.as_ref());
        let eaten_at = reader.time("/eaten_at", Some(&self.eaten_at));
        let zone = reader.zone("/zone", &self.zone);
        no_plan(reader, self.plan.as_ref());
        if !(1..=MOST_ITEMS).contains(&self.items.len()) {
            reader.fault("/items", "out_of_range", format!("1 to {MOST_ITEMS} items are expected"));
        }
        let items = self.items.iter().take(MOST_ITEMS).enumerate();
        let items = items.filter_map(|(place, item)| item.read(reader, &format!("/items/{place}"))).collect();
        let notes = reader.notes("/notes", self.notes.as_ref());
        Some(Content { name, eaten_at: eaten_at?, zone: zone?, items, notes })
    }
}

impl ItemBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Option<Item> {
        let name = reader.line(format!("{pointer}/name"), Some(&self.name));
        let amount = self.amount.as_ref().and_then(|amount| amount.read(reader, &format!("{pointer}/amount")));
        let told = NutrientsBody::default();
        let nutrients = self.nutrients.as_ref().unwrap_or(&told).read(reader, &format!("{pointer}/nutrients"));
        Some(Item { name: name?, amount, nutrients })
    }
}

impl NutrientsBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Nutrients {
        let energy = reader.value(format!("{pointer}/energy_kcal"), self.energy_kcal, energy);
        let mut mass = |field: &str, number| reader.value(format!("{pointer}/{field}"), number, grams);
        Nutrients {
            energy,
            protein: mass("protein_g", self.protein_g),
            carbohydrate: mass("carbohydrate_g", self.carbohydrate_g),
            fat: mass("fat_g", self.fat_g),
            fibre: mass("fibre_g", self.fibre_g),
            alcohol: mass("alcohol_g", self.alcohol_g),
        }
    }
}
