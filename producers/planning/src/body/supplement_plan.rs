//! A supplement plan, whole.

use std::collections::BTreeSet;

use schemas::{
    clock::new_id,
    id::SupplementPlanId,
    planning::{Cadence, CadenceKind, Dose, DoseUnit, PlannedSupplement, Weekday},
    time::Instant,
};
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::{quantity::AmountBody, reader::Reader};
use crate::domain::{
    supplement_plan::Content,
    values::{self, MOST_ITEMS},
};

/// A supplement plan, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SupplementPlan)]
pub(crate) struct SupplementPlanBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What it is called, one line of at most 200 characters.
    #[schema(example = "Winter")]
    name: String,
    /// Notes, at most 2,000 characters.
    notes: Option<String>,
    /// In the order told.
    #[schema(min_items = 1, max_items = 50)]
    supplements: Vec<PlannedSupplementBody>,
}

/// A supplement to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlannedSupplement)]
struct PlannedSupplementBody {
    /// What it is.
    #[schema(example = "Creatine")]
    supplement: String,
    /// How much each time: `mcg`, `mg`, `g`, `ml`, `iu`, `capsule`, `tablet`, `drop`, `scoop` or `serving`.
    dose: AmountBody,
    /// On which days.
    cadence: CadenceBody,
    /// When to take it, local time; none where it is taken as needed.
    #[serde(default)]
    #[schema(max_items = 12, example = json!(["08:00"]))]
    times: Vec<String>,
    /// How much earlier or later is fine.
    #[schema(minimum = 0, maximum = 720)]
    window_minutes: Option<i64>,
    /// Most doses of a day, where it is taken as needed.
    #[schema(minimum = 1, maximum = 48)]
    most_per_day: Option<i64>,
    /// Notes, at most 2,000 characters.
    notes: Option<String>,
}

/// On which days a supplement is due.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Cadence)]
struct CadenceBody {
    /// `daily`, `weekdays` (with `weekdays`), `every_n_days` (with `days`), `training_days`, `rest_days` or `as_needed`.
    #[schema(example = "daily")]
    kind: String,
    /// `MON` to `SUN`.
    weekdays: Option<Vec<String>>,
    /// Days from one to the next.
    #[schema(minimum = 2, maximum = 365)]
    days: Option<i64>,
}

impl SupplementPlanBody {
    /// The plan to create, and under which id.
    pub(crate) fn created(&self, now: Instant) -> Result<(SupplementPlanId, Content), Problem> {
        let mut reader = Reader::default();
        let id = reader.id(self.id.as_ref());
        let content = self.content(&mut reader);
        reader.finish(Some(content)).map(|content| (id.unwrap_or_else(|| new_id(now)), content))
    }

    /// What the plan of this id is to be.
    pub(crate) fn updated(&self, plan: SupplementPlanId) -> Result<Content, Problem> {
        let mut reader = Reader::default();
        reader.same_id(self.id.as_ref(), plan);
        let content = self.content(&mut reader);
        reader.finish(Some(content))
    }

    fn content(&self, reader: &mut Reader) -> Content {
        let name = reader.line("/name", &self.name);
        let notes = reader.notes("/notes", self.notes.as_ref());
        reader.count("/supplements", self.supplements.len(), MOST_ITEMS, "supplements");
        let read = |(place, supplement): (usize, &PlannedSupplementBody)| {
            supplement.read(reader, &format!("/supplements/{place}"))
        };
        let supplements = self.supplements.iter().enumerate().filter_map(read).collect();
        Content { name, notes, supplements }
    }
}

impl PlannedSupplementBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Option<PlannedSupplement> {
        let at = |field: &str| format!("{pointer}/{field}");
        let supplement = reader.line(at("supplement"), &self.supplement);
        let unit: Option<DoseUnit> = reader.symbol(at("dose/unit"), Some(self.dose.unit.as_str()));
        let thousandths = reader.scaled(at("dose/value"), Some(self.dose.value), 3, 1..=1_000_000_000, "a dose");
        let cadence = self.cadence.read(reader, &at("cadence"));
        let as_needed = cadence.as_ref().is_some_and(|cadence| cadence.kind == CadenceKind::AsNeeded);
        let at_minutes = self.minutes(reader, &at("times"), as_needed);
        let window_minutes = reader.whole(at("window_minutes"), self.window_minutes, 0..=720, "minutes");
        let most_per_day = reader.whole(at("most_per_day"), self.most_per_day, 1..=48, "doses");
        if cadence.is_some() && !as_needed && self.most_per_day.is_some() {
            reader.fault(at("most_per_day"), "does_not_fit", "only what is taken as needed has a most per day");
        }
        let notes = reader.notes(at("notes"), self.notes.as_ref());
        let dose = Dose { thousandths: thousandths?, unit: unit? };
        let cadence = cadence?;
        Some(PlannedSupplement { supplement, dose, cadence, at_minutes, window_minutes, most_per_day, notes })
    }

    /// The times of the day, in their order.
    fn minutes(&self, reader: &mut Reader, pointer: &str, as_needed: bool) -> Vec<i32> {
        match (self.times.len(), as_needed) {
            (0, false) => reader.fault(pointer, "empty", "at least one time is expected, unless it is taken as needed"),
            (1.., true) => reader.fault(pointer, "does_not_fit", "what is taken as needed has no times"),
            (13.., _) => reader.fault(pointer, "too_many", "at most 12 times are expected"),
            (_, _) => {}
        }
        let mut minutes = BTreeSet::new();
        for (place, time) in self.times.iter().enumerate() {
            let pointer = format!("{pointer}/{place}");
            let minute = reader.value(pointer.clone(), Some(time.as_str()), values::minute_of_day);
            if minute.is_some_and(|minute| !minutes.insert(minute)) {
                reader.fault(pointer, "duplicate", "the time was named before");
            }
        }
        minutes.into_iter().collect()
    }
}

impl CadenceBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Option<Cadence> {
        let kind = reader.symbol(format!("{pointer}/kind"), Some(self.kind.as_str()))?;
        let every_days = reader.whole(format!("{pointer}/days"), self.days, 2..=365, "days");
        let mut weekdays: BTreeSet<Weekday> = BTreeSet::new();
        for (place, day) in self.weekdays.iter().flatten().enumerate() {
            let pointer = format!("{pointer}/weekdays/{place}");
            let day = reader.symbol(pointer.clone(), Some(day.as_str()));
            if day.is_some_and(|day| !weekdays.insert(day)) {
                reader.fault(pointer, "duplicate", "the day was named before");
            }
        }
        let chosen = [
            ("weekdays", self.weekdays.is_some(), kind == CadenceKind::Weekdays),
            ("days", self.days.is_some(), kind == CadenceKind::EveryNDays),
        ];
        for (member, is_there, fits) in chosen {
            match (is_there, fits) {
                (false, true) => reader.fault(format!("{pointer}/{member}"), "missing_field", "the cadence needs it"),
                (true, false) => {
                    reader.fault(format!("{pointer}/{member}"), "does_not_fit", "the cadence has no use for it");
                }
                (true, true) | (false, false) => {}
            }
        }
        if kind == CadenceKind::Weekdays && self.weekdays.as_ref().is_some_and(Vec::is_empty) {
            reader.fault(format!("{pointer}/weekdays"), "empty", "at least one of the days is expected");
        }
        Some(Cadence { kind, weekdays: weekdays.into_iter().collect(), every_days })
    }
}
