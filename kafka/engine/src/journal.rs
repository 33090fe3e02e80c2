//! The engine's own records: lease, position, owner, inputs processed, dead letters.

use std::{collections::BTreeMap, sync::Arc};

use kafka_client::{Codec, Headers, LogRecord, OutgoingRecord};
use schemas::{
    clock::random_uuid,
    engine::{DeadLetter, InputPosition, InputsProcessed, LeaseTaken, OwnerAnnounced, Position},
    header,
    id::{InstanceId, UserId},
    key::{EngineKey, EngineKind, dead_letter},
    partition::Partition,
    record::Record,
    seal::{KeyState, Keyring},
    time::Instant,
    topic::Topic,
};
use uuid::Uuid;

use crate::machine::Layout;

/// Next offsets, by topic, of one partition.
pub(crate) type Offsets = BTreeMap<Topic, i64>;

/// How far a partition has come, as its position record says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    /// Counts the transactions of the partition.
    pub(crate) batch: i64,
    /// Input topics → next offset to handle.
    pub(crate) inputs: Offsets,
    /// Own events topics → offset after the last committed event.
    pub(crate) events: Offsets,
}

/// Writes the engine's records for one partition.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    pub(crate) codec: Codec,
    pub(crate) layout: Arc<Layout>,
    pub(crate) partition: Partition,
    pub(crate) instance: InstanceId,
}

/// An engine record could not be encoded: the registered schema is not the one built in.
#[derive(Debug, thiserror::Error)]
#[error("could not encode an engine record: {0}")]
pub(crate) struct JournalError(String);

impl Journal {
    pub(crate) fn lease(&self, topic: Topic, at: Instant) -> Result<OutgoingRecord, JournalError> {
        let record = LeaseTaken {
            service: self.service(),
            partition: self.partition.number(),
            instance: self.instance,
            nonce: random_uuid().to_string(),
            taken_at: at,
        };
        self.record(topic, EngineKind::Lease, &record)
    }

    pub(crate) fn owner(&self, topic: Topic, url: &str, at: Instant) -> Result<OutgoingRecord, JournalError> {
        let record = OwnerAnnounced {
            service: self.service(),
            partition: self.partition.number(),
            instance: self.instance,
            url: url.to_owned(),
            announced_at: at,
        };
        self.record(topic, EngineKind::Owner, &record)
    }

    /// What a transaction ends with: the position in the first state topic, and for a processor
    /// `InputsProcessed` in its derived topic. `before` is where the own events stood.
    pub(crate) fn close(&self, progress: &Progress, before: &Offsets) -> Result<Vec<OutgoingRecord>, JournalError> {
        let mut records = Vec::with_capacity(2);
        if let Some(derived) = self.layout.derived {
            let processed = InputsProcessed {
                service: self.service(),
                partition: self.partition.number(),
                inputs: self.positions(&progress.inputs),
            };
            records.push(self.record(derived, EngineKind::Inputs, &processed)?);
        }
        if let Some(state) = self.layout.state.first() {
            let position = Position {
                batch: progress.batch,
                fold_version: self.layout.fold_version,
                inputs: self.positions(&progress.inputs),
                events_before: self.positions(before),
            };
            records.push(self.record(*state, EngineKind::Position, &position)?);
        }
        Ok(records)
    }

    /// Reads a position record back.
    pub(crate) fn position(&self, value: &[u8]) -> Option<(i32, Progress)> {
        let position: Position = self.codec.decode(&NoKeys, nobody(), value).ok()?;
        let offsets = |positions: &[InputPosition]| {
            positions.iter().filter_map(|p| Some((p.topic.parse().ok()?, p.next_offset))).collect()
        };
        let progress = Progress {
            batch: position.batch,
            inputs: offsets(&position.inputs),
            events: offsets(&position.events_before),
        };
        Some((position.fold_version, progress))
    }

    /// A pointer at a record that was skipped, and its cause; never a copy.
    pub(crate) fn dead_letter(
        &self,
        record: &LogRecord,
        cause: &str,
        at: Instant,
    ) -> Result<OutgoingRecord, JournalError> {
        let letter = DeadLetter {
            service: self.service(),
            topic: record.topic.base().to_owned(),
            partition: record.partition.number(),
            offset: record.offset,
            key: Some(record.key.clone()),
            cause: cause.to_owned(),
            found_at: at,
        };
        let key = dead_letter(&letter.service, record.topic, record.partition, record.offset);
        self.keyed(Topic::DEAD_LETTERS, key, &letter)
    }

    fn service(&self) -> String {
        self.layout.service.name().to_owned()
    }

    fn positions(&self, offsets: &Offsets) -> Vec<InputPosition> {
        offsets
            .iter()
            .map(|(topic, next)| InputPosition {
                topic: topic.base().to_owned(),
                partition: self.partition.number(),
                next_offset: *next,
            })
            .collect()
    }

    fn record<R: Record>(&self, topic: Topic, kind: EngineKind, record: &R) -> Result<OutgoingRecord, JournalError> {
        self.keyed(topic, EngineKey { kind, partition: self.partition }.to_string(), record)
    }

    fn keyed<R: Record>(&self, topic: Topic, key: String, record: &R) -> Result<OutgoingRecord, JournalError> {
        let value = self.codec.encode(&NoKeys, nobody(), record).map_err(|error| JournalError(error.to_string()))?;
        let headers = Headers::new().with(header::CONTENT_TYPE, header::CONTENT_TYPE_VALUE);
        Ok(OutgoingRecord { topic, partition: self.partition, key, headers, value: Some(value) })
    }
}

/// Engine records belong to no person and seal nothing.
fn nobody() -> UserId {
    UserId::from_uuid(Uuid::nil())
}

/// Engine records seal nothing.
struct NoKeys;

impl Keyring for NoKeys {
    fn key(&self, _owner: UserId) -> KeyState {
        KeyState::Missing
    }
}

/// Whether a key is that of the partition's position record.
pub(crate) fn is_position(key: &str, partition: Partition) -> bool {
    key.parse() == Ok(EngineKey { kind: EngineKind::Position, partition })
}
