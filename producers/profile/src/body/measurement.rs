//! Measurements.

use schemas::id::MeasurementId;
use schemas::profile::MeasurementKind;
use schemas::time::Instant;
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::reader::{AmountBody, Reader};
use crate::domain::measurement::Reading;
use crate::domain::values::{measured, past_day};

/// A measurement to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordMeasurement {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What was measured: `body_weight`, `lean_mass` or `muscle_mass` in `kg` or `lb`; `body_fat` or `body_water` in `%`;
    /// `neck`, `shoulders`, `chest`, `waist`, `abdomen`, `hips`, and `left_…` or `right_…` `upper_arm`, `forearm`, `thigh`,
    /// `calf` in `cm` or `in`.
    #[schema(example = "body_weight")]
    kind: String,
    /// How much.
    value: AmountBody,
    /// On which local date.
    #[schema(format = Date, example = "2026-11-20")]
    date: String,
    /// A note, at most 2,000 characters.
    note: Option<String>,
}

/// A measurement as it should have been.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectMeasurement {
    /// What was measured.
    #[schema(example = "body_weight")]
    kind: String,
    /// How much.
    value: AmountBody,
    /// On which local date.
    #[schema(format = Date, example = "2026-11-20")]
    date: String,
    /// A note, at most 2,000 characters.
    note: Option<String>,
}

impl RecordMeasurement {
    /// Id and content, or everything that is wrong with them.
    pub(crate) fn read(&self, now: Instant) -> Result<(MeasurementId, Reading), Problem> {
        let mut reader = Reader::default();
        let id = reader.id(self.id.as_ref(), now);
        let reading = reading(&mut reader, &self.kind, &self.value, &self.date, self.note.as_ref(), now);
        reader.finish(id.zip(reading))
    }
}

impl CorrectMeasurement {
    /// The content, or everything that is wrong with it.
    pub(crate) fn read(&self, now: Instant) -> Result<Reading, Problem> {
        let mut reader = Reader::default();
        let reading = reading(&mut reader, &self.kind, &self.value, &self.date, self.note.as_ref(), now);
        reader.finish(reading)
    }
}

fn reading(
    reader: &mut Reader,
    kind: &String,
    value: &AmountBody,
    date: &str,
    note: Option<&String>,
    now: Instant,
) -> Option<Reading> {
    let kind: Option<MeasurementKind> = reader.symbol("/kind", Some(kind));
    // of a kind that there is not, a number can still be a number
    let value = reader.amount("/value", Some(value), |amount| match kind {
        Some(kind) => measured(kind, amount),
        None => Ok(amount),
    });
    let date = reader.value("/date", Some(date), |text| past_day(text, now));
    let note = reader.notes("/note", note);
    Some(Reading { kind: kind?, value: value?, date: date?, note })
}
