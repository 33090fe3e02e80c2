//! What is eaten and taken: portions, nutrients in grams, energy.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::decimal::{self, QuantityError};
use crate::symbol::Symbol;

/// Units of portions and doses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortionUnit {
    /// Microgram.
    Mcg,
    /// Milligram.
    Mg,
    /// Gram.
    G,
    /// Kilogram.
    Kg,
    /// Ounce (avoirdupois), a sixteenth of a pound.
    Oz,
    /// Pound (avoirdupois).
    Lb,
    /// Millilitre.
    Ml,
    /// Litre.
    L,
    /// International unit.
    Iu,
    /// Piece.
    Piece,
    /// Serving.
    Serving,
    /// Cup.
    Cup,
    /// Tablespoon.
    Tablespoon,
    /// Teaspoon.
    Teaspoon,
    /// Scoop.
    Scoop,
    /// Capsule.
    Capsule,
    /// Tablet.
    Tablet,
    /// Drop.
    Drop,
    /// A unit newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for PortionUnit {
    const NAME: &'static str = "traintracker.PortionUnit";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Mcg, "mcg"),
        (Self::Mg, "mg"),
        (Self::G, "g"),
        (Self::Kg, "kg"),
        (Self::Oz, "oz"),
        (Self::Lb, "lb"),
        (Self::Ml, "ml"),
        (Self::L, "l"),
        (Self::Iu, "iu"),
        (Self::Piece, "piece"),
        (Self::Serving, "serving"),
        (Self::Cup, "cup"),
        (Self::Tablespoon, "tablespoon"),
        (Self::Teaspoon, "teaspoon"),
        (Self::Scoop, "scoop"),
        (Self::Capsule, "capsule"),
        (Self::Tablet, "tablet"),
        (Self::Drop, "drop"),
        (Self::Unknown, "unknown"),
    ];
}

impl PortionUnit {
    /// What is counted of one: micrograms of a mass, microlitres of a volume, else millionths. As a fraction, because of ounces.
    const fn canonical(self) -> Option<(i128, i128)> {
        match self {
            Self::Mcg => Some((1, 1)),
            Self::Mg => Some((1_000, 1)),
            Self::Kg => Some((1_000_000_000, 1)),
            Self::Oz => Some((453_592_370, 16)),
            Self::Lb => Some((453_592_370, 1)),
            Self::Ml => Some((1_000, 1)),
            Self::G
            | Self::L
            | Self::Iu
            | Self::Piece
            | Self::Serving
            | Self::Cup
            | Self::Tablespoon
            | Self::Teaspoon
            | Self::Scoop
            | Self::Capsule
            | Self::Tablet
            | Self::Drop => Some((1_000_000, 1)),
            Self::Unknown => None,
        }
    }

    /// Whether it measures a mass.
    pub const fn is_mass(self) -> bool {
        matches!(self, Self::Mcg | Self::Mg | Self::G | Self::Kg | Self::Oz | Self::Lb)
    }
}

/// How much of a food or a supplement. Equal only to the same entered in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker")]
pub struct Portion {
    canonical: i64,
    entered: String,
    unit: PortionUnit,
}

/// A mass that is told in grams.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker")]
pub struct Grams {
    micrograms: i64,
    entered: String,
}

/// Energy of food: entered, or computed from what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker")]
pub struct Energy {
    millicalories: i64,
    entered: Option<String>,
}

impl Portion {
    /// A number as JSON has it, through its shortest decimal text.
    ///
    /// # Errors
    /// When it is no decimal number, or too large to count.
    pub fn from_json_number(number: f64, unit: PortionUnit) -> Result<Self, QuantityError> {
        let factor = unit.canonical().ok_or(QuantityError::UnknownUnit)?;
        let (canonical, entered) = decimal::ratio(&decimal::shortest(number)?, factor)?;
        Ok(Self { canonical, entered, unit })
    }

    /// Micrograms, microlitres or millionths, by the unit.
    pub const fn canonical(&self) -> i64 {
        self.canonical
    }

