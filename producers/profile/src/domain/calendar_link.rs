//! A link by which whoever has it reads the calendar, until it is revoked.

use command_api::Meta;
use schemas::digest::Digest;
use schemas::id::CalendarLinkId;
use schemas::profile::{CalendarLink as Content, CalendarLinkCreated, CalendarLinkRevoked, ProfileEvent};
use schemas::text::Text;

use super::values::Line;
use super::{Rejection, Thing};

/// Most calendar links of one person.
pub const MOST: usize = 10;

/// What a calendar link can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// `CreateCalendarLink`.
    Create {
        /// What it is for.
        name: Option<Line>,
        /// Digest of a secret made for this command, so it is no part of "the same again".
        secret_hash: Digest,
    },
    /// `RevokeCalendarLink`.
    Revoke,
}

/// The stages of a calendar link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarLink {
    /// It works.
    Standing(Content),
    /// It does not, and its id is used up.
    Revoked,
}

/// Decides on a link at `version`, of a person with `standing` links.
pub fn decide(
    link: Option<&CalendarLink>,
    version: u64,
    standing: usize,
    meta: &Meta,
    id: CalendarLinkId,
    command: &Command,
) -> Result<Vec<ProfileEvent>, Rejection> {
    let (user_id, thing) = (meta.subject, Thing::CalendarLink);
    match command {
        Command::Create { name, secret_hash } => {
            let name = name.as_ref().map(|name| Text::from(name.as_str()));
            match link {
                None if standing >= MOST => Err(Rejection::TooMany { thing, limit: MOST }),
                None => Ok(vec![ProfileEvent::CalendarLinkCreated(CalendarLinkCreated {
                    user_id,
                    calendar_link_id: id,
                    name,
                    secret_hash: *secret_hash,
                    created_at: meta.received_at,
                })]),
                // creating twice is what a retry looks like: agree; the secret of the first time stays
                Some(CalendarLink::Standing(known)) if known.name == name => Ok(vec![]),
                Some(CalendarLink::Standing(_)) => Err(Rejection::Exists { thing, current_version: version }),
                Some(CalendarLink::Revoked) => Err(Rejection::Ended { thing, current_version: version }),
            }
        }
        Command::Revoke => match link {
            None => Err(Rejection::NotFound(thing)),
            Some(CalendarLink::Revoked) => Ok(vec![]),
            Some(CalendarLink::Standing(_)) => Ok(vec![ProfileEvent::CalendarLinkRevoked(CalendarLinkRevoked {
                user_id,
                calendar_link_id: id,
                revoked_at: meta.received_at,
            })]),
        },
    }
}

/// The link after an event; events of other aggregates leave it.
pub fn evolve(link: Option<&CalendarLink>, event: &ProfileEvent) -> Option<CalendarLink> {
    match event {
        ProfileEvent::CalendarLinkCreated(created) => Some(CalendarLink::Standing(created.clone().into())),
        ProfileEvent::CalendarLinkRevoked(_) => Some(CalendarLink::Revoked),
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::MeasurementRecorded(_)
        | ProfileEvent::MeasurementCorrected(_)
        | ProfileEvent::MeasurementDeleted(_)
        | ProfileEvent::WebhookRegistered(_)
        | ProfileEvent::WebhookRemoved(_)
        | ProfileEvent::NotificationRead(_) => link.cloned(),
    }
}

#[cfg(test)]
mod tests;
