//! Refresh tokens: opaque to the client, and telling the server where its session stands.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use schemas::digest::Digest;
use schemas::id::{SessionId, UserId};
use service::secrets::Key;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

/// What a client shows to get its next access token: user, session and a secret of 32 bytes, base64url without padding.
/// Half of the secret is random, the other half proves that we made it: a token of ours that is not the one in force was
/// used before, and anything else is just wrong. The log holds the digest of the secret alone.
pub(crate) struct RefreshToken {
    user: UserId,
    session: SessionId,
    secret: Zeroizing<[u8; 32]>,
}

impl RefreshToken {
    /// A token for a session. `key` belongs to this installation, `random` to this token.
    pub(crate) fn make(key: &Key, user: UserId, session: SessionId, random: &Key) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        secret[..16].copy_from_slice(&random.expose()[..16]);
        let proof: [u8; 32] = proof(key, user, session, &secret[..16]).finalize().into_bytes().into();
        secret[16..].copy_from_slice(&proof[..16]);
        Self { user, session, secret }
    }

    /// Reads a token; none for anything that we never made.
    pub(crate) fn parse(key: &Key, text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        let (ids, secret) = bytes.split_at_checked(32)?;
        let secret = Zeroizing::new(<[u8; 32]>::try_from(secret).ok()?);
        let user = Uuid::from_slice(&ids[..16]).ok()?.into();
        let session = Uuid::from_slice(&ids[16..]).ok()?.into();
        proof(key, user, session, &secret[..16]).verify_truncated_left(&secret[16..]).ok()?;
        Some(Self { user, session, secret })
    }

    /// Whose session it belongs to.
    pub(crate) fn user(&self) -> UserId {
        self.user
    }

    /// The session it belongs to.
    pub(crate) fn session(&self) -> SessionId {
        self.session
    }

    /// What the log holds of it.
    pub(crate) fn hash(&self) -> Digest {
        Digest::of(self.secret.as_slice())
    }

    /// What the client gets, 86 characters.
    pub(crate) fn expose(&self) -> String {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..16].copy_from_slice(self.user.uuid().as_bytes());
        bytes[16..32].copy_from_slice(self.session.uuid().as_bytes());
        bytes[32..].copy_from_slice(self.secret.as_slice());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

fn proof(key: &Key, user: UserId, session: SessionId, random: &[u8]) -> Hmac<Sha256> {
    // HMAC fills a short key up with zeros to the block of its hash
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key.expose());
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(user.uuid().as_bytes());
    mac.update(session.uuid().as_bytes());
    mac.update(random);
    mac
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

    fn key() -> Key {
        Key::from_bytes([9; 32])
    }

    fn made() -> RefreshToken {
        RefreshToken::make(&key(), id(1), id(2), &Key::from_bytes([7; 32]))
    }

    #[test]
    fn a_token_says_where_its_session_stands_and_keeps_its_secret_from_the_log() {
        let token = made();
        let bytes = URL_SAFE_NO_PAD.decode(token.expose()).unwrap();
        assert_eq!(token.expose().len(), 86);
        assert_eq!(bytes[..16], *id::<schemas::id::kind::User>(1).uuid().as_bytes());
        assert_eq!(bytes[16..32], *id::<schemas::id::kind::Session>(2).uuid().as_bytes());
        assert_eq!(token.hash(), Digest::of(&bytes[32..]));
        assert!(!format!("{token:?}").contains(&token.expose()));
    }

    #[test]
    fn a_token_of_ours_is_known_again() {
        let read = RefreshToken::parse(&key(), &made().expose()).unwrap();
        assert_eq!((read.user(), read.session(), read.hash()), (id(1), id(2), made().hash()));
    }

    #[test]
    fn a_token_that_we_never_made_is_none() {
        let text = made().expose();
        assert!(RefreshToken::parse(&Key::from_bytes([8; 32]), &text).is_none());
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        // every part of it counts
        for place in [0, 20, 40, 63] {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert!(RefreshToken::parse(&key(), &URL_SAFE_NO_PAD.encode(changed)).is_none(), "{place}");
        }
        for text in ["", "x", &text[1..], &format!("{text}AAAA")] {
            assert!(RefreshToken::parse(&key(), text).is_none(), "{text}");
        }
    }
}
