//! The assign-only reader: no group, no commits, positions belong to the caller.

mod ends;
mod place;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::{Offset, TopicPartitionList};
use schemas::partition::Partition;
use schemas::topic::Topic;

use self::place::Places;
use crate::error::ClientError;
use crate::log::NativeContext;
use crate::raw::{Event, Message, Polled};
use crate::record::LogRecord;
use crate::settings::KafkaSettings;

/// Where to begin reading a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartAt {
    /// At the oldest record that is left.
    Beginning,
    /// At this offset; beyond the ends of the log it is an error, reported by [`LogReader::poll`].
    Offset(i64),
}

/// What a poll may bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadEvent {
    /// A committed record.
    Record(LogRecord),
    /// The reader stands at the end as a `read_committed` reader sees it: the last stable offset.
    End {
        /// Of which topic.
        topic: Topic,
        /// Of which partition.
        partition: Partition,
        /// The next offset, past control markers.
        offset: i64,
    },
}

/// Reads assigned partitions, `read_committed`. For one thread; no thread polls in the background.
pub struct LogReader {
    native: Polled<BaseConsumer<NativeContext>>,
    settings: KafkaSettings,
    /// Every topic ever assigned, by its name on the broker.
    topics: HashMap<String, Topic>,
    places: Mutex<Places>,
}

impl fmt::Debug for LogReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogReader").field("topics", &self.topics.keys()).finish_non_exhaustive()
    }
}

impl LogReader {
    /// A reader of nothing yet. `client_id` shows in logs, here and on the broker.
    pub fn new(settings: &KafkaSettings, client_id: &str) -> Result<Self, ClientError> {
        let consumer: BaseConsumer<NativeContext> = settings
            .reader(client_id)
            .create_with_context(NativeContext::new(client_id))
            .map_err(|error| ClientError::create(&error))?;
        let native = Polled::new(consumer).ok_or_else(|| ClientError::Create("no event queue".to_owned()))?;
        Ok(Self { native, settings: settings.clone(), topics: HashMap::new(), places: Mutex::default() })
    }

    /// Adds partitions; the others keep their position. One that is assigned already is refused.
    pub fn assign(&mut self, partitions: &[(Topic, Partition, StartAt)]) -> Result<(), ClientError> {
        const DOING: &str = "assigning partitions";
        let mut list = TopicPartitionList::with_capacity(partitions.len());
        for (topic, partition, start) in partitions {
            let name = self.settings.topic(*topic);
            let offset = match start {
                StartAt::Beginning => Offset::Beginning,
                StartAt::Offset(offset) => Offset::Offset(*offset),
            };
            list.add_partition_offset(&name, partition.number(), offset)
                .map_err(|error| ClientError::refused(DOING, &error))?;
            self.topics.insert(name, *topic);
        }
        self.native.incremental_assign(&list).map_err(|error| ClientError::refused(DOING, &error))?;
        self.places().add(partitions, Instant::now());
        Ok(())
    }

    /// Stops reading partitions; what was fetched of them is dropped.
    pub fn unassign(&mut self, partitions: &[(Topic, Partition)]) -> Result<(), ClientError> {
        self.places().remove(partitions);
        self.native
            .incremental_unassign(&self.list(partitions))
            .map_err(|error| ClientError::refused("unassigning partitions", &error))
    }

    /// Holds back partitions; their position stays.
    pub fn pause(&self, partitions: &[(Topic, Partition)]) -> Result<(), ClientError> {
        self.places().pause(partitions, true, Instant::now());
        self.native.pause(&self.list(partitions)).map_err(|error| ClientError::refused("pausing partitions", &error))
    }

    /// Goes on with partitions that were held back.
    pub fn resume(&self, partitions: &[(Topic, Partition)]) -> Result<(), ClientError> {
        self.places().pause(partitions, false, Instant::now());
        self.native.resume(&self.list(partitions)).map_err(|error| ClientError::refused("resuming partitions", &error))
    }

    /// Reads on from the same places with fetches of their own, so that the end is reported again. Paused partitions
    /// go on. [`poll`](Self::poll) does so itself for a partition that owes an end for some seconds.
    pub fn ask_again(&mut self, partitions: &[(Topic, Partition)]) -> Result<(), ClientError> {
        let places = self.places().of(partitions);
        let known: Vec<_> = places.iter().map(|(topic, partition, _)| (*topic, *partition)).collect();
        self.unassign(&known)?;
        self.assign(&places)
    }

