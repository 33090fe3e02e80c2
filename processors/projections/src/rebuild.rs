//! Everything anew: the whole log is folded into a second schema while the first one is read and written
//! on, and takes its place in one transaction.

mod swap;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use schemas::{partition::Partition, topic::Topic};
use tokio::{sync::mpsc::Receiver, time::timeout};

pub use self::swap::{Positions, Swapped, swap};
use crate::{
    database::channel,
    fold::{Batch, SOURCES},
    live::{Feed, Lane, Projections, Read, Writer, Written},
    table::position,
};

/// Records folded in one transaction.
const ROUND: usize = 5_000;
/// Nothing arriving for so long, with something still to come, means that the broker is away.
const STALL: Duration = Duration::from_secs(30);
/// Longest standstill of the live tables while the last stretch is folded.
const STANDSTILL: Duration = Duration::from_secs(10);

/// What a rebuild did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Records folded.
    pub records: u64,
    /// Records that could not be folded.
    pub skipped: u64,
    /// How long it took.
    pub took: Duration,
}

/// Rebuilds the tables of `projections`. Another rebuild that is under way is not disturbed, and refused. `progress` hears how much
/// of the log is folded and how much there is, in offsets; while it goes on, there may come to be more.
///
/// # Errors
/// When a server is away, or somebody rebuilds already. The tables are as they were.
pub async fn rebuild(projections: &Projections, progress: impl FnMut(u64, u64)) -> anyhow::Result<Rebuilt> {
    let began = Instant::now();
    let live = &projections.schema;
    let next = live.next();
    live.migrate().await?;
    // held until this function ends
    let guard = live.connect().await?;
    let alone = guard.query_one("SELECT pg_try_advisory_lock(hashtextextended($1, 1))", &[&live.name()]).await?;
    if !alone.get::<_, bool>(0) {
        bail!("a rebuild of {} is under way", live.name());
    }
    next.drop().await?;
    next.migrate().await?;
    let (feed, records) = Feed::start(&projections.kafka, "projections-rebuild")?;
    // nobody listens there: what is not live yet must wake nobody
    let writer = projections.writer(&next, channel(&format!("{}rebuild-", projections.kafka.prefix)))?;
    let lanes = BTreeMap::new();
    let mut fold = Fold { projections, writer, feed, records, lanes, folded: 0, skipped: 0, progress };
    fold.begin().await?;
    // almost everything without holding up anybody, then the rest while the live tables stand still
    let target = swap::positions(&live.connect().await?, live).await?;
    fold.up_to(&target).await?;
    let mut client = next.pool(1)?.get().await?;
    let channel = channel(&projections.kafka.prefix);
    let swapped = swap(&mut client, live, &channel, async |target| {
        timeout(STANDSTILL, fold.up_to(&target)).await.context("the last stretch takes too long")?
    });
    match swapped.await? {
        Swapped::Done => Ok(Rebuilt { records: fold.folded, skipped: fold.skipped, took: began.elapsed() }),
        Swapped::Behind => bail!("the rebuilt tables lack something that the live ones have; nothing was swapped"),
    }
}

struct Fold<'a, P> {
    projections: &'a Projections,
    writer: Writer,
    feed: Feed,
    records: Receiver<Read>,
    lanes: BTreeMap<Partition, Lane>,
    folded: u64,
    skipped: u64,
    progress: P,
}

impl<P: FnMut(u64, u64)> Fold<'_, P> {
    fn partitions(&self) -> Vec<Partition> {
        self.lanes.keys().copied().collect()
    }

    async fn begin(&mut self) -> anyhow::Result<()> {
        let client = self.writer.pool.get().await?;
        for partition in self.projections.kafka.partitions.partitions() {
            position::ensure(&client, SOURCES, partition).await?;
            let from: BTreeMap<Topic, i64> = SOURCES.iter().map(|topic| (*topic, 0)).collect();
            self.lanes.insert(partition, Lane::new(partition, 0, from.clone()));
            self.feed.read(partition, 0, from);
        }
        Ok(())
    }

    /// Folds until every position has reached the target.
    async fn up_to(&mut self, target: &Positions) -> anyhow::Result<()> {
        let mut reads = Vec::new();
        self.tell(target);
        while self.behind(target) {
            let arrived = timeout(STALL, self.records.recv_many(&mut reads, ROUND));
            if arrived.await.context("nothing arrives from the log")? == 0 {
                bail!("the reader is gone");
            }
            for read in reads.drain(..) {
                match read {
                    Read::Record { record, .. } => {
                        if let Some(lane) = self.lanes.get_mut(&record.partition) {
                            lane.push(record);
                        }
                    }
                    Read::End { topic, partition, offset, .. } => {
                        if let Some(at) = target.get(&(topic, partition)).filter(|at| **at > offset) {
                            bail!(
                                "the tables stand at {at} of {topic}-{partition}, the log ends at {offset}: they are of another log"
                            );
                        }
                        if let Some(lane) = self.lanes.get_mut(&partition) {
                            lane.end(topic, offset);
                        }
                    }
                    Read::LogEnds(_) => {}
                    Read::Failed(error) => return Err(error.into()),
                }
            }
            for partition in self.partitions() {
                self.commit(partition, target).await?;
            }
            self.tell(target);
        }
        Ok(())
    }

    fn tell(&mut self, target: &Positions) {
        let (mut done, mut total) = (0, 0);
        for ((topic, partition), next_offset) in target {
            let at = self.lanes.get(partition).and_then(|lane| lane.positions().get(topic)).copied().unwrap_or(0);
            // the live tables may stand behind what was read already
            done += at.min(*next_offset).cast_unsigned();
            total += next_offset.cast_unsigned();
        }
        (self.progress)(done, total);
    }

    fn behind(&self, target: &Positions) -> bool {
        target.iter().any(|((topic, partition), next_offset)| {
            let at = self.lanes.get(partition).and_then(|lane| lane.positions().get(topic));
            at.is_none_or(|at| at < next_offset)
        })
    }

    async fn commit(&mut self, partition: Partition, target: &Positions) -> anyhow::Result<()> {
        let Some(lane) = self.lanes.get_mut(&partition) else { return Ok(()) };
        let records = lane.take_whole();
        if !records.is_empty() {
            let written = self.writer.write(lane, &records).await?;
            self.skipped += skipped_of(written)?;
            self.folded += records.len() as u64;
        }
        let batch = passing(lane, target);
        if !batch.is_empty() {
            skipped_of(self.writer.commit(lane, &batch).await?)?;
        }
        Ok(())
    }
}

fn skipped_of(written: Written) -> anyhow::Result<u64> {
    match written {
        Written::Done { skipped, .. } => Ok(skipped as u64),
        Written::Refused => bail!("somebody else writes to the schema of the rebuild"),
    }
}

/// The last record that the live tables have folded may be compacted away by now. Where the reader stands
/// at the end and nothing is left to fold, there is nothing between here and the target.
fn passing(lane: &Lane, target: &Positions) -> Batch {
    let mut batch = lane.batch();
    for topic in SOURCES {
        let Some(next_offset) = target.get(&(*topic, lane.partition)).copied() else { continue };
        if next_offset > 0 && lane.stands_at_end(*topic) >= next_offset {
            batch.pass(*topic, lane.partition, next_offset - 1);
        }
    }
    batch
}
