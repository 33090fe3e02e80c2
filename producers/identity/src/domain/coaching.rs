//! What an athlete lets a coach do. The grant lives with the athlete, one per coach.

use schemas::id::UserId;
use schemas::identity::{AccountState, CoachingGranted, CoachingRevoked, IdentityEvent, Scope};
use schemas::time::Instant;

use super::Rejection;
use super::user::Account;

/// Lets a coach act, or lets them do more or less than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantCoaching {
    /// Who grants.
    pub athlete: UserId,
    /// To whom.
    pub coach: UserId,
    /// What, sorted and without repetition.
    pub scopes: Vec<Scope>,
    /// Until when, if it is to end by itself.
    pub until: Option<Instant>,
}

/// Lets a coach act no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokeCoaching {
    /// Who granted.
    pub athlete: UserId,
    /// To whom.
    pub coach: UserId,
}

/// What was granted to one coach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub until: Option<Instant>,
    /// When it was granted last.
    pub granted_at: Instant,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

/// Decides a grant; nothing when it stands already.
pub fn grant(
    known: Option<&Grant>,
    account: Option<&Account>,
    command: &GrantCoaching,
    at: Instant,
) -> Result<Option<IdentityEvent>, Rejection> {
    let GrantCoaching { athlete, coach, scopes, until } = command;
    match account.ok_or(Rejection::UserUnknown)?.status {
        AccountState::Active => {}
        AccountState::Deactivated | AccountState::Unknown => return Err(Rejection::AccountDeactivated),
    }
    if athlete == coach {
        return Err(Rejection::CoachIsAthlete);
    }
    if until.is_some_and(|until| until <= at) {
        return Err(Rejection::EndsInThePast);
    }
    let stands = |known: &Grant| known.revoked_at.is_none() && known.scopes == *scopes && known.until == *until;
    if known.is_some_and(stands) {
        return Ok(None);
    }
    Ok(Some(IdentityEvent::CoachingGranted(CoachingGranted {
        user_id: *athlete,
        coach_id: *coach,
        scopes: scopes.clone(),
        until: *until,
        granted_at: at,
    })))
}

/// Decides a revocation; nothing when it is revoked already.
pub fn revoke(
    known: Option<&Grant>,
    command: &RevokeCoaching,
    at: Instant,
) -> Result<Option<IdentityEvent>, Rejection> {
    let grant = known.ok_or(Rejection::GrantUnknown)?;
    let revoked = CoachingRevoked { user_id: command.athlete, coach_id: command.coach, revoked_at: at };
    Ok(grant.revoked_at.is_none().then_some(IdentityEvent::CoachingRevoked(revoked)))
}

impl Grant {
    /// The grant that an event makes.
    pub fn granted(event: &CoachingGranted) -> Self {
        Self { scopes: event.scopes.clone(), until: event.until, granted_at: event.granted_at, revoked_at: None }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use schemas::testing::id;

    use super::*;

    const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);
    const ACTIVE: Account = Account { status: AccountState::Active, activated: true, version: 1 };

    fn command() -> GrantCoaching {
        let until = Some(NOW.plus(Duration::from_secs(60)));
        GrantCoaching { athlete: id(1), coach: id(2), scopes: vec![Scope::Log, Scope::Read], until }
    }

    fn granted(command: &GrantCoaching) -> Grant {
        let Ok(Some(IdentityEvent::CoachingGranted(event))) = grant(None, Some(&ACTIVE), command, NOW) else {
            panic!("not granted")
        };
        assert_eq!((event.user_id, event.coach_id, event.granted_at), (id(1), id(2), NOW));
        Grant::granted(&event)
    }

    const REVOKE: fn() -> RevokeCoaching = || RevokeCoaching { athlete: id(1), coach: id(2) };

    #[test]
    fn a_grant_says_what_and_until_when() {
        let GrantCoaching { scopes, until, .. } = command();
        assert_eq!(granted(&command()), Grant { scopes, until, granted_at: NOW, revoked_at: None });
    }

    #[test]
    fn granting_the_same_again_changes_nothing_and_something_else_replaces_it() {
        let known = granted(&command());
        assert_eq!(grant(Some(&known), Some(&ACTIVE), &command(), NOW), Ok(None));
        for other in
            [GrantCoaching { scopes: vec![Scope::Log], ..command() }, GrantCoaching { until: None, ..command() }]
        {
            assert!(grant(Some(&known), Some(&ACTIVE), &other, NOW).unwrap().is_some());
        }
    }

    #[test]
    fn a_revoked_grant_can_be_given_again() {
        let known = Grant { revoked_at: Some(NOW), ..granted(&command()) };
        assert!(grant(Some(&known), Some(&ACTIVE), &command(), NOW).unwrap().is_some());
    }

    #[test]
    fn nobody_coaches_themselves() {
        let command = GrantCoaching { coach: id(1), ..command() };
        assert_eq!(grant(None, Some(&ACTIVE), &command, NOW), Err(Rejection::CoachIsAthlete));
    }

    #[test]
    fn a_grant_ends_after_it_begins() {
        let command = GrantCoaching { until: Some(NOW), ..command() };
        assert_eq!(grant(None, Some(&ACTIVE), &command, NOW), Err(Rejection::EndsInThePast));
    }

    #[test]
    fn whoever_is_out_of_use_grants_nothing() {
        let deactivated = Account { status: AccountState::Deactivated, ..ACTIVE };
        assert_eq!(grant(None, Some(&deactivated), &command(), NOW), Err(Rejection::AccountDeactivated));
        assert_eq!(grant(None, None, &command(), NOW), Err(Rejection::UserUnknown));
    }

    #[test]
    fn a_grant_is_revoked_once() {
        let known = granted(&command());
        let event = revoke(Some(&known), &REVOKE(), NOW).unwrap();
        let expected = CoachingRevoked { user_id: id(1), coach_id: id(2), revoked_at: NOW };
        assert_eq!(event, Some(IdentityEvent::CoachingRevoked(expected)));
        assert_eq!(revoke(Some(&Grant { revoked_at: Some(NOW), ..known }), &REVOKE(), NOW), Ok(None));
        assert_eq!(revoke(None, &REVOKE(), NOW), Err(Rejection::GrantUnknown));
    }
}
