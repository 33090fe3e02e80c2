//! The clock and the source of ids: the only place that reads the wall clock or makes something random.
//!
//! Deciders and folds get time and ids from their caller, so the log decides what now was and a test can say what it is.

use std::{
    fmt::Debug,
    sync::atomic::{AtomicI64, Ordering},
};

use uuid::{NoContext, Timestamp, Uuid};

use crate::{id::Id, time::Instant};

/// Tells the time.
pub trait Clock: Send + Sync + Debug {
    /// The time now.
    fn now(&self) -> Instant;
}

/// The wall clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now(&self) -> Instant {
        Instant::from_chrono(chrono::Utc::now())
    }
}

/// A clock that stands still until it is told otherwise.
#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl FakeClock {
    /// A clock that shows `now`.
    pub const fn new(now: Instant) -> Self {
        Self(AtomicI64::new(now.micros()))
    }

    /// Moves to `now`, backwards too.
    pub fn set(&self, now: Instant) {
        self.0.store(now.micros(), Ordering::SeqCst);
    }

    /// Moves forward by `step`.
    pub fn advance(&self, step: std::time::Duration) {
        let micros = i64::try_from(step.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// A new UUIDv7 whose time is `now` (milliseconds; times before 1970 count as 1970) and whose rest is random.
pub fn new_id<K>(now: Instant) -> Id<K> {
    let micros = u64::try_from(now.micros()).unwrap_or(0);
    // below a second and therefore below u32::MAX
    let nanos = u32::try_from(micros % 1_000_000 * 1_000).unwrap_or(0);
    Id::from_uuid(Uuid::new_v7(Timestamp::from_unix(NoContext, micros / 1_000_000, nanos)))
}

/// Sixteen bytes of which 122 bits are random: for things that are no ids, such as trace ids and lease nonces.
#[expect(clippy::disallowed_methods, reason = "the one place that makes something random")]
pub fn random_uuid() -> Uuid {
    Uuid::new_v4()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::WorkoutId;

    #[test]
    fn ids_made_later_sort_later_and_differ_within_a_millisecond() {
        let clock = FakeClock::new(Instant::from_micros(1_600_000_000_000_000));
        let first: WorkoutId = new_id(clock.now());
        let second: WorkoutId = new_id(clock.now());
        assert_ne!(first, second);
        clock.advance(std::time::Duration::from_millis(1));
        let third: WorkoutId = new_id(clock.now());
        assert!(third > first && third > second);
        assert_eq!(first.uuid().get_version_num(), 7);
        assert_eq!(third.uuid().get_timestamp().unwrap().to_unix(), (1_600_000_000, 1_000_000));
    }

    #[test]
    fn the_system_clock_is_past_2025() {
        assert!(SystemClock.now() > Instant::from_micros(1_735_689_600_000_000));
    }
}