    /// The next record or end, waiting at most `timeout`. A broker that is away is logged and waited for; an
    /// error means that the partition it names will bring nothing more.
    pub fn poll(&mut self, timeout: Duration) -> Result<Option<ReadEvent>, ClientError> {
        let Self { native, topics, places, .. } = self;
        let places = places.get_mut().unwrap_or_else(PoisonError::into_inner);
        let event = native.poll(timeout, |event| match event {
            Event::Record(message) => Ok(record(topics, &message).map(ReadEvent::Record)),
            Event::End { topic, partition, offset } => Ok(end(topics, &topic, partition, offset)),
            Event::Error { partition, code, fatal, reason } => {
                if !fatal && is_transient(code) {
                    native.context().transient(code, reason);
                    return Ok(None);
                }
                if let Some((topic, partition)) = partition
                    .as_ref()
                    .and_then(|(topic, partition)| Some((*topics.get(topic)?, Partition::new(*partition)?)))
                {
                    places.settle(topic, partition);
                }
                Err(describe(partition, code, fatal, reason))
            }
            Event::Delivered(_) => Ok(None),
        });
        let Some(event) = event else {
            let silent = places.silent(Instant::now());
            if !silent.is_empty() {
                tracing::debug!(partitions = ?silent, "no record and no end for long, asking again");
                self.ask_again(&silent)?;
            }
            return Ok(None);
        };
        match &event {
            Ok(Some(ReadEvent::Record(record))) => {
                places.advance(record.topic, record.partition, record.offset + 1, false, Instant::now());
            }
            Ok(Some(ReadEvent::End { topic, partition, offset })) => {
                places.advance(*topic, *partition, *offset, true, Instant::now());
            }
            Ok(None) | Err(_) => {}
        }
        event
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn list(&self, partitions: &[(Topic, Partition)]) -> TopicPartitionList {
        let mut list = TopicPartitionList::with_capacity(partitions.len());
        for (topic, partition) in partitions {
            list.add_partition(&self.settings.topic(*topic), partition.number());
        }
        list
    }
}

fn end(topics: &HashMap<String, Topic>, topic: &str, partition: i32, offset: i64) -> Option<ReadEvent> {
    Some(ReadEvent::End { topic: *topics.get(topic)?, partition: Partition::new(partition)?, offset })
}

fn record(topics: &HashMap<String, Topic>, message: &Message<'_>) -> Option<LogRecord> {
    Some(LogRecord {
        topic: *topics.get(message.topic)?,
        partition: Partition::new(message.partition)?,
        offset: message.offset,
        timestamp_ms: message.timestamp_ms,
        key: message.key.and_then(|key| std::str::from_utf8(key).ok()).unwrap_or_default().to_owned(),
        headers: message.headers.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
        value: message.value.map(<[u8]>::to_vec),
    })
}

/// Errors that librdkafka recovers from by itself.
fn is_transient(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode as Code;
    [
        Code::BrokerTransportFailure,
        Code::AllBrokersDown,
        Code::Resolve,
        Code::OperationTimedOut,
        Code::RequestTimedOut,
        Code::LeaderNotAvailable,
        Code::NotLeaderForPartition,
        Code::ReplicaNotAvailable,
        Code::BrokerNotAvailable,
        Code::NetworkException,
        Code::FencedLeaderEpoch,
        Code::UnknownLeaderEpoch,
        Code::OffsetNotAvailable,
        Code::CoordinatorLoadInProgress,
        Code::CoordinatorNotAvailable,
        Code::NotCoordinator,
        Code::KafkaStorageError,
    ]
    .contains(&code)
}

fn describe(partition: Option<(String, i32)>, code: RDKafkaErrorCode, fatal: bool, reason: &str) -> ClientError {
    let reason = reason.to_owned();
    match partition {
        _ if fatal => ClientError::Fatal(reason),
        Some((topic, partition))
            if [RDKafkaErrorCode::OffsetOutOfRange, RDKafkaErrorCode::AutoOffsetReset].contains(&code) =>
        {
            ClientError::OutOfRange { topic, partition, reason }
        }
        Some((topic, partition)) => ClientError::Partition { topic, partition, reason },
        None => ClientError::Refused { doing: "reading", reason },
    }
}
