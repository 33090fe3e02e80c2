//! Client settings, written once. The figures behind them are in MEASURED; each that matters says why.

use rdkafka::ClientConfig;
use schemas::partition::{Partition, PartitionCount};
use schemas::topic::{Service, Topic};

/// A transaction without an end is aborted by the coordinator after this: it bounds how long a dead writer
/// holds back readers.
const TRANSACTION_TIMEOUT_MS: u32 = 8_000;
/// A delivery gives up before its transaction does.
const MESSAGE_TIMEOUT_MS: u32 = 6_000;
/// Longer than the transaction, so that an answer is not given up on while the coordinator may still give it;
/// librdkafka accepts at most 100 ms more.
const PRODUCER_SOCKET_TIMEOUT_MS: u32 = TRANSACTION_TIMEOUT_MS + 100;
/// A whole transaction of 4 MB fits into one batch; topics allow the same (`max.message.bytes`).
const MAX_BATCH_BYTES: u32 = 4_500_000;

/// What every client of one environment needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KafkaSettings {
    /// `host:port`, comma-separated.
    pub bootstrap: String,
    /// In front of every topic, group and transactional id; empty in production.
    pub prefix: String,
    /// The number of partitions of every topic.
    pub partitions: PartitionCount,
    /// Copies of every topic that is created; in-sync replicas needed are one less, at least one.
    pub replication: u16,
    /// After this time without a heartbeat a lease is given to another instance. Brokers refuse less than
    /// their `group.min.session.timeout.ms` (6 s by default).
    pub session_timeout_ms: u32,
    /// Time between heartbeats of a lease: members learn of a rebalance with the answer to one. At 2 s a second member
    /// waits 4 s for its share, at 500 ms 1.5 s, and the heartbeats cost nothing to speak of.
    pub heartbeat_ms: u32,
    /// A member whose loop has not turned for this long leaves the group. Longer than finishing a transaction takes.
    pub max_poll_ms: u32,
}

impl KafkaSettings {
    /// Settings with the defaults for one broker.
    pub fn new(bootstrap: impl Into<String>, prefix: impl Into<String>, partitions: PartitionCount) -> Self {
        Self {
            bootstrap: bootstrap.into(),
            prefix: prefix.into(),
            partitions,
            replication: 1,
            session_timeout_ms: 6_000,
            heartbeat_ms: 500,
            max_poll_ms: 20_000,
        }
    }

    /// The part of a process's settings that concerns Kafka.
    pub fn of_service(settings: &service::settings::Settings) -> Self {
        Self::new(&settings.kafka_bootstrap, &settings.prefix, settings.partitions)
    }

    /// The name of `topic` on the broker.
    pub fn topic(&self, topic: Topic) -> String {
        topic.name(&self.prefix)
    }

    /// The consumer group of `service`.
    pub fn group(&self, service: Service) -> String {
        format!("{}{}", self.prefix, service.name())
    }

    /// The transactional id of one partition's writer; `turn` is `a` or `b`.
    pub fn transactional_id(&self, service: Service, partition: Partition, turn: char) -> String {
        format!("{}{}-{partition}-{turn}", self.prefix, service.name())
    }

    /// Common to all clients.
    #[expect(clippy::disallowed_methods, reason = "the one place where clients are configured")]
    pub(crate) fn client(&self, client_id: &str) -> ClientConfig {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", &self.bootstrap)
            .set("client.id", client_id)
            .set("socket.nagle.disable", "true")
            .set("socket.keepalive.enable", "true")
            .set("socket.timeout.ms", "10000")
            // a broker that comes back is found within half a second
            .set("reconnect.backoff.ms", "20")
            .set("reconnect.backoff.max.ms", "500")
            // pushes client metrics to the broker otherwise, idle or not
            .set("enable.metrics.push", "false")
            .set("log.connection.close", "false");
        config
    }

    /// An assign-only consumer. The group id is a formality: librdkafka assigns nothing without one.
    pub(crate) fn reader(&self, client_id: &str) -> ClientConfig {
        let mut config = self.client(client_id);
        config
            .set("group.id", format!("{}_reader", self.prefix))
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "error")
            .set("isolation.level", "read_committed")
            .set("enable.partition.eof", "true")
            // the end of a partition is reported with the next empty fetch
            .set("fetch.wait.max.ms", "100")
            // memory: a fetch is held whole, and four times as large once it is decompressed; a restore has a
            // reader for each of some twenty partitions at once. A batch larger than this is fetched all the same
            .set("fetch.message.max.bytes", "262144")
            .set("fetch.max.bytes", "1048576")
            // what is fetched and not yet polled
            .set("queued.min.messages", "2000")
            .set("queued.max.messages.kbytes", "1024")
            // 1 s by default: a reader that keeps up would wait that long whenever its queue was full
            .set("fetch.queue.backoff.ms", "10")
            .set("fetch.error.backoff.ms", "50")
            .set("retry.backoff.ms", "10")
            .set("retry.backoff.max.ms", "200")
            // a topic that does not exist is an error after this; it may have been made a moment ago
            .set("topic.metadata.propagation.max.ms", "2000");
        config
    }

    /// One member of the group of `service`, dynamic, with the classic protocol: KIP-848 has a fatal race
    /// before librdkafka 2.15.
    pub(crate) fn lease(&self, service: Service, client_id: &str) -> ClientConfig {
        let mut config = self.client(client_id);
        config
            .set("group.id", self.group(service))
            .set("group.protocol", "classic")
            .set("partition.assignment.strategy", "cooperative-sticky")
            .set("session.timeout.ms", self.session_timeout_ms.to_string())
            .set("heartbeat.interval.ms", self.heartbeat_ms.to_string())
            .set("max.poll.interval.ms", self.max_poll_ms.max(self.session_timeout_ms).to_string())
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "latest");
        config
    }

    /// A transactional producer, for one thread.
    pub(crate) fn producer(&self, transactional_id: &str) -> ClientConfig {
        let mut config = self.client(transactional_id);
        config
            .set("transactional.id", transactional_id)
            .set("enable.idempotence", "true")
            .set("acks", "all")
            .set("linger.ms", "0")
            .set("compression.type", "lz4")
            .set("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS.to_string())
            .set("message.timeout.ms", MESSAGE_TIMEOUT_MS.to_string())
            .set("socket.timeout.ms", PRODUCER_SOCKET_TIMEOUT_MS.to_string())
            // transactions back to back meet CONCURRENT_TRANSACTIONS: 100 ms by default
            .set("retry.backoff.ms", "2")
            .set("retry.backoff.max.ms", "20")
            .set("message.max.bytes", MAX_BATCH_BYTES.to_string())
            .set("batch.size", MAX_BATCH_BYTES.to_string())
            .set("queue.buffering.max.messages", "20000")
            .set("queue.buffering.max.kbytes", "16384")
            .set("topic.metadata.propagation.max.ms", "2000");
        config
    }
}
