//! The reservation of an e-mail address: an aggregate of its own, so that the log alone decides
//! whose an address is. Its id, and its owner, is the keyed hash of the address.

use schemas::id::{ReservationId, UserId};
use schemas::identity::EmailReserved;

/// Asks whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindHolder {
    /// The address, as its reservation.
    pub reservation: ReservationId,
}

/// An address that was reserved once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmailReservation {
    /// Whose address it is, or was last.
    pub last_holder: UserId,
    /// Nobody's any more.
    pub released: bool,
}

impl EmailReservation {
    /// The reservation that an event makes.
    pub fn reserved(event: &EmailReserved) -> Self {
        Self { last_holder: event.user_id, released: false }
    }

    /// Whose address it is.
    pub fn holder(&self) -> Option<UserId> {
        (!self.released).then_some(self.last_holder)
    }
}
