//! Events of `identity.events` about accounts.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ReservationId, UserId},
    record::Record,
    text::Text,
    time::Instant,
};

/// A person registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct UserRegistered {
    /// The athlete.
    pub user_id: UserId,
    /// E-mail address as entered.
    pub email: Text,
    /// When.
    pub registered_at: Instant,
    /// Where the address is reserved; registrations of old do not say.
    pub reservation_id: Option<ReservationId>,
}

impl Record for UserRegistered {
    const NAME: &'static str = "traintracker.identity.UserRegistered";
    const SCHEMA: &'static str = include_str!("../../avro/identity/UserRegistered.v2.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("email", &mut self.email);
    }
}

/// An e-mail address was taken; owned by the reservation itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct EmailReserved {
    /// Who holds it.
    pub user_id: UserId,
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// When.
    pub reserved_at: Instant,
}

impl Record for EmailReserved {
    const NAME: &'static str = "traintracker.identity.EmailReserved";
    const SCHEMA: &'static str = include_str!("../../avro/identity/EmailReserved.v1.avsc");
}

/// A person confirmed their e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct UserActivated {
    /// The athlete.
    pub user_id: UserId,
    /// When.
    pub activated_at: Instant,
}

impl Record for UserActivated {
    const NAME: &'static str = "traintracker.identity.UserActivated";
    const SCHEMA: &'static str = include_str!("../../avro/identity/UserActivated.v1.avsc");
}

/// An account was put out of use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct UserDeactivated {
    /// The athlete.
    pub user_id: UserId,
    /// When.
    pub deactivated_at: Instant,
}

impl Record for UserDeactivated {
    const NAME: &'static str = "traintracker.identity.UserDeactivated";
    const SCHEMA: &'static str = include_str!("../../avro/identity/UserDeactivated.v1.avsc");
}

/// An account was put into use again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct UserReactivated {
    /// The athlete.
    pub user_id: UserId,
    /// When.
    pub reactivated_at: Instant,
}

impl Record for UserReactivated {
    const NAME: &'static str = "traintracker.identity.UserReactivated";
    const SCHEMA: &'static str = include_str!("../../avro/identity/UserReactivated.v1.avsc");
}
