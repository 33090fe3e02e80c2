//! Supplements that were taken or left out.

use schemas::{clock::new_id, id::IntakeId, time::Instant};
use serde::Deserialize;
use serde_json::Value;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::{
    portion::{PortionBody, no_plan},
    reader::Reader,
};
use crate::domain::supplement::{Skipped, Taken};

/// A supplement that was taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TakeSupplement)]
pub(crate) struct TakeSupplementBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// The plan followed; only null so far.
    #[schema(value_type = Option<Object>)]
    plan: Option<Value>,
    /// What it is, one line of at most 200 characters.
    #[schema(example = "creatine")]
    supplement: String,
    /// How much.
    dose: PortionBody,
    /// When: RFC 3339 with an offset, at most 24 hours ahead.
    #[schema(format = DateTime, example = "2026-11-20T08:00:00+01:00")]
    taken_at: String,
    /// IANA zone of its local times.
    #[schema(example = "Europe/Vienna")]
    zone: String,
    /// Notes, at most 10,000 characters.
    notes: Option<String>,
}

/// A supplement that was left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SkipSupplement)]
pub(crate) struct SkipSupplementBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// The plan followed; only null so far.
    #[schema(value_type = Option<Object>)]
    plan: Option<Value>,
    /// What it is, one line of at most 200 characters.
    #[schema(example = "creatine")]
    supplement: String,
    /// When it would have been taken: RFC 3339 with an offset, at most 24 hours ahead.
    #[schema(format = DateTime, example = "2026-11-20T08:00:00+01:00")]
    skipped_at: String,
    /// IANA zone of its local times.
    #[schema(example = "Europe/Vienna")]
    zone: String,
    /// Why, at most 10,000 characters.
    #[schema(example = "none left")]
    reason: Option<String>,
}

impl TakeSupplementBody {
    /// What was taken, and under which id.
    pub(crate) fn read(&self, now: Instant) -> Result<(IntakeId, Taken), Problem> {
        let mut reader = Reader::default();
        let id = reader.id("/id", self.id.as_ref());
        let taken = self.taken(&mut reader);
        reader.finish(taken).map(|taken| (id.unwrap_or_else(|| new_id(now)), taken))
    }

    fn taken(&self, reader: &mut Reader) -> Option<Taken> {
        no_plan(reader, self.plan.as_ref());
        let supplement = reader.line("/supplement", Some(&self.supplement));
        let dose = self.dose.read(reader, "/dose");
        let taken_at = reader.time("/taken_at", Some(&self.taken_at));
        let zone = reader.zone("/zone", &self.zone);
        let notes = reader.notes("/notes", self.notes.as_ref());
        Some(Taken { supplement: supplement?, dose: dose?, taken_at: taken_at?, zone: zone?, notes })
    }
}

impl SkipSupplementBody {
    /// What was left out, and under which id.
    pub(crate) fn read(&self, now: Instant) -> Result<(IntakeId, Skipped), Problem> {
        let mut reader = Reader::default();
        let id = reader.id("/id", self.id.as_ref());
        let skipped = self.skipped(&mut reader);
        reader.finish(skipped).map(|skipped| (id.unwrap_or_else(|| new_id(now)), skipped))
    }

    fn skipped(&self, reader: &mut Reader) -> Option<Skipped> {
        no_plan(reader, self.plan.as_ref());
        let supplement = reader.line("/supplement", Some(&self.supplement));
        let skipped_at = reader.time("/skipped_at", Some(&self.skipped_at));
        let zone = reader.zone("/zone", &self.zone);
        let reason = reader.notes("/reason", self.reason.as_ref());
        Some(Skipped { supplement: supplement?, skipped_at: skipped_at?, zone: zone?, reason })
    }
}
