//! A prefix of its own for every test, on the broker of `TT_KAFKA_PORT`.

use std::{sync::Arc, time::Duration};

use kafka_client::{Codec, KafkaSettings, LogReader, LogRecord, ReadEvent, StartAt, admin::topics};
use kafka_engine::{Committed, Engine, EngineSettings, Refusal};
use schemas::{
    clock::{SystemClock, new_id, random_uuid},
    engine::EngineRecord,
    partition::{Partition, PartitionCount},
    record::Family,
    time::Instant,
    topic::Topic,
};
use service::shutdown::Shutdown;

use crate::tally::{Answer, Command, Tally};

const TOPICS: [Topic; 6] = [
    Topic::GOAL_EVENTS,
    Topic::GOAL_STATE,
    Topic::GOAL_OUTCOMES,
    Topic::GOAL_COMMANDS,
    Topic::GOAL_OWNERS,
    Topic::DEAD_LETTERS,
];

/// Long enough for a busy machine; every wait ends as soon as what it waits for is there.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) fn only() -> Partition {
    Partition::new(0).unwrap()
}

/// Topics of one test, deleted with it.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) kafka: KafkaSettings,
    pub(crate) codec: Codec,
}

impl Ground {
    pub(crate) async fn new() -> Self {
        let port = std::env::var("TT_KAFKA_PORT").unwrap_or_else(|_| "9092".to_owned());
        let prefix = format!("engine-{}-", random_uuid().simple());
        let kafka = KafkaSettings::new(format!("127.0.0.1:{port}"), prefix, PartitionCount::new(1).unwrap());
        topics::apply_to(&kafka, &TOPICS).await.expect("a broker must run on TT_KAFKA_PORT");
        Self { kafka, codec: Codec::offline(&[EngineRecord::TYPES]).unwrap() }
    }

    pub(crate) fn start(&self) -> Running {
        let stop = Shutdown::new();
        let settings = EngineSettings {
            kafka: self.kafka.clone(),
            codec: self.codec.clone(),
            url: "http://127.0.0.1:0".to_owned(),
            clock: Arc::new(SystemClock),
            instance: new_id(Instant::from_micros(0)),
        };
        let engine = Engine::start(settings, Tally::layout(), Tally::new, stop.clone()).unwrap();
        Running { engine, stop }
    }

    /// Every committed record of a topic that is not the engine's.
    pub(crate) async fn read(&self, topic: Topic) -> Vec<LogRecord> {
        self.read_all(topic).await.into_iter().filter(|record| !record.key.starts_with("_engine/")).collect()
    }

    /// Every committed record of a topic.
    pub(crate) async fn read_all(&self, topic: Topic) -> Vec<LogRecord> {
        let kafka = self.kafka.clone();
        tokio::task::spawn_blocking(move || {
            let mut reader = LogReader::new(&kafka, "test").unwrap();
            reader.assign(&[(topic, only(), StartAt::Beginning)]).unwrap();
            let mut records = Vec::new();
            loop {
                match reader.poll(DEADLINE).unwrap().expect("the end of the topic") {
                    ReadEvent::Record(record) => records.push(record),
                    ReadEvent::End { .. } => return records,
                }
            }
        })
        .await
        .unwrap()
    }

    pub(crate) async fn wipe(self) {
        topics::delete_all(&self.kafka).await.unwrap();
    }
}

/// A running engine.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) engine: Engine<Tally>,
    stop: Shutdown,
}

impl Running {
    /// Asks once.
    pub(crate) async fn ask_once(&self, command: Command) -> Result<Committed<Answer>, Refusal> {
        self.engine.router.ask(only(), command).answer().await
    }

    /// Asks until the partition is available.
    pub(crate) async fn ask(&self, command: impl Fn() -> Command) -> Committed<Answer> {
        let deadline = tokio::time::Instant::now() + DEADLINE;
        loop {
            match self.ask_once(command()).await {
                Ok(committed) => return committed,
                Err(Refusal::Unavailable) if tokio::time::Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(refusal) => panic!("refused: {refusal}"),
            }
        }
    }

    /// Stops in order: what is open is finished, the group left.
    pub(crate) async fn stop(self) {
        self.stop.trigger();
        assert!(tokio::task::spawn_blocking(move || self.engine.wait(DEADLINE)).await.unwrap());
    }
}
