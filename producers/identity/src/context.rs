//! How the mechanism of a command service meets the rules of identity.

mod decide;
mod evolve;
mod place;
mod snapshot;

use command_api::{Aggregate, Change, Context, Decision, FurtherTopics, Meta, StateKey, View};
use schemas::id::UserId;
use schemas::identity::IdentityCommand;
use schemas::topic::{Service, Topic};
use serde::{Deserialize, Serialize};

use self::place::{ACCESS_TOKEN, ACCOUNT, ACTIVATION, COACHING_GRANT, CREDENTIAL, KINDS, SESSION};
use crate::domain::access_token::AccessToken;
use crate::domain::activation::Activation;
use crate::domain::coaching::Grant;
use crate::domain::credential::{Credential, FoundCredential};
use crate::domain::email_change::{CompleteEmailChange, ReleaseEmail, ReserveEmail};
use crate::domain::email_reservation::EmailReservation;
use crate::domain::session::Session;
use crate::domain::user::{Account, User};
use crate::domain::{Command, Rejection};
use crate::records::{Event, Snapshot};

/// The identity context.
#[derive(Debug, Clone, Copy)]
pub struct Identity;

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
    /// Store `activation`.
    Activation(Activation),
    /// Store `account`.
    Account(Account),
    /// Store `coaching-grant`.
    Grant(Grant),
    /// Store `access-token`.
    AccessToken(AccessToken),
}

/// What identity tells beside its events. Nothing of it is ever written, not into a kept answer either.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Who holds the address that `FindHolder` asked for.
    #[serde(skip)]
    pub holder: Option<UserId>,
    /// What `FindCredential` found.
    #[serde(skip)]
    pub credential: Option<FoundCredential>,
    /// The session is over: its refresh token came a second time.
    #[serde(skip)]
    pub reused: bool,
}

impl Context for Identity {
    const SERVICE: Service = Service::Identity;
    const FOLD_VERSION: i32 = 1;
    type Command = Command;
    type Event = Event;
    type State = State;
    type Snapshot = Snapshot;
    type ProcessCommand = IdentityCommand;
    type Rejection = Rejection;
    type Reply = Reply;

    fn target(_meta: &Meta, command: &Command) -> Aggregate {
        place::target(command)
    }

    fn decide(view: &View<'_, State>, meta: &Meta, command: &Command) -> Result<Decision<Self>, Rejection> {
        decide::decide(view, meta.received_at, command)
    }

    fn evolve(view: &View<'_, State>, aggregate: &Aggregate, event: &Event) -> Vec<Change<State>> {
        match event {
            Event::Public(event) => evolve::public(view, aggregate, event),
            Event::Private(event) => evolve::private(view, aggregate, event),
        }
    }

    fn kind(name: &str) -> Option<&'static str> {
        KINDS.into_iter().find(|kind| *kind == name)
    }

    fn snapshot(key: &StateKey, version: u64, state: &State) -> Snapshot {
        snapshot::snapshot(key, version, Self::FOLD_VERSION, state)
    }

    fn restore(snapshot: Snapshot) -> (StateKey, u64, State) {
        snapshot::restore(snapshot)
    }

    fn from_process(command: IdentityCommand) -> (UserId, Command) {
        match command {
            IdentityCommand::ReserveEmail(command) => {
                // a reservation owns itself and is hashed like a user
                let subject = UserId::from_uuid(command.reservation_id.uuid());
                let reserve = ReserveEmail {
                    reservation: command.reservation_id,
                    user: command.user_id,
                    change_version: command.change_version.cast_unsigned(),
                };
                (subject, Command::ReserveEmail(reserve))
            }
            IdentityCommand::CompleteEmailChange(command) => {
                let complete = CompleteEmailChange {
                    user: command.user_id,
                    reservation: command.reservation_id,
                    change_version: command.change_version.cast_unsigned(),
                    reserved: command.reserved,
                };
                (command.user_id, Command::CompleteEmailChange(complete))
            }
            IdentityCommand::ReleaseEmail(command) => {
                let subject = UserId::from_uuid(command.reservation_id.uuid());
                let release = ReleaseEmail { reservation: command.reservation_id, user: command.user_id };
                (subject, Command::ReleaseEmail(release))
            }
        }
    }

    fn event_topic(event: &Event) -> Option<Topic> {
        match event {
            Event::Public(_) => Self::SERVICE.events(),
            Event::Private(_) => Some(Topic::IDENTITY_PRIVATE),
        }
    }

    fn state_topic(key: &StateKey) -> Option<Topic> {
        match key.store {
            CREDENTIAL | SESSION | ACTIVATION => Some(Topic::IDENTITY_PRIVATE_STATE),
            ACCOUNT => Some(Topic::IDENTITY_ACCOUNTS),
            COACHING_GRANT | ACCESS_TOKEN => Some(Topic::IDENTITY_ACCESS),
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
        state: vec![Topic::IDENTITY_PRIVATE_STATE, Topic::IDENTITY_ACCOUNTS, Topic::IDENTITY_ACCESS],
    }
}

#[cfg(test)]
mod tests;
