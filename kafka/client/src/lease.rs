//! Membership in a consumer group as a lease on partition numbers. The group's topic is never read.

use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{ClientContext, Offset, TopicPartitionList};
use schemas::partition::Partition;
use schemas::topic::{Service, Topic};
use service::task::panic_text;

use crate::error::ClientError;
use crate::log::NativeContext;
use crate::settings::KafkaSettings;

/// A change of what this instance holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaseEvent {
    /// These were added; none at all says that the group has answered and others hold everything.
    Assigned(Vec<Partition>),
    /// These are to be given up; they are ours until the callback returns.
    Revoked(Vec<Partition>),
    /// These may be another's already: the group has given us up (a time-out, a pause of the process).
    Lost(Vec<Partition>),
}

/// One member of a service's group.
pub struct LeaseConsumer {
    native: BaseConsumer<LeaseContext>,
    settings: KafkaSettings,
}

impl fmt::Debug for LeaseConsumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeaseConsumer").field("group", &self.native.context().group).finish_non_exhaustive()
    }
}

impl LeaseConsumer {
    /// Joins the group of `service`. `on_event` runs inside [`poll`](Self::poll) and [`leave`](Self::leave), on
    /// their thread; while it runs, heartbeats go on, up to [`KafkaSettings::max_poll_ms`].
    pub fn join(
        settings: &KafkaSettings,
        service: Service,
        on_event: impl Fn(LeaseEvent) + Send + Sync + 'static,
    ) -> Result<Self, ClientError> {
        const DOING: &str = "joining the group";
        let group = settings.group(service);
        let Some(owners) = service.owners() else {
            return Err(ClientError::Refused { doing: DOING, reason: format!("{group} has no owners topic") });
        };
        let client_id = format!("{group}-lease");
        let context = LeaseContext {
            log: NativeContext::new(&client_id),
            group,
            on_event: Box::new(on_event),
            leaving: AtomicBool::new(false),
        };
        let native: BaseConsumer<LeaseContext> = settings
            .lease(service, &client_id)
            .create_with_context(context)
            .map_err(|error| ClientError::create(&error))?;
        native.subscribe(&[&settings.topic(owners)]).map_err(|error| ClientError::refused(DOING, &error))?;
        Ok(Self { native, settings: settings.clone() })
    }

    /// Takes part in the group for `timeout`, or until something happened.
    pub fn poll(&self, timeout: Duration) -> Result<(), ClientError> {
        match self.native.poll(timeout) {
            // a record that slipped in before the pause took hold is of no interest
            None | Some(Ok(_)) => Ok(()),
            Some(Err(KafkaError::MessageConsumptionFatal(code))) => Err(ClientError::Fatal(code.to_string())),
            // heartbeats, coordinators, metadata: librdkafka goes on by itself, and the context has logged it
            Some(Err(_)) => Ok(()),
        }
    }

    /// Tells lag tools how far this service has read; nothing of ours reads it back. Does not wait.
    pub fn commit(&self, next_offsets: &[(Topic, Partition, i64)]) -> Result<(), ClientError> {
        const DOING: &str = "committing positions for lag tools";
        let mut list = TopicPartitionList::with_capacity(next_offsets.len());
        for (topic, partition, offset) in next_offsets {
            list.add_partition_offset(&self.settings.topic(*topic), partition.number(), Offset::Offset(*offset))
                .map_err(|error| ClientError::refused(DOING, &error))?;
        }
        self.native.commit(&list, CommitMode::Async).map_err(|error| ClientError::refused(DOING, &error))
    }

    /// Gives everything up (one last [`LeaseEvent::Revoked`]) and leaves the group at once.
    pub fn leave(self) {
        drop(self);
    }
}

impl Drop for LeaseConsumer {
    fn drop(&mut self) {
        self.native.context().leaving.store(true, Ordering::Relaxed);
    }
}

struct LeaseContext {
    log: NativeContext,
    group: String,
    on_event: Box<dyn Fn(LeaseEvent) + Send + Sync>,
    leaving: AtomicBool,
}

impl ClientContext for LeaseContext {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.log.log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.log.error(error, reason);
    }
}

impl ConsumerContext for LeaseContext {
    fn rebalance(&self, consumer: &BaseConsumer<Self>, code: RDKafkaRespErr, list: &mut TopicPartitionList) {
        let partitions: Vec<_> =
            list.elements().iter().filter_map(|element| Partition::new(element.partition())).collect();
        let result = if code == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            let result = self.assign(consumer, list);
            tracing::info!(group = %self.group, ?partitions, "lease granted");
            if result.is_ok() {
                self.tell(LeaseEvent::Assigned(partitions));
            }
            result
        } else {
            let lost = consumer.assignment_lost();
            tracing::info!(group = %self.group, ?partitions, lost, "lease ends");
            if !partitions.is_empty() {
                self.tell(if lost { LeaseEvent::Lost(partitions) } else { LeaseEvent::Revoked(partitions) });
            }
            consumer.incremental_unassign(list)
        };
        if let Err(error) = result {
            tracing::error!(group = %self.group, %error, "rebalance not followed");
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        if let Err(error) = result {
            tracing::debug!(group = %self.group, %error, "position for lag tools not committed");
        }
    }
}

impl LeaseContext {
    /// A panic of the owner reaches whoever polls. While leaving it is only logged: a rebalance that is not answered
    /// would make librdkafka wait for ever.
    fn tell(&self, event: LeaseEvent) {
        let told = panic::catch_unwind(AssertUnwindSafe(|| (self.on_event)(event)));
        let Err(cause) = told else { return };
        if !self.leaving.load(Ordering::Relaxed) {
            panic::resume_unwind(cause);
        }
        tracing::error!(group = %self.group, panic = panic_text(cause.as_ref()), "told that a lease ends, and panicked");
    }

    /// From the end, so that no committed position is asked for, and paused at once.
    fn assign(&self, consumer: &BaseConsumer<Self>, list: &mut TopicPartitionList) -> KafkaResult<()> {
        list.set_all_offsets(Offset::End)?;
        consumer.incremental_assign(list)?;
        if list.count() == 0 { Ok(()) } else { consumer.pause(list) }
    }
}
