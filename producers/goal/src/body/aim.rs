//! What is to be achieved: the shape of a target follows from kind and metric.

use schemas::exercise::ExerciseId;
use serde::Deserialize;
use serde_json::Value;
use service::http::problem::Fault;
use utoipa::ToSchema;

use super::members::{Members, at, quantity};
use crate::domain::aim::{Aim, Load, Range, RangeError, Reps, WeekCount, Weeks, WorkoutCount};
use crate::domain::values::{self, Target, distance};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalKind)]
pub(super) enum Kind {
    Accumulate,
    Reach,
    Keep,
    Streak,
    Frequency,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalMetric)]
pub(super) enum Metric {
    Volume,
    Count,
    Minutes,
    Distance,
    Load,
    E1rm,
    BodyWeight,
}

/// What is to be achieved; which of these it is follows from kind and metric.
#[derive(ToSchema)]
#[schema(as = GoalTarget)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the body; what it says is read member by member")]
pub(super) enum TargetBody {
    /// `accumulate`; `reach` with `e1rm`, `body_weight` or `distance`: an amount above 0 in a unit that fits the metric.
    Amount(AmountBody),
    /// `reach` with `load`: a load for a number of repetitions, both met by one working set.
    Lift {
        /// At most 10,000 kg.
        load: AmountBody,
        /// 1 to 1,000.
        #[schema(example = 1, minimum = 1, maximum = 1_000)]
        reps: u32,
    },
    /// `keep`: the range to stay within, one end at least.
    Range {
        /// The least.
        min: Option<AmountBody>,
        /// The most.
        max: Option<AmountBody>,
    },
    /// `streak` and `frequency`: weeks from Monday to Sunday, with so many workouts each.
    Weeks {
        /// Workouts that a week needs, 1 to 100.
        #[schema(example = 3, minimum = 1, maximum = 100)]
        workouts: u32,
        /// How many such weeks, 1 to 520: in a row for `streak`.
        #[schema(example = 12, minimum = 1, maximum = 520)]
        weeks: u32,
    },
}

/// An amount above 0 in a unit that fits the metric.
#[derive(ToSchema)]
#[schema(as = GoalAmount)]
#[expect(dead_code, reason = "describes the body; what it says is read member by member")]
pub(super) struct AmountBody {
    /// Whole workouts and minutes; any precision for masses and distances.
    #[schema(example = 500_000, exclusive_minimum = 0)]
    value: f64,
    /// The unit.
    #[schema(example = "kg")]
    unit: String,
}

const MASSES: &[&str] = &["kg", "lb"];

/// What kind, metric, exercise and target mean together. An exercise that was given and is wrong has its fault already.
pub(super) fn aim(
    kind: Kind,
    metric: Metric,
    exercise: &Exercise,
    target: &Value,
    faults: &mut Vec<Fault>,
) -> Option<Aim> {
    match (kind, metric) {
        (Kind::Accumulate, Metric::Volume) => accumulate(values::Metric::Volume, exercise, target, faults),
        (Kind::Accumulate, Metric::Count) => accumulate(values::Metric::Count, exercise, target, faults),
        (Kind::Accumulate, Metric::Minutes) => accumulate(values::Metric::Minutes, exercise, target, faults),
        (Kind::Accumulate, Metric::Distance) => accumulate(values::Metric::Distance, exercise, target, faults),
        (Kind::Reach, Metric::Load) => {
            let exercise = exercise.needed(faults);
            let lift = Members::of("/target", target, &["load", "reps"], faults);
            let load = lift.quantity("load", MASSES, Load::parse, faults);
            let reps = lift.number("reps", Reps::parse, faults);
            Some(Aim::Lift { exercise: exercise?, load: load?, reps: reps? })
        }
        (Kind::Reach, Metric::E1rm) => {
            let exercise = exercise.needed(faults);
            let load = quantity("/target", target, MASSES, Load::parse, faults);
            Some(Aim::OneRepMax { exercise: exercise?, load: load? })
        }
        (Kind::Reach, Metric::BodyWeight) => {
            exercise.unwanted(faults);
            quantity("/target", target, MASSES, Load::parse, faults).map(Aim::BodyWeight)
        }
        (Kind::Reach, Metric::Distance) => {
            let units = values::Metric::Distance.units();
            let distance = quantity("/target", target, units, distance, faults)?;
            Some(Aim::Distance { distance, exercise: exercise.optional() })
        }
        (Kind::Keep, Metric::BodyWeight) => {
            exercise.unwanted(faults);
            range(target, faults).map(Aim::Keep)
        }
        (Kind::Streak, Metric::Count) => weeks(exercise, target, faults).map(Aim::Streak),
        (Kind::Frequency, Metric::Count) => weeks(exercise, target, faults).map(Aim::Frequency),
        // a target of another metric has another shape: to find fault with it would mislead
        (Kind::Accumulate, Metric::Load | Metric::E1rm | Metric::BodyWeight) => {
            unfitting("volume, count, minutes or distance is accumulated", faults)
        }
        (Kind::Reach, Metric::Volume | Metric::Count | Metric::Minutes) => {
            unfitting("load, e1rm, body_weight or distance is reached", faults)
        }
        (
            Kind::Keep,
            Metric::Volume | Metric::Count | Metric::Minutes | Metric::Distance | Metric::Load | Metric::E1rm,
        ) => unfitting("body_weight is kept", faults),
        (
            Kind::Streak | Kind::Frequency,
            Metric::Volume | Metric::Minutes | Metric::Distance | Metric::Load | Metric::E1rm | Metric::BodyWeight,
        ) => unfitting("count is what a streak and a frequency are of", faults),
    }
}

