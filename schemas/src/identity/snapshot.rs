//! Snapshots of `identity.state`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ReservationId, UserId},
    record::Record,
    text::Text,
};

/// State of a user. Store 'user'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct UserSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// E-mail address as entered.
    pub email: Text,
}

impl Record for UserSnapshot {
    const NAME: &'static str = "traintracker.identity.UserSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/UserSnapshot.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("email", &mut self.email);
    }
}

/// State of an e-mail reservation. Store 'email-reservation'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct EmailReservationSnapshot {
    /// Who holds it.
    pub user_id: UserId,
    /// HMAC of the normalised address, written as a UUID.
    pub reservation_id: ReservationId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
}

impl Record for EmailReservationSnapshot {
    const NAME: &'static str = "traintracker.identity.EmailReservationSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/EmailReservationSnapshot.v1.avsc");
}
