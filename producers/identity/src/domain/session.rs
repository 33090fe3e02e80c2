//! A signed-in session: a family of refresh tokens. Events and state stand in the private topics.

use schemas::digest::Digest;
use schemas::id::{SessionId, UserId};
use schemas::identity::{
    AccountState, IdentityPrivateEvent, SessionEnd, SessionEnded, SessionRefreshed, SessionStarted,
};
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

/// Exchanges a refresh token for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshSession {
    /// Whose session.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// SHA-256 of the secret of the token that was shown, which we made for this session once.
    pub shown: Digest,
    /// SHA-256 of the secret of the next one.
    pub next: Digest,
    /// When the next one stops working.
    pub expires_at: Instant,
}

/// Ends a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndSession {
    /// Whose session.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
}

/// What stands in the log about the person when the command is decided.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Version of their credential; 0 when they have none.
    pub credential_version: u64,
    /// The session that outlived the last change of their password.
    pub kept_session: Option<SessionId>,
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
    /// It is over.
    pub ended: bool,
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

/// Decides whether a session goes on. A token that we made and that is not the one in force was used before: one of the
/// two who have it has no right to it, and the session ends for both.
pub fn refresh(known: Known<'_>, command: &RefreshSession, at: Instant) -> Result<IdentityPrivateEvent, Rejection> {
    let session = known.session.filter(|session| !session.ended).ok_or(Rejection::SessionOver)?;
    if session.credential_version != known.credential_version && known.kept_session != Some(command.session) {
        return Err(Rejection::SessionOver);
    }
    let (user_id, session_id) = (command.user, command.session);
    if session.refresh_token_hash != command.shown {
        let reason = SessionEnd::TokenReused;
        return Ok(IdentityPrivateEvent::SessionEnded(SessionEnded { user_id, session_id, reason, ended_at: at }));
    }
    if session.expires_at <= at {
        return Err(Rejection::SessionOver);
    }
    match known.account.map(|account| account.status) {
        Some(AccountState::Active) => {}
        Some(AccountState::Deactivated | AccountState::Unknown) | None => return Err(Rejection::AccountDeactivated),
    }
    Ok(IdentityPrivateEvent::SessionRefreshed(SessionRefreshed {
        user_id,
        session_id,
        refresh_token_hash: command.next,
        refreshed_at: at,
        expires_at: command.expires_at,
    }))
}

/// Decides the end of a session; nothing when it is over.
pub fn end(known: Option<&Session>, command: &EndSession, at: Instant) -> Option<IdentityPrivateEvent> {
    known.filter(|session| !session.ended)?;
    Some(IdentityPrivateEvent::SessionEnded(SessionEnded {
        user_id: command.user,
        session_id: command.session,
        reason: SessionEnd::SignedOut,
        ended_at: at,
    }))
}

impl Session {
    /// The session that an event makes.
    pub fn started(event: &SessionStarted) -> Self {
        Self {
            credential_version: event.credential_version.cast_unsigned(),
            refresh_token_hash: event.refresh_token_hash,
            started_at: event.started_at,
            expires_at: event.expires_at,
            ended: false,
        }
    }

    /// The session with its next token.
    pub fn refreshed(&self, event: &SessionRefreshed) -> Self {
        Self { refresh_token_hash: event.refresh_token_hash, expires_at: event.expires_at, ..*self }
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
        let known = Known { credential_version: 1, kept_session: None, account: Some(&ACTIVE), session: None };
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
        let known = Known { credential_version: 2, kept_session: None, account: Some(&ACTIVE), session: None };
        assert_eq!(decide(known, &start(), NOW), Err(Rejection::CredentialChanged));
        let gone = Known { credential_version: 0, kept_session: None, account: Some(&ACTIVE), session: None };
        assert_eq!(decide(gone, &start(), NOW), Err(Rejection::CredentialChanged));
    }

    #[test]
    fn a_deactivated_account_signs_nobody_in() {
        let known = Known { credential_version: 1, kept_session: None, account: Some(&DEACTIVATED), session: None };
        assert_eq!(decide(known, &start(), NOW), Err(Rejection::AccountDeactivated));
        let none = Known { credential_version: 1, kept_session: None, account: None, session: None };
        assert_eq!(decide(none, &start(), NOW), Err(Rejection::AccountDeactivated));
    }

