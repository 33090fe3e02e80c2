//! A token that is shown once and comes back once.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use schemas::digest::Digest;
use zeroize::Zeroizing;

/// 32 random bytes in base64url. The log holds its digest, and sealed the token on its way to the person.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeToken(Zeroizing<String>);

impl OneTimeToken {
    /// The token of these bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(secret)))
    }

    /// A token as it came back.
    pub fn shown(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().to_owned()))
    }

    /// What the log holds of it.
    pub fn hash(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }

    /// The text, for the person alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OneTimeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_came_back_is_the_one_that_went_out() {
        let token = OneTimeToken::new(&[7; 32]);
        assert_eq!(OneTimeToken::shown(&format!(" {}\n", token.expose())).hash(), token.hash());
        assert_ne!(OneTimeToken::new(&[8; 32]).hash(), token.hash());
        assert!(!format!("{token:?}").contains(token.expose()));
    }
}
