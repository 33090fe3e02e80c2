//! Reading the log for verification: everything, generically decoded, in the order of each partition.

use std::collections::BTreeMap;

use kafka_client::{KafkaSettings, LogRecord};
use schemas::{
    header,
    key::{EventKey, StateKey, is_engine},
    topic::Topic,
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    aggregates::Envelopes,
    fact::{Fact, Input, Processed, inputs, processed},
};
use crate::log::{At, Decoded, Decoder, Next, Reading, partitions};

/// What people and processes did.
pub(super) const EVENTS: &[Topic] = &[
    Topic::IDENTITY_EVENTS,
    Topic::IDENTITY_PRIVATE,
    Topic::PROFILE_EVENTS,
    Topic::PLANNING_EVENTS,
    Topic::EXECUTION_EVENTS,
    Topic::GOAL_EVENTS,
];
/// What contexts keep of it.
pub(super) const STATE: &[Topic] = &[
    Topic::IDENTITY_STATE,
    Topic::IDENTITY_PRIVATE_STATE,
    Topic::PROFILE_STATE,
    Topic::PLANNING_STATE,
    Topic::EXECUTION_STATE,
    Topic::GOAL_STATE,
];
/// What processors derive from it, and what they keep.
pub(super) const DERIVED: &[Topic] = &[
    Topic::GOAL_PROGRESS_EVENTS,
    Topic::GOAL_PROGRESS_CHANGELOG,
    Topic::GOAL_COMMANDS,
    Topic::PLANNING_COMMANDS,
    Topic::IDENTITY_ACCOUNTS,
    Topic::IDENTITY_ACCESS,
    Topic::IDENTITY_COMMANDS,
    Topic::NOTIFICATION_COMMANDS,
    Topic::DEAD_LETTERS,
];

/// What contexts are asked to do.
pub(super) const COMMANDS: &[Topic] =
    &[Topic::GOAL_COMMANDS, Topic::PLANNING_COMMANDS, Topic::IDENTITY_COMMANDS, Topic::NOTIFICATION_COMMANDS];

/// An event, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) at: At,
    pub(super) offset: i64,
    pub(super) owner: Uuid,
    /// Aggregate type; empty for a derived event.
    pub(super) kind: String,
    /// Aggregate id, or subject of a derived event.
    pub(super) id: String,
    pub(super) version: u64,
    pub(super) fact: Fact,
}

/// A snapshot: the last record of its key.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub(super) owner: Uuid,
    pub(super) store: String,
    pub(super) id: String,
    pub(super) value: Value,
}

/// A record of `identity.accounts`.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) at: At,
    pub(super) offset: i64,
    pub(super) owner: Uuid,
    pub(super) value: Value,
}

/// A record of `identity.access`: a snapshot that everybody reads.
#[derive(Clone, Debug)]
pub(super) struct Access {
    pub(super) at: At,
    pub(super) offset: i64,
    pub(super) snapshot: Snapshot,
}

/// A record `InputsProcessed`.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub(super) at: At,
    pub(super) offset: i64,
    pub(super) service: String,
    pub(super) inputs: Vec<Input>,
}

/// The whole log, as far as it was read.
#[derive(Debug, Default)]
pub(super) struct History {
    /// In the order of each partition.
    pub(super) events: Vec<Event>,
    /// By topic and key.
    pub(super) snapshots: BTreeMap<(Topic, String), Snapshot>,
    /// In the order of each partition.
    pub(super) accounts: Vec<Account>,
    /// In the order of each partition.
    pub(super) access: Vec<Access>,
    /// In the order of each partition.
    pub(super) batches: Vec<Batch>,
    /// How far each context has read its inputs, by the partition of its state.
    pub(super) consumed: BTreeMap<At, Vec<Input>>,
    /// Offsets after the last command of each partition.
    pub(super) commands: BTreeMap<At, i64>,
    /// By key.
    pub(super) letters: BTreeMap<String, Value>,
    /// What the records say about themselves.
    pub(super) envelopes: Envelopes,
    /// Next offsets.
    pub(super) read_to: BTreeMap<At, i64>,
}

