//! What `identity.events` holds.

use crate::{
    identity::{
        CoachingGranted, CoachingRevoked, EmailChangeRefused, EmailChangeRequested, EmailChanged, EmailReleased,
        EmailReserved, UserActivated, UserDeactivated, UserReactivated, UserRegistered,
    },
    record::{Decoder, Encoder, Family, Record, RecordType},
};

/// Records of `identity.events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityEvent {
    /// A person registered.
    UserRegistered(UserRegistered),
    /// An e-mail address was taken; owned by the reservation itself.
    EmailReserved(EmailReserved),
    /// A person confirmed their e-mail address.
    UserActivated(UserActivated),
    /// An account was put out of use.
    UserDeactivated(UserDeactivated),
    /// An account was put into use again.
    UserReactivated(UserReactivated),
    /// A person wants another e-mail address.
    EmailChangeRequested(EmailChangeRequested),
    /// The e-mail address of an account is another one, and not confirmed yet.
    EmailChanged(EmailChanged),
    /// The new e-mail address belongs to another account: the old one stays.
    EmailChangeRefused(EmailChangeRefused),
    /// An e-mail address is free again; owned by the reservation itself.
    EmailReleased(EmailReleased),
    /// An athlete lets a coach act for them; replaces what was granted before.
    CoachingGranted(CoachingGranted),
    /// An athlete no longer lets a coach act for them.
    CoachingRevoked(CoachingRevoked),
}

impl Family for IdentityEvent {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<UserRegistered>(),
        RecordType::of::<EmailReserved>(),
        RecordType::of::<UserActivated>(),
        RecordType::of::<UserDeactivated>(),
        RecordType::of::<UserReactivated>(),
        RecordType::of::<EmailChangeRequested>(),
        RecordType::of::<EmailChanged>(),
        RecordType::of::<EmailChangeRefused>(),
        RecordType::of::<EmailReleased>(),
        RecordType::of::<CoachingGranted>(),
        RecordType::of::<CoachingRevoked>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::UserRegistered(_) => UserRegistered::NAME,
            Self::EmailReserved(_) => EmailReserved::NAME,
            Self::UserActivated(_) => UserActivated::NAME,
            Self::UserDeactivated(_) => UserDeactivated::NAME,
            Self::UserReactivated(_) => UserReactivated::NAME,
            Self::EmailChangeRequested(_) => EmailChangeRequested::NAME,
            Self::EmailChanged(_) => EmailChanged::NAME,
            Self::EmailChangeRefused(_) => EmailChangeRefused::NAME,
            Self::EmailReleased(_) => EmailReleased::NAME,
            Self::CoachingGranted(_) => CoachingGranted::NAME,
            Self::CoachingRevoked(_) => CoachingRevoked::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::UserRegistered(record) => encoder.encode(record),
            Self::EmailReserved(record) => encoder.encode(record),
            Self::UserActivated(record) => encoder.encode(record),
            Self::UserDeactivated(record) => encoder.encode(record),
            Self::UserReactivated(record) => encoder.encode(record),
            Self::EmailChangeRequested(record) => encoder.encode(record),
            Self::EmailChanged(record) => encoder.encode(record),
            Self::EmailChangeRefused(record) => encoder.encode(record),
            Self::EmailReleased(record) => encoder.encode(record),
            Self::CoachingGranted(record) => encoder.encode(record),
            Self::CoachingRevoked(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            UserRegistered::NAME => decoder.decode().map(Self::UserRegistered),
            EmailReserved::NAME => decoder.decode().map(Self::EmailReserved),
            UserActivated::NAME => decoder.decode().map(Self::UserActivated),
            UserDeactivated::NAME => decoder.decode().map(Self::UserDeactivated),
            UserReactivated::NAME => decoder.decode().map(Self::UserReactivated),
            EmailChangeRequested::NAME => decoder.decode().map(Self::EmailChangeRequested),
            EmailChanged::NAME => decoder.decode().map(Self::EmailChanged),
            EmailChangeRefused::NAME => decoder.decode().map(Self::EmailChangeRefused),
            EmailReleased::NAME => decoder.decode().map(Self::EmailReleased),
            CoachingGranted::NAME => decoder.decode().map(Self::CoachingGranted),
            CoachingRevoked::NAME => decoder.decode().map(Self::CoachingRevoked),
            _ => return None,
        })
    }
}
