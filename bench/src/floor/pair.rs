//! Two producers in turns.

use std::time::{Duration, Instant};

use kafka_client::{KafkaSettings, OutgoingRecord, TransactionalProducer};
use schemas::{partition::Partition, topic::Service};

const INIT_TIMEOUT: Duration = Duration::from_secs(20);
const STEP_TIMEOUT: Duration = Duration::from_secs(7);

/// As the engine's writer: while the markers of one transaction are written, the other producer begins the next.
#[derive(Debug)]
pub(super) struct Pair {
    producers: [TransactionalProducer; 2],
    turn: usize,
}

impl Pair {
    pub(super) fn fence(settings: &KafkaSettings, partition: Partition) -> anyhow::Result<Self> {
        let fenced = |turn| -> anyhow::Result<TransactionalProducer> {
            let id = settings.transactional_id(Service::Execution, partition, turn);
            let producer = TransactionalProducer::new(settings, &id)?;
            producer.init(INIT_TIMEOUT)?;
            Ok(producer)
        };
        Ok(Self { producers: [fenced('a')?, fenced('b')?], turn: 0 })
    }

    /// One transaction of these records; the offset of the first.
    pub(super) fn transact(&mut self, records: &[OutgoingRecord]) -> anyhow::Result<i64> {
        self.turn = 1 - self.turn;
        let producer = &mut self.producers[self.turn];
        producer.begin()?;
        for record in records {
            producer.send(record.clone())?;
        }
        let offsets = producer.await_deliveries(STEP_TIMEOUT)?;
        producer.commit(STEP_TIMEOUT)?;
        Ok(offsets.first().copied().unwrap_or(-1))
    }

    /// One transaction after the other; how long each took that ended between the two instants.
    pub(super) fn repeat(
        &mut self,
        records: &[OutgoingRecord],
        from: Instant,
        until: Instant,
    ) -> anyhow::Result<Vec<Duration>> {
        let mut took = Vec::new();
        loop {
            let began = Instant::now();
            if began >= until {
                return Ok(took);
            }
            self.transact(records)?;
            let ended = Instant::now();
            if ended >= from && ended < until {
                took.push(ended - began);
            }
        }
    }
}
