//! The projection as it runs: leases partitions, reads them, commits batch after batch.
//!
//! One task handles all leased partitions in turn. While a batch commits, the reader goes on; what arrived
//! meanwhile makes the next batch, so batches grow with the load. PostgreSQL,
//! the registry or the key store being away means waiting; the log keeps everything.

mod feed;
mod lane;
mod lease;
mod metrics;
mod writer;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use kafka_client::{Codec, KafkaSettings};
use key_store::KeyStore;
use schemas::{clock::Clock, partition::Partition, topic::Topic};
use service::{http::health::ReadyFlag, shutdown::Shutdown};
use tokio::{sync::mpsc, time::sleep};

pub(crate) use self::{
    feed::{Feed, Read},
    lane::Lane,
    writer::{Writer, Written},
};
use self::{
    lease::{Lease, Shown},
    metrics::Metrics,
};
use crate::{
    database::{DatabaseError, ReadSchema, channel},
    dead_letter,
    fold::SOURCES,
    table::position,
};

/// Records taken from the reader before what is whole of them is committed.
const ROUND: usize = 2_000;
/// Between attempts while a server is away.
const AWAY: Duration = Duration::from_millis(500);
/// A refused batch means another process folds the same: it, or this one, is about to lose the lease.
const REFUSED: Duration = Duration::from_millis(100);
/// Before a reader or a membership that broke is replaced.
const BROKEN: Duration = Duration::from_secs(1);
/// Dead letters that could not be published are tried again.
const RETRY: Duration = Duration::from_secs(15);
/// An instance that got no partition by now gets none.
const IDLE: Duration = Duration::from_secs(10);
/// For leaving the group.
const LEAVING: Duration = Duration::from_secs(5);

/// What the projection needs of its process.
#[derive(Debug, Clone)]
pub struct Projections {
    /// Brokers, prefix, partitions.
    pub kafka: KafkaSettings,
    /// The tables.
    pub schema: ReadSchema,
    /// Must know [`crate::decode::FAMILIES`].
    pub codec: Codec,
    /// Opens names and notes.
    pub keys: KeyStore,
    /// Dates dead letters; no row depends on it.
    pub clock: Arc<dyn Clock>,
}

/// Runs until `shutdown`. `ready` is set once the tables exist and partitions were leased.
///
/// # Errors
/// When the tables cannot be made, or the system gives no thread. Servers that are away are waited for.
pub async fn run(projections: Projections, ready: ReadyFlag, shutdown: Shutdown) -> anyhow::Result<()> {
    while let Err(error) = projections.schema.migrate().await {
        if matches!(error, DatabaseError::Url(_) | DatabaseError::Migration(_)) {
            return Err(error.into());
        }
        tracing::warn!(%error, "the tables cannot be made yet");
        tokio::select! {
            () = sleep(AWAY) => {}
            () = shutdown.wait() => return Ok(()),
        }
    }
    let (feed, records) = Feed::start(&projections.kafka, "projections-read")?;
    let shown = Shown::default();
    let leases = lease::start(&projections.kafka, shown.clone(), shutdown.clone())?;
    let live = Live {
        writer: projections.writer(&projections.schema, channel(&projections.kafka.prefix))?,
        projections,
        metrics: Metrics::new()?,
        shutdown,
        ready,
        ready_once: false,
        feed,
        records,
        leases,
        shown,
        lanes: BTreeMap::new(),
        epoch: 0,
        unpublished: BTreeMap::new(),
        ends: BTreeMap::new(),
    };
    live.run().await
}

impl Projections {
    /// Writes to `schema` and tells about it on `channel`.
    pub(crate) fn writer(&self, schema: &ReadSchema, channel: String) -> Result<Writer, DatabaseError> {
        Ok(Writer { pool: schema.pool(2)?, channel, codec: self.codec.clone(), keys: self.keys.clone() })
    }
}

struct Live {
    projections: Projections,
    writer: Writer,
    metrics: Metrics,
    shutdown: Shutdown,
    ready: ReadyFlag,
    ready_once: bool,
    feed: Feed,
    records: mpsc::Receiver<Read>,
    leases: mpsc::UnboundedReceiver<Lease>,
    shown: Shown,
    lanes: BTreeMap<Partition, Lane>,
    epoch: u64,
    /// Partitions with dead letters to publish, and when to try.
    unpublished: BTreeMap<Partition, Instant>,
    ends: BTreeMap<(Topic, Partition), i64>,
}

