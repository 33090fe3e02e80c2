//! Events of `identity.events` about another e-mail address, and the commands of `identity.commands` that move it.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ReservationId, UserId},
    record::Record,
    text::Text,
    time::Instant,
};

/// A person wants another e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct EmailChangeRequested {
    /// The athlete.
    pub user_id: UserId,
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// The new address as entered.
    pub email: Text,
    /// When.
    pub requested_at: Instant,
}

impl Record for EmailChangeRequested {
    const NAME: &'static str = "traintracker.identity.EmailChangeRequested";
    const SCHEMA: &'static str = include_str!("../../avro/identity/EmailChangeRequested.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("email", &mut self.email);
    }
}

/// The e-mail address of an account is another one, and not confirmed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct EmailChanged {
    /// The athlete.
    pub user_id: UserId,
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// Where the address before was reserved.
    pub previous_reservation_id: Option<ReservationId>,
    /// The new address as entered.
    pub email: Text,
    /// When.
    pub changed_at: Instant,
}

impl Record for EmailChanged {
    const NAME: &'static str = "traintracker.identity.EmailChanged";
    const SCHEMA: &'static str = include_str!("../../avro/identity/EmailChanged.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("email", &mut self.email);
    }
}

/// The new e-mail address belongs to another account: the old one stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct EmailChangeRefused {
    /// The athlete.
    pub user_id: UserId,
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// When.
    pub refused_at: Instant,
}

impl Record for EmailChangeRefused {
    const NAME: &'static str = "traintracker.identity.EmailChangeRefused";
    const SCHEMA: &'static str = include_str!("../../avro/identity/EmailChangeRefused.v1.avsc");
}

/// An e-mail address is free again; owned by the reservation itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct EmailReleased {
    /// Who held it.
    pub user_id: UserId,
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// When.
    pub released_at: Instant,
}

impl Record for EmailReleased {
    const NAME: &'static str = "traintracker.identity.EmailReleased";
    const SCHEMA: &'static str = include_str!("../../avro/identity/EmailReleased.v1.avsc");
}

/// Command to identity: take an e-mail address for a user who wants it; owned by the reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct ReserveEmail {
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// Who wants it.
    pub user_id: UserId,
    /// Version that `EmailChangeRequested` made of the user: names the change.
    pub change_version: i64,
}

impl Record for ReserveEmail {
    const NAME: &'static str = "traintracker.identity.ReserveEmail";
    const SCHEMA: &'static str = include_str!("../../avro/identity/ReserveEmail.v1.avsc");
}

/// Command to identity: the new e-mail address was taken for the user, or could not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct CompleteEmailChange {
    /// The athlete.
    pub user_id: UserId,
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// Version that `EmailChangeRequested` made of the user: names the change.
    pub change_version: i64,
    /// Whether it was taken.
    pub reserved: bool,
}

impl Record for CompleteEmailChange {
    const NAME: &'static str = "traintracker.identity.CompleteEmailChange";
    const SCHEMA: &'static str = include_str!("../../avro/identity/CompleteEmailChange.v1.avsc");
}

/// Command to identity: a user no longer needs an e-mail address; owned by the reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct ReleaseEmail {
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// Who held it.
    pub user_id: UserId,
}

impl Record for ReleaseEmail {
    const NAME: &'static str = "traintracker.identity.ReleaseEmail";
    const SCHEMA: &'static str = include_str!("../../avro/identity/ReleaseEmail.v1.avsc");
}
