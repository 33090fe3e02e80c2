//! Where a reader stands in each partition.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use schemas::partition::Partition;
use schemas::topic::Topic;

use super::StartAt;

/// The end is reported 0.1 s after the last record. After a broker was away it has been seen to stay out for good.
const SILENCE: Duration = Duration::from_secs(3);

/// The place in every assigned partition.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<(Topic, Partition), Place>);

#[derive(Debug)]
struct Place {
    next: StartAt,
    /// Nothing is to be expected before something new is written.
    settled: bool,
    paused: bool,
    since: Instant,
}

impl Places {
    pub(super) fn add(&mut self, partitions: &[(Topic, Partition, StartAt)], now: Instant) {
        for (topic, partition, start) in partitions {
            let place = Place { next: *start, settled: false, paused: false, since: now };
            self.0.insert((*topic, *partition), place);
        }
    }

    pub(super) fn remove(&mut self, partitions: &[(Topic, Partition)]) {
        self.0.retain(|place, _| !partitions.contains(place));
    }

    pub(super) fn pause(&mut self, partitions: &[(Topic, Partition)], paused: bool, now: Instant) {
        for partition in partitions {
            if let Some(place) = self.0.get_mut(partition) {
                (place.paused, place.since) = (paused, now);
            }
        }
    }

    /// The next offset to be read; `settled` when it is known to be the end.
    pub(super) fn advance(&mut self, topic: Topic, partition: Partition, next: i64, settled: bool, now: Instant) {
        if let Some(place) = self.0.get_mut(&(topic, partition)) {
            *place = Place { next: StartAt::Offset(next), settled, since: now, ..*place };
        }
    }

    /// A partition that brings nothing more.
    pub(super) fn settle(&mut self, topic: Topic, partition: Partition) {
        if let Some(place) = self.0.get_mut(&(topic, partition)) {
            place.settled = true;
        }
    }

    /// Where each of `partitions` stands.
    pub(super) fn of(&self, partitions: &[(Topic, Partition)]) -> Vec<(Topic, Partition, StartAt)> {
        let place = |of: &(Topic, Partition)| self.0.get(of).map(|place| (of.0, of.1, place.next));
        partitions.iter().filter_map(place).collect()
    }

    /// Partitions of which neither a record nor an end came for too long. Each is named once in that time.
    pub(super) fn silent(&mut self, now: Instant) -> Vec<(Topic, Partition)> {
        let mut silent = Vec::new();
        for (of, place) in &mut self.0 {
            if !place.settled && !place.paused && now.duration_since(place.since) >= SILENCE {
                place.since = now;
                silent.push(*of);
            }
        }
        silent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: Topic = Topic::EXECUTION_EVENTS;
    const P0: Partition = Partition::new(0).unwrap();

    #[test]
    fn only_a_partition_that_owes_an_end_is_silent() {
        let start = Instant::now();
        let late = start + SILENCE;
        let mut places = Places::default();
        places.add(&[(TOPIC, P0, StartAt::Beginning)], start);
        assert_eq!(places.silent(start), []);
        assert_eq!(places.silent(late), [(TOPIC, P0)]);
        assert_eq!(places.silent(late), [], "asked a moment ago");

        places.advance(TOPIC, P0, 5, false, late);
        assert_eq!(places.of(&[(TOPIC, P0)]), [(TOPIC, P0, StartAt::Offset(5))]);
        assert_eq!(places.silent(late + SILENCE), [(TOPIC, P0)]);
        places.advance(TOPIC, P0, 6, true, late);
        assert_eq!(places.silent(late + SILENCE), [], "stands at the end");

        places.advance(TOPIC, P0, 7, false, late);
        places.pause(&[(TOPIC, P0)], true, late);
        assert_eq!(places.silent(late + SILENCE), [], "paused");
        places.pause(&[(TOPIC, P0)], false, late);
        places.settle(TOPIC, P0);
        assert_eq!(places.silent(late + SILENCE), [], "failed");
    }
}
