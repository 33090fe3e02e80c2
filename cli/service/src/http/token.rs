//! Access tokens: short-lived EdDSA JWTs (RFC 9068), signed by identity, verified by everyone.
//!
//! Header `{"typ":"at+jwt","alg":"EdDSA","kid"}`, claims `iss`, `aud` (both `train-tracker`), `sub`
//! (user), `sid` (session), `iat`, `exp` (seconds), `jti`.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jsonwebtoken::jwk::{Jwk, JwkSet, KeyAlgorithm, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use schemas::clock::{Clock, random_uuid};
use schemas::id::{SessionId, UserId};
use serde::{Deserialize, Serialize};

use self::seen::Seen;
use crate::secrets::SigningKey;
use crate::secrets::rotation::SigningKeys;

mod seen;

const PARTY: &str = "train-tracker";
const TYPE: &str = "at+jwt";

/// Clocks of two machines differ a little.
const LEEWAY_SECONDS: i64 = 5;

/// Who a verified token speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The person who signed in.
    pub user: UserId,
    /// The session in which they did.
    pub session: SessionId,
}

/// A token as it is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The compact form, three parts with dots.
    pub token: String,
    /// Seconds from now until it ends.
    pub expires_in: u64,
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Fine but for its age.
    #[error("the access token has expired")]
    Expired,
    /// Not signed with our key, or changed since.
    #[error("the access token is not signed by us")]
    Signature,
    /// For another audience, by another issuer, or of another type (`typ`, `alg`).
    #[error("the token is no access token of this service")]
    Foreign,
    /// No JWT at all, or one without the claims that we put in.
    #[error("the access token cannot be read")]
    Malformed,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    exp: i64,
    jti: String,
}

/// Makes tokens; identity alone has one. Clones share the key.
#[derive(Debug, Clone)]
pub struct TokenIssuer {
    signer: Arc<RwLock<Signer>>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug, Clone)]
struct Signer {
    key: EncodingKey,
    header: Header,
}

/// Checks tokens. A token that was found good is remembered until it ends, because checking a
/// signature costs more than most commands.
#[derive(Debug)]
pub struct TokenVerifier {
    keys: RwLock<Arc<Known>>,
    rules: Validation,
    clock: Arc<dyn Clock>,
    seen: Seen,
}

/// The keys whose tokens are accepted, the one that signs first.
#[derive(Debug)]
struct Known {
    keys: Vec<(Option<String>, DecodingKey)>,
    set: JwkSet,
}

impl Signer {
    fn new(key: &SigningKey) -> anyhow::Result<Self> {
        let header =
            Header { typ: Some(TYPE.to_owned()), kid: key_of(key)?.common.key_id, ..Header::new(Algorithm::EdDSA) };
        Ok(Self { key: EncodingKey::from_ed_der(key.expose()), header })
    }
}

impl Known {
    fn new(keys: &SigningKeys) -> anyhow::Result<Self> {
        let mut known = Self { keys: Vec::new(), set: JwkSet { keys: Vec::new() } };
        for key in keys.all() {
            let jwk = key_of(key)?;
            known.keys.push((jwk.common.key_id.clone(), DecodingKey::from_ed_der(key.public())));
            known.set.keys.push(jwk);
        }
        Ok(known)
    }

    /// The key that a token says it was signed with; the one that signs for a token that names none of ours, which its
    /// signature then tells.
    fn key(&self, token: &str) -> Option<&DecodingKey> {
        let named = jsonwebtoken::decode_header(token).ok().and_then(|header| header.kid);
        let known = self.keys.iter().find(|(id, _)| named.is_some() && *id == named);
        known.or(self.keys.first()).map(|(_, key)| key)
    }
}

impl TokenIssuer {
    /// An issuer that signs with `key`.
    ///
    /// # Errors
    /// When the key has no thumbprint, which an Ed25519 key has.
    pub fn new(key: &SigningKey, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        Ok(Self { signer: Arc::new(RwLock::new(Signer::new(key)?)), clock })
    }

    /// Signs with another key from now on.
    ///
    /// # Errors
    /// When the key has no thumbprint, which an Ed25519 key has.
    pub fn replace(&self, key: &SigningKey) -> anyhow::Result<()> {
        let signer = Signer::new(key)?;
        *self.signer.write().unwrap_or_else(PoisonError::into_inner) = signer;
        Ok(())
    }

