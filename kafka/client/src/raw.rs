//! The event queue of a librdkafka client, called directly.
//!
//! Three things need it, and nothing else is here:
//! - rdkafka's `PartitionEOF` names neither topic nor offset; the native event does;
//! - rdkafka's `BaseProducer::poll` sleeps its whole time-out even when a report is there, which made every
//!   commit last 100 ms (MEASURED, trap 1); `rd_kafka_queue_poll` returns with the first event;
//! - the end of a partition as `read_uncommitted` sees it, asked by a `read_committed` consumer, for many
//!   partitions in one request (`rd_kafka_ListOffsets`; `fetch_watermarks` answers with the last stable offset).
#![expect(unsafe_code, reason = "the one module that calls librdkafka directly")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{self, NonNull};
use std::slice;
use std::time::{Duration, Instant};

use rdkafka::bindings as native;
use rdkafka::client::Client;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{IsError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, Producer};
use rdkafka::{ClientContext, TopicPartitionList};

use crate::log::NativeContext;

/// One event of a client, borrowed from librdkafka's memory until the callback returns.
#[derive(Debug)]
pub(crate) enum Event<'e> {
    /// A record of an assigned partition.
    Record(Message<'e>),
    /// The reader stands at the end; `offset` is the next one, past any control marker.
    End { topic: String, partition: i32, offset: i64 },
    /// An error, of one partition or of the whole client (`partition` is `None`).
    Error { partition: Option<(String, i32)>, code: RDKafkaErrorCode, fatal: bool, reason: &'e str },
    /// Delivery reports.
    Delivered(Vec<Delivery>),
}

/// A record as librdkafka holds it.
#[derive(Debug)]
pub(crate) struct Message<'e> {
    pub(crate) topic: &'e str,
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) timestamp_ms: i64,
    pub(crate) key: Option<&'e [u8]>,
    pub(crate) value: Option<&'e [u8]>,
    pub(crate) headers: Vec<(&'e str, &'e [u8])>,
}

/// What became of one sent record.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// The number that was sent along with the record.
    pub(crate) opaque: usize,
    /// The offset; negative when the broker did not tell.
    pub(crate) offset: i64,
    pub(crate) error: Option<RDKafkaErrorCode>,
}

/// A client whose events are taken from here.
pub(crate) trait NativeClient {
    fn client(&self) -> &Client<NativeContext>;
    /// The queue where its events arrive, to be destroyed by the caller.
    fn queue(&self) -> Option<NonNull<native::rd_kafka_queue_t>>;
}

impl NativeClient for BaseConsumer<NativeContext> {
    fn client(&self) -> &Client<NativeContext> {
        Consumer::client(self)
    }

    fn queue(&self) -> Option<NonNull<native::rd_kafka_queue_t>> {
        // SAFETY: the client lives as long as `self`; librdkafka counts references to the queue
        NonNull::new(unsafe { native::rd_kafka_queue_get_consumer(Consumer::client(self).native_ptr()) })
    }
}

impl NativeClient for BaseProducer<NativeContext> {
    fn client(&self) -> &Client<NativeContext> {
        Producer::client(self)
    }

    fn queue(&self) -> Option<NonNull<native::rd_kafka_queue_t>> {
        // SAFETY: as above
        NonNull::new(unsafe { native::rd_kafka_queue_get_main(Producer::client(self).native_ptr()) })
    }
}

/// A client together with its event queue; the queue goes first when both are dropped.
pub(crate) struct Polled<C> {
    queue: NonNull<native::rd_kafka_queue_t>,
    client: C,
}

// SAFETY: librdkafka's clients and queues may be used from any thread
unsafe impl<C: Send> Send for Polled<C> {}
// SAFETY: as above
unsafe impl<C: Sync> Sync for Polled<C> {}

impl<C> Drop for Polled<C> {
    fn drop(&mut self) {
        // SAFETY: the reference taken in `new`, given back once; the client is dropped after this
        unsafe { native::rd_kafka_queue_destroy(self.queue.as_ptr()) }
    }
}

impl<C> std::ops::Deref for Polled<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.client
    }
}

impl<C: NativeClient> Polled<C> {
    /// `None` when the client has no queue, which rdkafka's own constructor rules out.
    pub(crate) fn new(client: C) -> Option<Self> {
        let queue = client.queue()?;
        Some(Self { queue, client })
    }

    /// Waits for the next event, at most for `timeout`. Log lines go to the context and count as nothing.
    pub(crate) fn poll<R>(&self, timeout: Duration, take: impl FnOnce(Event<'_>) -> R) -> Option<R> {
        let deadline = Instant::now() + timeout;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let event = NativeEvent::next(self.queue, left)?;
            if let Some(event) = event.read(self.client.client().context()) {
                return Some(take(event));
            }
        }
    }

