//! What the system writes for one command, read back from its log: the floor writes the same.

use std::time::{Duration, Instant};

use anyhow::bail;
use kafka_client::{KafkaSettings, LogReader, LogRecord, OutgoingRecord, ReadEvent, StartAt};
use schemas::{
    id::WorkoutId,
    partition::{Partition, partition_of},
    topic::Topic,
};

use crate::{
    athlete::{Athlete, patiently},
    http::Ask,
    workout,
};

const TOPICS: [Topic; 2] = [Topic::EXECUTION_EVENTS, Topic::EXECUTION_STATE];
/// Keys of the engine's own records begin so.
const ENGINE: &str = "_engine/";
const PATIENCE: Duration = Duration::from_secs(10);

/// The records of a transaction in which one set was logged.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) event: OutgoingRecord,
    /// Everything else that the command made: snapshots.
    pub(crate) state: Vec<OutgoingRecord>,
    /// What the transaction holds once, however many commands it carries: the position record.
    pub(crate) position: OutgoingRecord,
}

impl Sample {
    /// Logs half a workout and reads back what its last set made: a snapshot grows with the workout, so this one is of
    /// average size.
    pub(crate) async fn take(settings: &KafkaSettings, athlete: &mut Athlete) -> anyhow::Result<Self> {
        let id: WorkoutId = workout::fresh();
        let start = workout::start(id);
        patiently(&mut athlete.connection, &Ask::post_json("/v1/execution/workouts", &start), "starting").await?;
        for index in 0..workout::SETS / 2 - 1 {
            log_set(athlete, id, index).await?;
        }
        let owner = athlete.id.to_string();
        let partition = partition_of(athlete.id.uuid(), settings.partitions);
        let settings = settings.clone();
        let reader = tokio::task::spawn_blocking(move || from_the_end(&settings, partition)).await??;
        log_set(athlete, id, workout::SETS / 2 - 1).await?;
        let sample = tokio::task::spawn_blocking(move || read(reader, &owner)).await??;
        let discard = format!("/v1/execution/workouts/{id}/discard");
        athlete.connection.send(Ask::post_nothing(&discard)).await?.accepted("discarding")?;
        Ok(sample)
    }

    /// Bytes of the event with key and headers.
    pub(crate) fn event_bytes(&self) -> usize {
        self.event.size()
    }

    /// Bytes of the snapshots likewise.
    pub(crate) fn state_bytes(&self) -> usize {
        self.state.iter().map(OutgoingRecord::size).sum()
    }
}

async fn log_set(athlete: &mut Athlete, id: WorkoutId, index: usize) -> anyhow::Result<()> {
    let path = format!("/v1/execution/workouts/{id}/sets");
    let ask = Ask::post_json(&path, &workout::set(index));
    patiently(&mut athlete.connection, &ask, "logging a set").await.map(drop)
}

fn from_the_end(settings: &KafkaSettings, partition: Partition) -> anyhow::Result<LogReader> {
    let mut reader = LogReader::new(settings, "bench-sample")?;
    for topic in TOPICS {
        let end = reader.end_offset(topic, partition, PATIENCE)?;
        reader.assign(&[(topic, partition, StartAt::Offset(end))])?;
    }
    Ok(reader)
}

/// Reads the first transaction that speaks of `owner`: the position record is the last of it in the partition of its
/// snapshots, and the two topics come in any order.
fn read(mut reader: LogReader, owner: &str) -> anyhow::Result<Sample> {
    let deadline = Instant::now() + PATIENCE;
    let (mut event, mut state, mut position) = (None, Vec::new(), None);
    while Instant::now() < deadline {
        match reader.poll(Duration::from_millis(100))? {
            Some(ReadEvent::Record(record)) if record.key.starts_with(ENGINE) => {
                position = if state.is_empty() { None } else { Some(outgoing(record)) };
            }
            Some(ReadEvent::Record(record)) if !record.key.starts_with(owner) => {}
            Some(ReadEvent::Record(record)) if record.topic == Topic::EXECUTION_EVENTS => {
                event = Some(outgoing(record))
            }
            Some(ReadEvent::Record(record)) => state.push(outgoing(record)),
            Some(ReadEvent::End { .. }) | None => {}
        }
        match (event, position) {
            (Some(event), Some(position)) => return Ok(Sample { event, state, position }),
            incomplete => (event, position) = incomplete,
        }
    }
    bail!("the records of a set are not in the log {} s after it was accepted", PATIENCE.as_secs())
}

fn outgoing(record: LogRecord) -> OutgoingRecord {
    let LogRecord { topic, partition, key, headers, value, .. } = record;
    OutgoingRecord { topic, partition, key, headers, value }
}
