//! The records of identity's topics as one family each: what one command writes stands in several
//! topics, because passwords and sessions are nobody else's business.

use schemas::identity::{
    AccountStatus, CredentialCreated, CredentialSnapshot, EmailReservationSnapshot, EmailReserved, IdentityAccount,
    IdentityEvent, IdentityPrivateEvent, IdentityPrivateSnapshot, IdentitySnapshot, SessionSnapshot, SessionStarted,
    UserRegistered, UserSnapshot,
};
use schemas::record::{Decoder, Encoder, Family, RecordType};

/// What identity records.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// In `identity.events`.
    Public(IdentityEvent),
    /// In `identity.private`.
    Private(IdentityPrivateEvent),
}

/// How identity keeps its state.
#[derive(Debug, Clone, PartialEq)]
pub enum Snapshot {
    /// In `identity.state`.
    Public(IdentitySnapshot),
    /// In `identity.private-state`.
    Private(IdentityPrivateSnapshot),
    /// In `identity.accounts`.
    Account(IdentityAccount),
}

impl Family for Event {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<UserRegistered>(),
        RecordType::of::<EmailReserved>(),
        RecordType::of::<CredentialCreated>(),
        RecordType::of::<SessionStarted>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::Public(event) => event.record_name(),
            Self::Private(event) => event.record_name(),
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::Public(event) => event.encode(encoder),
            Self::Private(event) => event.encode(encoder),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        // a family that does not know the name leaves the decoder untouched
        IdentityEvent::decode(name, decoder)
            .map(|event| event.map(Self::Public))
            .or_else(|| IdentityPrivateEvent::decode(name, decoder).map(|event| event.map(Self::Private)))
    }
}

impl Family for Snapshot {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<UserSnapshot>(),
        RecordType::of::<EmailReservationSnapshot>(),
        RecordType::of::<CredentialSnapshot>(),
        RecordType::of::<SessionSnapshot>(),
        RecordType::of::<AccountStatus>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::Public(snapshot) => snapshot.record_name(),
            Self::Private(snapshot) => snapshot.record_name(),
            Self::Account(account) => account.record_name(),
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::Public(snapshot) => snapshot.encode(encoder),
            Self::Private(snapshot) => snapshot.encode(encoder),
            Self::Account(account) => account.encode(encoder),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        IdentitySnapshot::decode(name, decoder)
            .map(|snapshot| snapshot.map(Self::Public))
            .or_else(|| IdentityPrivateSnapshot::decode(name, decoder).map(|snapshot| snapshot.map(Self::Private)))
            .or_else(|| IdentityAccount::decode(name, decoder).map(|account| account.map(Self::Account)))
    }
}

impl From<IdentityEvent> for Event {
    fn from(event: IdentityEvent) -> Self {
        Self::Public(event)
    }
}

impl From<IdentityPrivateEvent> for Event {
    fn from(event: IdentityPrivateEvent) -> Self {
        Self::Private(event)
    }
}

impl From<IdentitySnapshot> for Snapshot {
    fn from(snapshot: IdentitySnapshot) -> Self {
        Self::Public(snapshot)
    }
}

impl From<IdentityPrivateSnapshot> for Snapshot {
    fn from(snapshot: IdentityPrivateSnapshot) -> Self {
        Self::Private(snapshot)
    }
}

impl From<IdentityAccount> for Snapshot {
    fn from(account: IdentityAccount) -> Self {
        Self::Account(account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_families_hold_what_their_topics_hold() {
        let events = [IdentityEvent::TYPES, IdentityPrivateEvent::TYPES].concat();
        assert_eq!(Event::TYPES, events);
        let state = [IdentitySnapshot::TYPES, IdentityPrivateSnapshot::TYPES, IdentityAccount::TYPES].concat();
        assert_eq!(Snapshot::TYPES, state);
    }
}
