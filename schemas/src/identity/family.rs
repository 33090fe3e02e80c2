//! Which records share a topic.

use super::{
    AccountStatus, CredentialCreated, CredentialSnapshot, EmailReservationSnapshot, EmailReserved, SessionSnapshot,
    SessionStarted, UserRegistered, UserSnapshot,
};
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records of `identity.events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityEvent {
    /// A person registered.
    UserRegistered(UserRegistered),
    /// An e-mail address was taken; owned by the reservation itself.
    EmailReserved(EmailReserved),
}

impl Family for IdentityEvent {
    const TYPES: &'static [RecordType] = &[RecordType::of::<UserRegistered>(), RecordType::of::<EmailReserved>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::UserRegistered(_) => UserRegistered::NAME,
            Self::EmailReserved(_) => EmailReserved::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::UserRegistered(record) => encoder.encode(record),
            Self::EmailReserved(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            UserRegistered::NAME => decoder.decode().map(Self::UserRegistered),
            EmailReserved::NAME => decoder.decode().map(Self::EmailReserved),
            _ => return None,
        })
    }
}

/// Records of `identity.private`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityPrivateEvent {
    /// A person chose a password. Private.
    CredentialCreated(CredentialCreated),
    /// A person signed in. Private.
    SessionStarted(SessionStarted),
}

impl Family for IdentityPrivateEvent {
    const TYPES: &'static [RecordType] = &[RecordType::of::<CredentialCreated>(), RecordType::of::<SessionStarted>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::CredentialCreated(_) => CredentialCreated::NAME,
            Self::SessionStarted(_) => SessionStarted::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::CredentialCreated(record) => encoder.encode(record),
            Self::SessionStarted(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            CredentialCreated::NAME => decoder.decode().map(Self::CredentialCreated),
            SessionStarted::NAME => decoder.decode().map(Self::SessionStarted),
            _ => return None,
        })
    }
}

/// Records of `identity.accounts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityAccount {
    /// Status of an account, for everyone to check.
    AccountStatus(AccountStatus),
}

impl Family for IdentityAccount {
    const TYPES: &'static [RecordType] = &[RecordType::of::<AccountStatus>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::AccountStatus(_) => AccountStatus::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::AccountStatus(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            AccountStatus::NAME => decoder.decode().map(Self::AccountStatus),
            _ => return None,
        })
    }
}

/// Records of `identity.state`, beside the engine's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentitySnapshot {
    /// State of a user. Store 'user'.
    UserSnapshot(UserSnapshot),
    /// State of an e-mail reservation. Store 'email-reservation'.
    EmailReservationSnapshot(EmailReservationSnapshot),
}

impl Family for IdentitySnapshot {
    const TYPES: &'static [RecordType] =
        &[RecordType::of::<UserSnapshot>(), RecordType::of::<EmailReservationSnapshot>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::UserSnapshot(_) => UserSnapshot::NAME,
            Self::EmailReservationSnapshot(_) => EmailReservationSnapshot::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::UserSnapshot(record) => encoder.encode(record),
            Self::EmailReservationSnapshot(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            UserSnapshot::NAME => decoder.decode().map(Self::UserSnapshot),
            EmailReservationSnapshot::NAME => decoder.decode().map(Self::EmailReservationSnapshot),
            _ => return None,
        })
    }
}

/// Records of `identity.private-state`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityPrivateSnapshot {
    /// State of a credential. Store 'credential'. Private.
    CredentialSnapshot(CredentialSnapshot),
    /// State of a session. Store 'session'. Private.
    SessionSnapshot(SessionSnapshot),
}

impl Family for IdentityPrivateSnapshot {
    const TYPES: &'static [RecordType] = &[RecordType::of::<CredentialSnapshot>(), RecordType::of::<SessionSnapshot>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::CredentialSnapshot(_) => CredentialSnapshot::NAME,
            Self::SessionSnapshot(_) => SessionSnapshot::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::CredentialSnapshot(record) => encoder.encode(record),
            Self::SessionSnapshot(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            CredentialSnapshot::NAME => decoder.decode().map(Self::CredentialSnapshot),
            SessionSnapshot::NAME => decoder.decode().map(Self::SessionSnapshot),
            _ => return None,
        })
    }
}
