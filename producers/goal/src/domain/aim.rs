//! What it means to reach a goal: every kind with the measures that fit it and nothing else.

use schemas::exercise::ExerciseId;
use schemas::goal::{GoalKind, GoalTarget, Metric};
use schemas::quantity::{Distance, Mass, MassUnit};
use thiserror::Error;

use super::values::{Target, TargetError, whole};

/// Largest load or body weight to aim at, in micrograms: ten tonnes.
const LARGEST_MASS: i64 = 10_000 * 1_000_000_000;
/// Most repetitions that a load can be asked for.
pub const MOST_REPS: i64 = 1_000;
/// Most workouts that a week can be asked for.
pub const MOST_WORKOUTS: i64 = 100;
/// Most weeks that can be asked for: ten years.
pub const MOST_WEEKS: i64 = 520;

/// What is to be achieved. A combination of kind, metric and target that means nothing cannot be built.
#[derive(Debug, Clone, PartialEq)]
pub enum Aim {
    /// Add up to an amount.
    Accumulate {
        /// So much.
        amount: Target,
        /// Only this exercise counts; all when absent.
        exercise: Option<ExerciseId>,
    },
    /// Lift a load so often in one working set.
    Lift {
        /// Of this exercise.
        exercise: ExerciseId,
        /// The load.
        load: Load,
        /// How often.
        reps: Reps,
    },
    /// Have an estimated one-repetition maximum.
    OneRepMax {
        /// Of this exercise.
        exercise: ExerciseId,
        /// The estimate.
        load: Load,
    },
    /// Weigh so much.
    BodyWeight(Load),
    /// Cover a distance in one set.
    Distance {
        /// So far.
        distance: Distance,
        /// Only this exercise counts; all when absent.
        exercise: Option<ExerciseId>,
    },
    /// Keep the body weight within a range.
    Keep(Range),
    /// Train so often in each of so many weeks without a break.
    Streak(Weeks),
    /// Train so often in so many weeks, whatever lies between them.
    Frequency(Weeks),
}

/// A load or body weight to aim at: above 0, ten tonnes at most.
#[derive(Debug, Clone, PartialEq)]
pub struct Load(Mass);

impl Load {
    /// Takes `value` in `unit`.
    pub fn parse(value: f64, unit: &str) -> Result<Self, TargetError> {
        if value <= 0.0 {
            return Err(TargetError::NotAboveZero);
        }
        let mass = match unit {
            "kg" => Mass::from_json_number(value, MassUnit::Kg),
            "lb" => Mass::from_json_number(value, MassUnit::Lb),
            _ => {
                return Err(TargetError::UnitDoesNotFit { unit: unit.to_owned(), fitting: &["kg", "lb"] });
            }
        }?;
        match mass.micrograms() {
            // a hair above zero can round to nothing
            ..=0 => Err(TargetError::NotAboveZero),
            1..=LARGEST_MASS => Ok(Self(mass)),
            _ => Err(TargetError::Heavier),
        }
    }
}

/// Repetitions: 1 to [`MOST_REPS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reps(i32);

impl Reps {
    /// Takes a whole number.
    pub fn parse(value: f64) -> Result<Self, TargetError> {
        up_to(value, "repetitions", MOST_REPS).map(Self)
    }
}

/// A range of body weights, open at one end at most.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    lowest: Option<Load>,
    highest: Option<Load>,
}

/// Why two ends make no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RangeError {
    /// Neither end is given.
    #[error("a range needs a min, a max or both")]
    Open,
    /// The upper end lies below the lower one.
    #[error("max is below min")]
    Empty,
}

impl Range {
    /// From `lowest` to `highest`, both within.
    pub fn new(lowest: Option<Load>, highest: Option<Load>) -> Result<Self, RangeError> {
        match (&lowest, &highest) {
            (None, None) => Err(RangeError::Open),
            (Some(low), Some(high)) if high.0.micrograms() < low.0.micrograms() => Err(RangeError::Empty),
            (Some(_) | None, Some(_) | None) => Ok(Self { lowest, highest }),
        }
    }
}

/// Weeks, from Monday to Sunday in local dates, with so many workouts each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weeks {
    /// How many of them: 1 to [`MOST_WEEKS`].
    weeks: i32,
    /// Workouts that one needs: 1 to [`MOST_WORKOUTS`].
    workouts: i32,
    /// Only workouts with this exercise count; all when absent.
    exercise: Option<ExerciseId>,
}

