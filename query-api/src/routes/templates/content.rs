//! What a template prescribes, from the column that holds it as the event said it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::value::{Decimal, Entered, Quantity, grams};

/// One exercise of a template.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct PlannedExercise {
    /// Id of the exercise.
    pub(super) exercise: String,
    /// Its name when it was planned.
    pub(super) name: String,
    /// Exercises with the same number are done in turns.
    pub(super) superset: Option<i32>,
    /// In the order prescribed.
    pub(super) sets: Vec<PlannedSet>,
    /// Notes.
    pub(super) notes: Option<String>,
}

/// One set as it is prescribed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct PlannedSet {
    /// `warm_up`, `normal`, `drop` or `failure`.
    kind: String,
    /// Repetitions.
    reps: Option<i32>,
    /// A range of repetitions in their place.
    rep_range: Option<RepRange>,
    /// Load of one repetition, in the reader's unit.
    load: Option<Quantity>,
    /// The same in whole grams.
    load_g: Option<i64>,
    /// The same as it was entered.
    load_entered: Option<Entered>,
    /// What the load is: `external`, `bodyweight` or `assisted`.
    resistance: String,
    /// The load as a share of the estimated one-repetition maximum.
    e1rm_percent: Option<Decimal>,
    /// Exertion to aim at.
    rpe: Option<Decimal>,
    /// Rest after the set.
    rest_seconds: Option<i32>,
    /// Length of the set.
    duration_seconds: Option<i32>,
    /// Distance to cover, in the reader's unit.
    distance: Option<Quantity>,
    /// The same as it was entered.
    distance_entered: Option<Entered>,
}

/// A range of repetitions.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
struct RepRange {
    /// Least.
    min: i32,
    /// Most.
    max: i32,
}

/// A load, also as it was entered.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct Load {
    #[serde(flatten)]
    load: Quantity,
    /// In whole grams.
    load_g: i64,
    /// As it was entered.
    entered: Option<Entered>,
}

#[derive(Deserialize)]
struct MassKept {
    micrograms: i64,
    entered: String,
    unit: String,
}

#[derive(Deserialize)]
struct DistanceKept {
    millimetres: i64,
    entered: String,
    unit: String,
}

#[derive(Deserialize)]
struct ExerciseKept {
    exercise: String,
    name: String,
    superset: Option<i32>,
    notes: Option<String>,
    sets: Vec<SetKept>,
}

#[derive(Deserialize)]
struct SetKept {
    kind: String,
    reps: Option<i32>,
    reps_min: Option<i32>,
    reps_max: Option<i32>,
    load: Option<MassKept>,
    resistance: String,
    e1rm_percent_tenths: Option<i32>,
    rpe_tenths: Option<i32>,
    rest_seconds: Option<i32>,
    duration_seconds: Option<i32>,
    distance: Option<DistanceKept>,
}

/// The exercises that a column holds.
pub(super) fn exercises(kept: Value) -> Vec<PlannedExercise> {
    let kept: Vec<ExerciseKept> = serde_json::from_value(kept).unwrap_or_default();
    let exercise = |kept: ExerciseKept| PlannedExercise {
        exercise: kept.exercise,
        name: kept.name,
        superset: kept.superset,
        sets: kept.sets.into_iter().map(set).collect(),
        notes: kept.notes,
    };
    kept.into_iter().map(exercise).collect()
}

fn set(kept: SetKept) -> PlannedSet {
    let tenths = |tenths: i32| Decimal::new(tenths.into(), 1);
    PlannedSet {
        kind: kept.kind,
        reps: kept.reps,
        rep_range: kept.reps_min.zip(kept.reps_max).map(|(min, max)| RepRange { min, max }),
        load: kept.load.as_ref().map(|load| Quantity::kilograms(load.micrograms.into())),
        load_g: kept.load.as_ref().map(|load| grams(load.micrograms.into())),
        load_entered: kept.load.and_then(|load| Entered::parse(&load.entered, load.unit)),
        resistance: kept.resistance,
        e1rm_percent: kept.e1rm_percent_tenths.map(tenths),
        rpe: kept.rpe_tenths.map(tenths),
        rest_seconds: kept.rest_seconds,
        duration_seconds: kept.duration_seconds,
        distance: kept.distance.as_ref().map(|distance| Quantity::kilometres(distance.millimetres)),
        distance_entered: kept.distance.and_then(|distance| Entered::parse(&distance.entered, distance.unit)),
    }
}

/// The load that a column holds.
pub(super) fn load(kept: Value) -> Option<Load> {
    let kept: MassKept = serde_json::from_value(kept).ok()?;
    Some(Load {
        load: Quantity::kilograms(kept.micrograms.into()),
        load_g: grams(kept.micrograms.into()),
        entered: Entered::parse(&kept.entered, kept.unit),
    })
}

/// A progression rule as it was asked for: the members of its kind alone.
pub(super) fn rule(kept: Value) -> Value {
    let Value::Object(mut kept) = kept else { return kept };
    let mut shown = Map::new();
    shown.insert("kind".to_owned(), kept.remove("kind").unwrap_or_default());
    let tenths = |value: &Value| value.as_i64().map(|tenths| json!(Decimal::new(tenths.into(), 1)));
    for member in ["increment", "decrement", "rounding"] {
        let entered = kept.remove(member).and_then(|mass| serde_json::from_value::<MassKept>(mass).ok());
        let entered = entered.and_then(|mass| Entered::parse(&mass.entered, mass.unit));
        shown.extend(entered.map(|entered| (member.to_owned(), json!(entered))));
    }
    for member in ["successes", "failures", "total_reps"] {
        shown.extend(kept.remove(member).filter(|value| !value.is_null()).map(|value| (member.to_owned(), value)));
    }
    if let (Some(min @ Value::Number(_)), Some(max)) = (kept.remove("reps_min"), kept.remove("reps_max")) {
        shown.insert("rep_range".to_owned(), json!({"min": min, "max": max}));
    }
    shown.extend(kept.get("rpe_tenths").and_then(tenths).map(|rpe| ("rpe".to_owned(), rpe)));
    let percents: Vec<Value> =
        kept.get("percent_tenths").and_then(Value::as_array).into_iter().flatten().filter_map(tenths).collect();
    if !percents.is_empty() {
        shown.insert("percents".to_owned(), percents.into());
    }
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_shows_the_members_of_its_kind() {
        let kept = json!({
            "kind": "linear", "increment": {"micrograms": 2_500_000_000_i64, "entered": "2.5", "unit": "kg"},
            "decrement": null, "successes": 2, "failures": null, "reps_min": null, "reps_max": null, "total_reps": null,
            "percent_tenths": [], "rpe_tenths": null, "rounding": null,
        });
        assert_eq!(rule(kept), json!({"kind": "linear", "increment": {"value": 2.5, "unit": "kg"}, "successes": 2}));
        let kept = json!({"kind": "percent_wave", "percent_tenths": [700, 775], "rpe_tenths": 85, "reps_min": 8, "reps_max": 12});
        let shown =
            json!({"kind": "percent_wave", "percents": [70, 77.5], "rpe": 8.5, "rep_range": {"min": 8, "max": 12}});
        assert_eq!(rule(kept), shown);
    }
}
