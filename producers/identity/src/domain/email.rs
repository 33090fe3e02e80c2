//! E-mail addresses: one spelling per mailbox, so that uniqueness means something.

use std::fmt;

use hmac::{Hmac, Mac};
use schemas::id::ReservationId;
use sha2::Sha256;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use uuid::Builder;
use zeroize::Zeroizing;

/// Longest address, in bytes of UTF-8 (RFC 5321, 4.5.3.1.3).
pub const LONGEST: usize = 254;
/// Longest part before the `@`, in bytes (RFC 5321, 4.5.3.1.1).
pub const LONGEST_LOCAL_PART: usize = 64;
/// Longest label of a domain, in bytes (RFC 1035).
pub const LONGEST_LABEL: usize = 63;

/// An address, as entered and normalised: trimmed, NFC, lower case, one `@`. Two are equal when
/// their normalised forms are.
///
/// The part before the `@` is lower-cased too: no provider of note tells `Ann@` from `ann@`, and
/// two accounts that look alike are the worse surprise. Mail still goes to the address as entered.
#[derive(Clone)]
pub struct EmailAddress {
    entered: String,
    normalised: String,
}

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing is left after trimming.
    #[error("an e-mail address is needed")]
    Empty,
    /// More than [`LONGEST`] bytes.
    #[error("an e-mail address has at most {LONGEST} bytes")]
    TooLong,
    /// No `@`, or several.
    #[error("an e-mail address has exactly one @")]
    NotOneAt,
    /// Nothing before the `@`, or more than [`LONGEST_LOCAL_PART`] bytes.
    #[error("the part before the @ has 1 to {LONGEST_LOCAL_PART} bytes")]
    LocalPartLength,
    /// A dot at an end, two dots in a row, or a character that needs quoting.
    #[error("the part before the @ has letters, digits, single dots and !#$%&'*+/=?^_`{{|}}~-")]
    LocalPartCharacter,
    /// An empty or overlong label, a hyphen at its end, or another character.
    #[error("the part after the @ is a domain: labels of letters, digits and inner hyphens, joined by dots")]
    Domain,
}

impl EmailError {
    /// The code of the problem's entry.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong => "too_long",
            Self::NotOneAt => "not_one_at",
            Self::LocalPartLength | Self::LocalPartCharacter => "local_part",
            Self::Domain => "domain",
        }
    }
}

impl EmailAddress {
    /// Normalises and checks an address.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let entered = text.trim();
        let normalised = normal(entered);
        if normalised.is_empty() {
            return Err(EmailError::Empty);
        }
        if normalised.len() > LONGEST || entered.len() > LONGEST {
            return Err(EmailError::TooLong);
        }
        let Some((local, domain)) = normalised.split_once('@') else {
            return Err(EmailError::NotOneAt);
        };
        if domain.contains('@') {
            return Err(EmailError::NotOneAt);
        }
        check_local_part(local)?;
        check_domain(domain)?;
        Ok(Self { entered: entered.to_owned(), normalised })
    }

    /// The address as it was entered, without spaces around it.
    pub fn entered(&self) -> &str {
        &self.entered
    }

    /// The one spelling of its mailbox.
    pub fn normalised(&self) -> &str {
        &self.normalised
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.normalised == other.normalised
    }
}

impl Eq for EmailAddress {}

/// Never the address itself: what is debugged ends in logs.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

/// The key under which addresses are reserved. It is never rotated in place: another key would
/// make every taken address look free.
#[derive(Clone)]
pub struct EmailKey(Zeroizing<[u8; 32]>);

impl EmailKey {
    /// Takes the key from the secrets of this installation.
    pub fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The reservation that stands for an address: the first 16 bytes of its HMAC-SHA-256, shaped
    /// as a UUID of version 8. Who reads the log learns no address from it.
    pub fn reservation(&self, email: &EmailAddress) -> ReservationId {
        // HMAC fills a short key up with zeros to the block of its hash
        let mut block = Zeroizing::new([0; 64]);
        block[..32].copy_from_slice(self.0.as_slice());
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        mac.update(email.normalised.as_bytes());
        let full: [u8; 32] = mac.finalize().into_bytes().into();
        let mut first = [0; 16];
        first.copy_from_slice(&full[..16]);
        ReservationId::from_uuid(Builder::from_custom_bytes(first).into_uuid())
    }
}

impl fmt::Debug for EmailKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailKey(…)")
    }
}

/// Lower case of composed letters, composed again: lower-casing can take a letter apart.
fn normal(text: &str) -> String {
    text.nfc().collect::<String>().to_lowercase().nfc().collect()
}

