//! Where things of identity stand: aggregates, stores, and looking them up.

use command_api::access::{GRANT, TOKEN};
use command_api::{Aggregate, StateKey, View};
use schemas::id::{ReservationId, SessionId, TokenId, UserId};
use uuid::Uuid;

use super::State;
use crate::domain::Command;
use crate::domain::access_token::AccessToken;
use crate::domain::activation::Activation;
use crate::domain::coaching::Grant;
use crate::domain::credential::{Credential, FoundCredential};
use crate::domain::email_reservation::EmailReservation;
use crate::domain::session::Session;
use crate::domain::user::{Account, User};

pub(super) const USER: &str = "user";
pub(super) const EMAIL_RESERVATION: &str = "email-reservation";
pub(super) const CREDENTIAL: &str = "credential";
pub(super) const SESSION: &str = "session";
pub(super) const ACTIVATION: &str = "activation";
pub(super) const COACHING_GRANT: &str = GRANT;
pub(super) const ACCESS_TOKEN: &str = TOKEN;
/// Not an aggregate: what everyone may know of a user, in a topic that everyone reads.
pub(super) const ACCOUNT: &str = "account";

/// The aggregates.
pub(super) const KINDS: [&str; 7] =
    [USER, EMAIL_RESERVATION, CREDENTIAL, SESSION, ACTIVATION, COACHING_GRANT, ACCESS_TOKEN];

pub(super) fn target(command: &Command) -> Aggregate {
    match command {
        Command::RegisterUser(command) => of_user(command.user),
        Command::FindHolder(command) => of_reservation(command.reservation),
        Command::FindCredential(command) => of_credential(command.user),
        Command::StartSession(command) => of_session(command.user, command.session),
        Command::RefreshSession(command) => of_session(command.user, command.session),
        Command::EndSession(command) => of_session(command.user, command.session),
        // versions of what is private are nobody's business either
        Command::RequestActivation(command) => of_user(command.user),
        Command::ActivateUser(command) => of_user(command.user),
        Command::DeactivateUser(command) => of_user(command.user),
        Command::ReactivateUser(command) => of_user(command.user),
        Command::ChangePassword(command) => of_credential(command.user),
        Command::ChangeEmail(command) => of_user(command.user),
        Command::ReserveEmail(command) => of_reservation(command.reservation),
        Command::CompleteEmailChange(command) => of_user(command.user),
        Command::ReleaseEmail(command) => of_reservation(command.reservation),
        Command::GrantCoaching(command) => of_grant(command.athlete, command.coach),
        Command::RevokeCoaching(command) => of_grant(command.athlete, command.coach),
        Command::CreateAccessToken(command) => of_token(command.user, command.token),
        Command::RevokeAccessToken(command) => of_token(command.user, command.token),
    }
}

pub(super) fn of_user(user: UserId) -> Aggregate {
    Aggregate::of(user, USER, user.uuid())
}

/// A reservation owns itself: nothing but its address leads to it.
pub(super) fn of_reservation(reservation: ReservationId) -> Aggregate {
    Aggregate { owner: reservation.uuid(), kind: EMAIL_RESERVATION, id: reservation.uuid() }
}

pub(super) fn of_credential(user: UserId) -> Aggregate {
    Aggregate::of(user, CREDENTIAL, user.uuid())
}

pub(super) fn of_session(user: UserId, session: SessionId) -> Aggregate {
    Aggregate::of(user, SESSION, session.uuid())
}

pub(super) fn of_activation(user: UserId) -> Aggregate {
    Aggregate::of(user, ACTIVATION, user.uuid())
}

/// There is one grant per coach, so the coach names it.
pub(super) fn of_grant(athlete: UserId, coach: UserId) -> Aggregate {
    Aggregate::of(athlete, COACHING_GRANT, coach.uuid())
}

pub(super) fn of_token(user: UserId, token: TokenId) -> Aggregate {
    Aggregate::of(user, ACCESS_TOKEN, token.uuid())
}

pub(super) fn account_key(user: UserId) -> StateKey {
    StateKey { owner: user.uuid(), store: ACCOUNT, key: user.to_string() }
}

/// Keys of stores of aggregates are their ids and nothing else.
pub(super) fn id_of(key: &StateKey) -> Uuid {
    key.key.parse().unwrap_or(Uuid::nil())
}

pub(super) fn user<'v>(view: &'v View<'_, State>, user: UserId) -> Option<&'v User> {
    let State::User(user) = view.aggregate(&of_user(user))? else { return None };
    Some(user)
}

pub(super) fn reservation<'v>(view: &'v View<'_, State>, reservation: ReservationId) -> Option<&'v EmailReservation> {
    let State::EmailReservation(reservation) = view.aggregate(&of_reservation(reservation))? else { return None };
    Some(reservation)
}

pub(super) fn credential<'v>(view: &'v View<'_, State>, user: UserId) -> Option<&'v Credential> {
    let State::Credential(credential) = view.aggregate(&of_credential(user))? else { return None };
    Some(credential)
}

pub(super) fn session<'v>(view: &'v View<'_, State>, session: &Aggregate) -> Option<&'v Session> {
    let State::Session(session) = view.aggregate(session)? else { return None };
    Some(session)
}

pub(super) fn activation<'v>(view: &'v View<'_, State>, user: UserId) -> Option<&'v Activation> {
    let State::Activation(activation) = view.aggregate(&of_activation(user))? else { return None };
    Some(activation)
}

pub(super) fn account<'v>(view: &'v View<'_, State>, user: UserId) -> Option<&'v Account> {
    let State::Account(account) = view.get(&account_key(user))? else { return None };
    Some(account)
}

pub(super) fn grant<'v>(view: &'v View<'_, State>, grant: &Aggregate) -> Option<&'v Grant> {
    let State::Grant(grant) = view.aggregate(grant)? else { return None };
    Some(grant)
}

pub(super) fn access_token<'v>(view: &'v View<'_, State>, token: &Aggregate) -> Option<&'v AccessToken> {
    let State::AccessToken(token) = view.aggregate(token)? else { return None };
    Some(token)
}

pub(super) fn found_credential(view: &View<'_, State>, of: UserId) -> Option<FoundCredential> {
    let password_hash = credential(view, of)?.password_hash.clone();
    let email = user(view, of)?.email.clone();
    Some(FoundCredential { user: of, version: view.version(&of_credential(of)), password_hash, email })
}
