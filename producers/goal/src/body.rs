//! The body of a request, and its way into values: every mistake is named, each where it stands.

use schemas::clock::new_id;
use schemas::exercise::ExerciseId;
use schemas::id::GoalId;
use schemas::time::{Instant, LocalDate};
use serde::Deserialize;
use serde_json::Value;
use service::http::problem::Fault;
use utoipa::ToSchema;

use crate::domain::values::{self, Definition, GoalName, Target, TargetError, Window};

/// A goal to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetGoal {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What to call it, one line of at most 200 characters.
    #[schema(example = "500 t in 2026")]
    name: String,
    /// What it means to reach it; only `accumulate` so far.
    kind: Kind,
    /// What is measured; `volume`, `count`, `minutes` and `distance` can be accumulated.
    metric: Metric,
    /// Only this exercise counts.
    #[schema(example = "bench-press-barbell")]
    exercise: Option<String>,
    /// How much: `kg` or `lb` of volume, `workouts` of count, `min` of minutes, `km`, `m` or `mi` of
    /// distance.
    #[schema(value_type = TargetBody)]
    target: Value,
    /// The first local date that counts.
    #[schema(format = Date)]
    from: Option<String>,
    /// The last local date that counts.
    #[schema(format = Date)]
    until: Option<String>,
}

/// An amount above 0 in a unit that fits the metric.
#[derive(ToSchema)]
#[schema(as = GoalTarget)]
#[expect(dead_code, reason = "describes the body; what it says is read member by member")]
struct TargetBody {
    /// Whole workouts and minutes; any precision for volume and distance.
    #[schema(example = 500_000, exclusive_minimum = 0)]
    value: f64,
    /// The unit.
    #[schema(example = "kg")]
    unit: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalKind)]
enum Kind {
    Accumulate,
    Reach,
    Keep,
    Streak,
    Frequency,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalMetric)]
enum Metric {
    Volume,
    Count,
    Minutes,
    Distance,
    Load,
    E1rm,
    BodyWeight,
}

impl SetGoal {
    /// The goal's id and what it asks for, or everything that is wrong.
    pub(crate) fn parse(&self, now: Instant) -> Result<(GoalId, Definition), Vec<Fault>> {
        // another kind has a target of another shape: to find fault with it would mislead
        if self.kind != Kind::Accumulate {
            return Err(vec![not_supported_yet("/kind", "kind", "accumulate")]);
        }
        let mut faults = Vec::new();
        let id = match &self.id {
            Some(id) => id.parse().map_err(|error| faults.push(at("/id", "invalid_id", error))).ok(),
            None => Some(new_id(now)),
        };
        let name = GoalName::parse(&self.name).map_err(|error| faults.push(at("/name", "invalid_name", error))).ok();
        let exercise = self.exercise.as_ref().and_then(|id| {
            let id = id.parse::<ExerciseId>();
            id.map_err(|error| faults.push(at("/exercise", "invalid_exercise", error))).ok()
        });
        let target = target(self.metric, &self.target).map_err(|wrong| faults.extend(wrong)).ok();
        let from = date("/from", self.from.as_deref(), &mut faults);
        let until = date("/until", self.until.as_deref(), &mut faults);
        let window = Window::new(from, until).map_err(|error| faults.push(at("/until", "before_from", error))).ok();
        match (id, name, target, window) {
            (Some(id), Some(name), Some(target), Some(window)) if faults.is_empty() => {
                Ok((id, Definition { name, target, exercise, window }))
            }
            (_, _, _, _) => Err(faults),
        }
    }
}

fn target(metric: Metric, body: &Value) -> Result<Target, Vec<Fault>> {
    let metric = match metric {
        Metric::Volume => values::Metric::Volume,
        Metric::Count => values::Metric::Count,
        Metric::Minutes => values::Metric::Minutes,
        Metric::Distance => values::Metric::Distance,
        Metric::Load | Metric::E1rm | Metric::BodyWeight => {
            let addable = "volume, count, minutes or distance";
            return Err(vec![not_supported_yet("/metric", "metric to accumulate", addable)]);
        }
    };
    let Some(members) = body.as_object() else {
        return Err(vec![at("/target", "invalid_type", "an object with value and unit is expected")]);
    };
    let unknown = members.keys().filter(|name| !matches!(name.as_str(), "value" | "unit"));
    let mut faults: Vec<_> = unknown
        .map(|name| {
            let pointer = format!("/target/{}", name.replace('~', "~0").replace('/', "~1"));
            Fault::at(pointer, "unknown_field", "a target to accumulate has value and unit")
        })
        .collect();
    let value = members.get("value").and_then(Value::as_f64);
    if value.is_none() {
        faults.push(at("/target/value", missing_or_other(members.get("value")), "a number is expected"));
    }
    let unit = members.get("unit").and_then(Value::as_str);
    if unit.is_none() {
        let fitting = metric.units().join(" or ");
        faults.push(at("/target/unit", missing_or_other(members.get("unit")), format!("{fitting} is expected")));
    }
    match (value, unit) {
        (Some(value), Some(unit)) if faults.is_empty() => {
            Target::parse(metric, value, unit).map_err(|error| vec![target_fault(&error)])
        }
        (_, _) => Err(faults),
    }
}

fn target_fault(error: &TargetError) -> Fault {
    let (pointer, code) = match error {
        TargetError::UnitDoesNotFit { .. } => ("/target/unit", "unit_does_not_fit"),
        TargetError::NotAboveZero => ("/target/value", "not_above_zero"),
        TargetError::NotWhole(_) => ("/target/value", "not_whole"),
        TargetError::TooLarge(_) => ("/target/value", "too_large"),
        TargetError::Quantity(_) => ("/target/value", "invalid_quantity"),
    };
    at(pointer, code, error)
}

fn date(pointer: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<LocalDate> {
    text?.parse().map_err(|error| faults.push(at(pointer, "invalid_date", error))).ok()
}

fn missing_or_other(member: Option<&Value>) -> &'static str {
    if member.is_none() { "missing_field" } else { "invalid_type" }
}

fn not_supported_yet(pointer: &str, what: &str, supported: &str) -> Fault {
    at(pointer, "not_supported_yet", format!("this {what} is not supported yet; choose {supported}"))
}

fn at(pointer: &str, code: &'static str, detail: impl ToString) -> Fault {
    Fault::at(pointer, code, detail.to_string())
}

#[cfg(test)]
mod tests;
