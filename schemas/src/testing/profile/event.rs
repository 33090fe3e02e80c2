//! Events.

use crate::{
    digest::Digest,
    profile::{
        CalendarLinkCreated, CalendarLinkRevoked, ChannelChoice, Focus, GoalsChanged, MeasurementCorrected,
        MeasurementDeleted, MeasurementKind, MeasurementRecorded, NotificationKind, NotificationRead, Policy,
        PreferencesChanged, ProfileChange, ProfileCreated, ProfileUpdated, QuietHours, Units, WebhookRegistered,
        WebhookRemoved, WeekStart,
    },
    testing::{Example, day, id, moment, zone},
    text::Text,
};

impl Example for ProfileCreated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            name: Text::from("Ann"),
            date_of_birth: Some(Text::from("1990-05-17")),
            sex: Some(Text::from("female")),
            height: Some(Text::from("180 cm")),
            units: Units::Metric,
            zone: zone(),
            week_start: WeekStart::Monday,
            locale: Some("de-AT".to_owned()),
            created_at: moment(),
        }
    }
}

impl Example for ProfileUpdated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            name: Text::from("Ann"),
            date_of_birth: Some(Text::from("1990-05-17")),
            sex: Some(Text::from("female")),
            height: Some(Text::from("180 cm")),
            units: Units::Metric,
            zone: zone(),
            week_start: WeekStart::Monday,
            locale: Some("de-AT".to_owned()),
            changes: vec![ProfileChange::example()],
            updated_at: moment(),
        }
    }
}

impl Example for GoalsChanged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            focus: Some(Focus::Strength),
            weekly_workouts: Some(3),
            weekly_minutes: Some(180),
            target_weight: Some(Text::from("75 kg")),
            target_body_fat: Some(Text::from("15 %")),
            target_date: Some(day()),
            note: Some(Text::from("before breakfast")),
            changed_at: moment(),
        }
    }
}

impl Example for PreferencesChanged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            progression: Policy::Ask,
            template_updates_by_progression: Policy::Ask,
            template_updates_by_edit: Policy::Ask,
            leaderboards: vec!["weekly-volume".to_owned()],
            channels: vec![ChannelChoice::example()],
            quiet_hours: Some(QuietHours::example()),
            changed_at: moment(),
        }
    }
}

impl Example for MeasurementRecorded {
    fn example() -> Self {
        Self {
            user_id: id(1),
            measurement_id: id(5),
            kind: MeasurementKind::BodyWeight,
            value: Text::from("80.5 kg"),
            date: day(),
            note: Some(Text::from("before breakfast")),
            recorded_at: moment(),
        }
    }
}

impl Example for MeasurementCorrected {
    fn example() -> Self {
        Self {
            user_id: id(1),
            measurement_id: id(5),
            kind: MeasurementKind::BodyWeight,
            value: Text::from("80.5 kg"),
            date: day(),
            note: Some(Text::from("before breakfast")),
            previous_kind: MeasurementKind::BodyWeight,
            previous_value: Text::from("81 kg"),
            previous_date: day(),
            corrected_at: moment(),
        }
    }
}

impl Example for MeasurementDeleted {
    fn example() -> Self {
        Self { user_id: id(1), measurement_id: id(5), deleted_at: moment() }
    }
}

impl Example for WebhookRegistered {
    fn example() -> Self {
        Self {
            user_id: id(1),
            webhook_id: id(6),
            url: Text::from("https://example.com/hook"),
            description: Some(Text::from("my own log")),
            kinds: vec![NotificationKind::GoalAchieved],
            secret: Text::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            registered_at: moment(),
        }
    }
}

impl Example for WebhookRemoved {
    fn example() -> Self {
        Self { user_id: id(1), webhook_id: id(6), removed_at: moment() }
    }
}

impl Example for CalendarLinkCreated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            calendar_link_id: id(7),
            name: Some(Text::from("Ann")),
            secret_hash: Digest::of(b"secret"),
            created_at: moment(),
        }
    }
}

impl Example for CalendarLinkRevoked {
    fn example() -> Self {
        Self { user_id: id(1), calendar_link_id: id(7), revoked_at: moment() }
    }
}

impl Example for NotificationRead {
    fn example() -> Self {
        Self { user_id: id(1), notification_id: id(8), read_at: moment() }
    }
}
