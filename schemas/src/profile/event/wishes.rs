//! What somebody trains for, and how they want things done.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::super::{ChannelChoice, Focus, Policy, QuietHours};
use crate::{
    id::UserId,
    record::Record,
    text::Text,
    time::{Instant, LocalDate},
};

/// An athlete said what training should lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct GoalsChanged {
    /// The athlete.
    pub user_id: UserId,
    /// What training is for.
    pub focus: Option<Focus>,
    /// Workouts that a week should have.
    pub weekly_workouts: Option<i32>,
    /// Minutes of training that a week should have.
    pub weekly_minutes: Option<i32>,
    /// Body weight to reach, as entered, '75 kg'.
    pub target_weight: Option<Text>,
    /// Body fat to reach, '15 %'.
    pub target_body_fat: Option<Text>,
    /// Day to reach it by.
    pub target_date: Option<LocalDate>,
    /// What the athlete noted.
    pub note: Option<Text>,
    /// When.
    pub changed_at: Instant,
}

impl Record for GoalsChanged {
    const NAME: &'static str = "traintracker.profile.GoalsChanged";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/GoalsChanged.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.target_weight {
            visit("target_weight", text);
        }
        if let Some(text) = &mut self.target_body_fat {
            visit("target_body_fat", text);
        }
        if let Some(text) = &mut self.note {
            visit("note", text);
        }
    }
}

/// An athlete said how they want things done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct PreferencesChanged {
    /// The athlete.
    pub user_id: UserId,
    /// Whether a progression changes the template.
    pub progression: Policy,
    /// Whether versions made by a progression go into the schedule.
    pub template_updates_by_progression: Policy,
    /// Whether versions made by an edit go into the schedule.
    pub template_updates_by_edit: Policy,
    /// Boards to stand on, sorted: 'weekly-volume', ...
    pub leaderboards: Vec<String>,
    /// How to tell of kinds that are not told as usual.
    pub channels: Vec<ChannelChoice>,
    /// When not to disturb.
    pub quiet_hours: Option<QuietHours>,
    /// When.
    pub changed_at: Instant,
}

impl Record for PreferencesChanged {
    const NAME: &'static str = "traintracker.profile.PreferencesChanged";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/PreferencesChanged.v1.avsc");
}
