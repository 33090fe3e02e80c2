//! The transactional producer of one partition, driven by one thread.
//!
//! Nothing polls in the background: an idle producer costs nothing. Delivery reports are taken from the event
//! queue by [`TransactionalProducer::await_deliveries`], so that the commit finds nothing in flight and asks
//! the coordinator at once.

mod error;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use schemas::topic::Topic;

pub use self::error::TransactionError;
use crate::error::ClientError;
use crate::log::NativeContext;
use crate::raw::{Delivery, Event, Polled};
use crate::record::{Headers, OutgoingRecord};
use crate::settings::KafkaSettings;

/// How long `send` waits for room in the producer's queue.
const ROOM_TIMEOUT: Duration = Duration::from_secs(6);
/// Between attempts of a call that may be repeated.
const PAUSE: Duration = Duration::from_millis(2);

/// The place of a record among those sent in its transaction, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SendIndex(usize);

impl SendIndex {
    /// Index into the answer of [`TransactionalProducer::await_deliveries`].
    pub fn position(self) -> usize {
        self.0
    }
}

/// A producer with one transactional id; creating another with the same id and calling its `init` fences this one.
pub struct TransactionalProducer {
    native: Polled<BaseProducer<NativeContext>>,
    settings: KafkaSettings,
    transactional_id: String,
    names: HashMap<Topic, String>,
    sent: Sent,
}

/// What was sent in the open transaction.
#[derive(Debug, Default)]
struct Sent {
    /// By [`SendIndex`]; negative until the report is there.
    offsets: Vec<i64>,
    reported: usize,
    failed: Option<RDKafkaErrorCode>,
}

impl fmt::Debug for TransactionalProducer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactionalProducer")
            .field("transactional_id", &self.transactional_id)
            .finish_non_exhaustive()
    }
}

impl TransactionalProducer {
    /// Makes the client; nothing is sent before [`init`](Self::init).
    pub fn new(settings: &KafkaSettings, transactional_id: &str) -> Result<Self, ClientError> {
        let producer: BaseProducer<NativeContext> = settings
            .producer(transactional_id)
            .create_with_context(NativeContext::new(transactional_id))
            .map_err(|error| ClientError::create(&error))?;
        let native = Polled::new(producer).ok_or_else(|| ClientError::Create("no event queue".to_owned()))?;
        Ok(Self {
            native,
            settings: settings.clone(),
            transactional_id: transactional_id.to_owned(),
            names: HashMap::new(),
            sent: Sent::default(),
        })
    }

    /// Completes or aborts what the predecessor with this id left open, and locks it out. Once, before all else.
    pub fn init(&self, timeout: Duration) -> Result<(), TransactionError> {
        // librdkafka looks for the coordinator at once, and again only after 500 ms when no broker is connected yet
        let started = Instant::now();
        let _ = self.native.client().fetch_metadata(None, timeout);
        let timeout = timeout.saturating_sub(started.elapsed());
        self.until(timeout, |left| self.native.init_transactions(left))
    }

    /// Opens a transaction. Local: the broker learns of it with the first record.
    pub fn begin(&mut self) -> Result<(), TransactionError> {
        self.sent = Sent::default();
        self.native.begin_transaction().map_err(|error| self.classify(&error))
    }

