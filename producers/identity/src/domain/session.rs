//! A signed-in session: a family of refresh tokens. Events and state stand in the private topics.

use schemas::digest::Digest;
use schemas::id::{SessionId, UserId};
use schemas::identity::{AccountState, IdentityPrivateEvent, SessionStarted};
use schemas::time::Instant;

use super::Rejection;
use super::user::Account;

/// Signs a person in whose password was verified against a version of their credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartSession {
    /// Who signs in.
    pub user: UserId,
    /// The new session, an id made at the edge.
    pub session: SessionId,
    /// Version of the credential that the password was verified against.
    pub credential_version: u64,
    /// SHA-256 of the refresh token's secret; the token itself is known to the client alone.
    pub refresh_token_hash: Digest,
    /// When the refresh token stops working.
    pub expires_at: Instant,
}

/// What stands in the log about the person when the command is decided.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Version of their credential; 0 when they have none.
    pub credential_version: u64,
    /// Their account.
    pub account: Option<&'a Account>,
    /// The session of that id.
    pub session: Option<&'a Session>,
}

/// A session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Version of the credential it was started on.
    pub credential_version: u64,
    /// SHA-256 of the refresh token's secret.
    pub refresh_token_hash: Digest,
    /// When it began.
    pub started_at: Instant,
    /// When the refresh token stops working.
    pub expires_at: Instant,
}

/// Decides whether a verified person is signed in.
pub fn decide(known: Known<'_>, command: &StartSession, at: Instant) -> Result<Vec<IdentityPrivateEvent>, Rejection> {
    // verifying takes a while and happens outside the log; a change of password meanwhile counts
    if known.credential_version != command.credential_version {
        return Err(Rejection::CredentialChanged);
    }
    match known.account.map(|account| account.status) {
        Some(AccountState::Active) => {}
        Some(AccountState::Deactivated | AccountState::Unknown) | None => return Err(Rejection::AccountDeactivated),
    }
    if known.session.is_some() {
        return Err(Rejection::SessionIdTaken);
    }
    Ok(vec![IdentityPrivateEvent::SessionStarted(SessionStarted {
        user_id: command.user,
        session_id: command.session,
        credential_version: command.credential_version.cast_signed(),
        refresh_token_hash: command.refresh_token_hash,
        started_at: at,
        expires_at: command.expires_at,
    })])
}

impl Session {
    /// The session that an event makes.
    pub fn started(event: &SessionStarted) -> Self {
        Self {
            credential_version: event.credential_version.cast_unsigned(),
            refresh_token_hash: event.refresh_token_hash,
            started_at: event.started_at,
            expires_at: event.expires_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);

    fn ann() -> UserId {
        "0191d2c8-7a3e-7b1f-8a55-0123456789ab".parse().unwrap()
    }

    fn start() -> StartSession {
        StartSession {
            user: ann(),
            session: "0191d2c8-7a3e-7b1f-8a55-00000000000c".parse().unwrap(),
            credential_version: 1,
            refresh_token_hash: Digest::of(b"secret"),
            expires_at: Instant::from_micros(1_700_002_592_000_000),
        }
    }

    const ACTIVE: Account = Account { status: AccountState::Active, activated: false, version: 1 };
    const DEACTIVATED: Account = Account { status: AccountState::Deactivated, activated: true, version: 2 };

    #[test]
    fn a_verified_person_is_signed_in() {
        let known = Known { credential_version: 1, account: Some(&ACTIVE), session: None };
        let events = decide(known, &start(), NOW).unwrap();
        let [IdentityPrivateEvent::SessionStarted(started)] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert_eq!((started.user_id, started.session_id), (ann(), start().session));
        assert_eq!((started.started_at, started.expires_at), (NOW, start().expires_at));
        assert_eq!(Session::started(started).refresh_token_hash, Digest::of(b"secret"));
    }

    #[test]
    fn a_password_changed_meanwhile_signs_nobody_in() {
        let known = Known { credential_version: 2, account: Some(&ACTIVE), session: None };
        assert_eq!(decide(known, &start(), NOW), Err(Rejection::CredentialChanged));
        let gone = Known { credential_version: 0, account: Some(&ACTIVE), session: None };
        assert_eq!(decide(gone, &start(), NOW), Err(Rejection::CredentialChanged));
    }

    #[test]
    fn a_deactivated_account_signs_nobody_in() {
        let known = Known { credential_version: 1, account: Some(&DEACTIVATED), session: None };
        assert_eq!(decide(known, &start(), NOW), Err(Rejection::AccountDeactivated));
        let none = Known { credential_version: 1, account: None, session: None };
        assert_eq!(decide(none, &start(), NOW), Err(Rejection::AccountDeactivated));
    }

    #[test]
    fn a_session_is_started_once() {
        let known = Known { credential_version: 1, account: Some(&ACTIVE), session: None };
        let events = decide(known, &start(), NOW).unwrap();
        let IdentityPrivateEvent::SessionStarted(started) = &events[0] else { panic!("{events:?}") };
        let session = Session::started(started);
        let again = Known { session: Some(&session), ..known };
        assert_eq!(decide(again, &start(), NOW), Err(Rejection::SessionIdTaken));
    }
}
