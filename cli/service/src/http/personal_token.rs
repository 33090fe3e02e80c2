//! Tokens for a person's scripts: `ttp_` and 64 bytes in base64url without padding: user, token, secret.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use schemas::digest::Digest;
use schemas::id::{TokenId, UserId};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::secrets::Key;

/// What such a token begins with, so that people and secret scanners know it.
pub const PREFIX: &str = "ttp_";

/// A token as it was shown to us: whom it claims to speak for, and the digest of its secret. Whether it is good stands in
/// the log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonalToken {
    /// Whose it is.
    pub user: UserId,
    /// Which of theirs.
    pub token: TokenId,
    /// SHA-256 of its secret.
    pub hash: Digest,
}

impl PersonalToken {
    /// Reads a token; none for anything that we never made.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?);
        let (ids, secret) = bytes.split_at_checked(32)?;
        if secret.len() != 32 {
            return None;
        }
        let (user, token) = ids.split_at(16);
        Some(Self {
            user: Uuid::from_slice(user).ok()?.into(),
            token: Uuid::from_slice(token).ok()?.into(),
            hash: Digest::of(secret),
        })
    }

    /// The text of a new token, and what the log is to hold of it.
    pub fn make(user: UserId, token: TokenId, secret: &Key) -> (String, Self) {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..16].copy_from_slice(user.uuid().as_bytes());
        bytes[16..32].copy_from_slice(token.uuid().as_bytes());
        bytes[32..].copy_from_slice(secret.expose());
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes.as_slice()));
        (text, Self { user, token, hash: Digest::of(secret.expose()) })
    }
}

impl fmt::Debug for PersonalToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalToken({:?} of {:?})", self.token, self.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> (String, PersonalToken) {
        let id = Uuid::from_u128(0x0191_d2c8_7a3e_7b1f_8a55_0123_4567_89ab);
        PersonalToken::make(id.into(), Uuid::max().into(), &Key::from_bytes([7; 32]))
    }

    #[test]
    fn a_token_reads_as_it_was_made() {
        let (text, token) = made();
        assert_eq!(PersonalToken::parse(&text), Some(token));
        assert_eq!((text.len(), token.hash), (90, Digest::of(&[7; 32])));
    }

    #[test]
    fn what_we_never_made_is_no_token() {
        let (text, _) = made();
        for other in ["", "ttp_", "ttp_AAAA", &text[4..], &text[..text.len() - 1], &format!("{text}AAAA")] {
            assert_eq!(PersonalToken::parse(other), None, "{other}");
        }
    }

    #[test]
    fn no_log_shows_it() {
        let (text, token) = made();
        assert!(!format!("{token:?}").contains(&text[50..]));
    }
}
