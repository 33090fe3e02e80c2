//! What training should lead to: replaced whole.

use command_api::Meta;
use schemas::profile::{FitnessGoals, Focus, GoalsChanged, ProfileEvent};
use schemas::quantity::Amount;
use schemas::text::Text;
use schemas::time::LocalDate;

use super::values::{Notes, WeeklyMinutes, WeeklyWorkouts};

/// What somebody trains for.
#[derive(Debug, Clone, PartialEq)]
pub struct Goals {
    /// In one word.
    pub focus: Option<Focus>,
    /// Workouts that a week should have.
    pub weekly_workouts: Option<WeeklyWorkouts>,
    /// Minutes that a week should have.
    pub weekly_minutes: Option<WeeklyMinutes>,
    /// Body weight to reach.
    pub target_weight: Option<Amount>,
    /// Body fat to reach.
    pub target_body_fat: Option<Amount>,
    /// By when.
    pub target_date: Option<LocalDate>,
    /// In their own words.
    pub note: Option<Notes>,
}

impl Goals {
    /// As it stands in records.
    pub fn content(&self) -> FitnessGoals {
        let text = |amount: &Amount| Text::from(amount.to_string());
        FitnessGoals {
            focus: self.focus,
            weekly_workouts: self.weekly_workouts.map(WeeklyWorkouts::get),
            weekly_minutes: self.weekly_minutes.map(WeeklyMinutes::get),
            target_weight: self.target_weight.as_ref().map(text),
            target_body_fat: self.target_body_fat.as_ref().map(text),
            target_date: self.target_date,
            note: self.note.as_ref().map(|note| Text::from(note.as_str())),
        }
    }
}

/// Decides; the first time is recorded whatever it says.
pub fn decide(goals: Option<&FitnessGoals>, meta: &Meta, wanted: &Goals) -> Vec<ProfileEvent> {
    let content = wanted.content();
    if goals == Some(&content) {
        return Vec::new();
    }
    let FitnessGoals { focus, weekly_workouts, weekly_minutes, target_weight, target_body_fat, target_date, note } =
        content;
    vec![ProfileEvent::GoalsChanged(GoalsChanged {
        user_id: meta.subject,
        focus,
        weekly_workouts,
        weekly_minutes,
        target_weight,
        target_body_fat,
        target_date,
        note,
        changed_at: meta.received_at,
    })]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::scenario::{NOW, amount, ann, date, meta, one};

    pub(crate) fn stronger() -> Goals {
        Goals {
            focus: Some(Focus::Strength),
            weekly_workouts: Some(WeeklyWorkouts::new(3).unwrap()),
            weekly_minutes: Some(WeeklyMinutes::new(180).unwrap()),
            target_weight: Some(amount("165 lb")),
            target_body_fat: Some(amount("15 %")),
            target_date: Some(date("2027-06-01")),
            note: Some(Notes::new("for the wedding").unwrap().unwrap()),
        }
    }

    #[test]
    fn what_somebody_trains_for_is_recorded_as_said() {
        let event = one(Ok(decide(None, &meta(), &stronger())));
        let ProfileEvent::GoalsChanged(changed) = &event else { panic!("{event:?}") };
        assert_eq!((changed.user_id, changed.changed_at), (ann(), NOW));
        assert_eq!((changed.focus, changed.weekly_workouts), (Some(Focus::Strength), Some(3)));
        assert_eq!(changed.target_weight.as_ref().and_then(Text::clear), Some("165 lb"));
        assert_eq!(FitnessGoals::from(changed.clone()), stronger().content());
    }

    #[test]
    fn the_same_again_records_nothing_and_anything_else_does() {
        let told = stronger().content();
        assert_eq!(decide(Some(&told), &meta(), &stronger()), vec![]);
        let fewer = Goals { weekly_workouts: None, ..stronger() };
        assert_eq!(decide(Some(&told), &meta(), &fewer).len(), 1);
        // the same weight in another unit is another wish
        let metric = Goals { target_weight: Some(amount("74.84274105 kg")), ..stronger() };
        assert_eq!(decide(Some(&told), &meta(), &metric).len(), 1);
    }
}
