//! What can go wrong with a client other than inside a transaction.

use std::time::Duration;

use rdkafka::error::KafkaError;

/// A client could not do what it was asked; transient troubles are retried inside and never come here.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ClientError {
    /// The client could not be made, or a setting is refused.
    #[error("no client: {0}")]
    Create(String),
    /// The position to read from is not in the log (any more).
    #[error("{topic}-{partition}: position outside the log: {reason}")]
    OutOfRange {
        /// Name on the broker.
        topic: String,
        /// Partition number.
        partition: i32,
        /// librdkafka's words.
        reason: String,
    },
    /// One partition cannot be read: no such topic, not allowed, damaged.
    #[error("{topic}-{partition}: {reason}")]
    Partition {
        /// Name on the broker.
        topic: String,
        /// Partition number.
        partition: i32,
        /// librdkafka's words.
        reason: String,
    },
    /// The broker did not answer in time.
    #[error("{doing}: no answer in {} ms", timeout.as_millis())]
    Timeout {
        /// What was asked.
        doing: &'static str,
        /// How long was waited.
        timeout: Duration,
    },
    /// A call was refused.
    #[error("{doing}: {reason}")]
    Refused {
        /// What was asked.
        doing: &'static str,
        /// librdkafka's words.
        reason: String,
    },
    /// The client is of no more use and must be replaced.
    #[error("fatal: {0}")]
    Fatal(String),
}

impl ClientError {
    pub(crate) fn create(error: &KafkaError) -> Self {
        Self::Create(error.to_string())
    }

    pub(crate) fn refused(doing: &'static str, error: &KafkaError) -> Self {
        Self::Refused { doing, reason: error.to_string() }
    }
}
