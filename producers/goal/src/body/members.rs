//! Reads an object member by member, and notes what is wrong where it stands.

use serde_json::{Map, Value};
use service::http::problem::Fault;

use crate::domain::values::TargetError;

/// The members of an object at a pointer.
pub(super) struct Members<'a> {
    pointer: String,
    members: Option<&'a Map<String, Value>>,
}

impl<'a> Members<'a> {
    /// The object at `pointer`, which has these members and no other.
    pub(super) fn of(pointer: &str, body: &'a Value, expected: &[&str], faults: &mut Vec<Fault>) -> Self {
        let members = body.as_object();
        let what = expected.join(" and ");
        match members {
            None => faults.push(at(pointer, "invalid_type", format!("an object with {what} is expected"))),
            Some(members) => {
                for name in members.keys().filter(|name| !expected.contains(&name.as_str())) {
                    let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                    faults.push(at(&pointer, "unknown_field", format!("{what} are expected here")));
                }
            }
        }
        Self { pointer: pointer.to_owned(), members }
    }

    /// A number that becomes a value, needed.
    pub(super) fn number<T>(
        &self,
        name: &str,
        parse: impl FnOnce(f64) -> Result<T, TargetError>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let members = self.members?;
        let pointer = format!("{}/{name}", self.pointer);
        let Some(number) = members.get(name).and_then(Value::as_f64) else {
            faults.push(at(&pointer, missing_or_other(members.get(name)), "a number is expected"));
            return None;
        };
        parse(number).map_err(|error| faults.push(at(&pointer, code(&error), error))).ok()
    }

    /// A quantity `{"value", "unit"}` under a name, needed.
    pub(super) fn quantity<T>(
        &self,
        name: &str,
        fitting: &[&str],
        parse: impl FnOnce(f64, &str) -> Result<T, TargetError>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let members = self.members?;
        let pointer = format!("{}/{name}", self.pointer);
        let Some(body) = members.get(name) else {
            faults.push(at(&pointer, "missing_field", "a value and its unit are expected"));
            return None;
        };
        quantity(&pointer, body, fitting, parse, faults)
    }

    /// The same, where it may be left out or null: `Err` when it is wrong.
    pub(super) fn optional_quantity<T>(
        &self,
        name: &str,
        fitting: &[&str],
        parse: impl FnOnce(f64, &str) -> Result<T, TargetError>,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<T>, ()> {
        let Some(body) = self.members.and_then(|members| members.get(name)).filter(|body| !body.is_null()) else {
            return Ok(None);
        };
        quantity(&format!("{}/{name}", self.pointer), body, fitting, parse, faults).map(Some).ok_or(())
    }
}

/// A quantity `{"value", "unit"}` at a pointer.
pub(super) fn quantity<T>(
    pointer: &str,
    body: &Value,
    fitting: &[&str],
    parse: impl FnOnce(f64, &str) -> Result<T, TargetError>,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let found = faults.len();
    let object = Members::of(pointer, body, &["value", "unit"], faults);
    let value = object.number("value", Ok, faults);
    let unit = object.members?.get("unit");
    let Some(unit) = unit.and_then(Value::as_str) else {
        let expected = format!("{} is expected", fitting.join(" or "));
        faults.push(at(&format!("{pointer}/unit"), missing_or_other(unit), expected));
        return None;
    };
    if faults.len() > found {
        return None;
    }
    let wrong = |error: TargetError| {
        let member = if matches!(error, TargetError::UnitDoesNotFit { .. }) { "unit" } else { "value" };
        faults.push(at(&format!("{pointer}/{member}"), code(&error), error));
    };
    parse(value?, unit).map_err(wrong).ok()
}

fn code(error: &TargetError) -> &'static str {
    match error {
        TargetError::UnitDoesNotFit { .. } => "unit_does_not_fit",
        TargetError::NotAboveZero => "not_above_zero",
        TargetError::NotWhole(_) => "not_whole",
        TargetError::TooLarge(_) | TargetError::More { .. } | TargetError::Heavier => "too_large",
        TargetError::Quantity(_) => "invalid_quantity",
    }
}

fn missing_or_other(member: Option<&Value>) -> &'static str {
    if member.is_none() { "missing_field" } else { "invalid_type" }
}

/// A mistake and where it stands.
pub(super) fn at(pointer: &str, code: &'static str, detail: impl ToString) -> Fault {
    Fault::at(pointer, code, detail.to_string())
}
