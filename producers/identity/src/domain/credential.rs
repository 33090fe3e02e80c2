//! The password of a user, as a hash. Events and state stand in the private topics.

use std::fmt;

use schemas::id::{ReservationId, UserId};
use schemas::identity::CredentialCreated;

/// An Argon2id hash in PHC format, `$argon2id$v=19$m=19456,t=2,p=1$…`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes what a hasher made.
    pub fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Never the hash: it is not to be guessed from a log either.
impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Asks for the credential of whoever holds an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindCredential {
    /// The address, as its reservation.
    pub reservation: ReservationId,
}

/// What a password is verified against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCredential {
    /// Who signs in if it fits.
    pub user: UserId,
    /// Version of the credential: a session is started only while it still stands.
    pub version: u64,
    /// The hash.
    pub password_hash: PasswordHash,
}

/// A user's credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The hash that stands.
    pub password_hash: PasswordHash,
}

impl Credential {
    /// The credential that an event makes.
    pub fn created(event: &CredentialCreated) -> Self {
        Self { password_hash: PasswordHash::from_phc(event.password_hash.clone()) }
    }
}
