//! Snapshots of `profile.state`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{CalendarLink, FitnessGoals, Measurement, Preferences, ProfileContent, Webhook};
use crate::{
    id::{CalendarLinkId, MeasurementId, NotificationId, UserId, WebhookId},
    record::Record,
    text::Text,
    time::Instant,
};

/// State of a profile. Store 'profile'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct ProfileSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// What it says.
    pub profile: ProfileContent,
}

impl Record for ProfileSnapshot {
    const NAME: &'static str = "traintracker.profile.ProfileSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/ProfileSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("profile.name", &mut self.profile.name);
        if let Some(text) = &mut self.profile.date_of_birth {
            visit("profile.date_of_birth", text);
        }
        if let Some(text) = &mut self.profile.sex {
            visit("profile.sex", text);
        }
        if let Some(text) = &mut self.profile.height {
            visit("profile.height", text);
        }
    }
}

/// State of what training should lead to. Store 'goals'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct FitnessGoalsSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// What was said.
    pub goals: FitnessGoals,
}

impl Record for FitnessGoalsSnapshot {
    const NAME: &'static str = "traintracker.profile.FitnessGoalsSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/FitnessGoalsSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.goals.target_weight {
            visit("goals.target_weight", text);
        }
        if let Some(text) = &mut self.goals.target_body_fat {
            visit("goals.target_body_fat", text);
        }
        if let Some(text) = &mut self.goals.note {
            visit("goals.note", text);
        }
    }
}

/// State of preferences. Store 'preferences'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct PreferencesSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// What was said.
    pub preferences: Preferences,
}

impl Record for PreferencesSnapshot {
    const NAME: &'static str = "traintracker.profile.PreferencesSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/PreferencesSnapshot.v1.avsc");
}

/// State of a measurement. Store 'measurement'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct MeasurementSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The measurement.
    pub measurement_id: MeasurementId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// What was measured; none once deleted.
    pub measurement: Option<Measurement>,
}

impl Record for MeasurementSnapshot {
    const NAME: &'static str = "traintracker.profile.MeasurementSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/MeasurementSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(measurement) = &mut self.measurement {
            visit("measurement.value", &mut measurement.value);
            if let Some(text) = &mut measurement.note {
                visit("measurement.note", text);
            }
        }
    }
}

/// State of a webhook. Store 'webhook'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct WebhookSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The webhook.
    pub webhook_id: WebhookId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// Where to; none once removed.
    pub webhook: Option<Webhook>,
}

impl Record for WebhookSnapshot {
    const NAME: &'static str = "traintracker.profile.WebhookSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/WebhookSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(webhook) = &mut self.webhook {
            visit("webhook.url", &mut webhook.url);
            if let Some(text) = &mut webhook.description {
                visit("webhook.description", text);
            }
            visit("webhook.secret", &mut webhook.secret);
        }
    }
}

/// State of a calendar link. Store 'calendar-link'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct CalendarLinkSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The link.
    pub calendar_link_id: CalendarLinkId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// The link; none once revoked.
    pub link: Option<CalendarLink>,
}

impl Record for CalendarLinkSnapshot {
    const NAME: &'static str = "traintracker.profile.CalendarLinkSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/CalendarLinkSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = self.link.as_mut().and_then(|link| link.name.as_mut()) {
            visit("link.name", text);
        }
    }
}

/// State of a notification that was read. Store 'notification'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct NotificationSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The notification.
    pub notification_id: NotificationId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// When it was read.
    pub read_at: Instant,
}

impl Record for NotificationSnapshot {
    const NAME: &'static str = "traintracker.profile.NotificationSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/NotificationSnapshot.v1.avsc");
}

/// What of an athlete's data goes elsewhere, for counting. Store 'connections'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct ConnectionsSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// Webhooks that stand.
    pub webhooks: Vec<WebhookId>,
    /// Calendar links that stand.
    pub calendar_links: Vec<CalendarLinkId>,
}

impl Record for ConnectionsSnapshot {
    const NAME: &'static str = "traintracker.profile.ConnectionsSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/profile/ConnectionsSnapshot.v1.avsc");
}