    /// A token for this session that ends after `lifetime`, counted in whole seconds.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(&self, actor: Actor, lifetime: Duration) -> anyhow::Result<AccessToken> {
        let now = seconds(self.clock.as_ref());
        let claims = Claims {
            iss: PARTY.to_owned(),
            aud: PARTY.to_owned(),
            sub: actor.user,
            sid: actor.session,
            iat: now,
            exp: now.saturating_add_unsigned(lifetime.as_secs()),
            jti: random_uuid().to_string(),
        };
        let signer = self.signer.read().unwrap_or_else(PoisonError::into_inner);
        let token = jsonwebtoken::encode(&signer.header, &claims, &signer.key)?;
        Ok(AccessToken { token, expires_in: lifetime.as_secs() })
    }
}

impl TokenVerifier {
    /// A verifier of what an issuer with the same key signed.
    ///
    /// # Errors
    /// When the key has no thumbprint, which an Ed25519 key has.
    pub fn new(key: &SigningKey, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        Self::of(&SigningKeys::alone(key.clone()), clock)
    }

    /// A verifier of what issuers with any of these keys signed.
    ///
    /// # Errors
    /// When a key has no thumbprint, which an Ed25519 key has.
    pub fn of(keys: &SigningKeys, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_audience(&[PARTY]);
        rules.set_issuer(&[PARTY]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // our clock, not the system's: see `verify`
        rules.validate_exp = false;
        let keys = RwLock::new(Arc::new(Known::new(keys)?));
        Ok(Self { keys, rules, clock, seen: Seen::default() })
    }

    /// Accepts tokens of these keys, and of no others, from now on.
    ///
    /// # Errors
    /// When a key has no thumbprint, which an Ed25519 key has.
    pub fn replace(&self, keys: &SigningKeys) -> anyhow::Result<()> {
        let known = Arc::new(Known::new(keys)?);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = known;
        // what was found good may have been signed with a key that is gone
        self.seen.forget();
        Ok(())
    }

    /// The actor that a token speaks for.
    ///
    /// # Errors
    /// Why it is not accepted; its signature is looked at before its age.
    pub fn verify(&self, token: &str) -> Result<Actor, TokenError> {
        let now = seconds(self.clock.as_ref());
        let (actor, end) = match self.seen.find(token) {
            Some(known) => known,
            None => {
                let checked = self.check(token)?;
                self.seen.remember(token, checked, now);
                checked
            }
        };
        if end.saturating_add(LEEWAY_SECONDS) <= now { Err(TokenError::Expired) } else { Ok(actor) }
    }

    /// The public keys, as `/.well-known/jwks.json` shows them.
    pub fn keys(&self) -> JwkSet {
        self.known().set.clone()
    }

    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn check(&self, token: &str) -> Result<(Actor, i64), TokenError> {
        let known = self.known();
        let key = known.key(token).ok_or(TokenError::Signature)?;
        let checked = jsonwebtoken::decode::<Claims>(token, key, &self.rules).map_err(|error| reason(&error))?;
        // without this an id token or a one-time link of ours could be used as an access token
        match checked.header.typ.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("at+jwt" | "application/at+jwt") => {}
            Some(_) | None => return Err(TokenError::Foreign),
        }
        let Claims { sub, sid, exp, .. } = checked.claims;
        Ok((Actor { user: sub, session: sid }, exp))
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's enum is open; what is new there cannot be read here")]
fn reason(error: &jsonwebtoken::errors::Error) -> TokenError {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidSignature | ErrorKind::Provider(_) => TokenError::Signature,
        ErrorKind::InvalidAudience
        | ErrorKind::InvalidIssuer
        | ErrorKind::InvalidAlgorithm
        | ErrorKind::UnsupportedAlgorithm
        | ErrorKind::MissingRequiredClaim(_) => TokenError::Foreign,
        _ => TokenError::Malformed,
    }
}

fn key_of(key: &SigningKey) -> anyhow::Result<Jwk> {
    let mut jwk = Jwk::from_decoding_key(&DecodingKey::from_ed_der(key.public()), Some(Algorithm::EdDSA))?;
    jwk.common.key_id = Some(jwk.thumbprint(ThumbprintHash::SHA256)?);
    jwk.common.public_key_use = Some(PublicKeyUse::Signature);
    jwk.common.key_algorithm = Some(KeyAlgorithm::EdDSA);
    Ok(jwk)
}

fn seconds(clock: &dyn Clock) -> i64 {
    clock.now().micros().div_euclid(1_000_000)
}

#[cfg(test)]
mod tests;
