//! A webhook: a program that is told what happens, until it is removed.

use command_api::Meta;
use schemas::id::WebhookId;
use schemas::profile::{NotificationKind, ProfileEvent, Webhook as Content, WebhookRegistered, WebhookRemoved};
use schemas::text::Text;

use super::values::{Line, WebhookUrl};
use super::{Rejection, Thing};

/// Most webhooks of one person.
pub const MOST: usize = 10;

/// What a webhook can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// `RegisterWebhook`.
    Register(Registration),
    /// `RemoveWebhook`.
    Remove,
}

/// A program to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Registration {
    /// Where to post to.
    pub url: WebhookUrl,
    /// What it is for.
    pub description: Option<Line>,
    /// What to tell it, sorted, each once; empty: everything.
    pub kinds: Vec<NotificationKind>,
    /// What signs the messages; made for this command, so it is no part of "the same again".
    pub secret: Text,
}

/// The stages of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Webhook {
    /// It is told.
    Registered(Box<Content>),
    /// It is not told any more, and its id is used up.
    Removed,
}

/// Decides on a webhook at `version`, of a person with `standing` webhooks.
pub fn decide(
    webhook: Option<&Webhook>,
    version: u64,
    standing: usize,
    meta: &Meta,
    id: WebhookId,
    command: &Command,
) -> Result<Vec<ProfileEvent>, Rejection> {
    let (user_id, thing) = (meta.subject, Thing::Webhook);
    match command {
        Command::Register(wanted) => match webhook {
            None if standing >= MOST => Err(Rejection::TooMany { thing, limit: MOST }),
            None => Ok(vec![ProfileEvent::WebhookRegistered(WebhookRegistered {
                user_id,
                webhook_id: id,
                url: Text::from(wanted.url.as_str()),
                description: description(wanted),
                kinds: wanted.kinds.clone(),
                secret: wanted.secret.clone(),
                registered_at: meta.received_at,
            })]),
            // registering twice is what a retry looks like: agree; the secret of the first time stays
            Some(Webhook::Registered(known)) if is_same(known, wanted) => Ok(vec![]),
            Some(Webhook::Registered(_)) => Err(Rejection::Exists { thing, current_version: version }),
            Some(Webhook::Removed) => Err(Rejection::Ended { thing, current_version: version }),
        },
        Command::Remove => match webhook {
            None => Err(Rejection::NotFound(thing)),
            Some(Webhook::Removed) => Ok(vec![]),
            Some(Webhook::Registered(_)) => Ok(vec![ProfileEvent::WebhookRemoved(WebhookRemoved {
                user_id,
                webhook_id: id,
                removed_at: meta.received_at,
            })]),
        },
    }
}

/// The webhook after an event; events of other aggregates leave it.
pub fn evolve(webhook: Option<&Webhook>, event: &ProfileEvent) -> Option<Webhook> {
    match event {
        ProfileEvent::WebhookRegistered(registered) => Some(Webhook::Registered(Box::new(registered.clone().into()))),
        ProfileEvent::WebhookRemoved(_) => Some(Webhook::Removed),
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::MeasurementRecorded(_)
        | ProfileEvent::MeasurementCorrected(_)
        | ProfileEvent::MeasurementDeleted(_)
        | ProfileEvent::CalendarLinkCreated(_)
        | ProfileEvent::CalendarLinkRevoked(_)
        | ProfileEvent::NotificationRead(_) => webhook.cloned(),
    }
}

fn description(wanted: &Registration) -> Option<Text> {
    wanted.description.as_ref().map(|line| Text::from(line.as_str()))
}

fn is_same(known: &Content, wanted: &Registration) -> bool {
    known.url.clear() == Some(wanted.url.as_str())
        && known.description == description(wanted)
        && known.kinds == wanted.kinds
}

#[cfg(test)]
pub(crate) mod tests;