    /// The offsets of `partitions`, in their order, for the specification that each entry holds as its offset
    /// (`Offset::End`: the high watermark, open transactions included; `Offset::Beginning`: the log start).
    pub(crate) fn list_offsets(
        &self,
        partitions: &TopicPartitionList,
        timeout: Duration,
    ) -> Result<Vec<Listed>, RDKafkaErrorCode> {
        let client = self.client.client().native_ptr();
        // SAFETY: every pointer below is checked or freed by its guard; librdkafka copies the list and options
        unsafe {
            let queue = TemporaryQueue(native::rd_kafka_queue_new(client));
            let operation = native::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_LISTOFFSETS;
            let options = native::rd_kafka_AdminOptions_new(client, operation);
            let mut reason = [0; 256];
            native::rd_kafka_AdminOptions_set_request_timeout(
                options,
                milliseconds(timeout),
                reason.as_mut_ptr(),
                reason.len(),
            );
            // the isolation level of the options is read_uncommitted unless told otherwise
            native::rd_kafka_ListOffsets(client, partitions.ptr(), options, queue.0);
            native::rd_kafka_AdminOptions_destroy(options);
            let Some(queue) = NonNull::new(queue.0) else { return Err(RDKafkaErrorCode::Fail) };
            let Some(event) = NativeEvent::next(queue, timeout + Duration::from_millis(100)) else {
                return Err(RDKafkaErrorCode::OperationTimedOut);
            };
            let error = native::rd_kafka_event_error(event.0.as_ptr());
            if error.is_error() {
                return Err(error.into());
            }
            let result = native::rd_kafka_event_ListOffsets_result(event.0.as_ptr());
            let mut count = 0;
            let infos = native::rd_kafka_ListOffsets_result_infos(result, &raw mut count);
            if infos.is_null() {
                return Ok(Vec::new());
            }
            let listed = slice::from_raw_parts(infos, count).iter().map(|info| {
                let found = &*native::rd_kafka_ListOffsetsResultInfo_topic_partition(*info);
                Listed { topic: text(found.topic).to_owned(), partition: found.partition, offset: offset_of(found) }
            });
            Ok(listed.collect())
        }
    }
}

/// One answer of [`Polled::list_offsets`].
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) topic: String,
    pub(crate) partition: i32,
    pub(crate) offset: Result<i64, RDKafkaErrorCode>,
}

struct TemporaryQueue(*mut native::rd_kafka_queue_t);

impl Drop for TemporaryQueue {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: made by `rd_kafka_queue_new`, destroyed once
            unsafe { native::rd_kafka_queue_destroy(self.0) }
        }
    }
}

/// An event, destroyed with what it lends out.
struct NativeEvent(NonNull<native::rd_kafka_event_t>);

impl Drop for NativeEvent {
    fn drop(&mut self) {
        // SAFETY: owned by `self` alone; what was borrowed from it cannot outlive it
        unsafe { native::rd_kafka_event_destroy(self.0.as_ptr()) }
    }
}

impl NativeEvent {
    fn next(queue: NonNull<native::rd_kafka_queue_t>, timeout: Duration) -> Option<Self> {
        // SAFETY: the queue is alive; an event that comes back is ours
        let event = unsafe { native::rd_kafka_queue_poll(queue.as_ptr(), milliseconds(timeout)) };
        NonNull::new(event).map(Self)
    }

    fn read(&self, context: &NativeContext) -> Option<Event<'_>> {
        let event = self.0.as_ptr();
        // SAFETY: accessors of a live event; what they return lives as long as the event
        unsafe {
            match native::rd_kafka_event_type(event) {
                native::RD_KAFKA_EVENT_FETCH => {
                    native::rd_kafka_event_message_next(event).as_ref().map(|message| Event::Record(read(message)))
                }
                native::RD_KAFKA_EVENT_DR => Some(Event::Delivered(deliveries(event))),
                native::RD_KAFKA_EVENT_ERROR => Some(self.read_error()),
                native::RD_KAFKA_EVENT_LOG => {
                    let (mut facility, mut line, mut level) = (ptr::null(), ptr::null(), 0);
                    if native::rd_kafka_event_log(event, &raw mut facility, &raw mut line, &raw mut level) == 0 {
                        context.log(log_level(level), text(facility).trim(), text(line).trim());
                    }
                    None
                }
                // statistics, rebalances and commit answers are not asked for by these clients
                _ => None,
            }
        }
    }

    /// An error, or the end of a partition, which librdkafka reports as one.
    fn read_error(&self) -> Event<'_> {
        let event = self.0.as_ptr();
        // SAFETY: as in `read`; the partition is a copy that is freed here, after its name was copied once more
        unsafe {
            let code = native::rd_kafka_event_error(event);
            let place = native::rd_kafka_event_topic_partition(event);
            let found = place.as_ref().map(|place| (text(place.topic).to_owned(), place.partition, place.offset));
            if !place.is_null() {
                native::rd_kafka_topic_partition_destroy(place);
            }
            let partition = match found {
                Some((topic, partition, offset))
                    if code == native::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR__PARTITION_EOF =>
                {
                    return Event::End { topic, partition, offset };
                }
                Some((topic, partition, _)) => Some((topic, partition)),
                None => None,
            };
            Event::Error {
                partition,
                code: code.into(),
                fatal: native::rd_kafka_event_error_is_fatal(event) != 0,
                reason: text(native::rd_kafka_event_error_string(event)),
            }
        }
    }
}