fn check_local_part(local: &str) -> Result<(), EmailError> {
    if local.is_empty() || local.len() > LONGEST_LOCAL_PART {
        return Err(EmailError::LocalPartLength);
    }
    let dots_stand_alone = local.split('.').all(|atom| !atom.is_empty());
    if dots_stand_alone && local.chars().all(|c| c == '.' || is_atom_character(c)) {
        Ok(())
    } else {
        Err(EmailError::LocalPartCharacter)
    }
}

/// Unquoted characters of RFC 5322, letters and digits of any script as RFC 6532 allows.
fn is_atom_character(c: char) -> bool {
    is_written(c) || "!#$%&'*+/=?^_`{|}~-".contains(c)
}

fn check_domain(domain: &str) -> Result<(), EmailError> {
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || is_written(c))
    };
    if domain.split('.').all(is_label) { Ok(()) } else { Err(EmailError::Domain) }
}

/// Letters and digits; above ASCII also the marks that some scripts cannot be written without.
fn is_written(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> String {
        EmailAddress::parse(text).unwrap().normalised().to_owned()
    }

    fn refused(text: &str) -> EmailError {
        EmailAddress::parse(text).unwrap_err()
    }

    #[test]
    fn one_mailbox_has_one_spelling() {
        let ann = EmailAddress::parse("  Ann.Lee@Example.COM \n").unwrap();
        assert_eq!((ann.normalised(), ann.entered()), ("ann.lee@example.com", "Ann.Lee@Example.COM"));
        // e + combining accent and the composed letter are the same letter
        assert_eq!(parsed("Rene\u{301}@example.com"), parsed("RENÉ@EXAMPLE.com"));
    }

    #[test]
    fn plus_tags_and_the_odd_allowed_characters_stay() {
        assert_eq!(parsed("ann+gym!#$%&'*/=?^_`{|}~-@example.com"), "ann+gym!#$%&'*/=?^_`{|}~-@example.com");
        assert_eq!(parsed("ann@localhost"), "ann@localhost");
        assert_eq!(parsed("用户@例子.广告"), "用户@例子.广告");
    }

    #[test]
    fn what_is_no_address_is_refused_for_the_reason() {
        assert_eq!(refused("  "), EmailError::Empty);
        assert_eq!(refused("ann.example.com"), EmailError::NotOneAt);
        assert_eq!(refused("ann@lee@example.com"), EmailError::NotOneAt);
        assert_eq!(refused("@example.com"), EmailError::LocalPartLength);
        assert_eq!(refused(&format!("{}@example.com", "a".repeat(65))), EmailError::LocalPartLength);
        assert_eq!(refused("ann lee@example.com"), EmailError::LocalPartCharacter);
        assert_eq!(refused("ann..lee@example.com"), EmailError::LocalPartCharacter);
        assert_eq!(refused(".ann@example.com"), EmailError::LocalPartCharacter);
        assert_eq!(refused("\"ann\"@example.com"), EmailError::LocalPartCharacter);
        assert_eq!(refused("ann@"), EmailError::Domain);
        assert_eq!(refused("ann@example..com"), EmailError::Domain);
        assert_eq!(refused("ann@-example.com"), EmailError::Domain);
        assert_eq!(refused("ann@example.com\u{0}"), EmailError::Domain);
        assert_eq!(refused("ann@exa mple.com"), EmailError::Domain);
        let long = format!("ann@{}com", "example.".repeat(40));
        assert_eq!(refused(&long), EmailError::TooLong);
    }

    #[test]
    fn the_reservation_is_stable_and_keyed() {
        let ann = EmailAddress::parse("ann@example.com").unwrap();
        let reservation = EmailKey::new([7; 32]).reservation(&ann);
        // frozen: another id for the same address would make a taken one look free
        assert_eq!(reservation.to_string(), "61b55fab-9c26-832d-904e-c34ed67a68f9");
        assert_eq!(reservation.uuid().get_version_num(), 8);
        assert_ne!(EmailKey::new([8; 32]).reservation(&ann), reservation);
    }

    #[test]
    fn neither_address_nor_key_reaches_a_log() {
        let ann = EmailAddress::parse("ann@example.com").unwrap();
        assert_eq!(format!("{ann:?} {:?}", EmailKey::new([7; 32])), "EmailAddress(…) EmailKey(…)");
    }

    proptest! {
        #[test]
        fn what_was_normalised_stays_as_it_is(text in "\\PC{1,12}@\\PC{1,12}") {
            if let Ok(once) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(once.normalised()), Ok(once));
            }
        }

        #[test]
        fn no_input_breaks_the_parser(text in any::<String>()) {
            let _ = EmailAddress::parse(&text);
        }
    }
}
