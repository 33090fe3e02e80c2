//! What the topics hold that identity alone reads.

use crate::{
    identity::{
        AccessTokenCreated, AccessTokenRevoked, ActivationSnapshot, ActivationTokenIssued, ActivationTokenUsed,
        CredentialCreated, CredentialSnapshot, PasswordChanged, SessionEnded, SessionRefreshed, SessionSnapshot,
        SessionStarted,
    },
    record::{Decoder, Encoder, Family, Record, RecordType},
};

/// Records of `identity.private`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityPrivateEvent {
    /// A person chose a password. Private.
    CredentialCreated(CredentialCreated),
    /// A person signed in. Private.
    SessionStarted(SessionStarted),
    /// A person chose another password: every session but one ends. Private.
    PasswordChanged(PasswordChanged),
    /// A session got its next refresh token. Private.
    SessionRefreshed(SessionRefreshed),
    /// A session is over. Private.
    SessionEnded(SessionEnded),
    /// A one-time token went out to confirm an e-mail address; replaces the one before. Private.
    ActivationTokenIssued(ActivationTokenIssued),
    /// The one-time token came back. Private.
    ActivationTokenUsed(ActivationTokenUsed),
    /// A person made a token for a script of theirs. Private.
    AccessTokenCreated(AccessTokenCreated),
    /// A token for a script works no longer. Private.
    AccessTokenRevoked(AccessTokenRevoked),
}

impl Family for IdentityPrivateEvent {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<CredentialCreated>(),
        RecordType::of::<SessionStarted>(),
        RecordType::of::<PasswordChanged>(),
        RecordType::of::<SessionRefreshed>(),
        RecordType::of::<SessionEnded>(),
        RecordType::of::<ActivationTokenIssued>(),
        RecordType::of::<ActivationTokenUsed>(),
        RecordType::of::<AccessTokenCreated>(),
        RecordType::of::<AccessTokenRevoked>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::CredentialCreated(_) => CredentialCreated::NAME,
            Self::SessionStarted(_) => SessionStarted::NAME,
            Self::PasswordChanged(_) => PasswordChanged::NAME,
            Self::SessionRefreshed(_) => SessionRefreshed::NAME,
            Self::SessionEnded(_) => SessionEnded::NAME,
            Self::ActivationTokenIssued(_) => ActivationTokenIssued::NAME,
            Self::ActivationTokenUsed(_) => ActivationTokenUsed::NAME,
            Self::AccessTokenCreated(_) => AccessTokenCreated::NAME,
            Self::AccessTokenRevoked(_) => AccessTokenRevoked::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::CredentialCreated(record) => encoder.encode(record),
            Self::SessionStarted(record) => encoder.encode(record),
            Self::PasswordChanged(record) => encoder.encode(record),
            Self::SessionRefreshed(record) => encoder.encode(record),
            Self::SessionEnded(record) => encoder.encode(record),
            Self::ActivationTokenIssued(record) => encoder.encode(record),
            Self::ActivationTokenUsed(record) => encoder.encode(record),
            Self::AccessTokenCreated(record) => encoder.encode(record),
            Self::AccessTokenRevoked(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            CredentialCreated::NAME => decoder.decode().map(Self::CredentialCreated),
            SessionStarted::NAME => decoder.decode().map(Self::SessionStarted),
            PasswordChanged::NAME => decoder.decode().map(Self::PasswordChanged),
            SessionRefreshed::NAME => decoder.decode().map(Self::SessionRefreshed),
            SessionEnded::NAME => decoder.decode().map(Self::SessionEnded),
            ActivationTokenIssued::NAME => decoder.decode().map(Self::ActivationTokenIssued),
            ActivationTokenUsed::NAME => decoder.decode().map(Self::ActivationTokenUsed),
            AccessTokenCreated::NAME => decoder.decode().map(Self::AccessTokenCreated),
            AccessTokenRevoked::NAME => decoder.decode().map(Self::AccessTokenRevoked),
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
    /// State of the confirmation of an e-mail address. Store 'activation'. Private.
    ActivationSnapshot(ActivationSnapshot),
}

impl Family for IdentityPrivateSnapshot {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<CredentialSnapshot>(),
        RecordType::of::<SessionSnapshot>(),
        RecordType::of::<ActivationSnapshot>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::CredentialSnapshot(_) => CredentialSnapshot::NAME,
            Self::SessionSnapshot(_) => SessionSnapshot::NAME,
            Self::ActivationSnapshot(_) => ActivationSnapshot::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::CredentialSnapshot(record) => encoder.encode(record),
            Self::SessionSnapshot(record) => encoder.encode(record),
            Self::ActivationSnapshot(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            CredentialSnapshot::NAME => decoder.decode().map(Self::CredentialSnapshot),
            SessionSnapshot::NAME => decoder.decode().map(Self::SessionSnapshot),
            ActivationSnapshot::NAME => decoder.decode().map(Self::ActivationSnapshot),
            _ => return None,
        })
    }
}
