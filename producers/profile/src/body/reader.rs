//! Reads text and numbers into values and collects what is wrong with them.

use std::fmt::Display;

use schemas::clock::new_id;
use schemas::id::Id;
use schemas::quantity::{Amount, AmountUnit};
use schemas::symbol::Symbol;
use schemas::time::Instant;
use serde::Deserialize;
use service::http::problem::{Fault, Problem};
use utoipa::ToSchema;

use crate::domain::values::{Invalid, Line, Notes, invalid};

/// A number with its unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Amount)]
pub(crate) struct AmountBody {
    /// The number as entered.
    #[schema(example = 80.5)]
    value: f64,
    /// `kg`, `lb`, `cm`, `in` or `%`.
    #[schema(example = "kg")]
    unit: String,
}

/// Collects the mistakes of one body.
#[derive(Debug, Default)]
pub(super) struct Reader {
    faults: Vec<Fault>,
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

    /// The id that the client made, or one made here.
    pub(super) fn id<K>(&mut self, text: Option<&String>, now: Instant) -> Option<Id<K>> {
        let Some(text) = text else { return Some(new_id(now)) };
        self.value("/id", Some(text), |text| text.parse().map_err(|error| invalid("invalid_id", error)))
    }

    pub(super) fn symbol<S: Symbol>(&mut self, pointer: impl Into<String>, text: Option<&String>) -> Option<S> {
        self.value(pointer, text, |text| S::parse(text).map_err(|error| invalid("unknown_value", error)))
    }

    pub(super) fn line(&mut self, pointer: &str, text: Option<&String>, longest: usize) -> Option<Line> {
        self.value(pointer, text, |text| Line::new(text, longest))
    }

    pub(super) fn notes(&mut self, pointer: &str, text: Option<&String>) -> Option<Notes> {
        self.value(pointer, text, |text| Notes::new(text)).flatten()
    }

    /// An amount, which `check` may refuse: its unit at the unit, everything else at the number.
    pub(super) fn amount(
        &mut self,
        pointer: &str,
        body: Option<&AmountBody>,
        check: impl FnOnce(Amount) -> Result<Amount, Invalid>,
    ) -> Option<Amount> {
        let AmountBody { value, unit } = body?;
        let Some(unit) = AmountUnit::parse(unit) else {
            self.fault(format!("{pointer}/unit"), "unknown_value", "one of kg, lb, cm, in, % is expected");
            return None;
        };
        let amount = Amount::from_json_number(*value, unit).map_err(|error| invalid("invalid_number", error));
        match amount.and_then(check) {
            Ok(amount) => Some(amount),
            Err(Invalid { code, detail }) => {
                let member = if code == "unit_does_not_fit" { "unit" } else { "value" };
                self.fault(format!("{pointer}/{member}"), code, detail);
                None
            }
        }
    }

    /// The value, unless there was a mistake in it.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Problem> {
        value.filter(|_| self.faults.is_empty()).ok_or_else(|| Problem::invalid(self.faults))
    }
}
