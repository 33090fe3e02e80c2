//! Snapshots.

use crate::{
    profile::{
        CalendarLink, CalendarLinkSnapshot, ConnectionsSnapshot, FitnessGoals, FitnessGoalsSnapshot, Measurement,
        MeasurementSnapshot, NotificationSnapshot, Preferences, PreferencesSnapshot, ProfileContent, ProfileSnapshot,
        Webhook, WebhookSnapshot,
    },
    testing::{Example, id, moment},
};

impl Example for ProfileSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), version: 3, fold_version: 1, profile: ProfileContent::example() }
    }
}

impl Example for FitnessGoalsSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), version: 3, fold_version: 1, goals: FitnessGoals::example() }
    }
}

impl Example for PreferencesSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), version: 3, fold_version: 1, preferences: Preferences::example() }
    }
}

impl Example for MeasurementSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            measurement_id: id(5),
            version: 3,
            fold_version: 1,
            measurement: Some(Measurement::example()),
        }
    }
}

impl Example for WebhookSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), webhook_id: id(6), version: 3, fold_version: 1, webhook: Some(Webhook::example()) }
    }
}

impl Example for CalendarLinkSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            calendar_link_id: id(7),
            version: 3,
            fold_version: 1,
            link: Some(CalendarLink::example()),
        }
    }
}

impl Example for NotificationSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), notification_id: id(8), version: 3, fold_version: 1, read_at: moment() }
    }
}

impl Example for ConnectionsSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), fold_version: 1, webhooks: vec![id(6)], calendar_links: vec![id(7)] }
    }
}
