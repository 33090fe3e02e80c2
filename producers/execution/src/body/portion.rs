//! Amounts of foods and doses of supplements as bodies tell them, and the plans that they may not name yet.

use schemas::{
    quantity::{Portion, PortionUnit},
    symbol::Symbol,
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::reader::{Reader, invalid};
use crate::domain::nutrition::portion;

/// An amount with its unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Portion)]
pub(crate) struct PortionBody {
    /// The number as entered, above 0.
    #[schema(maximum = 1_000_000, example = 150)]
    value: f64,
    /// `mcg`, `mg`, `g`, `kg`, `oz`, `lb`, `ml`, `l`, `iu`, `piece`, `serving`, `cup`, `tablespoon`, `teaspoon`, `scoop`,
    /// `capsule`, `tablet` or `drop`.
    #[schema(example = "g")]
    unit: String,
}

impl PortionBody {
    pub(super) fn read(&self, reader: &mut Reader, pointer: &str) -> Option<Portion> {
        let unit: Option<PortionUnit> = reader.value(format!("{pointer}/unit"), Some(self.unit.as_str()), |unit| {
            PortionUnit::parse(unit).map_err(|error| invalid("unknown_value", error))
        });
        // a number can be wrong in any unit
        let checked = unit.unwrap_or(PortionUnit::Piece);
        let read = reader.value(format!("{pointer}/value"), Some(self.value), |value| portion(value, checked));
        unit.and(read)
    }
}

/// A plan may only be null as long as plans cannot be looked up.
pub(super) fn no_plan(reader: &mut Reader, plan: Option<&Value>) {
    if plan.is_some() {
        reader.fault("/plan", "not_supported_yet", "plans cannot be followed yet; leave it out, or null");
    }
}
