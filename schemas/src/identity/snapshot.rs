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
    /// Where the address is reserved; unknown for registrations of old.
    pub reservation_id: Option<ReservationId>,
    /// Where the address that is to be the next one is being reserved.
    pub pending_reservation_id: Option<ReservationId>,
    /// That address as entered.
    pub pending_email: Option<Text>,
    /// Version that asked for it.
    pub pending_version: Option<i64>,
}

impl Record for UserSnapshot {
    const NAME: &'static str = "traintracker.identity.UserSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/UserSnapshot.v2.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("email", &mut self.email);
        if let Some(text) = &mut self.pending_email {
            visit("pending_email", text);
        }
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
    /// Nobody holds it any more; the user named did last.
    #[avro(default = "false")]
    pub released: bool,
}

impl Record for EmailReservationSnapshot {
    const NAME: &'static str = "traintracker.identity.EmailReservationSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/EmailReservationSnapshot.v2.avsc");
}
