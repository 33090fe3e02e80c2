//! What profile is made of: parsed once, valid ever after.

mod body;
mod locale;
mod person;
mod text;
mod webhook_url;

pub use self::{
    body::measured,
    locale::Locale,
    person::{Sex, WeeklyMinutes, WeeklyWorkouts, height, past_day, target_day},
    text::{Line, Notes},
    webhook_url::WebhookUrl,
};

use std::fmt::Display;

/// Why something is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub detail: String,
}

pub(crate) fn invalid(code: &'static str, detail: impl Display) -> Invalid {
    Invalid { code, detail: detail.to_string() }
}
