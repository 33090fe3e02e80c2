//! The records of identity's topics as one family each: what one command writes stands in several
//! topics, because passwords and sessions are nobody else's business.

use schemas::identity::{
    IdentityAccess, IdentityAccount, IdentityEvent, IdentityPrivateEvent, IdentityPrivateSnapshot, IdentitySnapshot,
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
    /// In `identity.access`.
    Access(IdentityAccess),
}

const EVENTS: &[RecordType; IdentityEvent::TYPES.len() + IdentityPrivateEvent::TYPES.len()] =
    &joined(&[IdentityEvent::TYPES, IdentityPrivateEvent::TYPES]);

const STATE: &[RecordType;
     IdentitySnapshot::TYPES.len()
         + IdentityPrivateSnapshot::TYPES.len()
         + IdentityAccount::TYPES.len()
         + IdentityAccess::TYPES.len()] =
    &joined(&[IdentitySnapshot::TYPES, IdentityPrivateSnapshot::TYPES, IdentityAccount::TYPES, IdentityAccess::TYPES]);

/// The types of several families, one after the other; `N` is how many there are.
const fn joined<const N: usize>(families: &[&[RecordType]]) -> [RecordType; N] {
    let mut types = [families[0][0]; N];
    let (mut family, mut next) = (0, 0);
    while family < families.len() {
        let mut index = 0;
        while index < families[family].len() {
            types[next] = families[family][index];
            (index, next) = (index + 1, next + 1);
        }
        family += 1;
    }
    types
}

impl Family for Event {
    const TYPES: &'static [RecordType] = EVENTS;

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
    const TYPES: &'static [RecordType] = STATE;

    fn record_name(&self) -> &'static str {
        match self {
            Self::Public(snapshot) => snapshot.record_name(),
            Self::Private(snapshot) => snapshot.record_name(),
            Self::Account(account) => account.record_name(),
            Self::Access(access) => access.record_name(),
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::Public(snapshot) => snapshot.encode(encoder),
            Self::Private(snapshot) => snapshot.encode(encoder),
            Self::Account(account) => account.encode(encoder),
            Self::Access(access) => access.encode(encoder),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        IdentitySnapshot::decode(name, decoder)
            .map(|snapshot| snapshot.map(Self::Public))
            .or_else(|| IdentityPrivateSnapshot::decode(name, decoder).map(|snapshot| snapshot.map(Self::Private)))
            .or_else(|| IdentityAccount::decode(name, decoder).map(|account| account.map(Self::Account)))
            .or_else(|| IdentityAccess::decode(name, decoder).map(|access| access.map(Self::Access)))
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

impl From<IdentityAccess> for Snapshot {
    fn from(access: IdentityAccess) -> Self {
        Self::Access(access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_families_hold_what_their_topics_hold() {
        let events = [IdentityEvent::TYPES, IdentityPrivateEvent::TYPES].concat();
        assert_eq!(Event::TYPES, events);
        let tables = [IdentityAccount::TYPES, IdentityAccess::TYPES].concat();
        let state = [IdentitySnapshot::TYPES, IdentityPrivateSnapshot::TYPES, &tables].concat();
        assert_eq!(Snapshot::TYPES, state);
    }
}
