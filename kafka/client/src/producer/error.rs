//! What a transaction can end in, other than well.

use rdkafka::error::{KafkaError, RDKafkaErrorCode};

/// Why a transaction did not go through. The text is for logs.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum TransactionError {
    /// Another producer has taken the transactional id, or the coordinator has timed this one out: nothing of
    /// the open transaction is or will be committed.
    #[error("fenced: {0}")]
    Fenced(String),
    /// The client is of no more use; the open transaction is not committed by it.
    #[error("fatal: {0}")]
    Fatal(String),
    /// The transaction must be aborted; the client can go on after that.
    #[error("to be aborted: {0}")]
    Abortable(String),
    /// Unknown: a time-out, or anything not understood. Never use the client again.
    #[error("outcome unknown: {0}")]
    Indefinite(String),
}

impl TransactionError {
    pub(crate) fn of(error: &KafkaError) -> Self {
        let text = error.to_string();
        let KafkaError::Transaction(native) = error else {
            return match error.rdkafka_error_code() {
                Some(code) if is_fence(code) => Self::Fenced(text),
                // a record that is too large, a transaction that has failed already
                Some(code) if !is_timeout(code) => Self::Abortable(text),
                Some(_) | None => Self::Indefinite(text),
            };
        };
        let text = format!("{} ({})", native.string(), native.name());
        if is_fence(native.code()) {
            Self::Fenced(text)
        } else if native.is_fatal() {
            Self::Fatal(text)
        } else if native.txn_requires_abort() {
            Self::Abortable(text)
        } else {
            Self::Indefinite(text)
        }
    }

    pub(crate) fn of_fatal(code: RDKafkaErrorCode, reason: String) -> Self {
        if is_fence(code) { Self::Fenced(reason) } else { Self::Fatal(reason) }
    }

    /// Of a record that did not arrive: the transaction cannot be committed.
    pub(crate) fn of_delivery(code: RDKafkaErrorCode) -> Self {
        let text = format!("a delivery failed: {code}");
        if is_fence(code) { Self::Fenced(text) } else { Self::Abortable(text) }
    }
}

fn is_fence(code: RDKafkaErrorCode) -> bool {
    [RDKafkaErrorCode::Fenced, RDKafkaErrorCode::ProducerFenced, RDKafkaErrorCode::InvalidProducerEpoch].contains(&code)
}

fn is_timeout(code: RDKafkaErrorCode) -> bool {
    [
        RDKafkaErrorCode::OperationTimedOut,
        RDKafkaErrorCode::MessageTimedOut,
        RDKafkaErrorCode::RequestTimedOut,
        RDKafkaErrorCode::TimedOutQueue,
    ]
    .contains(&code)
}
