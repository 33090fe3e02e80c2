//! Numbers as these apps write them: `10.0` repetitions, `120.0` seconds, `82,5` between semicolons. Never through floats, and
//! only within the limits of the domain.

use std::borrow::Cow;

use schemas::quantity::{Distance, DistanceUnit, Mass, MassUnit};

use super::{
    column::At,
    table::{Problem, Row},
};
use crate::domain::values::{DurationSeconds, Invalid, Load, Reps, RestSeconds, Rpe, Superset, Travelled};

/// Seconds, and whether there was something to round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seconds {
    pub(super) whole: Option<u32>,
    pub(super) rounded: bool,
}

impl Row {
    /// A number of repetitions; zero is one, blank is none.
    pub(super) fn reps(&self, at: &At) -> Result<Option<u32>, Problem> {
        self.counted(at, |number| Reps::new(number).map(Reps::get))
    }

    /// The number of a set within its block.
    pub(super) fn set_number(&self, at: &At) -> Result<Option<u32>, Problem> {
        self.counted(at, |number| Reps::new(number).map(Reps::get))
    }

    /// The number of a superset.
    pub(super) fn superset(&self, at: &At) -> Result<Option<i32>, Problem> {
        let Some(number) = self.whole(at)? else { return Ok(None) };
        self.valid(at, Superset::new(number)).map(|superset| Some(superset.get()))
    }

    /// How long a set took; zero is none.
    pub(super) fn set_seconds(&self, at: Option<&At>) -> Result<Seconds, Problem> {
        self.seconds(at, |number| DurationSeconds::new(number).map(DurationSeconds::get))
    }

    /// How long a rest was; zero is none.
    pub(super) fn rest_seconds(&self, at: Option<&At>) -> Result<Seconds, Problem> {
        self.seconds(at, |number| RestSeconds::new(number).map(RestSeconds::get))
    }

    /// A load; zero is one, blank is none.
    pub(super) fn load(&self, at: &At, unit: MassUnit) -> Result<Option<Mass>, Problem> {
        let Some(text) = self.decimal(at) else { return Ok(None) };
        let mass = Mass::parse(&text, unit).map_err(|error| self.problem(at, error.to_string()))?;
        self.valid(at, Load::new(mass)).map(|load| Some(load.mass().clone()))
    }

    /// A distance; zero is none.
    pub(super) fn distance(&self, at: &At, unit: DistanceUnit) -> Result<Option<Distance>, Problem> {
        let Some(text) = self.decimal(at) else { return Ok(None) };
        let distance = Distance::parse(&text, unit).map_err(|error| self.problem(at, error.to_string()))?;
        let travelled = self.valid(at, Travelled::new(distance))?.distance().clone();
        Ok(Some(travelled).filter(|distance| distance.millimetres() > 0))
    }

    /// Perceived exertion in tenths; zero and blank are none.
    pub(super) fn rpe_tenths(&self, at: &At) -> Result<Option<u32>, Problem> {
        let Some(text) = self.decimal(at) else { return Ok(None) };
        let (whole, fraction) = split(&text).ok_or_else(|| self.problem(at, NOT_A_NUMBER))?;
        let fraction = fraction.trim_end_matches('0');
        // more digits than one are no tenths: a value that no exertion has
        let tenths = format!("{whole}{fraction:0<1}").parse().ok().filter(|_| fraction.len() <= 1);
        match tenths {
            Some(0) => Ok(None),
            tenths => {
                let rpe = self.valid(at, Rpe::from_tenths(tenths.unwrap_or(i64::MAX)))?;
                Ok(u32::try_from(rpe.tenths()).ok())
            }
        }
    }

    /// The cell with a point for its decimal comma, when it may have one. `1.000,5` stays as it is, and is no number.
    fn decimal<'a>(&'a self, at: &'a At) -> Option<Cow<'a, str>> {
        match self.text(at) {
            "" => None,
            text if self.decimal_comma && !text.contains('.') => Some(Cow::Owned(text.replace(',', "."))),
            text => Some(Cow::Borrowed(text)),
        }
    }

    /// A whole number; zeros after a point do not matter.
    fn whole(&self, at: &At) -> Result<Option<i64>, Problem> {
        let Some(text) = self.decimal(at) else { return Ok(None) };
        let (whole, fraction) = split(&text).ok_or_else(|| self.problem(at, NOT_A_NUMBER))?;
        if fraction.bytes().any(|digit| digit != b'0') {
            return Err(self.problem(at, "not a whole number"));
        }
        Ok(Some(integer(whole)))
    }

    fn counted(&self, at: &At, limit: impl Fn(i64) -> Result<i32, Invalid>) -> Result<Option<u32>, Problem> {
        let Some(number) = self.whole(at)? else { return Ok(None) };
        self.valid(at, limit(number)).map(|number| u32::try_from(number).ok())
    }

    fn seconds(&self, at: Option<&At>, limit: impl Fn(i64) -> Result<i32, Invalid>) -> Result<Seconds, Problem> {
        let Some((at, text)) = at.and_then(|at| Some((at, self.decimal(at)?))) else { return Ok(Seconds::default()) };
        let (whole, fraction) = split(&text).ok_or_else(|| self.problem(at, NOT_A_NUMBER))?;
        let up = fraction.bytes().next().is_some_and(|digit| digit >= b'5');
        let seconds = self.valid(at, limit(integer(whole).saturating_add(i64::from(up))))?;
        let rounded = fraction.bytes().any(|digit| digit != b'0');
        Ok(Seconds { whole: u32::try_from(seconds).ok().filter(|seconds| *seconds > 0), rounded })
    }

    fn valid<T>(&self, at: &At, value: Result<T, Invalid>) -> Result<T, Problem> {
        value.map_err(|invalid| self.problem(at, invalid.detail))
    }
}

const NOT_A_NUMBER: &str = "not a number";

/// Digits before and after the point; none when there is anything else.
fn split(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && digits(whole) && digits(fraction)).then_some((whole, fraction))
}

/// Too many digits are more than any limit.
fn integer(digits: &str) -> i64 {
    digits.parse().unwrap_or(i64::MAX)
}
