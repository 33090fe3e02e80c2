//! Records for the tests of the checks: real ones, encoded and read back generically, without a server.

use kafka_client::{Codec, Headers, LogRecord, codec::to_json};
use schemas::{
    catalogue, header,
    id::UserId,
    partition::{Partition, PartitionCount, partition_of},
    record::{Record, RecordType, ce_type},
    seal::{DataKey, KeyState, Keyring},
    topic::Topic,
};
use serde_json::Value;
use uuid::Uuid;

use super::scan::History;
use crate::log::{Decoded, open_texts};

struct Keys;

impl Keyring for Keys {
    fn key(&self, _: UserId) -> KeyState {
        KeyState::Usable(DataKey::new(Uuid::from_u128(1), [1; 32]))
    }
}

fn nobody() -> UserId {
    UserId::from_uuid(Uuid::nil())
}

/// A record as its JSON, texts clear.
pub(super) fn json_of<R: Record>(record: &R) -> Value {
    let types: Vec<&'static [RecordType]> =
        catalogue::ALL.iter().flat_map(|contents| [contents.records, contents.engine]).collect();
    let codec = Codec::offline(&types).unwrap();
    let bytes = codec.encode(&Keys, nobody(), record).unwrap();
    let (name, mut value) = codec.decode_value(&bytes).unwrap();
    open_texts(&mut value, &Keys, nobody(), &name).unwrap();
    to_json(&value)
}

pub(super) fn count() -> PartitionCount {
    PartitionCount::new(4).unwrap()
}

/// A log in memory: what the services would have written, and what a test breaks in it.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) records: Vec<(LogRecord, Option<Decoded>)>,
    command: u128,
    next: i64,
}

impl Log {
    pub(super) fn new() -> Self {
        Self { records: Vec::new(), command: 0, next: 0 }
    }

    /// The events of one command on one aggregate, with right keys and headers.
    pub(super) fn command(
        &mut self,
        topic: Topic,
        owner: Uuid,
        kind: &str,
        id: &str,
        first: u64,
        events: &[(&str, Value)],
    ) {
        self.command += 1;
        for (version, (part, (name, value))) in (first..).zip((1..).zip(events)) {
            let key = if kind.is_empty() {
                format!("{owner}/{id}/{version}")
            } else {
                format!("{owner}/{kind}/{id}/{version}")
            };
            let ce = Uuid::from_u128(0xE000_0000 + self.records.len() as u128).to_string();
            let any = Uuid::from_u128(7).to_string();
            let headers = Headers::new()
                .with(header::SPEC_VERSION, "1.0")
                .with(header::ID, ce)
                .with(header::TYPE, ce_type(name))
                .with(header::SOURCE, topic.base().split('.').next().unwrap_or_default())
                .with(header::SUBJECT, id)
                .with(header::TIME, "2026-11-20T18:00:00Z")
                .with(header::PARTITION_KEY, owner.to_string())
                .with(header::CONTENT_TYPE, header::CONTENT_TYPE_VALUE)
                .with(header::CORRELATION_ID, any.as_str())
                .with(header::CAUSATION_ID, any.as_str())
                .with(header::ACTOR, owner.to_string())
                .with(header::SEQUENCE, version.to_string())
                .with(header::COMMAND_ID, Uuid::from_u128(self.command).to_string())
                .with(header::PART, format!("{part}/{}", events.len()))
                .with(header::DEPTH, "0")
                .with(header::LEASE, "0")
                .with(header::TRACE_PARENT, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            self.push(topic, owner, key, headers, name, value.clone());
        }
    }

    /// A snapshot, an account, an engine record.
    pub(super) fn state(&mut self, topic: Topic, owner: Uuid, key: String, name: &str, value: Value) {
        self.push(topic, owner, key, Headers::new(), name, value);
    }

    fn push(&mut self, topic: Topic, owner: Uuid, key: String, headers: Headers, name: &str, value: Value) {
        let partition = partition_of(owner, count());
        let (offset, decoded) = (self.next, Some(Decoded { name: name.into(), value }));
        self.next += 1;
        let record = LogRecord { topic, partition, offset, timestamp_ms: 0, key, headers, value: Some(Vec::new()) };
        self.records.push((record, decoded));
    }

    /// The record at this place, to be broken.
    pub(super) fn record(&mut self, number: usize) -> &mut LogRecord {
        &mut self.records[number].0
    }

    /// The value of the record at this place, to be broken.
    pub(super) fn value(&mut self, number: usize) -> &mut Value {
        &mut self.records[number].1.as_mut().unwrap().value
    }

    /// What a scan would have read.
    pub(super) fn history(&self) -> History {
        let mut history = History::default();
        history.envelopes.partitions = Some(count());
        for topic in Topic::ALL {
            for partition in count().partitions() {
                history.read_to.insert((*topic, partition), self.next);
            }
        }
        for (record, decoded) in &self.records {
            history.take(record, Ok(decoded.clone()));
        }
        history
    }

    /// Everything that was written was written before the rest was read.
    pub(super) fn settled(&self) -> std::collections::BTreeMap<crate::log::At, i64> {
        self.history().read_to
    }
}

/// Headers with one of them replaced.
pub(super) fn with(headers: &Headers, name: &str, value: &str) -> Headers {
    let all: Vec<(String, Vec<u8>)> = headers
        .iter()
        .map(|(known, said)| (known.to_owned(), if known == name { value.as_bytes().to_vec() } else { said.to_vec() }))
        .collect();
    all.into_iter().collect()
}

pub(super) fn partition(owner: Uuid) -> Partition {
    partition_of(owner, count())
}
