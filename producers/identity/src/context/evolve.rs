//! What events change; total, and without rules.

use command_api::{Aggregate, Change, View};
use schemas::id::UserId;
use schemas::identity::{AccountState, IdentityEvent, IdentityPrivateEvent};

use super::State;
use super::place::{access_token, account, account_key, activation, grant, reservation, session, user};
use crate::domain::access_token::AccessToken;
use crate::domain::activation::Activation;
use crate::domain::coaching::Grant;
use crate::domain::credential::Credential;
use crate::domain::email_reservation::EmailReservation;
use crate::domain::session::Session;
use crate::domain::user::{Account, User};

/// An event of `identity.events`.
pub(super) fn public(view: &View<'_, State>, aggregate: &Aggregate, event: &IdentityEvent) -> Vec<Change<State>> {
    let version = view.version(aggregate) + 1;
    let own = |state| vec![(aggregate.state_key(), Some(state))];
    match event {
        IdentityEvent::UserRegistered(event) => {
            let account = (account_key(event.user_id), Some(State::Account(Account::opened(version))));
            [own(State::User(User::registered(event))), vec![account]].concat()
        }
        IdentityEvent::EmailReserved(event) => own(State::EmailReservation(EmailReservation::reserved(event))),
        IdentityEvent::EmailReleased(event) => {
            let known = reservation(view, event.reservation_id).copied();
            let known = known.unwrap_or(EmailReservation { last_holder: event.user_id, released: true });
            own(State::EmailReservation(EmailReservation { released: true, ..known }))
        }
        IdentityEvent::UserActivated(event) => {
            standing(view, aggregate, event.user_id, |account| Account { activated: true, ..account })
        }
        IdentityEvent::UserDeactivated(event) => {
            standing(view, aggregate, event.user_id, |account| Account { status: AccountState::Deactivated, ..account })
        }
        IdentityEvent::UserReactivated(event) => {
            standing(view, aggregate, event.user_id, |account| Account { status: AccountState::Active, ..account })
        }
        IdentityEvent::EmailChangeRequested(event) => {
            changed(view, aggregate, event.user_id, |user| user.waiting(event, version))
        }
        IdentityEvent::EmailChangeRefused(event) => {
            changed(view, aggregate, event.user_id, |user| User { pending: None, ..user.clone() })
        }
        IdentityEvent::EmailChanged(event) => {
            // nobody has confirmed the new one
            let mut changes = standing(view, aggregate, event.user_id, |account| Account {
                activated: account.activated && event.previous_reservation_id.is_none(),
                ..account
            });
            changes.retain(|(key, _)| *key != aggregate.state_key());
            changes.extend(changed(view, aggregate, event.user_id, |user| user.moved(event)));
            changes
        }
        IdentityEvent::CoachingGranted(event) => own(State::Grant(Grant::granted(event))),
        IdentityEvent::CoachingRevoked(event) => {
            let Some(known) = grant(view, aggregate) else { return Vec::new() };
            own(State::Grant(Grant { revoked_at: Some(event.revoked_at), ..known.clone() }))
        }
    }
}

/// An event of `identity.private`.
pub(super) fn private(
    view: &View<'_, State>,
    aggregate: &Aggregate,
    event: &IdentityPrivateEvent,
) -> Vec<Change<State>> {
    let own = |state| vec![(aggregate.state_key(), Some(state))];
    match event {
        IdentityPrivateEvent::CredentialCreated(event) => own(State::Credential(Credential::created(event))),
        IdentityPrivateEvent::PasswordChanged(event) => own(State::Credential(Credential::changed(event))),
        IdentityPrivateEvent::SessionStarted(event) => own(State::Session(Session::started(event))),
        IdentityPrivateEvent::SessionRefreshed(event) => {
            let Some(known) = session(view, aggregate) else { return Vec::new() };
            own(State::Session(known.refreshed(event)))
        }
        IdentityPrivateEvent::SessionEnded(_) => {
            let Some(known) = session(view, aggregate) else { return Vec::new() };
            own(State::Session(Session { ended: true, ..*known }))
        }
        IdentityPrivateEvent::ActivationTokenIssued(event) => own(State::Activation(Activation::issued(event))),
        IdentityPrivateEvent::ActivationTokenUsed(event) => {
            let Some(known) = activation(view, event.user_id) else { return Vec::new() };
            own(State::Activation(Activation { used: true, ..*known }))
        }
        IdentityPrivateEvent::AccessTokenCreated(event) => own(State::AccessToken(AccessToken::created(event))),
        IdentityPrivateEvent::AccessTokenRevoked(event) => {
            let Some(known) = access_token(view, aggregate) else { return Vec::new() };
            own(State::AccessToken(AccessToken { revoked_at: Some(event.revoked_at), ..known.clone() }))
        }
    }
}

/// A change of what everyone may know of a user; the user is as before, one version on.
fn standing(
    view: &View<'_, State>,
    aggregate: &Aggregate,
    of: UserId,
    change: impl FnOnce(Account) -> Account,
) -> Vec<Change<State>> {
    let version = view.version(aggregate) + 1;
    let before = account(view, of).copied().unwrap_or(Account::opened(version));
    let mut changes = changed(view, aggregate, of, User::clone);
    changes.push((account_key(of), Some(State::Account(Account { version, ..change(before) }))));
    changes
}

fn changed(
    view: &View<'_, State>,
    aggregate: &Aggregate,
    of: UserId,
    change: impl FnOnce(&User) -> User,
) -> Vec<Change<State>> {
    let Some(known) = user(view, of) else { return Vec::new() };
    vec![(aggregate.state_key(), Some(State::User(change(known))))]
}
