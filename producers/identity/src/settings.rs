//! Settings of identity alone.
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `TT_ACCESS_TOKEN_SECONDS` | `3600` | how long an access token works, 60 to 86400 |
//! | `TT_SIGN_INS_PER_MINUTE` | `6000` | passwords tried per minute of one account, and from one place |
//! | `TT_REGISTRATIONS_PER_MINUTE` | `6000` | registrations per minute from one place |
//!
//! The rates suit development and tests; an installation that strangers reach sets them to some tens.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

const ACCESS_TOKEN: &str = "TT_ACCESS_TOKEN_SECONDS";
const SIGN_INS: &str = "TT_SIGN_INS_PER_MINUTE";
const REGISTRATIONS: &str = "TT_REGISTRATIONS_PER_MINUTE";
const DAY: u64 = 86_400;
const RATE: NonZeroU32 = NonZeroU32::new(6_000).unwrap();

/// How long tokens work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// An access token, which cannot be taken back: short.
    pub access_token: Duration,
    /// A refresh token, which can.
    pub refresh_token: Duration,
    /// The token that confirms an address.
    pub activation_token: Duration,
}

/// How often something may be tried in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Passwords of one account, and from one place.
    pub sign_ins: NonZeroU32,
    /// Registrations from one place.
    pub registrations: NonZeroU32,
}

/// A variable that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{variable}={value}: {wanted}")]
pub struct SettingError {
    variable: &'static str,
    value: String,
    wanted: &'static str,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            access_token: Duration::from_secs(3_600),
            refresh_token: Duration::from_secs(30 * DAY),
            activation_token: Duration::from_secs(7 * DAY),
        }
    }
}

impl Default for Rates {
    fn default() -> Self {
        Self { sign_ins: RATE, registrations: RATE }
    }
}

impl Lifetimes {
    /// Reads from anything that knows variables by name; an empty one counts as not set.
    ///
    /// # Errors
    /// When the variable holds no number of seconds in its range.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
        let default = Self::default();
        let wanted = "a number of seconds from 60 to 86400";
        let seconds = number(&lookup, ACCESS_TOKEN, wanted, |seconds: &u64| (60..=DAY).contains(seconds))?;
        Ok(Self { access_token: seconds.map_or(default.access_token, Duration::from_secs), ..default })
    }
}

impl Rates {
    /// Reads from anything that knows variables by name; an empty one counts as not set.
    ///
    /// # Errors
    /// When a variable holds no number in its range.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingError> {
        let rate = |variable| {
            let wanted = "a number per minute from 1 to 1000000";
            Ok(number(&lookup, variable, wanted, |rate: &NonZeroU32| rate.get() <= 1_000_000)?.unwrap_or(RATE))
        };
        Ok(Self { sign_ins: rate(SIGN_INS)?, registrations: rate(REGISTRATIONS)? })
    }
}

/// A variable of the environment of this process.
pub fn from_environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

fn number<T: FromStr>(
    lookup: impl Fn(&str) -> Option<String>,
    variable: &'static str,
    wanted: &'static str,
    fits: impl Fn(&T) -> bool,
) -> Result<Option<T>, SettingError> {
    let Some(value) = lookup(variable).filter(|text| !text.is_empty()) else { return Ok(None) };
    match value.parse().ok().filter(fits) {
        Some(number) => Ok(Some(number)),
        None => Err(SettingError { variable, value, wanted }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lifetime_of_access_tokens_can_be_set() {
        let read = |text: &'static str| Lifetimes::from_lookup(|_| Some(text.to_owned()));
        assert_eq!(read("900").unwrap().access_token, Duration::from_secs(900));
        assert_eq!(read("").unwrap(), Lifetimes::default());
        assert_eq!(Lifetimes::from_lookup(|_| None).unwrap().access_token, Duration::from_secs(3_600));
        for text in ["0", "59", "86401", "-1", "1h"] {
            let error = read(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("TT_ACCESS_TOKEN_SECONDS={text}: a number of seconds from 60 to 86400")
            );
        }
    }

    #[test]
    fn rates_can_be_set_each_for_itself() {
        let read = |text: &'static str| Rates::from_lookup(|name| (name == REGISTRATIONS).then(|| text.to_owned()));
        let rates = read("3").unwrap();
        assert_eq!((rates.sign_ins, rates.registrations.get()), (RATE, 3));
        assert_eq!(read("").unwrap(), Rates::default());
        for text in ["0", "1000001", "-1", "many"] {
            let error = read(text).unwrap_err();
            let expected = format!("TT_REGISTRATIONS_PER_MINUTE={text}: a number per minute from 1 to 1000000");
            assert_eq!(error.to_string(), expected);
        }
    }
}
