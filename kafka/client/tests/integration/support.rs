//! An environment of its own for each test: a prefix, the topics it uses, deleted when the test is over.

use std::collections::HashMap;
use std::future::Future;
use std::time::{Duration, Instant};

use kafka_client::admin::{schemas as subjects, topics};
use kafka_client::{Headers, KafkaSettings, LogReader, OutgoingRecord, ReadEvent, StartAt, TransactionalProducer};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{Offset, TopicPartitionList};
use schemas::clock::random_uuid;
use schemas::header;
use schemas::id::UserId;
use schemas::partition::{Partition, PartitionCount};
use schemas::seal::{DataKey, KeyState, Keyring};
use schemas::topic::{Service, Topic};
use service::settings::Settings;

/// More than anything here takes, less than a person waits.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) const EVENTS: Topic = Topic::EXECUTION_EVENTS;
pub(crate) const STATE: Topic = Topic::EXECUTION_STATE;
pub(crate) const P0: Partition = Partition::new(0).unwrap();
pub(crate) const P1: Partition = Partition::new(1).unwrap();

pub(crate) struct Environment {
    pub(crate) settings: KafkaSettings,
    pub(crate) registry_url: String,
}

impl Environment {
    pub(crate) fn new(partitions: i32, topics: &[Topic]) -> Self {
        let process = Settings::from_env().unwrap();
        let prefix = format!("kc-{}-", &random_uuid().simple().to_string()[..10]);
        let partitions = PartitionCount::new(partitions).unwrap();
        let settings = KafkaSettings { prefix, partitions, ..KafkaSettings::of_service(&process) };
        let environment = Self { settings, registry_url: process.registry_url };
        if !topics.is_empty() {
            block_on(topics::apply_to(&environment.settings, topics)).expect("a broker is needed: make up");
        }
        environment
    }

    /// A producer that has fenced its predecessors.
    pub(crate) fn producer(&self, turn: char) -> TransactionalProducer {
        let id = self.settings.transactional_id(Service::Execution, P0, turn);
        let producer = TransactionalProducer::new(&self.settings, &id).unwrap();
        producer.init(PATIENCE).unwrap();
        producer
    }

    /// Sends records to partition 0 in one committed transaction; their offsets.
    pub(crate) fn commit(&self, producer: &mut TransactionalProducer, topic: Topic, keys: &[&str]) -> Vec<i64> {
        producer.begin().unwrap();
        for key in keys {
            producer.send(record(topic, key)).unwrap();
        }
        let offsets = producer.await_deliveries(PATIENCE).unwrap();
        producer.commit(PATIENCE).unwrap();
        offsets
    }

    /// What a group has committed for partition 0 of `topic`.
    #[expect(clippy::disallowed_methods, reason = "a lag tool of its own")]
    pub(crate) fn committed(&self, group: &str, topic: Topic) -> Option<i64> {
        let mut config = rdkafka::ClientConfig::new();
        config.set("bootstrap.servers", &self.settings.bootstrap).set("group.id", group);
        let consumer: BaseConsumer = config.create().unwrap();
        let mut list = TopicPartitionList::new();
        list.add_partition(&self.settings.topic(topic), 0);
        let committed = consumer.committed_offsets(list, PATIENCE).unwrap();
        match committed.elements()[0].offset() {
            Offset::Offset(offset) => Some(offset),
            Offset::Invalid | Offset::Beginning | Offset::End | Offset::Stored | Offset::OffsetTail(_) => None,
        }
    }

    pub(crate) fn reader(&self, partitions: &[(Topic, Partition, StartAt)]) -> LogReader {
        let mut reader = LogReader::new(&self.settings, "test").unwrap();
        reader.assign(partitions).unwrap();
        reader
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        // what is left behind is under a prefix of its own and hurts nobody
        let _ = block_on(topics::delete_all(&self.settings));
        let _ = block_on(subjects::delete_all(&self.settings, &self.registry_url));
    }
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

pub(crate) fn record(topic: Topic, key: &str) -> OutgoingRecord {
    let headers = Headers::new().with(header::TYPE, "execution.SetLogged").with(header::ID, key);
    let value = Some(format!("value of {key}").into_bytes());
    OutgoingRecord { topic, partition: P0, key: key.to_owned(), headers, value }
}

/// Reads until `enough`; fails when that takes too long.
pub(crate) fn read_until(reader: &mut LogReader, mut enough: impl FnMut(&[ReadEvent]) -> bool) -> Vec<ReadEvent> {
    let deadline = Instant::now() + PATIENCE;
    let mut events = Vec::new();
    while !enough(&events) {
        assert!(Instant::now() < deadline, "only {:?}", records(&events));
        events.extend(reader.poll(Duration::from_millis(100)).unwrap());
    }
    events
}

/// Reads `topics` × partition 0 to their ends.
pub(crate) fn read_to_end(reader: &mut LogReader, partitions: usize) -> Vec<ReadEvent> {
    let ended = |events: &[ReadEvent]| {
        events.iter().filter(|event| matches!(event, ReadEvent::End { .. })).count() >= partitions
    };
    read_until(reader, ended)
}

/// Topic, offset and key of the records among `events`.
pub(crate) fn records(events: &[ReadEvent]) -> Vec<(Topic, i64, &str)> {
    let found = events.iter().filter_map(|event| match event {
        ReadEvent::Record(record) => Some((record.topic, record.offset, record.key.as_str())),
        ReadEvent::End { .. } => None,
    });
    found.collect()
}

pub(crate) struct Keys(HashMap<UserId, KeyState>);

impl Keys {
    pub(crate) fn of(owner: UserId) -> Self {
        Self(HashMap::from([(owner, KeyState::Usable(DataKey::new(random_uuid(), [7; 32])))]))
    }
}

impl Keyring for Keys {
    fn key(&self, owner: UserId) -> KeyState {
        self.0.get(&owner).cloned().unwrap_or(KeyState::Missing)
    }
}
