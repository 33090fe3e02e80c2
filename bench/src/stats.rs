//! Percentiles.

use std::time::Duration;

use serde::Serialize;

/// How long something took, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Latency {
    pub(crate) count: usize,
    pub(crate) p50_ms: f64,
    pub(crate) p90_ms: f64,
    pub(crate) p99_ms: f64,
}

impl Latency {
    /// None of nothing.
    pub(crate) fn of(mut durations: Vec<Duration>) -> Option<Self> {
        durations.sort_unstable();
        let ms = |percent| percentile(&durations, percent).map(|duration| duration.as_secs_f64() * 1_000.0);
        Some(Self { count: durations.len(), p50_ms: ms(50)?, p90_ms: ms(90)?, p99_ms: ms(99)? })
    }
}

/// The smallest of the sorted values that at least `percent` of all do not exceed (nearest rank).
fn percentile(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// How many a second.
pub(crate) fn per_second(count: usize, took: Duration) -> f64 {
    let seconds = took.as_secs_f64();
    if seconds > 0.0 { count as f64 / seconds } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn milliseconds(values: impl IntoIterator<Item = u64>) -> Vec<Duration> {
        values.into_iter().map(Duration::from_millis).collect()
    }

    #[test]
    fn percentiles_are_values_that_occurred() {
        let hundred = milliseconds((1..=100).rev());
        let latency = Latency::of(hundred).unwrap();
        assert_eq!(latency, Latency { count: 100, p50_ms: 50.0, p90_ms: 90.0, p99_ms: 99.0 });
        let five = Latency::of(milliseconds([15, 20, 35, 40, 50])).unwrap();
        assert_eq!((five.p50_ms, five.p90_ms, five.p99_ms), (35.0, 50.0, 50.0));
    }

    #[test]
    fn one_value_is_every_percentile_and_none_is_no_latency() {
        let one = Latency::of(milliseconds([7])).unwrap();
        assert_eq!((one.count, one.p50_ms, one.p99_ms), (1, 7.0, 7.0));
        assert_eq!(Latency::of(Vec::new()), None);
        assert_eq!(percentile(&milliseconds([1, 2]), 0), Some(Duration::from_millis(1)));
    }

    #[test]
    fn a_rate_over_no_time_is_zero() {
        assert_eq!(per_second(10, Duration::from_secs(4)), 2.5);
        assert_eq!(per_second(10, Duration::ZERO), 0.0);
    }
}
