//! The confirmation of an e-mail address by a one-time token. Events and state stand in the private topics.

use schemas::digest::Digest;
use schemas::id::UserId;
use schemas::identity::{
    AccountState, ActivationTokenIssued, ActivationTokenUsed, IdentityEvent, IdentityPrivateEvent, UserActivated,
};
use schemas::time::Instant;

use super::Rejection;
use super::one_time_token::OneTimeToken;
use super::user::Account;

/// Sends a person another token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestActivation {
    /// Who.
    pub user: UserId,
    /// The token.
    pub token: OneTimeToken,
    /// When it stops working.
    pub expires_at: Instant,
}

/// Confirms the address with the token that went to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivateUser {
    /// Who.
    pub user: UserId,
    /// SHA-256 of the token.
    pub token_hash: Digest,
}

/// What stands in the log about the person.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Their account.
    pub account: Option<&'a Account>,
    /// The token that went out last.
    pub activation: Option<&'a Activation>,
}

/// The token that went out last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activation {
    /// SHA-256 of it.
    pub token_hash: Digest,
    /// When it stops working.
    pub expires_at: Instant,
    /// It came back.
    pub used: bool,
}

/// Decides whether another token goes out.
pub fn request(known: Known<'_>, command: &RequestActivation, at: Instant) -> Result<IdentityPrivateEvent, Rejection> {
    let account = known.account.ok_or(Rejection::UserUnknown)?;
    match account.status {
        AccountState::Active => {}
        AccountState::Deactivated | AccountState::Unknown => return Err(Rejection::AccountDeactivated),
    }
    if account.activated {
        return Err(Rejection::AlreadyActivated);
    }
    Ok(issued(command.user, &command.token, command.expires_at, at))
}

/// The event of a token that goes out.
pub fn issued(user: UserId, token: &OneTimeToken, expires_at: Instant, at: Instant) -> IdentityPrivateEvent {
    IdentityPrivateEvent::ActivationTokenIssued(ActivationTokenIssued {
        user_id: user,
        token_hash: token.hash(),
        issued_at: at,
        expires_at,
    })
}

/// Decides whether a token confirms the address; nothing when it did so before.
pub fn activate(
    known: Known<'_>,
    command: &ActivateUser,
    at: Instant,
) -> Result<Option<(IdentityEvent, IdentityPrivateEvent)>, Rejection> {
    let user_id = command.user;
    // whoever does not have the token learns nothing of the account, not even whether there is one
    let useless = Rejection::ActivationTokenUseless;
    let account = known.account.ok_or(useless)?;
    let activation = known.activation.filter(|known| known.token_hash == command.token_hash).ok_or(useless)?;
    if activation.used && account.activated {
        return Ok(None);
    }
    // the address may have changed since it was used
    if activation.used || activation.expires_at <= at || account.activated {
        return Err(useless);
    }
    Ok(Some((
        IdentityEvent::UserActivated(UserActivated { user_id, activated_at: at }),
        IdentityPrivateEvent::ActivationTokenUsed(ActivationTokenUsed { user_id, used_at: at }),
    )))
}

impl Activation {
    /// The token that an event sends out.
    pub fn issued(event: &ActivationTokenIssued) -> Self {
        Self { token_hash: event.token_hash, expires_at: event.expires_at, used: false }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use schemas::testing::id;

    use super::*;

    const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);

    fn token() -> OneTimeToken {
        OneTimeToken::new(&[1; 32])
    }

    fn account(activated: bool) -> Account {
        Account { activated, ..Account::opened(1) }
    }

    fn outstanding() -> Activation {
        Activation { token_hash: token().hash(), expires_at: NOW.plus(Duration::from_secs(60)), used: false }
    }

    fn ask(account: Account, activation: Activation, token: &OneTimeToken) -> Result<bool, Rejection> {
        let known = Known { account: Some(&account), activation: Some(&activation) };
        let command = ActivateUser { user: id(1), token_hash: token.hash() };
        activate(known, &command, NOW).map(|events| events.is_some())
    }

    #[test]
    fn the_token_confirms_the_address_and_is_used_up() {
        let (account, activation) = (account(false), outstanding());
        let known = Known { account: Some(&account), activation: Some(&activation) };
        let events = activate(known, &ActivateUser { user: id(1), token_hash: token().hash() }, NOW).unwrap();
        let expected = (
            IdentityEvent::UserActivated(UserActivated { user_id: id(1), activated_at: NOW }),
            IdentityPrivateEvent::ActivationTokenUsed(ActivationTokenUsed { user_id: id(1), used_at: NOW }),
        );
        assert_eq!(events, Some(expected));
    }

    #[test]
    fn the_same_token_again_is_what_a_retry_looks_like() {
        assert_eq!(ask(account(true), Activation { used: true, ..outstanding() }, &token()), Ok(false));
    }

    #[test]
    fn a_token_that_is_another_over_or_from_before_a_change_of_address_is_useless() {
        let useless = Err(Rejection::ActivationTokenUseless);
        assert_eq!(ask(account(false), outstanding(), &OneTimeToken::new(&[2; 32])), useless);
        assert_eq!(ask(account(false), Activation { expires_at: NOW, ..outstanding() }, &token()), useless);
        assert_eq!(ask(account(false), Activation { used: true, ..outstanding() }, &token()), useless);
        let command = ActivateUser { user: id(1), token_hash: token().hash() };
        let nobody = Known { account: None, activation: None };
        assert_eq!(activate(nobody, &command, NOW), Err(Rejection::ActivationTokenUseless));
    }

    #[test]
    fn another_token_goes_out_until_the_address_is_confirmed() {
        let command = RequestActivation { user: id(1), token: token(), expires_at: NOW };
        let ask = |account: Option<&Account>| request(Known { account, activation: None }, &command, NOW);
        let IdentityPrivateEvent::ActivationTokenIssued(issued) = ask(Some(&account(false))).unwrap() else {
            panic!("no token")
        };
        assert_eq!((issued.token_hash, issued.expires_at), (token().hash(), NOW));
        assert_eq!(Activation::issued(&issued), Activation { expires_at: NOW, ..outstanding() });
        assert_eq!(ask(Some(&account(true))), Err(Rejection::AlreadyActivated));
        assert_eq!(ask(None), Err(Rejection::UserUnknown));
        let out_of_use = Account { status: AccountState::Deactivated, ..account(false) };
        assert_eq!(ask(Some(&out_of_use)), Err(Rejection::AccountDeactivated));
    }
}
