//! Commands of `notification.commands`: what contexts want people to be told.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{NotificationId, UserId},
    record::Record,
    symbol::Symbol,
    text::Text,
    time::Instant,
};

/// What a person is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// How to confirm the e-mail address; parameter `token`.
    AccountActivation,
    /// The address is another one: goes to the one before.
    EmailChanged,
    /// The password is another one.
    PasswordChanged,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for NotificationKind {
    const NAME: &'static str = "traintracker.notification.NotificationKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::AccountActivation, "account_activation"),
        (Self::EmailChanged, "email_changed"),
        (Self::PasswordChanged, "password_changed"),
        (Self::Unknown, "unknown"),
    ];
}

/// A value that a notification shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.notification")]
pub struct NotificationParameter {
    /// What it stands for, in snake case.
    pub name: String,
    /// What it says.
    pub value: Text,
}

/// Command to notification: tell a person something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.notification")]
pub struct RequestNotification {
    /// Whom.
    pub user_id: UserId,
    /// Follows from what led to it: the same one is told once.
    pub notification_id: NotificationId,
    /// What.
    pub kind: NotificationKind,
    /// E-mail address to tell it to, where that is not the one of the account.
    pub address: Option<Text>,
    /// What it says beside its kind: one-time tokens among it.
    pub parameters: Vec<NotificationParameter>,
    /// After this there is no use in telling it.
    pub expires_at: Option<Instant>,
    /// When.
    pub requested_at: Instant,
}

impl Record for RequestNotification {
    const NAME: &'static str = "traintracker.notification.RequestNotification";
    const SCHEMA: &'static str = include_str!("../../avro/notification/RequestNotification.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        if let Some(text) = &mut self.address {
            visit("address", text);
        }
        for parameter in &mut self.parameters {
            visit("parameters.value", &mut parameter.value);
        }
    }
}
