//! Events of `profile.events`.

mod connection;
mod measurement;
mod profile;
mod wishes;

pub use self::{
    connection::{CalendarLinkCreated, CalendarLinkRevoked, NotificationRead, WebhookRegistered, WebhookRemoved},
    measurement::{MeasurementCorrected, MeasurementDeleted, MeasurementRecorded},
    profile::{ProfileCreated, ProfileUpdated},
    wishes::{GoalsChanged, PreferencesChanged},
};
