//! What training should lead to.

use schemas::profile::MeasurementKind;
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::reader::{AmountBody, Reader};
use crate::domain::fitness_goals::Goals;
use crate::domain::values::{WeeklyMinutes, WeeklyWorkouts, measured, target_day};

/// What training should lead to, whole: what is left out is not set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FitnessGoals)]
pub(crate) struct ChangeGoals {
    /// `strength`, `muscle`, `fat_loss`, `endurance`, `health`, `mobility` or `sport`.
    #[schema(example = "strength")]
    focus: Option<String>,
    /// Workouts that a week should have: the target behind `target_weeks` of the streaks.
    #[schema(minimum = 1, maximum = 50, example = 3)]
    weekly_workouts: Option<i64>,
    /// Minutes of training that a week should have.
    #[schema(minimum = 1, maximum = 10_080)]
    weekly_minutes: Option<i64>,
    /// Body weight to reach, in `kg` or `lb`.
    target_weight: Option<AmountBody>,
    /// Body fat to reach, in `%`.
    target_body_fat: Option<AmountBody>,
    /// Day to reach it by.
    #[schema(format = Date)]
    target_date: Option<String>,
    /// A note, at most 2,000 characters.
    note: Option<String>,
}

impl ChangeGoals {
    /// What it says, or everything that is wrong with it.
    pub(crate) fn read(&self) -> Result<Goals, Problem> {
        let mut reader = Reader::default();
        let goals = Goals {
            focus: reader.symbol("/focus", self.focus.as_ref()),
            weekly_workouts: reader.value("/weekly_workouts", self.weekly_workouts, WeeklyWorkouts::new),
            weekly_minutes: reader.value("/weekly_minutes", self.weekly_minutes, WeeklyMinutes::new),
            target_weight: reader.amount("/target_weight", self.target_weight.as_ref(), |amount| {
                measured(MeasurementKind::BodyWeight, amount)
            }),
            target_body_fat: reader.amount("/target_body_fat", self.target_body_fat.as_ref(), |amount| {
                measured(MeasurementKind::BodyFat, amount)
            }),
            target_date: reader.value("/target_date", self.target_date.as_deref(), target_day),
            note: reader.notes("/note", self.note.as_ref()),
        };
        reader.finish(Some(goals))
    }
}
