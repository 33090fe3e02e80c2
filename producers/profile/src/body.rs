//! The bodies of requests, and their way into values: every mistake is named, each where it stands.

mod connection;
mod fitness_goals;
mod measurement;
mod preferences;
mod profile;
mod reader;

pub(crate) use self::connection::{CalendarLinkAnswer, CreateCalendarLink, RegisterWebhook, WebhookAnswer};
pub(crate) use self::fitness_goals::ChangeGoals;
pub(crate) use self::measurement::{CorrectMeasurement, RecordMeasurement};
pub(crate) use self::preferences::ChangePreferences;
pub(crate) use self::profile::SaveProfile;

#[cfg(test)]
mod tests;
