//! What may become a password. Hashing it is `crate::hashing`.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;
use zxcvbn::{Score, zxcvbn};

use super::email::EmailAddress;

/// Shortest new password, in characters.
pub const SHORTEST: usize = 8;
/// Longest new password, in characters.
pub const LONGEST: usize = 128;
/// Below this score of zxcvbn a password falls within 10^8 guesses.
const WEAKEST: Score = Score::Three;

/// A password as typed, in NFC, so that the same keys on another machine give the same bytes
/// (RFC 8265, OpaqueString). Wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

/// Why a password cannot be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PasswordError {
    /// Fewer than [`SHORTEST`] characters.
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    /// More than [`LONGEST`] characters.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// A guesser is soon there; the text says why and what would help.
    #[error("{0}")]
    Guessable(String),
}

impl PasswordError {
    /// The code of the problem's entry.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::Guessable(_) => "guessable",
        }
    }
}

impl Password {
    /// A password to be verified: any text, since rules for new ones change over time.
    pub fn typed(text: &str) -> Self {
        Self(Zeroizing::new(text.nfc().collect()))
    }

    /// A password to be chosen by the holder of `email`.
    pub fn choose(text: &str, email: Option<&EmailAddress>) -> Result<Self, PasswordError> {
        let password = Self::typed(text);
        let length = password.0.chars().count();
        if length < SHORTEST {
            return Err(PasswordError::TooShort);
        }
        if length > LONGEST {
            return Err(PasswordError::TooLong);
        }
        let personal: Vec<&str> = email.map(words).unwrap_or_default();
        let entropy = zxcvbn(&password.0, &personal);
        if entropy.score() >= WEAKEST {
            return Ok(password);
        }
        let mut advice = vec!["this password is easy to guess".to_owned()];
        if let Some(feedback) = entropy.feedback() {
            advice.extend(feedback.warning().map(|warning| warning.to_string()));
            advice.extend(feedback.suggestions().iter().map(ToString::to_string));
        }
        let advice: Vec<_> = advice.iter().map(|text| text.trim_end_matches('.')).collect();
        Err(PasswordError::Guessable(advice.join(". ")))
    }

    /// The bytes to hash.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Never the password itself.
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What a guesser who knows the address tries first: the address and its parts.
fn words(email: &EmailAddress) -> Vec<&str> {
    let address = email.normalised();
    let parts = address.split(['@', '.', '+', '-', '_']).filter(|part| part.chars().count() > 2);
    std::iter::once(address).chain(parts).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn choose(text: &str) -> Result<Password, PasswordError> {
        Password::choose(text, EmailAddress::parse("ann.lee@example.com").ok().as_ref())
    }

    #[test]
    fn a_password_nobody_guesses_is_taken() {
        assert!(choose("correct horse battery staple").is_ok());
        assert!(choose("k7#Vq9!xW2").is_ok());
        assert!(choose("пароль-сильный-очень-да").is_ok());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(choose("k7#Vq9!"), Err(PasswordError::TooShort));
        assert_eq!(choose("äöüßäöü"), Err(PasswordError::TooShort));
        let long = "k7#Vq9!x".repeat(17);
        assert_eq!(choose(&long[..129]), Err(PasswordError::TooLong));
        assert!(choose(&"ж8Qé#v2🏋".repeat(16)).is_ok());
    }

    #[test]
    fn guessable_ones_are_refused_with_advice() {
        for text in ["password", "12345678", "qwertyuiop", "aaaaaaaa"] {
            let Err(PasswordError::Guessable(advice)) = choose(text) else {
                panic!("{text} was taken");
            };
            assert!(advice.starts_with("this password is easy to guess. "), "{advice}");
        }
    }

    #[test]
    fn the_own_address_makes_no_password() {
        assert!(matches!(choose("ann.lee@example.com"), Err(PasswordError::Guessable(_))));
        assert!(matches!(choose("Ann.Lee1"), Err(PasswordError::Guessable(_))));
    }

    #[test]
    fn the_same_keys_make_the_same_password() {
        assert_eq!(Password::typed("Cafe\u{301}"), Password::typed("Café"));
        assert_ne!(Password::typed("Café"), Password::typed("café"));
    }

    #[test]
    fn a_password_never_reaches_a_log() {
        assert_eq!(format!("{:?}", Password::typed("secret")), "Password(…)");
    }

    proptest! {
        // an estimate of zxcvbn takes its time without optimisation
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn whatever_is_taken_has_its_length(text in "\\PC{0,140}") {
            if choose(&text).is_ok() {
                let typed = Password::typed(&text);
                let length = typed.0.chars().count();
                prop_assert!((SHORTEST..=LONGEST).contains(&length));
            }
        }
    }
}
