//! What is measured of a body: a number and its unit as one text, because that is how it stands sealed in the log.

use std::{fmt, str::FromStr};

use super::decimal::{self, QuantityError};

/// What an amount measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Counted in micrograms.
    Mass,
    /// Counted in micrometres.
    Length,
    /// Counted in parts per million.
    Share,
}

/// Units that somebody measures in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AmountUnit {
    /// Kilogram.
    Kg,
    /// Pound (avoirdupois).
    Lb,
    /// Centimetre.
    Cm,
    /// Inch, 25.4 mm.
    In,
    /// Hundredth.
    Percent,
}

/// An amount as it was entered, and exact: `80.5 kg`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Amount {
    canonical: i64,
    entered: String,
    unit: AmountUnit,
}

impl Dimension {
    /// The units that it is measured in, the metric one first.
    pub const fn units(self) -> &'static [AmountUnit] {
        match self {
            Self::Mass => &[AmountUnit::Kg, AmountUnit::Lb],
            Self::Length => &[AmountUnit::Cm, AmountUnit::In],
            Self::Share => &[AmountUnit::Percent],
        }
    }
}

impl AmountUnit {
    const ALL: [Self; 5] = [Self::Kg, Self::Lb, Self::Cm, Self::In, Self::Percent];

    /// As it is written: `kg`, `lb`, `cm`, `in`, `%`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kg => "kg",
            Self::Lb => "lb",
            Self::Cm => "cm",
            Self::In => "in",
            Self::Percent => "%",
        }
    }

    /// The unit that is written so.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == text)
    }

    /// What it measures.
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Kg | Self::Lb => Dimension::Mass,
            Self::Cm | Self::In => Dimension::Length,
            Self::Percent => Dimension::Share,
        }
    }

    /// How many of what its dimension is counted in are one.
    pub const fn canonical(self) -> i64 {
        match self {
            Self::Kg => 1_000_000_000,
            Self::Lb => 453_592_370,
            Self::Cm => 10_000,
            Self::In => 25_400,
            Self::Percent => 10_000,
        }
    }
}

impl Amount {
    /// Reads a decimal number, exact to 28 digits, counted half up.
    ///
    /// # Errors
    /// When it is no decimal number, or too large to count.
    pub fn parse(text: &str, unit: AmountUnit) -> Result<Self, QuantityError> {
        let (canonical, entered) = decimal::scaled(text, i128::from(unit.canonical()))?;
        Ok(Self { canonical, entered, unit })
    }

    /// A number as JSON has it, through its shortest decimal text.
    ///
    /// # Errors
    /// As for [`Amount::parse`].
    pub fn from_json_number(number: f64, unit: AmountUnit) -> Result<Self, QuantityError> {
        Self::parse(&decimal::shortest(number)?, unit)
    }

    /// Micrograms, micrometres or parts per million.
    pub const fn canonical(&self) -> i64 {
        self.canonical
    }

    /// The number as entered, without idle zeros.
    pub fn entered(&self) -> &str {
        &self.entered
    }

    /// The unit as entered.
    pub const fn unit(&self) -> AmountUnit {
        self.unit
    }
}

/// `80.5 kg`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.entered, self.unit.as_str())
    }
}

impl FromStr for Amount {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let (number, unit) = text.split_once(' ').ok_or(QuantityError::UnknownUnit)?;
        Self::parse(number, AmountUnit::parse(unit).ok_or(QuantityError::UnknownUnit)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_reads_as_it_is_written() {
        for (text, canonical) in [
            ("80.5 kg", 80_500_000_000),
            ("177.5 lb", 80_512_645_675),
            ("180 cm", 1_800_000),
            ("71 in", 1_803_400),
            ("15.2 %", 152_000),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.to_string().as_str(), amount.canonical()), (text, canonical));
        }
    }

    #[test]
    fn idle_zeros_are_no_part_of_an_amount() {
        assert_eq!("080.50 kg".parse::<Amount>().unwrap().to_string(), "80.5 kg");
        assert_eq!(Amount::from_json_number(80.50, AmountUnit::Kg).unwrap().to_string(), "80.5 kg");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["80.5", "80.5kg", "80.5 stone", "much kg", "", "80.5  kg", "1e3 kg"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
        assert_eq!(Amount::from_json_number(f64::NAN, AmountUnit::Kg), Err(QuantityError::NotANumber));
    }

    #[test]
    fn every_unit_has_one_spelling_and_one_dimension() {
        for unit in AmountUnit::ALL {
            assert_eq!(AmountUnit::parse(unit.as_str()), Some(unit));
            assert!(unit.dimension().units().contains(&unit));
        }
    }
}
