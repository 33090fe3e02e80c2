//! What librdkafka says goes to `tracing`, under the target `librdkafka`.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::ConsumerContext;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::DeliveryResult;
use rdkafka::producer::ProducerContext;

/// One line per kind of error in this time: a broker that is away says so many times a second.
const QUIET: Duration = Duration::from_secs(10);

/// The context of every client that needs no callbacks: it logs, and counts repeated errors.
#[derive(Debug)]
pub(crate) struct NativeContext {
    client: String,
    /// When each code was logged last; there are few.
    said: Mutex<Vec<(RDKafkaErrorCode, Instant)>>,
}

impl NativeContext {
    /// `client` names the client in each line.
    pub(crate) fn new(client: &str) -> Self {
        Self { client: client.to_owned(), said: Mutex::default() }
    }

    /// Logs an error that the client recovers from by itself, at most once in ten seconds for each code.
    pub(crate) fn transient(&self, code: RDKafkaErrorCode, reason: &str) {
        let now = Instant::now();
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        match said.iter_mut().find(|(known, _)| *known == code) {
            Some((_, at)) if now.duration_since(*at) < QUIET => return,
            Some((_, at)) => *at = now,
            None => said.push((code, now)),
        }
        drop(said);
        tracing::warn!(target: "librdkafka", client = %self.client, code = ?code, "{reason}");
    }
}

impl ClientContext for NativeContext {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        forward(&self.client, level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.transient(error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown), reason);
    }
}

impl ConsumerContext for NativeContext {}

impl ProducerContext for NativeContext {
    type DeliveryOpaque = usize;

    // reports are taken from the event queue by `raw`; only those purged when a producer is dropped end here
    fn delivery(&self, _: &DeliveryResult<'_>, _: usize) {}
}

/// One line of librdkafka's own log.
pub(crate) fn forward(client: &str, level: RDKafkaLogLevel, facility: &str, message: &str) {
    match level {
        RDKafkaLogLevel::Emerg | RDKafkaLogLevel::Alert | RDKafkaLogLevel::Critical | RDKafkaLogLevel::Error => {
            tracing::error!(target: "librdkafka", client, facility, "{message}");
        }
        RDKafkaLogLevel::Warning => tracing::warn!(target: "librdkafka", client, facility, "{message}"),
        RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info => {
            tracing::info!(target: "librdkafka", client, facility, "{message}");
        }
        RDKafkaLogLevel::Debug => tracing::debug!(target: "librdkafka", client, facility, "{message}"),
    }
}