/// A partition that was not answered for in time has neither an error nor an offset.
fn offset_of(found: &native::rd_kafka_topic_partition_t) -> Result<i64, RDKafkaErrorCode> {
    if found.err.is_error() {
        return Err(found.err.into());
    }
    if found.offset < 0 { Err(RDKafkaErrorCode::OperationTimedOut) } else { Ok(found.offset) }
}

/// # Safety
/// `message` belongs to an event that outlives `'e`.
unsafe fn read(message: &native::rd_kafka_message_t) -> Message<'_> {
    // SAFETY: the fields of a live message, checked for null
    unsafe {
        Message {
            topic: text(native::rd_kafka_topic_name(message.rkt)),
            partition: message.partition,
            offset: message.offset,
            timestamp_ms: native::rd_kafka_message_timestamp(message, ptr::null_mut()),
            key: bytes(message.key, message.key_len),
            value: bytes(message.payload, message.len),
            headers: headers(message),
        }
    }
}

/// # Safety
/// As for [`read`].
unsafe fn headers(message: &native::rd_kafka_message_t) -> Vec<(&str, &[u8])> {
    let mut found = Vec::new();
    // SAFETY: the headers belong to the message; the index stops at the first that is not there
    unsafe {
        let mut list = ptr::null_mut();
        if native::rd_kafka_message_headers(message, &raw mut list).is_error() {
            return found;
        }
        found.reserve(native::rd_kafka_header_cnt(list));
        let (mut name, mut value, mut size) = (ptr::null(), ptr::null(), 0);
        while !native::rd_kafka_header_get_all(list, found.len(), &raw mut name, &raw mut value, &raw mut size)
            .is_error()
        {
            found.push((text(name), bytes(value, size).unwrap_or_default()));
        }
    }
    found
}

/// # Safety
/// `event` is a live delivery report.
unsafe fn deliveries(event: *mut native::rd_kafka_event_t) -> Vec<Delivery> {
    let mut reports = Vec::new();
    // SAFETY: each message lives as long as the event, and is copied out
    unsafe {
        reports.reserve(native::rd_kafka_event_message_count(event));
        while let Some(message) = native::rd_kafka_event_message_next(event).as_ref() {
            let error = message.err.is_error().then(|| message.err.into());
            reports.push(Delivery { opaque: message._private as usize, offset: message.offset, error });
        }
    }
    reports
}

/// # Safety
/// `data` is null or points to `size` bytes that outlive `'e`.
unsafe fn bytes<'e>(data: *const c_void, size: usize) -> Option<&'e [u8]> {
    // SAFETY: the caller's promise
    (!data.is_null()).then(|| unsafe { slice::from_raw_parts(data.cast(), size) })
}

/// Text that is not UTF-8 (no name of ours) reads as empty.
///
/// # Safety
/// `data` is null or a C string that outlives `'e`.
unsafe fn text<'e>(data: *const c_char) -> &'e str {
    if data.is_null() {
        return "";
    }
    // SAFETY: the caller's promise
    unsafe { CStr::from_ptr(data) }.to_str().unwrap_or_default()
}

/// Rounded up, so that a short wait does not become a busy loop.
fn milliseconds(timeout: Duration) -> c_int {
    c_int::try_from(timeout.as_micros().div_ceil(1000)).unwrap_or(c_int::MAX)
}

/// Syslog's levels.
fn log_level(level: c_int) -> RDKafkaLogLevel {
    match level {
        ..=3 => RDKafkaLogLevel::Error,
        4 => RDKafkaLogLevel::Warning,
        5 => RDKafkaLogLevel::Notice,
        6 => RDKafkaLogLevel::Info,
        7.. => RDKafkaLogLevel::Debug,
    }
}
