//! The body of a request, and its way into values: every mistake is named, each where it stands.

mod aim;
mod members;

use schemas::clock::new_id;
use schemas::id::GoalId;
use schemas::time::{Instant, LocalDate};
use serde::Deserialize;
use serde_json::Value;
use service::http::problem::Fault;
use utoipa::ToSchema;

use self::aim::{Exercise, Kind, Metric, TargetBody};
use self::members::at;
use crate::domain::values::{Definition, GoalName, Window};

/// What somebody wants to achieve, whole.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = GoalDefinition)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoalBody {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What to call it, one line of at most 200 characters.
    #[schema(example = "500 t in 2026")]
    name: String,
    /// What it means to achieve it.
    kind: Kind,
    /// What is measured: `volume`, `count`, `minutes` and `distance` can be accumulated; `load`, `e1rm`, `body_weight` and
    /// `distance` reached; `body_weight` kept; streaks and frequencies are of `count`.
    metric: Metric,
    /// Only this exercise counts. Needed for `load` and `e1rm`; there is none for `body_weight`.
    #[schema(example = "bench-press-barbell")]
    exercise: Option<String>,
    /// How much: `kg` or `lb` of volume, load, e1RM and body weight, `workouts` of count, `min` of minutes, `km`, `m` or
    /// `mi` of distance.
    #[schema(value_type = TargetBody)]
    target: Value,
    /// The first local date that counts.
    #[schema(format = Date)]
    from: Option<String>,
    /// The last local date that counts.
    #[schema(format = Date)]
    until: Option<String>,
}

impl GoalBody {
    /// The goal's id and what it asks for, or everything that is wrong.
    pub(crate) fn set(&self, now: Instant) -> Result<(GoalId, Definition), Vec<Fault>> {
        let mut faults = Vec::new();
        let id = match &self.id {
            Some(id) => id.parse().map_err(|error| faults.push(at("/id", "invalid_id", error))).ok(),
            None => Some(new_id(now)),
        };
        let definition = self.definition(&mut faults);
        id.zip(definition).filter(|_| faults.is_empty()).ok_or(faults)
    }

    /// What the goal of the address asks for from now on.
    pub(crate) fn changed(&self, goal: GoalId) -> Result<Definition, Vec<Fault>> {
        let mut faults = Vec::new();
        match self.id.as_ref().map(|id| id.parse::<GoalId>()) {
            Some(Err(error)) => faults.push(at("/id", "invalid_id", error)),
            Some(Ok(id)) if id != goal => faults.push(at("/id", "other_id", "the goal of the address is expected")),
            Some(Ok(_)) | None => {}
        }
        let definition = self.definition(&mut faults);
        definition.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn definition(&self, faults: &mut Vec<Fault>) -> Option<Definition> {
        let name = GoalName::parse(&self.name).map_err(|error| faults.push(at("/name", "invalid_name", error))).ok();
        let exercise = Exercise::parse(self.exercise.as_deref(), faults);
        let aim = aim::aim(self.kind, self.metric, &exercise, &self.target, faults);
        let from = date("/from", self.from.as_deref(), faults);
        let until = date("/until", self.until.as_deref(), faults);
        let window = Window::new(from, until).map_err(|error| faults.push(at("/until", "before_from", error))).ok();
        Some(Definition { name: name?, aim: aim?, window: window? })
    }
}

fn date(pointer: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<LocalDate> {
    text?.parse().map_err(|error| faults.push(at(pointer, "invalid_date", error))).ok()
}

#[cfg(test)]
mod tests;