impl History {
    /// Takes the next record of a partition.
    pub(super) fn take(&mut self, record: &LogRecord, decoded: Result<Option<Decoded>, String>) {
        let at = (record.topic, record.partition);
        let decoded = match decoded {
            Ok(decoded) => decoded,
            Err(error) => {
                self.envelopes.undecodable(record, &error);
                return;
            }
        };
        self.envelopes.take(record, decoded.as_ref());
        if record.topic == Topic::DEAD_LETTERS {
            self.letters.extend(decoded.map(|decoded| (record.key.clone(), decoded.value)));
        } else if is_engine(&record.key) {
            self.engine(record, decoded);
        } else if EVENTS.contains(&record.topic) || record.topic == Topic::GOAL_PROGRESS_EVENTS {
            // an erased event has a place among the versions, and says nothing
            let Some(decoded) = decoded else { return };
            let Ok(EventKey { owner, aggregate, id, version }) = record.key.parse() else { return };
            match Fact::read(&decoded.name, decoded.value) {
                Ok(fact) => {
                    let event =
                        Event { at, offset: record.offset, owner, kind: aggregate.into_owned(), id, version, fact };
                    self.events.push(event);
                }
                Err(error) => self.envelopes.undecodable(record, &error),
            }
        } else if COMMANDS.contains(&record.topic) {
            self.commands.insert(at, record.offset + 1);
        } else if record.topic == Topic::IDENTITY_ACCOUNTS {
            let Ok(StateKey { owner, .. }) = record.key.parse() else { return };
            let Some(Decoded { value, .. }) = decoded else { return };
            self.accounts.push(Account { at, offset: record.offset, owner, value });
        } else if record.topic == Topic::IDENTITY_ACCESS {
            let Ok(StateKey { owner, store, key }) = record.key.parse() else { return };
            let Some(Decoded { value, .. }) = decoded else { return };
            let snapshot = Snapshot { owner, store: store.into_owned(), id: key, value };
            self.access.push(Access { at, offset: record.offset, snapshot });
        } else if STATE.contains(&record.topic) {
            let Ok(StateKey { owner, store, key }) = record.key.parse() else { return };
            let place = (record.topic, record.key.clone());
            match decoded {
                Some(Decoded { value, .. }) => {
                    self.snapshots.insert(place, Snapshot { owner, store: store.into_owned(), id: key, value });
                }
                None => {
                    self.snapshots.remove(&place);
                }
            }
        }
    }

    fn engine(&mut self, record: &LogRecord, decoded: Option<Decoded>) {
        let Some(Decoded { name, value }) = decoded else { return };
        let at = (record.topic, record.partition);
        match &*name {
            "traintracker.engine.InputsProcessed" => match processed(value) {
                Ok(Processed { service, inputs }) => {
                    self.batches.push(Batch { at, offset: record.offset, service, inputs });
                }
                Err(error) => self.envelopes.undecodable(record, &error),
            },
            "traintracker.engine.Position" => match inputs(value) {
                Ok(inputs) => {
                    self.consumed.insert(at, inputs);
                }
                Err(error) => self.envelopes.undecodable(record, &error),
            },
            // leases and owners
            _ => {}
        }
    }
}

/// Reads on where it stopped the last time.
#[derive(Debug)]
pub(super) struct Scan {
    kafka: KafkaSettings,
    decoder: Decoder,
}

impl Scan {
    pub(super) fn new(kafka: KafkaSettings, decoder: Decoder) -> Self {
        Self { kafka, decoder }
    }

    /// Reads some topics at least to the ends that they have now, open transactions awaited, and gives these ends.
    pub(super) async fn read_on(
        &mut self,
        topics: &[&[Topic]],
        history: &mut History,
    ) -> anyhow::Result<BTreeMap<At, i64>> {
        let from: BTreeMap<At, i64> = partitions(&self.kafka, &topics.concat())
            .into_iter()
            .map(|at| (at, history.read_to.get(&at).copied().unwrap_or(-1)))
            .collect();
        let mut reading = Reading::start(&self.kafka, &from)?;
        while let Next::Record(record) = reading.step()? {
            let decoded = self.decoder.decode(&record).await?;
            history.take(&record, decoded);
        }
        history.read_to.extend(reading.positions());
        Ok(reading.ends().clone())
    }
}

/// A header that is text.
pub(super) fn said<'a>(record: &'a LogRecord, name: &str) -> &'a str {
    record.headers.get(name).unwrap_or_default()
}

/// Where a record stands, for people.
pub(super) fn place(record: &LogRecord) -> String {
    let kind = record.headers.get(header::TYPE).unwrap_or_default();
    format!("{}-{}@{} {kind} {}", record.topic, record.partition, record.offset, record.key)
}