impl Weeks {
    /// So many weeks with so many workouts each.
    pub fn new(weeks: WeekCount, workouts: WorkoutCount, exercise: Option<ExerciseId>) -> Self {
        Self { weeks: weeks.0, workouts: workouts.0, exercise }
    }
}

/// A number of weeks: 1 to [`MOST_WEEKS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekCount(i32);

impl WeekCount {
    /// Takes a whole number.
    pub fn parse(value: f64) -> Result<Self, TargetError> {
        up_to(value, "weeks", MOST_WEEKS).map(Self)
    }
}

/// Workouts that a week needs: 1 to [`MOST_WORKOUTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkoutCount(i32);

impl WorkoutCount {
    /// Takes a whole number.
    pub fn parse(value: f64) -> Result<Self, TargetError> {
        up_to(value, "workouts", MOST_WORKOUTS).map(Self)
    }
}

fn up_to(value: f64, what: &'static str, most: i64) -> Result<i32, TargetError> {
    if value <= 0.0 {
        return Err(TargetError::NotAboveZero);
    }
    let number = whole(value, what)?;
    i32::try_from(number).ok().filter(|_| number <= most).ok_or(TargetError::More { what, most })
}

const NOTHING: GoalTarget = GoalTarget {
    mass: None,
    distance: None,
    count: None,
    minutes: None,
    reps: None,
    lowest: None,
    highest: None,
    weeks: None,
};

/// An aim in the words of the log.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recorded {
    pub(super) kind: GoalKind,
    pub(super) metric: Metric,
    pub(super) exercise: Option<ExerciseId>,
    pub(super) target: GoalTarget,
}

impl Aim {
    /// In the words of the log.
    pub(super) fn recorded(&self) -> Recorded {
        let recorded = |kind, metric, exercise: Option<&ExerciseId>, target| Recorded {
            kind,
            metric,
            exercise: exercise.cloned(),
            target,
        };
        let mass = |mass: &Mass| GoalTarget { mass: Some(mass.clone()), ..NOTHING };
        let far = |distance: &Distance| GoalTarget { distance: Some(distance.clone()), ..NOTHING };
        match self {
            Self::Accumulate { amount, exercise } => {
                let (metric, target) = match amount {
                    Target::Volume(volume) => (Metric::Volume, mass(volume)),
                    Target::Count(count) => (Metric::Count, GoalTarget { count: Some(*count), ..NOTHING }),
                    Target::Minutes(minutes) => (Metric::Minutes, GoalTarget { minutes: Some(*minutes), ..NOTHING }),
                    Target::Distance(distance) => (Metric::Distance, far(distance)),
                };
                recorded(GoalKind::Accumulate, metric, exercise.as_ref(), target)
            }
            Self::Lift { exercise, load, reps } => {
                let target = GoalTarget { reps: Some(reps.0), ..mass(&load.0) };
                recorded(GoalKind::Reach, Metric::Load, Some(exercise), target)
            }
            Self::OneRepMax { exercise, load } => {
                recorded(GoalKind::Reach, Metric::E1rm, Some(exercise), mass(&load.0))
            }
            Self::BodyWeight(load) => recorded(GoalKind::Reach, Metric::BodyWeight, None, mass(&load.0)),
            Self::Distance { distance, exercise } => {
                recorded(GoalKind::Reach, Metric::Distance, exercise.as_ref(), far(distance))
            }
            Self::Keep(range) => {
                let end = |load: &Option<Load>| load.as_ref().map(|load| load.0.clone());
                let target = GoalTarget { lowest: end(&range.lowest), highest: end(&range.highest), ..NOTHING };
                recorded(GoalKind::Keep, Metric::BodyWeight, None, target)
            }
            Self::Streak(weeks) => weeks.recorded(GoalKind::Streak),
            Self::Frequency(weeks) => weeks.recorded(GoalKind::Frequency),
        }
    }
}

impl Weeks {
    fn recorded(&self, kind: GoalKind) -> Recorded {
        let target = GoalTarget { count: Some(self.workouts.into()), weeks: Some(self.weeks), ..NOTHING };
        Recorded { kind, metric: Metric::Count, exercise: self.exercise.clone(), target }
    }
}

#[cfg(test)]
mod tests;
