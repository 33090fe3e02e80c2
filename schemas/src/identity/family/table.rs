//! What the tables, the snapshots and the commands of identity hold.

use crate::{
    identity::{
        AccessToken, AccountStatus, CoachingGrant, CompleteEmailChange, EmailReservationSnapshot, ReleaseEmail,
        ReserveEmail, UserSnapshot,
    },
    record::{Decoder, Encoder, Family, Record, RecordType},
};

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

/// Records of `identity.access`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityAccess {
    /// What an athlete granted a coach, for everyone to check. Store 'coaching-grant'.
    CoachingGrant(CoachingGrant),
    /// A token for a person's scripts, for everyone to check. Store 'access-token'.
    AccessToken(AccessToken),
}

impl Family for IdentityAccess {
    const TYPES: &'static [RecordType] = &[RecordType::of::<CoachingGrant>(), RecordType::of::<AccessToken>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::CoachingGrant(_) => CoachingGrant::NAME,
            Self::AccessToken(_) => AccessToken::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::CoachingGrant(record) => encoder.encode(record),
            Self::AccessToken(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            CoachingGrant::NAME => decoder.decode().map(Self::CoachingGrant),
            AccessToken::NAME => decoder.decode().map(Self::AccessToken),
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

/// Records of `identity.commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityCommand {
    /// Command to identity: take an e-mail address for a user who wants it; owned by the reservation.
    ReserveEmail(ReserveEmail),
    /// Command to identity: the new e-mail address was taken for the user, or could not be.
    CompleteEmailChange(CompleteEmailChange),
    /// Command to identity: a user no longer needs an e-mail address; owned by the reservation.
    ReleaseEmail(ReleaseEmail),
}

impl Family for IdentityCommand {
    const TYPES: &'static [RecordType] =
        &[RecordType::of::<ReserveEmail>(), RecordType::of::<CompleteEmailChange>(), RecordType::of::<ReleaseEmail>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::ReserveEmail(_) => ReserveEmail::NAME,
            Self::CompleteEmailChange(_) => CompleteEmailChange::NAME,
            Self::ReleaseEmail(_) => ReleaseEmail::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::ReserveEmail(record) => encoder.encode(record),
            Self::CompleteEmailChange(record) => encoder.encode(record),
            Self::ReleaseEmail(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            ReserveEmail::NAME => decoder.decode().map(Self::ReserveEmail),
            CompleteEmailChange::NAME => decoder.decode().map(Self::CompleteEmailChange),
            ReleaseEmail::NAME => decoder.decode().map(Self::ReleaseEmail),
            _ => return None,
        })
    }
}
