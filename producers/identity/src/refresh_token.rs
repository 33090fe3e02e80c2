//! Refresh tokens: opaque to the client, and telling the server where its session stands.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemas::digest::Digest;
use schemas::id::{SessionId, UserId};
use service::secrets::Key;
use zeroize::Zeroizing;

/// What a client shows to get its next access token: user, session and 32 random bytes, base64url
/// without padding. The log holds the digest of the random bytes alone.
pub(crate) struct RefreshToken {
    user: UserId,
    session: SessionId,
    secret: Key,
}

impl RefreshToken {
    /// A token for a session with a secret of its own.
    pub(crate) fn new(user: UserId, session: SessionId, secret: Key) -> Self {
        Self { user, session, secret }
    }

    /// The session it belongs to.
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

    /// What the log holds of it.
    pub(crate) fn hash(&self) -> Digest {
        Digest::of(self.secret.expose())
    }

    /// What the client gets, 86 characters.
    pub(crate) fn expose(&self) -> String {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..16].copy_from_slice(self.user.uuid().as_bytes());
        bytes[16..32].copy_from_slice(self.session.uuid().as_bytes());
        bytes[32..].copy_from_slice(self.secret.expose());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefreshToken({:?}, …)", self.session)
    }
}

#[cfg(test)]
mod tests {
    use schemas::testing::id;

    use super::*;

    #[test]
    fn a_token_says_where_its_session_stands_and_keeps_its_secret_from_the_log() {
        let token = RefreshToken::new(id(1), id(2), Key::from_bytes([7; 32]));
        let bytes = URL_SAFE_NO_PAD.decode(token.expose()).unwrap();
        assert_eq!(token.expose().len(), 86);
        assert_eq!(bytes[..16], *id::<schemas::id::kind::User>(1).uuid().as_bytes());
        assert_eq!(bytes[16..32], *id::<schemas::id::kind::Session>(2).uuid().as_bytes());
        assert_eq!(token.hash(), Digest::of(&bytes[32..]));
        assert!(!format!("{token:?}").contains(&token.expose()));
    }
}
