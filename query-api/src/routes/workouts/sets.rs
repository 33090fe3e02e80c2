//! A set as answers show it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::habits::Habits;
use crate::value::{Decimal, Entered, LocalClock, Quantity, grams};

/// Columns of `performed_set` that [`Set::of`] reads.
pub(in crate::routes) const SET_COLUMNS: &str = "set_id, set_index, kind, reps, load_ug, load_entered, load_unit, \
    resistance, rpe_tenths, rir, rest_seconds, duration_seconds, distance_mm, distance_entered, distance_unit, \
    logged_at, notes";

/// One set.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::routes) struct Set {
    /// Its id.
    id: Uuid,
    /// Place in its block, from 0.
    index: i32,
    /// `warm_up`, `normal`, `drop` or `failure`.
    kind: String,
    /// Repetitions.
    reps: Option<i32>,
    /// Load of one repetition, in the reader's unit.
    load: Option<Quantity>,
    /// The same in whole grams.
    load_g: Option<i64>,
    /// The same as it was entered.
    load_entered: Option<Entered>,
    /// What the load is: `external`, `bodyweight` or `assisted`.
    resistance: String,
    /// Rate of perceived exertion, 1 to 10 in halves.
    rpe: Option<Decimal>,
    /// Repetitions left in reserve.
    rir: Option<i32>,
    /// Rest after the set.
    rest_seconds: Option<i32>,
    /// Length of the set.
    duration_seconds: Option<i32>,
    /// Distance, in the reader's unit.
    distance: Option<Quantity>,
    /// The same as it was entered.
    distance_entered: Option<Entered>,
    /// When it was logged, with the offset of the workout's zone.
    logged_at: Option<String>,
    /// Notes.
    notes: Option<String>,
}

impl Set {
    pub(in crate::routes) fn of(row: &Row, clock: &LocalClock, habits: &Habits) -> Self {
        let load: Option<i64> = row.get("load_ug");
        let load_entered = entered(row, "load_entered", "load_unit");
        let rpe: Option<i32> = row.get("rpe_tenths");
        Self {
            id: row.get("set_id"),
            index: row.get("set_index"),
            kind: row.get("kind"),
            reps: row.get("reps"),
            load: load.map(|load| Quantity::load(load, load_entered.as_ref(), habits.units)),
            load_g: load.map(|load| grams(load.into())),
            load_entered,
            resistance: row.get("resistance"),
            rpe: rpe.map(|tenths| Decimal::new(tenths.into(), 1)),
            rir: row.get("rir"),
            rest_seconds: row.get("rest_seconds"),
            duration_seconds: row.get("duration_seconds"),
            distance: row
                .get::<_, Option<i64>>("distance_mm")
                .map(|distance| Quantity::distance(distance, habits.units)),
            distance_entered: entered(row, "distance_entered", "distance_unit"),
            logged_at: row.get::<_, Option<DateTime<Utc>>>("logged_at").map(|at| clock.show(at)),
            notes: row.get("notes"),
        }
    }
}

fn entered(row: &Row, text: &str, unit: &str) -> Option<Entered> {
    Entered::parse(row.get::<_, Option<&str>>(text)?, row.get::<_, Option<String>>(unit)?)
}
