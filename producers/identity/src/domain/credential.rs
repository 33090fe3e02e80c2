//! The password of a user, as a hash. Events and state stand in the private topics.

use std::fmt;

use schemas::id::{SessionId, UserId};
use schemas::identity::{CredentialCreated, IdentityPrivateEvent, PasswordChanged};
use schemas::text::Text;
use schemas::time::Instant;

use super::Rejection;

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

/// Asks for the credential of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindCredential {
    /// Who.
    pub user: UserId,
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
    /// The address of the account.
    pub email: Text,
}

/// Chooses another password, having shown the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangePassword {
    /// Who.
    pub user: UserId,
    /// Version of the credential that the old password was verified against.
    pub credential_version: u64,
    /// The hash of the new one.
    pub password_hash: PasswordHash,
    /// The session that goes on; all others end.
    pub session: Option<SessionId>,
}

/// A user's credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The hash that stands.
    pub password_hash: PasswordHash,
    /// The session that outlived the last change.
    pub kept_session: Option<SessionId>,
}

/// Decides a change of the credential at `version`; 0 when there is none.
pub fn change(version: u64, command: &ChangePassword, at: Instant) -> Result<IdentityPrivateEvent, Rejection> {
    // verifying and hashing take a while and happen outside the log
    if version == 0 || version != command.credential_version {
        return Err(Rejection::CredentialChanged);
    }
    Ok(IdentityPrivateEvent::PasswordChanged(PasswordChanged {
        user_id: command.user,
        password_hash: command.password_hash.expose().to_owned(),
        kept_session_id: command.session,
        changed_at: at,
    }))
}

impl Credential {
    /// The credential that an event makes.
    pub fn created(event: &CredentialCreated) -> Self {
        Self { password_hash: PasswordHash::from_phc(event.password_hash.clone()), kept_session: None }
    }

    /// The credential after a change.
    pub fn changed(event: &PasswordChanged) -> Self {
        let password_hash = PasswordHash::from_phc(event.password_hash.clone());
        Self { password_hash, kept_session: event.kept_session_id }
    }
}

#[cfg(test)]
mod tests {
    use schemas::testing::{id, moment};

    use super::*;

    fn command() -> ChangePassword {
        let password_hash = PasswordHash::from_phc("$argon2id$new".to_owned());
        ChangePassword { user: id(1), credential_version: 2, password_hash, session: Some(id(6)) }
    }

    #[test]
    fn a_changed_password_keeps_the_session_that_changed_it() {
        let IdentityPrivateEvent::PasswordChanged(changed) = change(2, &command(), moment()).unwrap() else {
            panic!("another event")
        };
        let credential = Credential::changed(&changed);
        assert_eq!(credential.password_hash.expose(), "$argon2id$new");
        assert_eq!(credential.kept_session, Some(id(6)));
    }

    #[test]
    fn a_password_that_changed_while_the_old_one_was_verified_is_not_changed_again() {
        for version in [0, 1, 3] {
            assert_eq!(change(version, &command(), moment()), Err(Rejection::CredentialChanged));
        }
    }
}
