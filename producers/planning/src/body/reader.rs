//! Reads text and numbers into values and collects what is wrong with them.

use std::{fmt::Display, ops::RangeInclusive};

use schemas::{
    exercise::ExerciseId,
    id::Id,
    quantity::{Distance, DistanceUnit, Mass, MassUnit},
    symbol::Symbol,
    text::Text,
};
use service::http::problem::{Fault, Problem};

use super::quantity::{DistanceBody, MassBody};
use crate::domain::values::{self, Invalid, MOST_TEXT};

/// Collects the mistakes of one body.
#[derive(Debug, Default)]
pub(super) struct Reader {
    faults: Vec<Fault>,
    /// Bytes of texts so far.
    text: usize,
}

impl Reader {
    /// Notes a mistake.
    pub(super) fn fault(&mut self, pointer: impl Into<String>, code: &'static str, detail: impl Display) {
        self.faults.push(Fault::at(pointer, code, detail.to_string()));
    }

    /// A value that was left out, is fine, or is a mistake.
    pub(super) fn value<T, U>(
        &mut self,
        pointer: impl Into<String>,
        given: Option<T>,
        read: impl FnOnce(T) -> Result<U, Invalid>,
    ) -> Option<U> {
        match read(given?) {
            Ok(value) => Some(value),
            Err(Invalid { code, detail }) => {
                self.fault(pointer, code, detail);
                None
            }
        }
    }

    /// The id in the body: the one to create under, or that of the address again.
    pub(super) fn id<K>(&mut self, given: Option<&String>) -> Option<Id<K>> {
        self.value("/id", given, |id| id.parse().map_err(|error| Invalid::new("invalid_id", error)))
    }

    /// An id that is said again must be that of the address.
    pub(super) fn same_id<K: PartialEq>(&mut self, given: Option<&String>, expected: Id<K>) {
        if self.id::<K>(given).is_some_and(|id| id != expected) {
            self.fault("/id", "other_id", "the id of the address is expected");
        }
    }

    pub(super) fn whole(
        &mut self,
        pointer: impl Into<String>,
        given: Option<i64>,
        range: RangeInclusive<i32>,
        what: &str,
    ) -> Option<i32> {
        self.value(pointer, given, |number| values::whole(number, range, what))
    }

    pub(super) fn scaled(
        &mut self,
        pointer: impl Into<String>,
        given: Option<f64>,
        places: u32,
        range: RangeInclusive<i64>,
        what: &str,
    ) -> Option<i64> {
        self.value(pointer, given, |number| values::scaled(number, places, range, what))
    }

    pub(super) fn symbol<S: Symbol>(&mut self, pointer: impl Into<String>, given: Option<&str>) -> Option<S> {
        self.value(pointer, given, |text| S::parse(text).map_err(|error| Invalid::new("unknown_value", error)))
    }

    pub(super) fn rpe_tenths(&mut self, pointer: impl Into<String>, given: Option<f64>) -> Option<i32> {
        self.value(pointer, given, values::rpe_tenths)
    }

    /// A line that must be there; its text is a mistake or counted, so a placeholder stands in for a mistake.
    pub(super) fn line(&mut self, pointer: impl Into<String>, given: &str) -> Text {
        let line = self.value(pointer, Some(given), values::line).unwrap_or_default();
        self.text += line.len();
        Text::Clear(line)
    }

    /// A name that is no person's secret.
    pub(super) fn name(&mut self, pointer: impl Into<String>, given: Option<&String>) -> Option<String> {
        let name = self.value(pointer, given, |name| values::line(name));
        self.text += name.as_ref().map_or(0, String::len);
        name
    }

    pub(super) fn notes(&mut self, pointer: impl Into<String>, given: Option<&String>) -> Option<Text> {
        let notes = self.value(pointer, given, |notes| values::notes(notes)).flatten();
        self.text += notes.as_ref().map_or(0, String::len);
        notes.map(Text::Clear)
    }

    pub(super) fn exercise(&mut self, pointer: impl Into<String>, id: &str) -> Option<ExerciseId> {
        self.value(pointer, Some(id), |id| id.parse().map_err(|error| Invalid::new("invalid_exercise", error)))
    }

    pub(super) fn mass(
        &mut self,
        pointer: &str,
        given: Option<&MassBody>,
        check: impl FnOnce(Mass) -> Result<Mass, Invalid>,
    ) -> Option<Mass> {
        let given = given?;
        let unit: MassUnit = self.symbol(format!("{pointer}/unit"), Some(given.unit.as_str()))?;
        self.value(format!("{pointer}/value"), Some(given.value), |value| {
            check(Mass::from_json_number(value, unit).map_err(|error| Invalid::new("invalid_number", error))?)
        })
    }

    pub(super) fn distance(&mut self, pointer: &str, given: Option<&DistanceBody>) -> Option<Distance> {
        let given = given?;
        let unit: DistanceUnit = self.symbol(format!("{pointer}/unit"), Some(given.unit.as_str()))?;
        self.value(format!("{pointer}/value"), Some(given.value), |value| {
            let distance = Distance::from_json_number(value, unit);
            values::distance(distance.map_err(|error| Invalid::new("invalid_number", error))?)
        })
    }

    /// Between one and so many.
    pub(super) fn count(&mut self, pointer: impl Into<String>, number: usize, most: usize, what: &str) {
        match number {
            0 => self.fault(pointer, "empty", format!("at least one of the {what} is expected")),
            number if number > most => self.fault(pointer, "too_many", format!("at most {most} {what} are expected")),
            _ => {}
        }
    }

    /// The value, unless there was a mistake in it.
    pub(super) fn finish<T>(mut self, value: Option<T>) -> Result<T, Problem> {
        if self.text > MOST_TEXT {
            self.fault("", "too_long", format!("at most {MOST_TEXT} bytes of text are expected altogether"));
        }
        value.filter(|_| self.faults.is_empty()).ok_or_else(|| Problem::invalid(self.faults))
    }
}
