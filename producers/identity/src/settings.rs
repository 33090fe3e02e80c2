//! Settings of identity alone.
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `TT_ACCESS_TOKEN_SECONDS` | `3600` | how long an access token works, 60 to 86400 |

use std::time::Duration;

use thiserror::Error;

const ACCESS_TOKEN: &str = "TT_ACCESS_TOKEN_SECONDS";

/// How long tokens work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// An access token, which cannot be taken back: short.
    pub access_token: Duration,
    /// A refresh token, which can.
    pub refresh_token: Duration,
}

/// A variable that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{ACCESS_TOKEN}={0}: a number of seconds from 60 to 86400")]
pub struct LifetimesError(String);

impl Default for Lifetimes {
    fn default() -> Self {
        Self { access_token: Duration::from_secs(3_600), refresh_token: Duration::from_secs(30 * 86_400) }
    }
}

impl Lifetimes {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// When the variable holds no number of seconds in its range.
    pub fn from_env() -> Result<Self, LifetimesError> {
        Self::from_lookup(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// Reads from anything that knows variables by name; an empty one counts as not set.
    ///
    /// # Errors
    /// As for [`Lifetimes::from_env`].
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, LifetimesError> {
        let Some(text) = lookup(ACCESS_TOKEN).filter(|text| !text.is_empty()) else { return Ok(Self::default()) };
        match text.parse() {
            Ok(seconds @ 60..=86_400) => Ok(Self { access_token: Duration::from_secs(seconds), ..Self::default() }),
            Ok(_) | Err(_) => Err(LifetimesError(text)),
        }
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
}
