//! A look into the log, past all services.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kafka_client::{KafkaSettings, LogReader, LogRecord, ReadEvent, StartAt};
use schemas::key::EventKey;
use schemas::partition::Partition;
use schemas::topic::{Service, Topic};

use super::environment::Environment;
use super::until::PATIENCE;

/// The topics of one installation.
#[derive(Debug)]
pub(crate) struct Log {
    settings: KafkaSettings,
}

impl Log {
    pub(crate) fn new(environment: &Environment) -> Self {
        Self { settings: environment.kafka.clone() }
    }

    /// Every `*.events` topic, and the private one.
    fn event_topics() -> impl Iterator<Item = Topic> {
        Service::ALL.iter().filter_map(|service| service.events()).chain([Topic::IDENTITY_PRIVATE])
    }

    /// Where every partition of the event topics ends, markers of transactions included.
    pub(crate) fn ends(&self) -> BTreeMap<(Topic, Partition), i64> {
        let partitions: Vec<_> = Self::event_topics().flat_map(|topic| self.partitions(topic)).collect();
        let reader = LogReader::new(&self.settings, "test").unwrap();
        let ends = reader.end_offsets(&partitions, PATIENCE).unwrap();
        partitions.into_iter().zip(ends).collect()
    }

    /// Waits for the first committed record that a topic gets from now on, and hears of it at once: for what is over in milliseconds.
    pub(crate) fn growth(&self, topic: Topic) -> impl Future<Output = ()> + use<> {
        let partitions: Vec<_> = self.partitions(topic);
        let mut reader = LogReader::new(&self.settings, "test").unwrap();
        let ends = reader.end_offsets(&partitions, PATIENCE).unwrap();
        let start = |((topic, partition), end)| (topic, partition, StartAt::Offset(end));
        let starts: Vec<_> = partitions.into_iter().zip(ends).map(start).collect();
        reader.assign(&starts).unwrap();
        let deadline = Instant::now() + PATIENCE;
        let watching = tokio::task::spawn_blocking(move || {
            while !matches!(reader.poll(Duration::from_millis(100)).unwrap(), Some(ReadEvent::Record(_))) {
                assert!(Instant::now() < deadline, "{topic} does not grow");
            }
        });
        async { watching.await.unwrap() }
    }

    /// All committed records of a topic, partition by partition.
    pub(crate) fn read(&self, topic: Topic) -> Vec<LogRecord> {
        let mut reader = LogReader::new(&self.settings, "test").unwrap();
        let partitions = self.partitions(topic);
        let starts: Vec<_> =
            partitions.iter().map(|(topic, partition)| (*topic, *partition, StartAt::Beginning)).collect();
        reader.assign(&starts).unwrap();
        let deadline = Instant::now() + PATIENCE;
        let (mut records, mut ended) = (Vec::new(), 0);
        while ended < partitions.len() {
            assert!(Instant::now() < deadline, "{topic} was not read to its end");
            match reader.poll(Duration::from_millis(100)).unwrap() {
                Some(ReadEvent::Record(record)) => records.push(record),
                Some(ReadEvent::End { .. }) => ended += 1,
                None => {}
            }
        }
        records.sort_by_key(|record| (record.partition, record.offset));
        records
    }

    /// The committed records of a topic that belong to a user, in their order.
    pub(crate) fn of_user(&self, topic: Topic, user: &str) -> Vec<LogRecord> {
        let mut records = self.read(topic);
        records.retain(|record| record.key.split('/').next() == Some(user));
        records
    }

    /// How many records in all event topics belong to a user.
    pub(crate) fn count(&self, user: &str) -> usize {
        Self::event_topics().map(|topic| self.of_user(topic, user).len()).sum()
    }

    fn partitions(&self, topic: Topic) -> Vec<(Topic, Partition)> {
        self.settings.partitions.partitions().map(|partition| (topic, partition)).collect()
    }
}

/// Versions of every aggregate are 1, 2, 3 …, in the order of the log.
pub(crate) fn assert_gapless(records: &[LogRecord]) {
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    for record in records {
        // the engine's own records are no events
        let Ok(key) = record.key.parse::<EventKey>() else { continue };
        let aggregate = format!("{}/{}/{}", key.owner, key.aggregate, key.id);
        let before = last.insert(aggregate, key.version).unwrap_or(0);
        assert_eq!(key.version, before + 1, "{} of {} at {}", record.key, record.topic, record.offset);
    }
}