    /// The number as entered, without idle zeros.
    pub fn entered(&self) -> &str {
        &self.entered
    }

    /// The unit as entered.
    pub const fn unit(&self) -> PortionUnit {
        self.unit
    }
}

impl Grams {
    /// A number of grams as JSON has it, through its shortest decimal text.
    ///
    /// # Errors
    /// When it is no decimal number, or too large to count.
    pub fn from_json_number(number: f64) -> Result<Self, QuantityError> {
        let (micrograms, entered) = decimal::scaled(&decimal::shortest(number)?, 1_000_000)?;
        Ok(Self { micrograms, entered })
    }

    /// The mass in micrograms.
    pub const fn micrograms(&self) -> i64 {
        self.micrograms
    }

    /// The grams as entered, without idle zeros.
    pub fn entered(&self) -> &str {
        &self.entered
    }
}

impl Energy {
    /// A number of kilocalories as JSON has it, through its shortest decimal text.
    ///
    /// # Errors
    /// When it is no decimal number, or too large to count.
    pub fn from_json_number(number: f64) -> Result<Self, QuantityError> {
        let (millicalories, entered) = decimal::scaled(&decimal::shortest(number)?, 1_000_000)?;
        Ok(Self { millicalories, entered: Some(entered) })
    }

    /// Computed energy.
    pub const fn computed(millicalories: i64) -> Self {
        Self { millicalories, entered: None }
    }

    /// Millionths of a kilocalorie: as many as micrograms times kilocalories per gram.
    pub const fn millicalories(&self) -> i64 {
        self.millicalories
    }

    /// The kilocalories as entered; none when they were computed.
    pub fn entered(&self) -> Option<&str> {
        self.entered.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_are_counted_exactly() {
        for (number, unit, canonical) in [
            (250.0, PortionUnit::Mcg, 250),
            (2.5, PortionUnit::Mg, 2_500),
            (31.4, PortionUnit::G, 31_400_000),
            (0.1, PortionUnit::Kg, 100_000_000),
            (1.0, PortionUnit::Lb, 453_592_370),
            (16.0, PortionUnit::Oz, 453_592_370),
            // 28,349,523.125 µg
            (1.0, PortionUnit::Oz, 28_349_523),
            (8.0, PortionUnit::Oz, 226_796_185),
            (330.0, PortionUnit::Ml, 330_000),
            (1.5, PortionUnit::L, 1_500_000),
            (0.5, PortionUnit::Piece, 500_000),
            (2000.0, PortionUnit::Iu, 2_000_000_000),
        ] {
            let portion = Portion::from_json_number(number, unit).unwrap();
            assert_eq!((portion.canonical(), portion.unit()), (canonical, unit), "{number} {unit:?}");
            assert_eq!(portion.entered(), number.to_string());
        }
        // half of 28,349,523.125 µg is 14,174,761.5625
        assert_eq!(Portion::from_json_number(0.5, PortionUnit::Oz).unwrap().canonical(), 14_174_762);
    }

    #[test]
    fn what_is_no_number_or_has_no_unit_is_no_portion() {
        assert_eq!(Portion::from_json_number(f64::NAN, PortionUnit::G), Err(QuantityError::NotANumber));
        assert_eq!(Portion::from_json_number(1.0, PortionUnit::Unknown), Err(QuantityError::UnknownUnit));
        assert_eq!(Portion::from_json_number(1e18, PortionUnit::Kg), Err(QuantityError::OutOfRange));
    }

    #[test]
    fn grams_and_energy_are_counted_in_millionths() {
        let grams = Grams::from_json_number(3.6).unwrap();
        assert_eq!((grams.micrograms(), grams.entered()), (3_600_000, "3.6"));
        let energy = Energy::from_json_number(165.25).unwrap();
        assert_eq!((energy.millicalories(), energy.entered()), (165_250_000, Some("165.25")));
        assert_eq!(Energy::computed(4 * grams.micrograms()).entered(), None);
    }
}