    /// Hands over a record of the open transaction; when the queue is full, waits for room.
    pub fn send(&mut self, record: OutgoingRecord) -> Result<SendIndex, TransactionError> {
        let name = self.names.entry(record.topic).or_insert_with(|| self.settings.topic(record.topic));
        let index = self.sent.offsets.len();
        let mut outgoing = BaseRecord::with_opaque_to(name, index)
            .partition(record.partition.number())
            .key(record.key.as_bytes())
            .headers(native_headers(&record.headers));
        outgoing.payload = record.value.as_deref();
        let deadline = Instant::now() + ROOM_TIMEOUT;
        loop {
            match self.native.send(outgoing) {
                Ok(()) => break,
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), returned)) => {
                    if Instant::now() >= deadline {
                        return Err(TransactionError::Indefinite("the producer's queue stays full".to_owned()));
                    }
                    outgoing = returned;
                    take_reports(&self.native, &mut self.sent, PAUSE);
                }
                Err((error, _)) => return Err(self.classify(&error)),
            }
        }
        self.sent.offsets.push(-1);
        Ok(SendIndex(index))
    }

    /// Waits until the broker has acknowledged every record sent since [`begin`](Self::begin), and returns their
    /// offsets in the order of [`SendIndex`]. Any failed delivery is an error: the transaction must be aborted.
    pub fn await_deliveries(&mut self, timeout: Duration) -> Result<Vec<i64>, TransactionError> {
        let deadline = Instant::now() + timeout;
        // reports first; then what librdkafka itself still counts (rd_kafka_flush asks for the same number)
        while self.sent.reported < self.sent.offsets.len() || self.native.in_flight_count() > 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(TransactionError::Indefinite(format!(
                    "{} of {} deliveries unknown after {} ms",
                    self.sent.offsets.len() - self.sent.reported,
                    self.sent.offsets.len(),
                    timeout.as_millis()
                )));
            }
            take_reports(&self.native, &mut self.sent, left.min(Duration::from_millis(100)));
        }
        if let Some(code) = self.sent.failed {
            return Err(self.fatal().unwrap_or_else(|| TransactionError::of_delivery(code)));
        }
        if self.sent.offsets.iter().any(|offset| *offset < 0) {
            // a batch that the broker recognised as a repeated one: accepted, but its offsets are not told
            return Err(TransactionError::Abortable("delivered at an unknown offset".to_owned()));
        }
        Ok(std::mem::take(&mut self.sent.offsets))
    }

    /// Commits. Call [`await_deliveries`](Self::await_deliveries) before. A repeatable error is repeated until
    /// `timeout`, after which the outcome is unknown: [`TransactionError::Indefinite`].
    pub fn commit(&mut self, timeout: Duration) -> Result<(), TransactionError> {
        self.until(timeout, |left| self.native.commit_transaction(left))
    }

    /// Aborts, dropping what is still queued.
    pub fn abort(&mut self, timeout: Duration) -> Result<(), TransactionError> {
        self.sent = Sent::default();
        let done = AtomicBool::new(false);
        // librdkafka waits for the reports of what it purges, which somebody must take in the meantime
        std::thread::scope(|scope| {
            if self.native.in_flight_count() > 0 {
                scope.spawn(|| {
                    while !done.load(Ordering::Acquire) {
                        take_reports(&self.native, &mut Sent::default(), PAUSE);
                    }
                });
            }
            let result = self.until(timeout, |left| self.native.abort_transaction(left));
            done.store(true, Ordering::Release);
            result
        })
    }

    /// The id this producer fences others with.
    pub fn transactional_id(&self) -> &str {
        &self.transactional_id
    }

    /// Repeats a call while librdkafka says that it may be repeated.
    fn until(&self, timeout: Duration, call: impl Fn(Duration) -> KafkaResult<()>) -> Result<(), TransactionError> {
        let deadline = Instant::now() + timeout;
        loop {
            let error = match call(deadline.saturating_duration_since(Instant::now())) {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            let again = matches!(&error, KafkaError::Transaction(error) if error.is_retriable());
            if !again || Instant::now() >= deadline {
                return Err(self.classify(&error));
            }
            tracing::debug!(transactional_id = %self.transactional_id, %error, "repeating a transaction call");
            take_reports(&self.native, &mut Sent::default(), PAUSE);
        }
    }

    fn classify(&self, error: &KafkaError) -> TransactionError {
        self.fatal().unwrap_or_else(|| TransactionError::of(error))
    }

    /// The error that made the client useless, if there was one.
    fn fatal(&self) -> Option<TransactionError> {
        self.native.client().fatal_error().map(|(code, reason)| TransactionError::of_fatal(code, reason))
    }
}

/// Takes what the event queue holds; waits for the first event only.
fn take_reports(native: &Polled<BaseProducer<NativeContext>>, sent: &mut Sent, timeout: Duration) {
    let context = native.context();
    native.poll(timeout, |event| match event {
        Event::Delivered(reports) => reports.iter().for_each(|report| sent.take(report)),
        Event::Error { code, reason, .. } => context.transient(code, reason),
        Event::Record(_) | Event::End { .. } => {}
    });
}

impl Sent {
    fn take(&mut self, report: &Delivery) {
        // a report of a transaction that was aborted since has no place here
        let Some(offset) = self.offsets.get_mut(report.opaque) else { return };
        self.reported += 1;
        match report.error {
            None => *offset = report.offset,
            Some(code) => {
                self.failed.get_or_insert(code);
            }
        }
    }
}

fn native_headers(headers: &Headers) -> OwnedHeaders {
    let headers = headers.iter();
    let list = OwnedHeaders::new_with_capacity(headers.len());
    headers.fold(list, |list, (key, value)| list.insert(Header { key, value: Some(value) }))
}
