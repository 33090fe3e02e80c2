//! What the parts of a profile say, as snapshots keep it.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{ChannelChoice, Focus, MeasurementKind, NotificationKind, Policy, QuietHours, Units, WeekStart};
use crate::{
    digest::Digest,
    text::Text,
    time::{LocalDate, Zone},
};

/// What a profile says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct ProfileContent {
    /// What the athlete is called.
    pub name: Text,
    /// Day of birth, 1990-05-17.
    pub date_of_birth: Option<Text>,
    /// 'female', 'male' or 'other'.
    pub sex: Option<Text>,
    /// Height as entered, '180 cm'.
    pub height: Option<Text>,
    /// Units to read in.
    pub units: Units,
    /// IANA zone that the athlete lives in.
    pub zone: Zone,
    /// First day of the week.
    pub week_start: WeekStart,
    /// Language and region, BCP 47.
    pub locale: Option<String>,
}

/// What training should lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct FitnessGoals {
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
}

/// How the athlete wants things done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct Preferences {
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
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct Measurement {
    /// What was measured.
    pub kind: MeasurementKind,
    /// The value as entered, '80.5 kg'.
    pub value: Text,
    /// Local date.
    pub date: LocalDate,
    /// What the athlete noted.
    pub note: Option<Text>,
}

/// Where to tell a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct Webhook {
    /// Where to post to.
    pub url: Text,
    /// What it is for.
    pub description: Option<Text>,
    /// What to tell it; empty: everything.
    pub kinds: Vec<NotificationKind>,
    /// Signs what is sent, 'whsec_...'.
    pub secret: Text,
}

/// A link to read the calendar by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct CalendarLink {
    /// What it is for.
    pub name: Option<Text>,
    /// SHA-256 of the secret in the link.
    pub secret_hash: Digest,
}
