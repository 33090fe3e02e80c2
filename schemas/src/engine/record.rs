//! The engine's records.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    id::{InstanceId, UserId},
    record::Record,
    text::Text,
    time::Instant,
};

/// How far a partition of a topic was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.engine")]
pub struct InputPosition {
    /// Topic without prefix.
    pub topic: String,
    /// Partition.
    pub partition: i32,
    /// Offset of the next record.
    pub next_offset: i64,
}

/// An instance took a partition; who reads its own has read all that came before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.engine")]
pub struct LeaseTaken {
    /// The service.
    pub service: String,
    /// The partition.
    pub partition: i32,
    /// The process.
    pub instance: InstanceId,
    /// Unique to this take-over.
    pub nonce: String,
    /// When.
    pub taken_at: Instant,
}

impl Record for LeaseTaken {
    const NAME: &'static str = "traintracker.engine.LeaseTaken";
    const SCHEMA: &'static str = include_str!("../../avro/engine/LeaseTaken.v1.avsc");
}

/// How far a partition is: last record of each transaction in state or changelog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.engine")]
pub struct Position {
    /// Number of the transaction, from 1.
    pub batch: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// What was read of the input topics.
    pub inputs: Vec<InputPosition>,
    /// Ends of the own event topics before this batch.
    pub events_before: Vec<InputPosition>,
}

impl Record for Position {
    const NAME: &'static str = "traintracker.engine.Position";
    const SCHEMA: &'static str = include_str!("../../avro/engine/Position.v1.avsc");
}

/// Where the owner of a partition is reached; the offset of this record is its epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.engine")]
pub struct OwnerAnnounced {
    /// The service.
    pub service: String,
    /// The partition.
    pub partition: i32,
    /// The process.
    pub instance: InstanceId,
    /// Its advertised base URL.
    pub url: String,
    /// When.
    pub announced_at: Instant,
}

impl Record for OwnerAnnounced {
    const NAME: &'static str = "traintracker.engine.OwnerAnnounced";
    const SCHEMA: &'static str = include_str!("../../avro/engine/OwnerAnnounced.v1.avsc");
}

/// What a derived topic stands on: last record of each transaction in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.engine")]
pub struct InputsProcessed {
    /// The service.
    pub service: String,
    /// The partition.
    pub partition: i32,
    /// Everything before these offsets is accounted for.
    pub inputs: Vec<InputPosition>,
}

impl Record for InputsProcessed {
    const NAME: &'static str = "traintracker.engine.InputsProcessed";
    const SCHEMA: &'static str = include_str!("../../avro/engine/InputsProcessed.v1.avsc");
}

/// The answer to an accepted command, given again to a retry with the same key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.engine")]
pub struct Outcome {
    /// Whose data the command was about.
    pub subject: UserId,
    /// Who sent it.
    pub actor: UserId,
    /// The client's Idempotency-Key.
    pub key: String,
    /// Keyed digest of the request: the same key with another body is refused.
    pub digest: Digest,
    /// What the command answered, JSON. It can repeat what a person wrote.
    pub answer: Text,
    /// When.
    pub recorded_at: Instant,
}

impl Record for Outcome {
    const NAME: &'static str = "traintracker.engine.Outcome";
    const SCHEMA: &'static str = include_str!("../../avro/engine/Outcome.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("answer", &mut self.answer);
    }
}

/// A pointer to a record that could not be decoded or folded; never a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.engine")]
pub struct DeadLetter {
    /// The service that stumbled over it.
    pub service: String,
    /// Topic without prefix.
    pub topic: String,
    /// Partition of the record.
    pub partition: i32,
    /// Offset of the record.
    pub offset: i64,
    /// Key of the record, if it was readable.
    pub key: Option<String>,
    /// What went wrong.
    pub cause: String,
    /// When.
    pub found_at: Instant,
}

impl Record for DeadLetter {
    const NAME: &'static str = "traintracker.engine.DeadLetter";
    const SCHEMA: &'static str = include_str!("../../avro/engine/DeadLetter.v1.avsc");
}