/// The process is stopping; what was not committed is in the log.
struct Stopped;

impl Live {
    async fn run(mut self) -> anyhow::Result<()> {
        let mut reads = Vec::new();
        let idle = Instant::now() + IDLE;
        let mut next_round = Instant::now();
        loop {
            let due = self.unpublished.values().min().copied();
            tokio::select! {
                biased;
                () = self.shutdown.wait() => break,
                change = self.leases.recv() => match change {
                    Some(change) => self.follow(change).await?,
                    None => self.join_again("its thread is gone").await?,
                },
                taken = round(&mut self.records, next_round, &mut reads) => {
                    let began = Instant::now();
                    match taken {
                        0 => self.read_again("its thread is gone").await?,
                        _ => self.take(reads.drain(..)).await?,
                    }
                    // the slower the database, the larger the rounds; behind, there is no rest
                    let rest = if taken < ROUND { began.elapsed() } else { Duration::ZERO };
                    next_round = Instant::now() + rest;
                }
                () = sleep_until(due), if due.is_some() => self.publish().await,
                // more instances than partitions: one that got none has nothing to wait for
                () = sleep_until(Some(idle)), if !self.ready_once => self.set_ready(),
            }
        }
        drop(self.feed);
        // the group learns at once that its partitions are free
        let left = async { while self.leases.recv().await.is_some() {} };
        let _ = tokio::time::timeout(LEAVING, left).await;
        Ok(())
    }

    fn set_ready(&mut self) {
        self.ready.set(true);
        self.ready_once = true;
    }

    async fn follow(&mut self, change: Lease) -> anyhow::Result<()> {
        match change {
            Lease::Granted(partitions) => {
                for partition in partitions {
                    if self.begin(partition).await.is_err() {
                        return Ok(());
                    }
                    // whoever had it before may have left something to publish
                    self.unpublished.insert(partition, Instant::now());
                }
                self.set_ready();
            }
            Lease::Ended(partitions) => {
                for partition in partitions {
                    self.feed.stop(partition);
                    self.lanes.remove(&partition);
                    self.unpublished.remove(&partition);
                }
            }
            Lease::Failed(error) => self.join_again(&error.to_string()).await?,
        }
        Ok(())
    }

    /// Joins the group anew; until it gives partitions, none is ours.
    async fn join_again(&mut self, cause: &str) -> anyhow::Result<()> {
        tracing::error!(cause, "membership broke, joining again");
        for partition in std::mem::take(&mut self.lanes).into_keys() {
            self.feed.stop(partition);
        }
        sleep(BROKEN).await;
        self.leases = lease::start(&self.projections.kafka, self.shown.clone(), self.shutdown.clone())?;
        Ok(())
    }

    /// Takes what the reader brought, then commits what is whole of it.
    async fn take(&mut self, reads: impl Iterator<Item = Read>) -> anyhow::Result<()> {
        for read in reads {
            match read {
                Read::Record { epoch, record } => {
                    if let Some(lane) = self.lane(record.partition, epoch) {
                        lane.push(record);
                    }
                }
                Read::End { epoch, topic, partition, offset } => {
                    if let Some(lane) = self.lane(partition, epoch) {
                        lane.end(topic, offset);
                    }
                }
                Read::LogEnds(ends) => self.ends.extend(ends.into_iter().map(|(t, p, end)| ((t, p), end))),
                Read::Failed(error) => return self.read_again(&error.to_string()).await,
            }
        }
        for partition in self.lanes.keys().copied().collect::<Vec<_>>() {
            if self.commit(partition).await.is_err() {
                return Ok(());
            }
            self.show(partition);
        }
        Ok(())
    }

