//! Settings of profile alone.
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `TT_WEBHOOK_LOOPBACK` | `false` | whether webhooks may lead to this machine, over plain HTTP too: for development |

use thiserror::Error;

const WEBHOOK_LOOPBACK: &str = "TT_WEBHOOK_LOOPBACK";

/// What the environment says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whether webhooks may lead to this machine.
    pub webhook_loopback: bool,
}

/// A variable that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{WEBHOOK_LOOPBACK}={0}: true or false")]
pub struct SettingsError(String);

impl Settings {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// When the variable is neither `true` nor `false`.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::from_lookup(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// Reads from anything that knows variables by name; an empty one counts as not set.
    ///
    /// # Errors
    /// As for [`Settings::from_env`].
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let Some(text) = lookup(WEBHOOK_LOOPBACK).filter(|text| !text.is_empty()) else { return Ok(Self::default()) };
        let webhook_loopback = text.parse().map_err(|_| SettingsError(text))?;
        Ok(Self { webhook_loopback })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_lead_to_this_machine_only_where_that_is_set() {
        let read = |text: &'static str| Settings::from_lookup(|_| Some(text.to_owned()));
        assert_eq!(Settings::from_lookup(|_| None), Ok(Settings { webhook_loopback: false }));
        assert_eq!(read(""), Ok(Settings::default()));
        assert_eq!(read("true"), Ok(Settings { webhook_loopback: true }));
        assert_eq!(read("yes").unwrap_err().to_string(), "TT_WEBHOOK_LOOPBACK=yes: true or false");
    }
}
