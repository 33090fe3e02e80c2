//! Tokens for a person's scripts. Events stand in the private topic, the tokens that there are in `identity.access`.

use schemas::digest::Digest;
use schemas::id::{TokenId, UserId};
use schemas::identity::{AccessTokenCreated, AccessTokenRevoked, AccountState, IdentityPrivateEvent, Scope};
use schemas::text::Text;
use schemas::time::Instant;

use super::Rejection;
use super::user::Account;

/// Makes a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateAccessToken {
    /// Whose.
    pub user: UserId,
    /// Its id.
    pub token: TokenId,
    /// What it is for.
    pub name: Text,
    /// SHA-256 of its secret; the secret is shown once.
    pub token_hash: Digest,
    /// What it allows, sorted and without repetition.
    pub scopes: Vec<Scope>,
    /// When it stops working.
    pub expires_at: Option<Instant>,
}

/// Takes a token back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevokeAccessToken {
    /// Whose.
    pub user: UserId,
    /// Which.
    pub token: TokenId,
}

/// A token that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// What it is for.
    pub name: Text,
    /// SHA-256 of its secret.
    pub token_hash: Digest,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Instant,
    /// When it stops working.
    pub expires_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

/// Decides whether a token is made.
pub fn create(
    known: Option<&AccessToken>,
    account: Option<&Account>,
    command: &CreateAccessToken,
    at: Instant,
) -> Result<IdentityPrivateEvent, Rejection> {
    match account.ok_or(Rejection::UserUnknown)?.status {
        AccountState::Active => {}
        AccountState::Deactivated | AccountState::Unknown => return Err(Rejection::AccountDeactivated),
    }
    if known.is_some() {
        return Err(Rejection::TokenIdTaken);
    }
    if command.expires_at.is_some_and(|expires_at| expires_at <= at) {
        return Err(Rejection::EndsInThePast);
    }
    Ok(IdentityPrivateEvent::AccessTokenCreated(AccessTokenCreated {
        user_id: command.user,
        token_id: command.token,
        name: command.name.clone(),
        token_hash: command.token_hash,
        scopes: command.scopes.clone(),
        expires_at: command.expires_at,
        created_at: at,
    }))
}

/// Decides whether a token is taken back; nothing when it was before.
pub fn revoke(
    known: Option<&AccessToken>,
    command: &RevokeAccessToken,
    at: Instant,
) -> Result<Option<IdentityPrivateEvent>, Rejection> {
    let token = known.ok_or(Rejection::TokenUnknown)?;
    let revoked = AccessTokenRevoked { user_id: command.user, token_id: command.token, revoked_at: at };
    Ok(token.revoked_at.is_none().then_some(IdentityPrivateEvent::AccessTokenRevoked(revoked)))
}

impl AccessToken {
    /// The token that an event makes.
    pub fn created(event: &AccessTokenCreated) -> Self {
        Self {
            name: event.name.clone(),
            token_hash: event.token_hash,
            scopes: event.scopes.clone(),
            created_at: event.created_at,
            expires_at: event.expires_at,
            revoked_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use schemas::testing::id;

    use super::*;

    const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);
    const ACTIVE: Account = Account { status: AccountState::Active, activated: true, version: 1 };

    fn command() -> CreateAccessToken {
        CreateAccessToken {
            user: id(1),
            token: id(8),
            name: Text::from("my script"),
            token_hash: Digest::of(b"secret"),
            scopes: vec![Scope::Read],
            expires_at: None,
        }
    }

    fn created() -> AccessToken {
        let Ok(IdentityPrivateEvent::AccessTokenCreated(event)) = create(None, Some(&ACTIVE), &command(), NOW) else {
            panic!("not created")
        };
        AccessToken::created(&event)
    }

    #[test]
    fn a_token_is_made_with_what_it_allows() {
        let CreateAccessToken { name, token_hash, scopes, expires_at, .. } = command();
        let expected = AccessToken { name, token_hash, scopes, created_at: NOW, expires_at, revoked_at: None };
        assert_eq!(created(), expected);
    }

    #[test]
    fn an_id_has_one_token() {
        assert_eq!(create(Some(&created()), Some(&ACTIVE), &command(), NOW), Err(Rejection::TokenIdTaken));
    }

    #[test]
    fn a_token_ends_after_it_begins() {
        let command = CreateAccessToken { expires_at: Some(NOW), ..command() };
        assert_eq!(create(None, Some(&ACTIVE), &command, NOW), Err(Rejection::EndsInThePast));
    }

    #[test]
    fn whoever_is_out_of_use_gets_no_token() {
        let deactivated = Account { status: AccountState::Deactivated, ..ACTIVE };
        assert_eq!(create(None, Some(&deactivated), &command(), NOW), Err(Rejection::AccountDeactivated));
        assert_eq!(create(None, None, &command(), NOW), Err(Rejection::UserUnknown));
    }

    #[test]
    fn a_token_is_revoked_once() {
        let command = RevokeAccessToken { user: id(1), token: id(8) };
        let expected = AccessTokenRevoked { user_id: id(1), token_id: id(8), revoked_at: NOW };
        let event = revoke(Some(&created()), &command, NOW).unwrap();
        assert_eq!(event, Some(IdentityPrivateEvent::AccessTokenRevoked(expected)));
        assert_eq!(revoke(Some(&AccessToken { revoked_at: Some(NOW), ..created() }), &command, NOW), Ok(None));
        assert_eq!(revoke(None, &command, NOW), Err(Rejection::TokenUnknown));
    }
}
