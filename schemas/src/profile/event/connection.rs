//! Webhooks, calendar links, notifications that were read.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::super::NotificationKind;
use crate::{
    digest::Digest,
    id::{CalendarLinkId, NotificationId, UserId, WebhookId},
    record::Record,
    text::Text,
    time::Instant,
};

/// A program is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct WebhookRegistered {
    /// The athlete.
    pub user_id: UserId,
    /// The webhook.
    pub webhook_id: WebhookId,
    /// Where to post to.
    pub url: Text,
    /// What it is for.
    pub description: Option<Text>,
    /// What to tell it; empty: everything.
    pub kinds: Vec<NotificationKind>,
    /// Signs what is sent, 'whsec_...'.
    pub secret: Text,
    /// When.
    pub registered_at: Instant,
}

impl Record for WebhookRegistered {
    const NAME: &'static str = "traintracker.profile.WebhookRegistered";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/WebhookRegistered.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("url", &mut self.url);
        if let Some(text) = &mut self.description {
            visit("description", text);
        }
        visit("secret", &mut self.secret);
    }
}

/// A program is not to be told any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct WebhookRemoved {
    /// The athlete.
    pub user_id: UserId,
    /// The webhook.
    pub webhook_id: WebhookId,
    /// When.
    pub removed_at: Instant,
}

impl Record for WebhookRemoved {
    const NAME: &'static str = "traintracker.profile.WebhookRemoved";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/WebhookRemoved.v1.avsc");
}

/// Whoever has the link may read the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct CalendarLinkCreated {
    /// The athlete.
    pub user_id: UserId,
    /// The link.
    pub calendar_link_id: CalendarLinkId,
    /// What it is for.
    pub name: Option<Text>,
    /// SHA-256 of the secret in the link.
    pub secret_hash: Digest,
    /// When.
    pub created_at: Instant,
}

impl Record for CalendarLinkCreated {
    const NAME: &'static str = "traintracker.profile.CalendarLinkCreated";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/CalendarLinkCreated.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.name {
            visit("name", text);
        }
    }
}

/// A link to the calendar ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct CalendarLinkRevoked {
    /// The athlete.
    pub user_id: UserId,
    /// The link.
    pub calendar_link_id: CalendarLinkId,
    /// When.
    pub revoked_at: Instant,
}

impl Record for CalendarLinkRevoked {
    const NAME: &'static str = "traintracker.profile.CalendarLinkRevoked";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/CalendarLinkRevoked.v1.avsc");
}

/// An athlete read a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct NotificationRead {
    /// The athlete.
    pub user_id: UserId,
    /// The notification.
    pub notification_id: NotificationId,
    /// When.
    pub read_at: Instant,
}

impl Record for NotificationRead {
    const NAME: &'static str = "traintracker.profile.NotificationRead";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/NotificationRead.v1.avsc");
}
