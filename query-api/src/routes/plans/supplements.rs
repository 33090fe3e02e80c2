//! What a supplement plan says.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Content, meals::PortionKept, time_of_day};
use crate::value::Entered;

/// What a supplement plan says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Supplements {
    /// In the order told.
    supplements: Vec<Supplement>,
}

/// A supplement to take.
#[derive(Debug, Serialize, ToSchema)]
struct Supplement {
    /// What it is.
    supplement: Option<String>,
    /// How much each time.
    dose: Option<Entered>,
    /// On which days.
    cadence: Cadence,
    /// When to take it, local time.
    times: Vec<String>,
    /// How much earlier or later is fine.
    window_minutes: Option<i32>,
    /// Most doses of a day, where it is taken as needed.
    most_per_day: Option<i32>,
    /// Notes.
    notes: Option<String>,
}

/// On which days a supplement is due.
#[derive(Debug, Serialize, ToSchema)]
struct Cadence {
    /// `daily`, `weekdays`, `every_n_days`, `training_days`, `rest_days` or `as_needed`.
    kind: String,
    /// `MON` to `SUN`, where days of the week are chosen.
    weekdays: Vec<String>,
    /// Days from one to the next, where those are counted.
    days: Option<i32>,
}

#[derive(Debug, Default, Deserialize)]
struct Kept {
    supplements: Vec<SupplementKept>,
}

#[derive(Debug, Deserialize)]
struct SupplementKept {
    supplement: Option<String>,
    dose: PortionKept,
    cadence: CadenceKept,
    at_minutes: Vec<i32>,
    window_minutes: Option<i32>,
    most_per_day: Option<i32>,
    notes: Option<String>,
}

#[derive(Debug, Deserialize)]
struct CadenceKept {
    kind: String,
    weekdays: Vec<String>,
    every_days: Option<i32>,
}

impl Content for Supplements {
    const KIND: &'static str = "supplement";
    const NAME: &'static str = "supplement plan";

    fn of(kept: Value) -> Self {
        let Kept { supplements } = serde_json::from_value(kept).unwrap_or_default();
        let supplement = |kept: SupplementKept| Supplement {
            supplement: kept.supplement,
            dose: kept.dose.shown(),
            cadence: Cadence {
                kind: kept.cadence.kind,
                weekdays: kept.cadence.weekdays,
                days: kept.cadence.every_days,
            },
            times: kept.at_minutes.into_iter().map(time_of_day).collect(),
            window_minutes: kept.window_minutes,
            most_per_day: kept.most_per_day,
            notes: kept.notes,
        };
        Self { supplements: supplements.into_iter().map(supplement).collect() }
    }
}
