//! What a goal is made of: parsed once, valid ever after.

use schemas::quantity::{Distance, DistanceUnit, Mass, MassUnit, QuantityError};
use schemas::time::LocalDate;
use thiserror::Error;

use super::aim::Aim;

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 200;
/// Largest target of a metric that counts (workouts, minutes).
pub const LARGEST_COUNT: i64 = 1_000_000_000;

/// What a person calls a goal: trimmed, not empty, at most [`LONGEST_NAME`] characters, one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalName(String);

/// Why a text is no name of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing is left after trimming.
    #[error("a goal needs a name")]
    Empty,
    /// More than [`LONGEST_NAME`] characters.
    #[error("a name has at most {LONGEST_NAME} characters, this one has {0}")]
    TooLong(usize),
    /// A line break or another control character.
    #[error("a name is one line without control characters")]
    ControlCharacter,
}

impl GoalName {
    /// Trims and checks a name.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 {
            return Err(NameError::Empty);
        }
        if length > LONGEST_NAME {
            return Err(NameError::TooLong(length));
        }
        if text.chars().any(char::is_control) {
            return Err(NameError::ControlCharacter);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name in clear text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an accumulating goal adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Load × reps over working sets, a mass.
    Volume,
    /// Workouts.
    Count,
    /// Minutes of training.
    Minutes,
    /// Distance covered.
    Distance,
}

impl Metric {
    /// The units that a target of this metric may have, the usual one first.
    pub const fn units(self) -> &'static [&'static str] {
        match self {
            Self::Volume => &["kg", "lb"],
            Self::Count => &["workouts", "count"],
            Self::Minutes => &["min"],
            Self::Distance => &["km", "m", "mi"],
        }
    }
}

/// How much is to be accumulated, above zero. The amount carries its metric, so the two cannot
/// disagree.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A volume: load × reps.
    Volume(Mass),
    /// A number of workouts.
    Count(i64),
    /// A number of minutes.
    Minutes(i64),
    /// A distance.
    Distance(Distance),
}

/// Why an amount is no target of its metric.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TargetError {
    /// The unit measures something else.
    #[error("{unit:?} does not fit this metric: {}", .fitting.join(" or "))]
    UnitDoesNotFit {
        /// As asked.
        unit: String,
        /// What would have fitted.
        fitting: &'static [&'static str],
    },
    /// Nothing to reach.
    #[error("a target is above 0")]
    NotAboveZero,
    /// Half a workout, a third of a minute.
    #[error("a target in {0} is a whole number")]
    NotWhole(&'static str),
    /// More than [`LARGEST_COUNT`].
    #[error("a target in {0} is at most {LARGEST_COUNT}")]
    TooLarge(&'static str),
    /// More of something than can be asked for.
    #[error("at most {most} {what}")]
    More {
        /// Of what.
        what: &'static str,
        /// As many.
        most: i64,
    },
    /// A load that nobody lifts.
    #[error("a load is at most 10,000 kg")]
    Heavier,
    /// Not a quantity that can be kept exactly.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}

impl Target {
    /// Takes `value` in `unit` as an amount of `metric`.
    pub fn parse(metric: Metric, value: f64, unit: &str) -> Result<Self, TargetError> {
        if value <= 0.0 {
            return Err(TargetError::NotAboveZero);
        }
        let target = match (metric, unit) {
            (Metric::Volume, "kg") => Self::Volume(Mass::from_json_number(value, MassUnit::Kg)?),
            (Metric::Volume, "lb") => Self::Volume(Mass::from_json_number(value, MassUnit::Lb)?),
            (Metric::Distance, unit) => Self::Distance(distance(value, unit)?),
            (Metric::Count, "workouts" | "count") => Self::Count(whole(value, "workouts")?),
            (Metric::Minutes, "min") => Self::Minutes(whole(value, "min")?),
            (Metric::Volume | Metric::Count | Metric::Minutes, _) => {
                return Err(TargetError::UnitDoesNotFit { unit: unit.to_owned(), fitting: metric.units() });
            }
        };
        // a hair above zero can round to nothing
        if target.canonical() > 0 { Ok(target) } else { Err(TargetError::NotAboveZero) }
    }

    /// In the canonical unit of the metric: micrograms, workouts, minutes, millimetres.
    pub fn canonical(&self) -> i64 {
        match self {
            Self::Volume(mass) => mass.micrograms(),
            Self::Distance(distance) => distance.millimetres(),
            Self::Count(number) | Self::Minutes(number) => *number,
        }
    }
}

/// Takes `value` in `unit` as a distance above zero.
pub fn distance(value: f64, unit: &str) -> Result<Distance, TargetError> {
    let unit = match unit {
        "m" => DistanceUnit::M,
        "km" => DistanceUnit::Km,
        "mi" => DistanceUnit::Mi,
        _ => {
            let fitting = Metric::Distance.units();
            return Err(TargetError::UnitDoesNotFit { unit: unit.to_owned(), fitting });
        }
    };
    if value <= 0.0 {
        return Err(TargetError::NotAboveZero);
    }
    let distance = Distance::from_json_number(value, unit)?;
    // a hair above zero can round to nothing
    if distance.millimetres() > 0 { Ok(distance) } else { Err(TargetError::NotAboveZero) }
}

/// JSON has one kind of number; 100.0 is whole, 0.5 is not.
pub(super) fn whole(value: f64, unit: &'static str) -> Result<i64, TargetError> {
    if !value.is_finite() || value.fract() != 0.0 {
        return Err(TargetError::NotWhole(unit));
    }
    if value > LARGEST_COUNT as f64 {
        return Err(TargetError::TooLarge(unit));
    }
    Ok(value as i64)
}

/// The local dates that count, both inclusive, each open when absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    from: Option<LocalDate>,
    until: Option<LocalDate>,
}

/// The window ends before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a goal does not end before it begins: until is before from")]
pub struct EndsBeforeItBegins;

impl Window {
    /// A window from `from` until `until`.
    pub fn new(from: Option<LocalDate>, until: Option<LocalDate>) -> Result<Self, EndsBeforeItBegins> {
        match (from, until) {
            (Some(first), Some(last)) if last < first => Err(EndsBeforeItBegins),
            (Some(_) | None, Some(_) | None) => Ok(Self { from, until }),
        }
    }

    /// The first date that counts.
    pub fn from(&self) -> Option<LocalDate> {
        self.from
    }

    /// The last date that counts.
    pub fn until(&self) -> Option<LocalDate> {
        self.until
    }
}

/// What a person wants to reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What they call it.
    pub name: GoalName,
    /// What it means to achieve it.
    pub aim: Aim,
    /// When it counts.
    pub window: Window,
}

#[cfg(test)]
mod tests;
