//! What profile can be asked, and why it says no.

pub mod calendar_link;
pub mod fitness_goals;
pub mod measurement;
pub mod notification;
pub mod preferences;
pub mod profile;
#[cfg(test)]
pub(crate) mod scenario;
pub mod values;
pub mod webhook;

use schemas::id::{CalendarLinkId, MeasurementId, NotificationId, WebhookId};
use schemas::profile::Preferences;

use self::fitness_goals::Goals;
use self::profile::Details;

/// What profile can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// `CreateProfile` where there is none, else `UpdateProfile`: the client says who they are, and need not know which.
    SaveProfile(Box<Details>),
    /// What training should lead to.
    ChangeGoals(Goals),
    /// How things are to be done.
    ChangePreferences(Preferences),
    /// About one measurement.
    Measurement(MeasurementId, measurement::Command),
    /// About one webhook.
    Webhook(WebhookId, webhook::Command),
    /// About one calendar link.
    CalendarLink(CalendarLinkId, calendar_link::Command),
    /// A notification was read.
    MarkNotificationRead(NotificationId),
}

/// Why profile says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// There is no such thing.
    NotFound(Thing),
    /// The id stands for another one.
    Exists {
        /// Of what.
        thing: Thing,
        /// Where that one stands.
        current_version: u64,
    },
    /// It is over for good, and so is its id.
    Ended {
        /// What.
        thing: Thing,
        /// Where it ended.
        current_version: u64,
    },
    /// One more would be too many.
    TooMany {
        /// Of what.
        thing: Thing,
        /// How many there may be.
        limit: usize,
    },
}

/// What there can be several of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A measurement of a body.
    Measurement,
    /// A webhook.
    Webhook,
    /// A link to the calendar.
    CalendarLink,
}
