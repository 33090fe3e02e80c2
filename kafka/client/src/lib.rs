//! The only crate that talks to Kafka and to the schema registry.
//!
//! [`settings`] holds every client setting; a [`reader::LogReader`] reads assigned partitions, `read_committed`; a
//! [`producer::TransactionalProducer`] writes one partition's transactions and fences its predecessor; a
//! [`lease::LeaseConsumer`] says which partitions this instance holds. A [`codec::Codec`] turns records into bytes in
//! wire format and back. [`admin`] creates topics from `kafka/topics.yaml` and registers schemas. Calls into
//! librdkafka that rdkafka does not offer stand in one module, `raw`.

pub mod admin;
pub mod codec;
pub mod error;
pub mod lease;
mod log;
pub mod producer;
mod raw;
pub mod reader;
pub mod record;
mod registry;
pub mod settings;

pub use crate::codec::{Codec, CodecError, DecodeError, EncodeError};
pub use crate::error::ClientError;
pub use crate::lease::{LeaseConsumer, LeaseEvent};
pub use crate::producer::{SendIndex, TransactionError, TransactionalProducer};
pub use crate::reader::{LogReader, ReadEvent, StartAt};
pub use crate::record::{Headers, LogRecord, OutgoingRecord};
pub use crate::registry::RegistryError;
pub use crate::settings::KafkaSettings;
