//! The floor: the same records in bare transactions, with the client settings of the engine and nothing around them.
//!
//! Each partition has a thread and a [`Pair`] of producers, as in the engine. The topics are of a prefix of their own and
//! deleted in the end.

mod pair;
mod reading;

use std::time::{Duration, Instant};

use anyhow::Context;
use kafka_client::{KafkaSettings, OutgoingRecord, admin::topics};
use schemas::{clock::random_uuid, partition::Partition, topic::Topic};
use serde::Serialize;
use service::task::thread_named;

use self::pair::Pair;
use crate::{
    sample::Sample,
    stats::{Latency, per_second},
};

const TOPICS: [Topic; 3] = [Topic::EXECUTION_EVENTS, Topic::EXECUTION_STATE, Topic::GOAL_PROGRESS_EVENTS];

/// Topics to write to, and what to write.
#[derive(Debug)]
pub(crate) struct Floor {
    settings: KafkaSettings,
    sample: Sample,
}

/// How transactions are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// As many loops at once.
    pub(crate) partitions: usize,
    /// In each transaction.
    pub(crate) events: usize,
}

/// What the loops came to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Transactions {
    pub(crate) partitions: usize,
    pub(crate) events_per_transaction: usize,
    pub(crate) transactions_per_second: f64,
    pub(crate) events_per_second: f64,
    /// Of a transaction, from its beginning to the answer to its commit.
    pub(crate) latency: Option<Latency>,
}

impl Shape {
    /// As many events in flight as there are clients: the fewest transactions that could carry them.
    pub(crate) fn of_clients(clients: usize, partitions: usize) -> Self {
        let partitions = clients.clamp(1, partitions.max(1));
        Self { partitions, events: clients.div_ceil(partitions) }
    }
}

impl Floor {
    pub(crate) async fn prepare(settings: &KafkaSettings, sample: Sample) -> anyhow::Result<Self> {
        let id = random_uuid().simple().to_string();
        let prefix = format!("{}bench-{}-", settings.prefix, &id[..8]);
        let settings = KafkaSettings { prefix, ..settings.clone() };
        topics::apply_to(&settings, &TOPICS).await?;
        Ok(Self { settings, sample })
    }

    /// Deletes the topics.
    pub(crate) async fn remove(self) -> anyhow::Result<()> {
        Ok(topics::delete(&self.settings, &TOPICS).await?)
    }

    pub(crate) fn partitions(&self) -> usize {
        self.settings.partitions.partitions().count()
    }

    /// Runs a loop in each of the first partitions, for `ramp` before it counts.
    pub(crate) async fn transactions(
        &self,
        shape: Shape,
        ramp: Duration,
        measured: Duration,
    ) -> anyhow::Result<Transactions> {
        let (settings, sample) = (self.settings.clone(), self.sample.clone());
        tokio::task::spawn_blocking(move || run_loops(&settings, &sample, shape, ramp, measured)).await?
    }

    /// From the answer to a commit until a reader has what was written.
    pub(crate) async fn visible(&self, count: usize, derived: bool) -> anyhow::Result<Option<Latency>> {
        let (settings, sample) = (self.settings.clone(), self.sample.clone());
        tokio::task::spawn_blocking(move || reading::run(&settings, &sample, count, derived)).await?
    }
}

fn run_loops(
    settings: &KafkaSettings,
    sample: &Sample,
    shape: Shape,
    ramp: Duration,
    measured: Duration,
) -> anyhow::Result<Transactions> {
    // all are there before the first begins
    let pairs: Vec<(Partition, Pair)> = settings
        .partitions
        .partitions()
        .take(shape.partitions)
        .map(|partition| Ok((partition, Pair::fence(settings, partition)?)))
        .collect::<anyhow::Result<_>>()?;
    let from = Instant::now() + ramp;
    let until = from + measured;
    let running: Vec<_> = pairs
        .into_iter()
        .map(|(partition, mut pair)| {
            let batch = batch(sample, shape.events, partition);
            thread_named(&format!("floor-{partition}"), move || pair.repeat(&batch, from, until))
        })
        .collect::<std::io::Result<_>>()?;
    let mut took = Vec::new();
    for thread in running {
        took.extend(thread.join().ok().context("a loop panicked")??);
    }
    Ok(Transactions {
        partitions: shape.partitions,
        events_per_transaction: shape.events,
        transactions_per_second: per_second(took.len(), measured),
        events_per_second: per_second(took.len() * shape.events, measured),
        latency: Latency::of(took),
    })
}

/// The records of a transaction that carries `events` commands.
fn batch(sample: &Sample, events: usize, partition: Partition) -> Vec<OutgoingRecord> {
    let mut records = Vec::new();
    for _ in 0..events {
        records.push(sample.event.clone());
        records.extend_from_slice(&sample.state);
    }
    records.push(sample.position.clone());
    for record in &mut records {
        record.partition = partition;
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_spread_over_the_partitions() {
        assert_eq!(Shape::of_clients(1, 4), Shape { partitions: 1, events: 1 });
        assert_eq!(Shape::of_clients(16, 4), Shape { partitions: 4, events: 4 });
        assert_eq!(Shape::of_clients(64, 4), Shape { partitions: 4, events: 16 });
        assert_eq!(Shape::of_clients(16, 24), Shape { partitions: 16, events: 1 });
        assert_eq!(Shape::of_clients(5, 4), Shape { partitions: 4, events: 2 });
        assert_eq!(Shape::of_clients(0, 0), Shape { partitions: 1, events: 0 });
    }
}
