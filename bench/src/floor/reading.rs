//! How soon a `read_committed` reader has a record whose commit was answered; for derived data twice, with a transaction
//! between.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use kafka_client::{KafkaSettings, LogReader, OutgoingRecord, ReadEvent, StartAt};
use schemas::topic::Topic;

use super::{batch, pair::Pair};
use crate::{sample::Sample, stats::Latency};

const SOURCE: Topic = Topic::EXECUTION_EVENTS;
const DERIVED: Topic = Topic::GOAL_PROGRESS_EVENTS;
const PATIENCE: Duration = Duration::from_secs(10);
/// Not counted.
const FIRST: usize = 20;
/// Between two writes, so that each meets a system at rest.
const PAUSE: Duration = Duration::from_millis(5);

pub(super) fn run(
    settings: &KafkaSettings,
    sample: &Sample,
    count: usize,
    derived: bool,
) -> anyhow::Result<Option<Latency>> {
    let partition = settings.partitions.partitions().next().context("no partition")?;
    let mut pair = Pair::fence(settings, partition)?;
    let mut reader = LogReader::new(settings, "bench-floor")?;
    for topic in [SOURCE, DERIVED] {
        let end = reader.end_offset(topic, partition, PATIENCE)?;
        reader.assign(&[(topic, partition, StartAt::Offset(end))])?;
    }
    let source = batch(sample, 1, partition);
    let result = [OutgoingRecord { topic: DERIVED, partition, ..sample.event.clone() }];
    let mut took = Vec::with_capacity(count);
    for _ in 0..FIRST + count {
        let offset = pair.transact(&source)?;
        let committed = Instant::now();
        await_record(&mut reader, SOURCE, offset)?;
        if derived {
            let offset = pair.transact(&result)?;
            await_record(&mut reader, DERIVED, offset)?;
        }
        took.push(committed.elapsed());
        std::thread::sleep(PAUSE);
    }
    Ok(Latency::of(took.split_off(FIRST)))
}

fn await_record(reader: &mut LogReader, topic: Topic, offset: i64) -> anyhow::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        match reader.poll(Duration::from_millis(100))? {
            Some(ReadEvent::Record(record)) if record.topic == topic && record.offset >= offset => return Ok(()),
            Some(ReadEvent::Record(_) | ReadEvent::End { .. }) | None => {}
        }
    }
    bail!("a committed record is not visible after {} s", PATIENCE.as_secs())
}
