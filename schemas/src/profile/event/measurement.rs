//! Measurements of a body.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::super::MeasurementKind;
use crate::{
    id::{MeasurementId, UserId},
    record::Record,
    text::Text,
    time::{Instant, LocalDate},
};

/// A body was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct MeasurementRecorded {
    /// The athlete.
    pub user_id: UserId,
    /// The measurement.
    pub measurement_id: MeasurementId,
    /// What was measured.
    pub kind: MeasurementKind,
    /// The value as entered, '80.5 kg'.
    pub value: Text,
    /// Local date.
    pub date: LocalDate,
    /// What the athlete noted.
    pub note: Option<Text>,
    /// When it was recorded.
    pub recorded_at: Instant,
}

impl Record for MeasurementRecorded {
    const NAME: &'static str = "traintracker.profile.MeasurementRecorded";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/MeasurementRecorded.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("value", &mut self.value);
        if let Some(text) = &mut self.note {
            visit("note", text);
        }
    }
}

/// A measurement was corrected: this replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct MeasurementCorrected {
    /// The athlete.
    pub user_id: UserId,
    /// The measurement.
    pub measurement_id: MeasurementId,
    /// What was measured.
    pub kind: MeasurementKind,
    /// The value as entered, '80.5 kg'.
    pub value: Text,
    /// Local date.
    pub date: LocalDate,
    /// What the athlete noted.
    pub note: Option<Text>,
    /// What it was before.
    pub previous_kind: MeasurementKind,
    /// The value before.
    pub previous_value: Text,
    /// The local date before.
    pub previous_date: LocalDate,
    /// When it was corrected.
    pub corrected_at: Instant,
}

impl Record for MeasurementCorrected {
    const NAME: &'static str = "traintracker.profile.MeasurementCorrected";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/MeasurementCorrected.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("value", &mut self.value);
        if let Some(text) = &mut self.note {
            visit("note", text);
        }
        visit("previous_value", &mut self.previous_value);
    }
}

/// A measurement was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct MeasurementDeleted {
    /// The athlete.
    pub user_id: UserId,
    /// The measurement.
    pub measurement_id: MeasurementId,
    /// When.
    pub deleted_at: Instant,
}

impl Record for MeasurementDeleted {
    const NAME: &'static str = "traintracker.profile.MeasurementDeleted";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/MeasurementDeleted.v1.avsc");
}