fn unfitting(fitting: &str, faults: &mut Vec<Fault>) -> Option<Aim> {
    faults.push(at("/metric", "does_not_fit_kind", fitting));
    None
}

fn accumulate(metric: values::Metric, exercise: &Exercise, target: &Value, faults: &mut Vec<Fault>) -> Option<Aim> {
    let parse = |value: f64, unit: &str| Target::parse(metric, value, unit);
    let amount = quantity("/target", target, metric.units(), parse, faults)?;
    Some(Aim::Accumulate { amount, exercise: exercise.optional() })
}

fn range(target: &Value, faults: &mut Vec<Fault>) -> Option<Range> {
    let found = faults.len();
    let ends = Members::of("/target", target, &["min", "max"], faults);
    let lowest = ends.optional_quantity("min", MASSES, Load::parse, faults);
    let highest = ends.optional_quantity("max", MASSES, Load::parse, faults);
    if faults.len() > found {
        return None;
    }
    let wrong = |error: RangeError| {
        let (pointer, code) = match error {
            RangeError::Open => ("/target", "no_range"),
            RangeError::Empty => ("/target/max", "below_min"),
        };
        faults.push(at(pointer, code, error));
    };
    Range::new(lowest.ok()?, highest.ok()?).map_err(wrong).ok()
}

fn weeks(exercise: &Exercise, target: &Value, faults: &mut Vec<Fault>) -> Option<Weeks> {
    let members = Members::of("/target", target, &["workouts", "weeks"], faults);
    let workouts = members.number("workouts", WorkoutCount::parse, faults);
    let weeks = members.number("weeks", WeekCount::parse, faults);
    Some(Weeks::new(weeks?, workouts?, exercise.optional()))
}

/// The exercise of a body.
pub(super) enum Exercise {
    /// Left out, or null.
    Absent,
    /// Given.
    Given(ExerciseId),
    /// Given, and no id of an exercise: its fault is noted.
    Wrong,
}

impl Exercise {
    /// Reads the member.
    pub(super) fn parse(text: Option<&str>, faults: &mut Vec<Fault>) -> Self {
        let Some(text) = text else { return Self::Absent };
        match text.parse() {
            Ok(exercise) => Self::Given(exercise),
            Err(error) => {
                faults.push(at("/exercise", "invalid_exercise", error));
                Self::Wrong
            }
        }
    }

    fn optional(&self) -> Option<ExerciseId> {
        match self {
            Self::Given(exercise) => Some(exercise.clone()),
            Self::Absent | Self::Wrong => None,
        }
    }

    fn needed(&self, faults: &mut Vec<Fault>) -> Option<ExerciseId> {
        if matches!(self, Self::Absent) {
            faults.push(at("/exercise", "missing_field", "a lift is of an exercise"));
        }
        self.optional()
    }

    fn unwanted(&self, faults: &mut Vec<Fault>) {
        if !matches!(self, Self::Absent) {
            faults.push(at("/exercise", "does_not_fit_metric", "body weight has no exercise"));
        }
    }
}
