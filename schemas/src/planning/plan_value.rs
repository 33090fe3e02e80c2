//! The parts that records of meal plans and supplement plans are made of.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{symbol::Symbol, text::Text};

/// The days that something is meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Every day.
    Any,
    /// Days with training.
    Training,
    /// Days without.
    Rest,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for DayKind {
    const NAME: &'static str = "traintracker.planning.DayKind";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Any, "any"), (Self::Training, "training"), (Self::Rest, "rest"), (Self::Unknown, "unknown")];
}

/// Units of a portion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortionUnit {
    /// Grams.
    G,
    /// Millilitres.
    Ml,
    /// Ounces.
    Oz,
    /// Pieces.
    Piece,
    /// Servings.
    Serving,
    /// Cups.
    Cup,
    /// Tablespoons.
    Tablespoon,
    /// Teaspoons.
    Teaspoon,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for PortionUnit {
    const NAME: &'static str = "traintracker.planning.PortionUnit";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::G, "g"),
        (Self::Ml, "ml"),
        (Self::Oz, "oz"),
        (Self::Piece, "piece"),
        (Self::Serving, "serving"),
        (Self::Cup, "cup"),
        (Self::Tablespoon, "tablespoon"),
        (Self::Teaspoon, "teaspoon"),
        (Self::Unknown, "unknown"),
    ];
}

/// Units of a dose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoseUnit {
    /// Micrograms.
    Mcg,
    /// Milligrams.
    Mg,
    /// Grams.
    G,
    /// Millilitres.
    Ml,
    /// International units.
    Iu,
    /// Capsules.
    Capsule,
    /// Tablets.
    Tablet,
    /// Drops.
    Drop,
    /// Scoops.
    Scoop,
    /// Servings.
    Serving,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for DoseUnit {
    const NAME: &'static str = "traintracker.planning.DoseUnit";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Mcg, "mcg"),
        (Self::Mg, "mg"),
        (Self::G, "g"),
        (Self::Ml, "ml"),
        (Self::Iu, "iu"),
        (Self::Capsule, "capsule"),
        (Self::Tablet, "tablet"),
        (Self::Drop, "drop"),
        (Self::Scoop, "scoop"),
        (Self::Serving, "serving"),
        (Self::Unknown, "unknown"),
    ];
}

/// On which days a supplement is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CadenceKind {
    /// Every day.
    Daily,
    /// Some days of the week.
    Weekdays,
    /// Every so many days.
    EveryNDays,
    /// Days with training.
    TrainingDays,
    /// Days without.
    RestDays,
    /// None: when it is needed.
    AsNeeded,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for CadenceKind {
    const NAME: &'static str = "traintracker.planning.CadenceKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Daily, "daily"),
        (Self::Weekdays, "weekdays"),
        (Self::EveryNDays, "every_n_days"),
        (Self::TrainingDays, "training_days"),
        (Self::RestDays, "rest_days"),
        (Self::AsNeeded, "as_needed"),
        (Self::Unknown, "unknown"),
    ];
}

/// A day of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
    /// A value newer than this reader.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
}

impl Symbol for Weekday {
    const NAME: &'static str = "traintracker.planning.Weekday";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Mon, "MON"),
        (Self::Tue, "TUE"),
        (Self::Wed, "WED"),
        (Self::Thu, "THU"),
        (Self::Fri, "FRI"),
        (Self::Sat, "SAT"),
        (Self::Sun, "SUN"),
        (Self::Unknown, "unknown"),
    ];
}

/// What food holds; what is not there is unknown, which is not zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct Nutrients {
    /// Energy as given, in calories: thousandths of a kilocalorie.
    pub energy_calories: Option<i64>,
    /// Protein.
    pub protein_mg: Option<i64>,
    /// Carbohydrate without fibre.
    pub carbohydrate_mg: Option<i64>,
    /// Fat.
    pub fat_mg: Option<i64>,
    /// Fibre.
    pub fibre_mg: Option<i64>,
    /// Alcohol.
    pub alcohol_mg: Option<i64>,
}

/// A target: at least, at most, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct TargetRange {
    /// At least.
    pub min: Option<i64>,
    /// At most.
    pub max: Option<i64>,
}

/// Targets of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct NutrientTargets {
    /// Energy in calories.
    pub energy_calories: Option<TargetRange>,
    /// Protein.
    pub protein_mg: Option<TargetRange>,
    /// Carbohydrate.
    pub carbohydrate_mg: Option<TargetRange>,
    /// Fat.
    pub fat_mg: Option<TargetRange>,
    /// Fibre.
    pub fibre_mg: Option<TargetRange>,
}

/// How much of a food.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct Portion {
    /// Thousandths of the unit.
    pub thousandths: i64,
    /// The unit.
    pub unit: PortionUnit,
}

/// A food of a meal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct Ingredient {
    /// What it is.
    pub name: Text,
    /// How much of it.
    pub portion: Option<Portion>,
    /// What the portion holds.
    pub nutrients: Nutrients,
}

/// A meal of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct PlannedMeal {
    /// What it is called.
    pub name: Text,
    /// The days it is meant for.
    pub day: DayKind,
    /// Minute of the local day to eat it at.
    pub at_minute: Option<i32>,
    /// How much earlier or later is fine.
    pub window_minutes: Option<i32>,
    /// What to mind.
    pub notes: Option<Text>,
    /// What it is made of.
    pub ingredients: Vec<Ingredient>,
}

/// How much of a supplement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct Dose {
    /// Thousandths of the unit.
    pub thousandths: i64,
    /// The unit.
    pub unit: DoseUnit,
}

/// On which days a supplement is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct Cadence {
    /// How the days are told.
    pub kind: CadenceKind,
    /// The days of the week, where those are chosen.
    pub weekdays: Vec<Weekday>,
    /// Days from one to the next, where those are counted.
    pub every_days: Option<i32>,
}

/// A supplement of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct PlannedSupplement {
    /// What it is.
    pub supplement: Text,
    /// How much each time.
    pub dose: Dose,
    /// On which days.
    pub cadence: Cadence,
    /// Minutes of the local day to take it at.
    pub at_minutes: Vec<i32>,
    /// How much earlier or later is fine.
    pub window_minutes: Option<i32>,
    /// Most doses of a day, where it is taken as needed.
    pub most_per_day: Option<i32>,
    /// What to mind.
    pub notes: Option<Text>,
}
