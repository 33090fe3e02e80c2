//! Parts of records.

use crate::{
    digest::Digest,
    profile::{
        CalendarLink, ChannelChoice, FitnessGoals, Focus, Measurement, MeasurementKind, NotificationKind, Policy,
        Preferences, ProfileChange, ProfileContent, ProfileField, QuietHours, Units, Webhook, WeekStart,
    },
    testing::{Example, day, zone},
    text::Text,
};

impl Example for ProfileContent {
    fn example() -> Self {
        Self {
            name: Text::from("Ann"),
            date_of_birth: Some(Text::from("1990-05-17")),
            sex: Some(Text::from("female")),
            height: Some(Text::from("180 cm")),
            units: Units::Metric,
            zone: zone(),
            week_start: WeekStart::Monday,
            locale: Some("de-AT".to_owned()),
        }
    }
}

impl Example for FitnessGoals {
    fn example() -> Self {
        Self {
            focus: Some(Focus::Strength),
            weekly_workouts: Some(3),
            weekly_minutes: Some(180),
            target_weight: Some(Text::from("75 kg")),
            target_body_fat: Some(Text::from("15 %")),
            target_date: Some(day()),
            note: Some(Text::from("before breakfast")),
        }
    }
}

impl Example for Preferences {
    fn example() -> Self {
        Self {
            progression: Policy::Ask,
            template_updates_by_progression: Policy::Ask,
            template_updates_by_edit: Policy::Ask,
            leaderboards: vec!["weekly-volume".to_owned()],
            channels: vec![ChannelChoice::example()],
            quiet_hours: Some(QuietHours::example()),
        }
    }
}

impl Example for Measurement {
    fn example() -> Self {
        Self {
            kind: MeasurementKind::BodyWeight,
            value: Text::from("80.5 kg"),
            date: day(),
            note: Some(Text::from("before breakfast")),
        }
    }
}

impl Example for Webhook {
    fn example() -> Self {
        Self {
            url: Text::from("https://example.com/hook"),
            description: Some(Text::from("my own log")),
            kinds: vec![NotificationKind::GoalAchieved],
            secret: Text::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        }
    }
}

impl Example for CalendarLink {
    fn example() -> Self {
        Self { name: Some(Text::from("Ann")), secret_hash: Digest::of(b"secret") }
    }
}

impl Example for ProfileChange {
    fn example() -> Self {
        Self { field: ProfileField::Name, old: Some(Text::from("Anne")), new: Some(Text::from("Ann")) }
    }
}

impl Example for ChannelChoice {
    fn example() -> Self {
        Self { kind: NotificationKind::GoalAchieved, in_app: true, email: true, webhook: true }
    }
}

impl Example for QuietHours {
    fn example() -> Self {
        Self { from_minute: 1_320, until_minute: 420 }
    }
}