    /// Starts another reader for one that broke.
    async fn read_again(&mut self, cause: &str) -> anyhow::Result<()> {
        tracing::error!(cause, "reader broke, starting another");
        sleep(BROKEN).await;
        (self.feed, self.records) = Feed::start(&self.projections.kafka, "projections-read")?;
        for partition in self.lanes.keys().copied().collect::<Vec<_>>() {
            if self.begin(partition).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    fn lane(&mut self, partition: Partition, epoch: u64) -> Option<&mut Lane> {
        self.lanes.get_mut(&partition).filter(|lane| lane.epoch == epoch)
    }

    /// Begins to read a partition where the tables stand, or begins again.
    async fn begin(&mut self, partition: Partition) -> Result<(), Stopped> {
        let positions = loop {
            match self.positions(partition).await {
                Ok(positions) => break positions,
                Err(error) => self.wait(&error).await?,
            }
        };
        self.epoch += 1;
        let from = SOURCES.iter().map(|topic| (*topic, positions.get(topic).copied().unwrap_or(0))).collect();
        self.lanes.insert(partition, Lane::new(partition, self.epoch, BTreeMap::clone(&from)));
        self.feed.read(partition, self.epoch, from);
        Ok(())
    }

    async fn positions(&self, partition: Partition) -> Result<BTreeMap<Topic, i64>, DatabaseError> {
        let client = self.writer.pool.get().await?;
        position::ensure(&client, SOURCES, partition).await?;
        Ok(position::load(&client, partition).await?)
    }

    /// Writes everything whole that a lane holds, and tries until that is done or refused.
    async fn commit(&mut self, partition: Partition) -> Result<(), Stopped> {
        let Some(lane) = self.lanes.get_mut(&partition) else { return Ok(()) };
        let records = lane.take_whole();
        if records.is_empty() {
            return Ok(());
        }
        let began = Instant::now();
        let written = loop {
            let Some(lane) = self.lanes.get_mut(&partition) else { return Ok(()) };
            match self.writer.write(lane, &records).await {
                Ok(written) => break written,
                Err(error) => self.wait(&error).await?,
            }
        };
        match written {
            Written::Done { rows, skipped } => {
                self.metrics.committed(records.len(), skipped, rows, began.elapsed());
                if skipped > 0 {
                    self.unpublished.insert(partition, Instant::now());
                }
                let positions = self.lanes.get(&partition).map(Lane::positions).into_iter().flatten();
                self.shown.show(positions.map(|(topic, next_offset)| ((*topic, partition), *next_offset)));
            }
            Written::Refused => {
                tracing::info!(partition = partition.number(), "batch refused by the positions, reading them again");
                self.metrics.refused();
                sleep(REFUSED).await;
                self.begin(partition).await?;
            }
        }
        Ok(())
    }

    async fn wait(&self, error: &(dyn std::error::Error + Send + Sync)) -> Result<(), Stopped> {
        tracing::warn!(%error, "the projection waits");
        tokio::select! {
            () = sleep(AWAY) => Ok(()),
            () = self.shutdown.wait() => Err(Stopped),
        }
    }

    async fn publish(&mut self) {
        let now = Instant::now();
        let due: Vec<Partition> =
            self.unpublished.iter().filter(|(_, at)| **at <= now).map(|(partition, _)| *partition).collect();
        for partition in due {
            let Projections { kafka, codec, clock, .. } = &self.projections;
            match dead_letter::publish(&self.writer.pool, kafka, codec, clock.as_ref(), partition).await {
                Ok(()) => {
                    self.unpublished.remove(&partition);
                }
                Err(error) => {
                    tracing::warn!(
                        partition = partition.number(),
                        error = format!("{error:#}"),
                        "dead letters not published"
                    );
                    self.unpublished.insert(partition, now + RETRY);
                }
            }
        }
    }

    fn show(&self, partition: Partition) {
        let Some(lane) = self.lanes.get(&partition) else { return };
        for topic in lane.positions().keys() {
            let reached = lane.reached(*topic);
            let end = self.ends.get(&(*topic, partition)).copied().unwrap_or(reached);
            self.metrics.lag(*topic, partition, end - reached);
        }
    }
}

/// Takes what was read, not before `at` and at most [`ROUND`]; 0 when the reader is gone. Nothing is lost when it is dropped.
async fn round(records: &mut mpsc::Receiver<Read>, at: Instant, reads: &mut Vec<Read>) -> usize {
    tokio::time::sleep_until(at.into()).await;
    records.recv_many(reads, ROUND).await
}

async fn sleep_until(at: Option<Instant>) {
    if let Some(at) = at {
        tokio::time::sleep_until(at.into()).await;
    }
}
