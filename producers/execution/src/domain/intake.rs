//! What meals and supplements have in common.

use command_api::Meta;
use schemas::time::Instant;

/// Why it is refused: facts that the person can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// There is no such thing.
    NotFound(Thing),
    /// The id stands for another one.
    Exists {
        /// Of what.
        thing: Thing,
        /// Where that one stands.
        current_version: u64,
    },
    /// It is over for good, and so is its id.
    Ended {
        /// What.
        thing: Thing,
        /// Where it ended.
        current_version: u64,
    },
    /// A time lies more than 24 hours ahead.
    InTheFuture {
        /// Where it stands in the body, as a JSON pointer.
        pointer: &'static str,
    },
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A meal.
    Meal,
    /// A supplement taken or left out.
    Intake,
}

/// Clocks of phones go wrong, time zones get mixed up: up to a day ahead is taken as it is.
pub(super) fn not_ahead(meta: &Meta, time: Instant, pointer: &'static str) -> Result<(), Rejection> {
    const DAY: std::time::Duration = std::time::Duration::from_secs(86_400);
    if time <= meta.received_at.plus(DAY) { Ok(()) } else { Err(Rejection::InTheFuture { pointer }) }
}
