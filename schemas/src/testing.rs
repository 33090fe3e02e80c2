//! An example of every record, with every optional field filled and every text clear: feature `testing`.

mod engine;
mod execution;
mod goal;
mod goal_progress;
mod identity;
mod intake;
mod notification;
mod planning;
mod profile;

use uuid::Uuid;

use crate::{
    id::Id,
    quantity::{Distance, DistanceUnit, Mass, MassUnit},
    time::{Instant, LocalDate, Zone, local_date},
};

/// Has an example: always the same, so that its bytes can be kept.
pub trait Example {
    /// The example.
    fn example() -> Self;
}

/// The id whose last digits are `number`.
pub fn id<K>(number: u64) -> Id<K> {
    Id::from_uuid(Uuid::from_u64_pair(0x0191_d2c8_7a3e_7b1f, 0x8a55_0000_0000_0000 | number))
}

/// 2021-08-01T18:46:43+02:00.
pub fn moment() -> Instant {
    Instant::from_micros(1_627_836_403_000_000)
}

/// 2021-08-01.
pub fn day() -> LocalDate {
    local_date(moment(), zone())
}

/// Europe/Vienna.
pub fn zone() -> Zone {
    "Europe/Vienna".parse().unwrap_or(Zone::UTC)
}

/// 102.5 lb.
pub fn mass() -> Mass {
    Mass::parse("102.5", MassUnit::Lb).unwrap_or_else(|_| Mass::from_micrograms(0))
}

/// 5.5 km.
pub fn distance() -> Distance {
    Distance::parse("5.5", DistanceUnit::Km).unwrap_or_else(|_| Distance::from_millimetres(0))
}
