//! How the mechanism of a command service meets the rules of identity.

use command_api::{Aggregate, Change, Context, Decision, FurtherTopics, Meta, NoRecords, StateKey, View};
use schemas::id::{ReservationId, SessionId, UserId};
use schemas::identity::{
    AccountStatus, CredentialSnapshot, EmailReservationSnapshot, IdentityAccount, IdentityEvent, IdentityPrivateEvent,
    IdentityPrivateSnapshot, IdentitySnapshot, SessionSnapshot, UserSnapshot,
};
use schemas::topic::{Service, Topic};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::credential::{Credential, FoundCredential, PasswordHash};
use crate::domain::email_reservation::EmailReservation;
use crate::domain::session::Session;
use crate::domain::user::{Account, User};
use crate::domain::{self, Command, Rejection};
use crate::records::{Event, Snapshot};

/// The identity context.
#[derive(Debug, Clone, Copy)]
pub struct Identity;

const USER: &str = "user";
const EMAIL_RESERVATION: &str = "email-reservation";
const CREDENTIAL: &str = "credential";
const SESSION: &str = "session";
/// Not an aggregate: what everyone may know of a user, in a topic that everyone reads.
const ACCOUNT: &str = "account";

/// One entry of identity's state.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Store `user`.
    User(User),
    /// Store `email-reservation`.
    EmailReservation(EmailReservation),
    /// Store `credential`.
    Credential(Credential),
    /// Store `session`.
    Session(Session),
    /// Store `account`.
    Account(Account),
}

/// What identity tells beside its events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// What `FindCredential` found. A hash is never written anywhere but to the private topics, so
    /// not into a kept answer either.
    #[serde(skip)]
    pub credential: Option<FoundCredential>,
}

impl Context for Identity {
    const SERVICE: Service = Service::Identity;
    const FOLD_VERSION: i32 = 1;
    type Command = Command;
    type Event = Event;
    type State = State;
    type Snapshot = Snapshot;
    type ProcessCommand = NoRecords;
    type Rejection = Rejection;
    type Reply = Reply;

    fn target(_meta: &Meta, command: &Command) -> Aggregate {
        match command {
            Command::RegisterUser(register) => of_user(register.user),
            Command::FindCredential(find) => of_reservation(find.reservation),
            Command::StartSession(start) => of_session(start.user, start.session),
        }
    }

    fn decide(view: &View<'_, State>, meta: &Meta, command: &Command) -> Result<Decision<Self>, Rejection> {
        let at = meta.received_at;
        match command {
            Command::RegisterUser(register) => {
                let known = domain::user::Known {
                    reservation: reservation(view, register.reservation),
                    user: user(view, register.user),
                };
                let registered = domain::user::decide(known, register, at)?;
                Ok(Decision::events(vec![
                    (of_user(register.user), registered.user.into()),
                    (of_reservation(register.reservation), registered.reservation.into()),
                    (of_credential(register.user), registered.credential.into()),
                ]))
            }
            Command::FindCredential(find) => {
                let credential = reservation(view, find.reservation)
                    .and_then(|reservation| found_credential(view, reservation.holder));
                Ok(Decision { events: vec![], reply: Reply { credential } })
            }
            Command::StartSession(start) => {
                let target = of_session(start.user, start.session);
                let known = domain::session::Known {
                    credential_version: view.version(&of_credential(start.user)),
                    account: account(view, start.user),
                    session: session(view, &target),
                };
                let events = domain::session::decide(known, start, at)?;
                let events = events.into_iter().map(|event| (target.clone(), event.into()));
                Ok(Decision::events(events.collect()))
            }
        }
    }

    fn evolve(view: &View<'_, State>, aggregate: &Aggregate, event: &Event) -> Vec<Change<State>> {
        let own = |state| (aggregate.state_key(), Some(state));
        match event {
            Event::Public(IdentityEvent::UserRegistered(registered)) => {
                let account = Account::opened(view.version(aggregate) + 1);
                vec![
                    own(State::User(User::registered(registered))),
                    (account_key(registered.user_id), Some(State::Account(account))),
                ]
            }
            Event::Public(IdentityEvent::EmailReserved(reserved)) => {
                vec![own(State::EmailReservation(EmailReservation::reserved(reserved)))]
            }
            Event::Private(IdentityPrivateEvent::CredentialCreated(created)) => {
                vec![own(State::Credential(Credential::created(created)))]
            }
            Event::Private(IdentityPrivateEvent::SessionStarted(started)) => {
                vec![own(State::Session(Session::started(started)))]
            }
        }
    }