    #[test]
    fn a_session_is_started_once() {
        let known = Known { credential_version: 1, kept_session: None, account: Some(&ACTIVE), session: None };
        let events = decide(known, &start(), NOW).unwrap();
        let IdentityPrivateEvent::SessionStarted(started) = &events[0] else { panic!("{events:?}") };
        let session = Session::started(started);
        let again = Known { session: Some(&session), ..known };
        assert_eq!(decide(again, &start(), NOW), Err(Rejection::SessionIdTaken));
    }

    const END: Instant = Instant::from_micros(1_700_002_592_000_000);

    fn session() -> Session {
        Session {
            credential_version: 1,
            refresh_token_hash: Digest::of(b"secret"),
            started_at: NOW,
            expires_at: END,
            ended: false,
        }
    }

    fn shown(secret: &[u8]) -> RefreshSession {
        let (user, session) = (ann(), start().session);
        RefreshSession { user, session, shown: Digest::of(secret), next: Digest::of(b"next"), expires_at: END }
    }

    fn at(session: &Session) -> Known<'_> {
        Known { credential_version: 1, kept_session: None, account: Some(&ACTIVE), session: Some(session) }
    }

    #[test]
    fn the_token_in_force_gets_the_next_one() {
        let session = session();
        let event = refresh(at(&session), &shown(b"secret"), NOW).unwrap();
        let IdentityPrivateEvent::SessionRefreshed(refreshed) = &event else { panic!("{event:?}") };
        let next = session.refreshed(refreshed);
        assert_eq!(next, Session { refresh_token_hash: Digest::of(b"next"), expires_at: END, ..session });
    }

    #[test]
    fn a_token_that_was_used_before_ends_the_session() {
        let session = session();
        let event = refresh(at(&session), &shown(b"before"), NOW).unwrap();
        let IdentityPrivateEvent::SessionEnded(ended) = &event else { panic!("{event:?}") };
        assert_eq!((ended.session_id, ended.reason), (start().session, SessionEnd::TokenReused));
    }

    #[test]
    fn what_is_over_does_not_go_on() {
        for session in [Session { ended: true, ..session() }, Session { expires_at: NOW, ..session() }] {
            assert_eq!(refresh(at(&session), &shown(b"secret"), NOW), Err(Rejection::SessionOver));
        }
        let known = session();
        let unknown = Known { session: None, ..at(&known) };
        assert_eq!(refresh(unknown, &shown(b"secret"), NOW), Err(Rejection::SessionOver));
    }

    #[test]
    fn another_password_ends_all_sessions_but_the_one_that_chose_it() {
        let session = session();
        let changed = Known { credential_version: 2, ..at(&session) };
        assert_eq!(refresh(changed, &shown(b"secret"), NOW), Err(Rejection::SessionOver));
        let kept = Known { kept_session: Some(start().session), ..changed };
        assert!(matches!(refresh(kept, &shown(b"secret"), NOW), Ok(IdentityPrivateEvent::SessionRefreshed(_))));
        let other = Known { kept_session: Some(schemas::testing::id(77)), ..changed };
        assert_eq!(refresh(other, &shown(b"secret"), NOW), Err(Rejection::SessionOver));
    }

    #[test]
    fn a_deactivated_account_refreshes_nothing() {
        let session = session();
        let known = Known { account: Some(&DEACTIVATED), ..at(&session) };
        assert_eq!(refresh(known, &shown(b"secret"), NOW), Err(Rejection::AccountDeactivated));
    }

    #[test]
    fn a_session_is_ended_once() {
        let command = EndSession { user: ann(), session: start().session };
        let event = end(Some(&session()), &command, NOW).unwrap();
        let IdentityPrivateEvent::SessionEnded(ended) = &event else { panic!("{event:?}") };
        assert_eq!(ended.reason, SessionEnd::SignedOut);
        assert_eq!(end(Some(&Session { ended: true, ..session() }), &command, NOW), None);
        assert_eq!(end(None, &command, NOW), None);
    }
}
