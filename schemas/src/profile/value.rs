//! The parts that records of profile are made of.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::NotificationKind;
use crate::{symbol::Symbol, text::Text};

/// Units that a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    /// Kilograms, kilometres, centimetres.
    Metric,
    /// Pounds, miles, inches.
    Imperial,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Units {
    const NAME: &'static str = "traintracker.profile.Units";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Metric, "metric"), (Self::Imperial, "imperial"), (Self::Unknown, "unknown")];
}

/// The first day of a person's week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WeekStart {
    /// Monday.
    #[serde(rename = "MON")]
    Monday,
    /// Sunday.
    #[serde(rename = "SUN")]
    Sunday,
    /// Saturday.
    #[serde(rename = "SAT")]
    Saturday,
    /// A value newer than this reader.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
}

impl Symbol for WeekStart {
    const NAME: &'static str = "traintracker.profile.WeekStart";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Monday, "MON"), (Self::Sunday, "SUN"), (Self::Saturday, "SAT"), (Self::Unknown, "unknown")];
}

/// A field of a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileField {
    /// Name.
    Name,
    /// Date of birth.
    DateOfBirth,
    /// Sex.
    Sex,
    /// Height.
    Height,
    /// Units.
    Units,
    /// Zone.
    Zone,
    /// Week start.
    WeekStart,
    /// Locale.
    Locale,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for ProfileField {
    const NAME: &'static str = "traintracker.profile.ProfileField";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Name, "name"),
        (Self::DateOfBirth, "date_of_birth"),
        (Self::Sex, "sex"),
        (Self::Height, "height"),
        (Self::Units, "units"),
        (Self::Zone, "zone"),
        (Self::WeekStart, "week_start"),
        (Self::Locale, "locale"),
        (Self::Unknown, "unknown"),
    ];
}

/// What training is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Focus {
    /// Strength.
    Strength,
    /// Muscle.
    Muscle,
    /// Fat loss.
    FatLoss,
    /// Endurance.
    Endurance,
    /// Health.
    Health,
    /// Mobility.
    Mobility,
    /// Sport.
    Sport,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Focus {
    const NAME: &'static str = "traintracker.profile.Focus";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Strength, "strength"),
        (Self::Muscle, "muscle"),
        (Self::FatLoss, "fat_loss"),
        (Self::Endurance, "endurance"),
        (Self::Health, "health"),
        (Self::Mobility, "mobility"),
        (Self::Sport, "sport"),
        (Self::Unknown, "unknown"),
    ];
}

/// Whether something is done, or proposed first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// At once.
    Auto,
    /// As a proposal.
    Ask,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Policy {
    const NAME: &'static str = "traintracker.profile.Policy";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Auto, "auto"), (Self::Ask, "ask"), (Self::Unknown, "unknown")];
}

/// A field that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct ProfileChange {
    /// Which.
    pub field: ProfileField,
    /// What it was; none when it was not set.
    pub old: Option<Text>,
    /// What it is; none when it is not set.
    pub new: Option<Text>,
}

/// How to tell of one kind of thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct ChannelChoice {
    /// What it is about.
    pub kind: NotificationKind,
    /// In the app.
    pub in_app: bool,
    /// By e-mail.
    pub email: bool,
    /// To webhooks.
    pub webhook: bool,
}

/// When nothing is sent but in the app, in the athlete's zone; may go over midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct QuietHours {
    /// First minute of the day, 0 to 1439.
    pub from_minute: i32,
    /// First minute after, 0 to 1439.
    pub until_minute: i32,
}