    fn kind(name: &str) -> Option<&'static str> {
        [USER, EMAIL_RESERVATION, CREDENTIAL, SESSION].into_iter().find(|kind| *kind == name)
    }

    fn snapshot(key: &StateKey, version: u64, state: &State) -> Snapshot {
        let user_id = UserId::from_uuid(key.owner);
        let version = version.cast_signed();
        let fold_version = Self::FOLD_VERSION;
        match state {
            State::User(User { email }) => {
                let email = email.clone();
                IdentitySnapshot::UserSnapshot(UserSnapshot { user_id, version, fold_version, email }).into()
            }
            State::EmailReservation(EmailReservation { holder }) => {
                IdentitySnapshot::EmailReservationSnapshot(EmailReservationSnapshot {
                    user_id: *holder,
                    reservation_id: ReservationId::from_uuid(key.owner),
                    version,
                    fold_version,
                })
                .into()
            }
            State::Credential(Credential { password_hash }) => {
                IdentityPrivateSnapshot::CredentialSnapshot(CredentialSnapshot {
                    user_id,
                    version,
                    fold_version,
                    password_hash: password_hash.expose().to_owned(),
                })
                .into()
            }
            State::Session(session) => IdentityPrivateSnapshot::SessionSnapshot(SessionSnapshot {
                user_id,
                session_id: session_id(key),
                version,
                fold_version,
                credential_version: session.credential_version.cast_signed(),
                refresh_token_hash: session.refresh_token_hash,
                started_at: session.started_at,
                expires_at: session.expires_at,
            })
            .into(),
            State::Account(account) => IdentityAccount::AccountStatus(AccountStatus {
                user_id,
                status: account.status,
                activated: account.activated,
                version: account.version.cast_signed(),
            })
            .into(),
        }
    }

    fn restore(snapshot: Snapshot) -> (StateKey, u64, State) {
        match snapshot {
            Snapshot::Public(IdentitySnapshot::UserSnapshot(user)) => {
                let key = of_user(user.user_id).state_key();
                (key, user.version.cast_unsigned(), State::User(User { email: user.email }))
            }
            Snapshot::Public(IdentitySnapshot::EmailReservationSnapshot(reservation)) => {
                let key = of_reservation(reservation.reservation_id).state_key();
                let state = EmailReservation { holder: reservation.user_id };
                (key, reservation.version.cast_unsigned(), State::EmailReservation(state))
            }
            Snapshot::Private(IdentityPrivateSnapshot::CredentialSnapshot(credential)) => {
                let key = of_credential(credential.user_id).state_key();
                let password_hash = PasswordHash::from_phc(credential.password_hash);
                let version = credential.version.cast_unsigned();
                (key, version, State::Credential(Credential { password_hash }))
            }
            Snapshot::Private(IdentityPrivateSnapshot::SessionSnapshot(session)) => {
                let key = of_session(session.user_id, session.session_id).state_key();
                let state = Session {
                    credential_version: session.credential_version.cast_unsigned(),
                    refresh_token_hash: session.refresh_token_hash,
                    started_at: session.started_at,
                    expires_at: session.expires_at,
                };
                (key, session.version.cast_unsigned(), State::Session(state))
            }
            Snapshot::Account(IdentityAccount::AccountStatus(account)) => {
                let state = Account {
                    status: account.status,
                    activated: account.activated,
                    version: account.version.cast_unsigned(),
                };
                // an entry beside the aggregates has no version of its own
                (account_key(account.user_id), 0, State::Account(state))
            }
        }
    }

    fn from_process(command: NoRecords) -> (UserId, Command) {
        match command {}
    }

    fn event_topic(event: &Event) -> Option<Topic> {
        match event {
            Event::Public(_) => Self::SERVICE.events(),
            Event::Private(_) => Some(Topic::IDENTITY_PRIVATE),
        }
    }

    fn state_topic(key: &StateKey) -> Option<Topic> {
        match key.store {
            CREDENTIAL | SESSION => Some(Topic::IDENTITY_PRIVATE_STATE),
            ACCOUNT => Some(Topic::IDENTITY_ACCOUNTS),
            _ => Self::SERVICE.state(),
        }
    }

    fn is_public(event: &Event) -> bool {
        matches!(event, Event::Public(_))
    }
}

/// The topics of identity beside its events and its state.
pub fn further_topics() -> FurtherTopics {
    FurtherTopics {
        events: vec![Topic::IDENTITY_PRIVATE],
        state: vec![Topic::IDENTITY_PRIVATE_STATE, Topic::IDENTITY_ACCOUNTS],
    }
}

fn of_user(user: UserId) -> Aggregate {
    Aggregate::of(user, USER, user.uuid())
}

/// A reservation owns itself: nothing but its address leads to it.
fn of_reservation(reservation: ReservationId) -> Aggregate {
    Aggregate { owner: reservation.uuid(), kind: EMAIL_RESERVATION, id: reservation.uuid() }
}

fn of_credential(user: UserId) -> Aggregate {
    Aggregate::of(user, CREDENTIAL, user.uuid())
}

fn of_session(user: UserId, session: SessionId) -> Aggregate {
    Aggregate::of(user, SESSION, session.uuid())
}

fn account_key(user: UserId) -> StateKey {
    StateKey { owner: user.uuid(), store: ACCOUNT, key: user.to_string() }
}

/// Keys of the store `session` are ids of sessions and nothing else.
fn session_id(key: &StateKey) -> SessionId {
    key.key.parse().unwrap_or(SessionId::from_uuid(Uuid::nil()))
}

fn user<'v>(view: &'v View<'_, State>, user: UserId) -> Option<&'v User> {
    let State::User(user) = view.aggregate(&of_user(user))? else { return None };
    Some(user)
}

fn reservation<'v>(view: &'v View<'_, State>, reservation: ReservationId) -> Option<&'v EmailReservation> {
    let State::EmailReservation(reservation) = view.aggregate(&of_reservation(reservation))? else { return None };
    Some(reservation)
}

fn session<'v>(view: &'v View<'_, State>, session: &Aggregate) -> Option<&'v Session> {
    let State::Session(session) = view.aggregate(session)? else { return None };
    Some(session)
}

fn account<'v>(view: &'v View<'_, State>, user: UserId) -> Option<&'v Account> {
    let State::Account(account) = view.get(&account_key(user))? else { return None };
    Some(account)
}

/// The credential stands in the same partition: the server chose the user's id so.
fn found_credential(view: &View<'_, State>, user: UserId) -> Option<FoundCredential> {
    let aggregate = of_credential(user);
    let State::Credential(credential) = view.aggregate(&aggregate)? else { return None };
    let version = view.version(&aggregate);
    Some(FoundCredential { user, version, password_hash: credential.password_hash.clone() })
}

#[cfg(test)]
mod tests;
