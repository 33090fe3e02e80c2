//! Sets as bodies tell them.

use std::collections::BTreeSet;

use schemas::{
    execution::{Resistance, SetKind},
    id::SetId,
    quantity::{Distance, DistanceUnit, Mass, MassUnit},
    symbol::Symbol,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::reader::{Reader, invalid};
use crate::domain::{
    set::SetEntry,
    values::{DurationSeconds, Invalid, Load, Reps, RestSeconds, Rir, Rpe, Travelled},
};

/// A set that was done.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PerformedSet)]
pub(crate) struct SetBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    pub(super) id: Option<String>,
    /// `warm_up`, `normal`, `drop` or `failure`; left out: `normal`. Warm-ups count for nothing.
    #[schema(example = "normal")]
    pub(super) kind: Option<String>,
    /// Repetitions.
    #[schema(minimum = 0, maximum = 1_000_000, example = 8)]
    pub(super) reps: Option<i64>,
    /// The load of one repetition, as entered; at most 10 t.
    pub(super) load: Option<LoadBody>,
    /// What the load is: `external` (the weight moved), `bodyweight` (a weight beside one's own) or `assisted` (a weight that
    /// helps); left out: `external`.
    #[schema(example = "external")]
    pub(super) resistance: Option<String>,
    /// Rated exertion, 1 to 10 in halves.
    #[schema(minimum = 1, maximum = 10, multiple_of = 0.5, example = 8)]
    pub(super) rpe: Option<f64>,
    /// Repetitions left in reserve.
    #[schema(minimum = 0, maximum = 1_000)]
    pub(super) rir: Option<i64>,
    /// Rest after the set.
    #[schema(minimum = 0, maximum = 86_400, example = 90)]
    pub(super) rest_seconds: Option<i64>,
    /// How long the set took.
    #[schema(minimum = 0, maximum = 2_592_000)]
    pub(super) duration_seconds: Option<i64>,
    /// How far it went.
    pub(super) distance: Option<DistanceBody>,
    /// When it was done; left out: now for a set of a live workout, else the start of the workout.
    #[schema(format = DateTime)]
    pub(super) logged_at: Option<String>,
    /// A note.
    pub(super) notes: Option<String>,
}

/// A mass with its unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Mass)]
pub(crate) struct LoadBody {
    /// The number as entered.
    #[schema(example = 50)]
    value: f64,
    /// `kg` or `lb`.
    #[schema(example = "kg")]
    unit: String,
}

/// A distance with its unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Distance)]
pub(crate) struct DistanceBody {
    /// The number as entered.
    #[schema(example = 5)]
    value: f64,
    /// `m`, `km` or `mi`.
    #[schema(example = "km")]
    unit: String,
}

impl SetBody {
    /// The set; `pointer` names its place in the body and ends in `/`.
    pub(super) fn read(&self, reader: &mut Reader, pointer: &str) -> SetEntry {
        let at = |field: &str| format!("{pointer}{field}");
        let kind = reader.value(at("kind"), self.kind.as_deref(), symbol::<SetKind>);
        let resistance = reader.value(at("resistance"), self.resistance.as_deref(), symbol::<Resistance>);
        SetEntry {
            id: reader.id(at("id"), self.id.as_ref()),
            kind: kind.unwrap_or(SetKind::Normal),
            reps: reader.value(at("reps"), self.reps, Reps::new),
            load: self.load.as_ref().and_then(|load| load.read(reader, &at("load"))),
            resistance: resistance.unwrap_or(Resistance::External),
            rpe: reader.value(at("rpe"), self.rpe, Rpe::new),
            rir: reader.value(at("rir"), self.rir, Rir::new),
            rest_seconds: reader.value(at("rest_seconds"), self.rest_seconds, RestSeconds::new),
            duration_seconds: reader.value(at("duration_seconds"), self.duration_seconds, DurationSeconds::new),
            distance: self.distance.as_ref().and_then(|distance| distance.read(reader, &at("distance"))),
            logged_at: reader.time(at("logged_at"), self.logged_at.as_ref()),
            notes: reader.notes(at("notes"), self.notes.as_ref()),
        }
    }
}

impl LoadBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Option<Load> {
        let unit: MassUnit = reader.value(format!("{pointer}/unit"), Some(self.unit.as_str()), symbol)?;
        reader.value(format!("{pointer}/value"), Some(self.value), |value| {
            Load::new(Mass::from_json_number(value, unit).map_err(|error| invalid("invalid_number", error))?)
        })
    }
}

impl DistanceBody {
    fn read(&self, reader: &mut Reader, pointer: &str) -> Option<Travelled> {
        let unit: DistanceUnit = reader.value(format!("{pointer}/unit"), Some(self.unit.as_str()), symbol)?;
        reader.value(format!("{pointer}/value"), Some(self.value), |value| {
            Travelled::new(Distance::from_json_number(value, unit).map_err(|error| invalid("invalid_number", error))?)
        })
    }
}

fn symbol<S: Symbol>(text: &str) -> Result<S, Invalid> {
    S::parse(text).map_err(|error| invalid("unknown_value", error))
}

/// The sets of one exercise; `pointer` names the place of the array. No id may come twice in a body.
pub(super) fn read_all(
    sets: &[SetBody],
    reader: &mut Reader,
    pointer: &str,
    ids: &mut BTreeSet<SetId>,
) -> Vec<SetEntry> {
    let read = |(index, set): (usize, &SetBody)| {
        let entry = set.read(reader, &format!("{pointer}/{index}/"));
        if entry.id.is_some_and(|id| !ids.insert(id)) {
            reader.fault(format!("{pointer}/{index}/id"), "duplicate_id", "another set of this body has the same id");
        }
        entry
    };
    sets.iter().enumerate().map(read).collect()
}
