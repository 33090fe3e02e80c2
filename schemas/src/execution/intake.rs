//! Records of what was eaten and taken.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    id::{IntakeId, MealId, PlanId, UserId},
    quantity::{Energy, Grams, Portion},
    record::Record,
    text::Text,
    time::{Instant, LocalDate, Zone},
};

/// The version of a meal plan or a supplement plan that was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct PlanRef {
    /// The plan.
    pub id: PlanId,
    /// The plan's own version, counting creation and updates only.
    pub version: i32,
}

/// What food holds; `None` is unknown, which is not zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct Nutrients {
    /// Energy as entered; else computed, where protein, carbohydrate and fat are known.
    pub energy: Option<Energy>,
    /// Protein.
    pub protein: Option<Grams>,
    /// Carbohydrate without fibre.
    pub carbohydrate: Option<Grams>,
    /// Fat.
    pub fat: Option<Grams>,
    /// Fibre.
    pub fibre: Option<Grams>,
    /// Alcohol.
    pub alcohol: Option<Grams>,
}

/// One thing that was eaten or drunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct MealItem {
    /// What it was.
    pub name: Text,
    /// How much of it.
    pub amount: Option<Portion>,
    /// What all of it holds.
    pub nutrients: Nutrients,
}

/// A meal as it was eaten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct Meal {
    /// What it is called.
    pub name: Option<Text>,
    /// When.
    pub eaten_at: Instant,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// Day on which it was eaten, in its zone.
    pub local_date: LocalDate,
    /// Offset of that zone from UTC at the time, in seconds.
    pub utc_offset_seconds: i32,
    /// The plan version followed.
    pub plan: Option<PlanRef>,
    /// In the order told.
    pub items: Vec<MealItem>,
    /// What the athlete noted.
    pub notes: Option<Text>,
}

impl Meal {
    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.name {
            visit("meal.name", text);
        }
        for item in &mut self.items {
            visit("meal.items.name", &mut item.name);
        }
        if let Some(text) = &mut self.notes {
            visit("meal.notes", text);
        }
    }
}

/// A meal was eaten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct MealConsumed {
    /// The athlete.
    pub user_id: UserId,
    /// The meal.
    pub meal_id: MealId,
    /// All of it.
    pub meal: Meal,
    /// When it was written down.
    pub recorded_at: Instant,
}

impl Record for MealConsumed {
    const NAME: &'static str = "traintracker.execution.MealConsumed";
    const SCHEMA: &'static str = include_str!("../../avro/execution/MealConsumed.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        self.meal.texts(visit);
    }
}

/// A meal was replaced by a corrected whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct MealCorrected {
    /// The athlete.
    pub user_id: UserId,
    /// The meal.
    pub meal_id: MealId,
    /// All of it.
    pub meal: Meal,
    /// When it was corrected.
    pub corrected_at: Instant,
}

impl Record for MealCorrected {
    const NAME: &'static str = "traintracker.execution.MealCorrected";
    const SCHEMA: &'static str = include_str!("../../avro/execution/MealCorrected.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        self.meal.texts(visit);
    }
}

/// A meal was deleted; it counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct MealDeleted {
    /// The athlete.
    pub user_id: UserId,
    /// The meal.
    pub meal_id: MealId,
    /// When.
    pub deleted_at: Instant,
}

impl Record for MealDeleted {
    const NAME: &'static str = "traintracker.execution.MealDeleted";
    const SCHEMA: &'static str = include_str!("../../avro/execution/MealDeleted.v1.avsc");
}

/// A supplement was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct SupplementTaken {
    /// The athlete.
    pub user_id: UserId,
    /// The intake.
    pub intake_id: IntakeId,
    /// What it is.
    pub supplement: Text,
    /// How much.
    pub dose: Portion,
    /// When.
    pub taken_at: Instant,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// Day of it, in its zone.
    pub local_date: LocalDate,
    /// Offset of that zone from UTC at the time, in seconds.
    pub utc_offset_seconds: i32,
    /// The plan version followed.
    pub plan: Option<PlanRef>,
    /// What the athlete noted.
    pub notes: Option<Text>,
    /// When it was written down.
    pub recorded_at: Instant,
}

impl Record for SupplementTaken {
    const NAME: &'static str = "traintracker.execution.SupplementTaken";
    const SCHEMA: &'static str = include_str!("../../avro/execution/SupplementTaken.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("supplement", &mut self.supplement);
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
    }
}

/// A supplement was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct SupplementSkipped {
    /// The athlete.
    pub user_id: UserId,
    /// The intake.
    pub intake_id: IntakeId,
    /// What it is.
    pub supplement: Text,
    /// When it would have been taken.
    pub skipped_at: Instant,
    /// IANA zone of the local times.
    pub zone: Zone,
    /// Day of it, in its zone.
    pub local_date: LocalDate,
    /// Offset of that zone from UTC at the time, in seconds.
    pub utc_offset_seconds: i32,
    /// The plan version followed.
    pub plan: Option<PlanRef>,
    /// Why, in the athlete's words.
    pub reason: Option<Text>,
    /// When it was written down.
    pub recorded_at: Instant,
}

impl Record for SupplementSkipped {
    const NAME: &'static str = "traintracker.execution.SupplementSkipped";
    const SCHEMA: &'static str = include_str!("../../avro/execution/SupplementSkipped.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("supplement", &mut self.supplement);
        if let Some(text) = &mut self.reason {
            visit("reason", text);
        }
    }
}

/// That a supplement was taken or left out was taken back; it counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct IntakeUndone {
    /// The athlete.
    pub user_id: UserId,
    /// The intake.
    pub intake_id: IntakeId,
    /// When.
    pub undone_at: Instant,
}

impl Record for IntakeUndone {
    const NAME: &'static str = "traintracker.execution.IntakeUndone";
    const SCHEMA: &'static str = include_str!("../../avro/execution/IntakeUndone.v1.avsc");
}

/// State of a meal: what agreeing with the same again needs. Store 'meal'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct MealSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The meal.
    pub meal_id: MealId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// SHA-256 of what stands; none once deleted.
    pub content_digest: Option<Digest>,
}

impl Record for MealSnapshot {
    const NAME: &'static str = "traintracker.execution.MealSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/execution/MealSnapshot.v1.avsc");
}

/// State of an intake: what agreeing with the same again needs. Store 'supplement-intake'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct IntakeSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The intake.
    pub intake_id: IntakeId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// SHA-256 of what stands; none once undone.
    pub content_digest: Option<Digest>,
}

impl Record for IntakeSnapshot {
    const NAME: &'static str = "traintracker.execution.IntakeSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/execution/IntakeSnapshot.v1.avsc");
}
