//! Masses and distances: kept as they were entered, computed with as exact integers.
//!
//! 1 lb = 453,592,370 µg and 1 mi = 1,609,344 mm by definition. Nothing here goes through binary fractions: a number of JSON is
//! taken as its shortest decimal text.

mod amount;
mod decimal;
mod nutrition;

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

pub use self::{
    amount::{Amount, AmountUnit, Dimension},
    decimal::QuantityError,
    nutrition::{Energy, Grams, Portion, PortionUnit},
};
use crate::symbol::Symbol;

/// Units of mass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MassUnit {
    /// Kilogram.
    Kg,
    /// Pound (avoirdupois).
    Lb,
    /// A unit newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for MassUnit {
    const NAME: &'static str = "traintracker.MassUnit";
    const ALL: &'static [(Self, &'static str)] = &[(Self::Kg, "kg"), (Self::Lb, "lb"), (Self::Unknown, "unknown")];
}

impl MassUnit {
    /// Micrograms in one.
    const fn micrograms(self) -> Option<i128> {
        match self {
            Self::Kg => Some(1_000_000_000),
            Self::Lb => Some(453_592_370),
            Self::Unknown => None,
        }
    }
}

/// Units of distance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DistanceUnit {
    /// Metre.
    M,
    /// Kilometre.
    Km,
    /// Mile (statute).
    Mi,
    /// A unit newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for DistanceUnit {
    const NAME: &'static str = "traintracker.DistanceUnit";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::M, "m"), (Self::Km, "km"), (Self::Mi, "mi"), (Self::Unknown, "unknown")];
}

impl DistanceUnit {
    /// Millimetres in one.
    const fn millimetres(self) -> Option<i128> {
        match self {
            Self::M => Some(1_000),
            Self::Km => Some(1_000_000),
            Self::Mi => Some(1_609_344),
            Self::Unknown => None,
        }
    }
}

/// A mass. Equal only to the same mass entered in the same way; compare [`Mass::micrograms`] for the mass alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker")]
pub struct Mass {
    micrograms: i64,
    entered: String,
    unit: MassUnit,
}

/// A distance. Equal only to the same distance entered in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker")]
pub struct Distance {
    millimetres: i64,
    entered: String,
    unit: DistanceUnit,
}

impl Mass {
    /// Reads a decimal number such as `102.5`, exact to 28 digits, rounded half up to the microgram.
    pub fn parse(text: &str, unit: MassUnit) -> Result<Self, QuantityError> {
        let factor = unit.micrograms().ok_or(QuantityError::UnknownUnit)?;
        let (micrograms, entered) = decimal::scaled(text, factor)?;
        Ok(Self { micrograms, entered, unit })
    }

    /// A number as JSON has it, through its shortest decimal text.
    pub fn from_json_number(number: f64, unit: MassUnit) -> Result<Self, QuantityError> {
        Self::parse(&decimal::shortest(number)?, unit)
    }

    /// A computed mass, written in kilograms.
    pub fn from_micrograms(micrograms: i64) -> Self {
        let entered = decimal::text(micrograms, 9);
        Self { micrograms, entered, unit: MassUnit::Kg }
    }

    /// The mass in micrograms.
    pub const fn micrograms(&self) -> i64 {
        self.micrograms
    }

    /// The number as entered, without idle zeros: `102.5`.
    pub fn entered(&self) -> &str {
        &self.entered
    }

    /// The unit as entered.
    pub const fn unit(&self) -> MassUnit {
        self.unit
    }

    /// The number as entered, for an answer: its shortest decimal text is [`Mass::entered`] up to 15 digits.
    pub fn value(&self) -> f64 {
        decimal::number(&self.entered)
    }
}

impl Distance {
    /// Reads a decimal number, exact to 28 digits, rounded half up to the millimetre.
    pub fn parse(text: &str, unit: DistanceUnit) -> Result<Self, QuantityError> {
        let factor = unit.millimetres().ok_or(QuantityError::UnknownUnit)?;
        let (millimetres, entered) = decimal::scaled(text, factor)?;
        Ok(Self { millimetres, entered, unit })
    }

    /// A number as JSON has it, through its shortest decimal text.
    pub fn from_json_number(number: f64, unit: DistanceUnit) -> Result<Self, QuantityError> {
        Self::parse(&decimal::shortest(number)?, unit)
    }

    /// A computed distance, written in metres.
    pub fn from_millimetres(millimetres: i64) -> Self {
        let entered = decimal::text(millimetres, 3);
        Self { millimetres, entered, unit: DistanceUnit::M }
    }

    /// The distance in millimetres.
    pub const fn millimetres(&self) -> i64 {
        self.millimetres
    }

    /// The number as entered, without idle zeros.
    pub fn entered(&self) -> &str {
        &self.entered
    }

    /// The unit as entered.
    pub const fn unit(&self) -> DistanceUnit {
        self.unit
    }

    /// The number as entered, for an answer.
    pub fn value(&self) -> f64 {
        decimal::number(&self.entered)
    }
}

/// Micrograms as whole grams, half up: the one rounding of an answer's `_g` fields. What no i64 holds is held at its ends.
pub fn grams_half_up(micrograms: i128) -> i64 {
    let grams = micrograms.saturating_add(500_000).div_euclid(1_000_000);
    i64::try_from(grams).unwrap_or(if grams < 0 { i64::MIN } else { i64::MAX })
}

/// Micrograms as a number of kilograms for an answer's `value`: nearest to the exact decimal.
pub fn kilograms(micrograms: i64) -> f64 {
    decimal::number(&decimal::text(micrograms, 9))
}

#[cfg(test)]
mod tests;
