//! The reservation of an e-mail address: an aggregate of its own, so that the log alone decides
//! whose an address is. Its id, and its owner, is the keyed hash of the address.

use schemas::id::UserId;
use schemas::identity::EmailReserved;

/// A reserved address. One without an event is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmailReservation {
    /// Whose address it is.
    pub holder: UserId,
}

impl EmailReservation {
    /// The reservation that an event makes.
    pub fn reserved(event: &EmailReserved) -> Self {
        Self { holder: event.user_id }
    }
}
