//! The fenced writer of one partition.

use std::time::Duration;

use kafka_client::{KafkaSettings, OutgoingRecord, TransactionError, TransactionalProducer};
use schemas::{partition::Partition, topic::Service};

/// Longer than the broker needs to abort what a dead predecessor left open.
const INIT_TIMEOUT: Duration = Duration::from_secs(20);
/// Below the transaction's own time-out, so that waiting never outlives the transaction.
const STEP_TIMEOUT: Duration = Duration::from_secs(7);

/// Puts records into the log, all or none: the fenced writer, or a log in memory.
pub(crate) trait Transact {
    /// Writes the records in one transaction and answers their offsets in the same order.
    ///
    /// After any error the writer is to be dropped: what became of the transaction is read from
    /// the log by whoever fences next.
    fn transact(&mut self, records: Vec<OutgoingRecord>) -> Result<Vec<i64>, TransactionError>;
}

/// Two transactional producers used in turns. The markers of one transaction are still being
/// written when the next begins on the other producer, so none waits out the broker's
/// CONCURRENT_TRANSACTIONS back-off. A transaction begins only after the one before has
/// committed: order holds.
#[derive(Debug)]
pub(crate) struct Writer {
    producers: [TransactionalProducer; 2],
    turn: usize,
}

impl Writer {
    /// Locks out every predecessor: `init_transactions` completes or aborts what it had open and
    /// raises the epoch. Both ids before anything is read, or a zombie's second id could still
    /// commit behind the restore.
    pub(crate) fn fence(
        settings: &KafkaSettings,
        service: Service,
        partition: Partition,
    ) -> Result<Self, TransactionError> {
        let fenced = |turn| {
            let producer = TransactionalProducer::new(settings, &settings.transactional_id(service, partition, turn))
                .map_err(|error| TransactionError::Fatal(error.to_string()))?;
            producer.init(INIT_TIMEOUT)?;
            Ok(producer)
        };
        Ok(Self { producers: [fenced('a')?, fenced('b')?], turn: 0 })
    }
}

impl Transact for Writer {
    fn transact(&mut self, records: Vec<OutgoingRecord>) -> Result<Vec<i64>, TransactionError> {
        self.turn = 1 - self.turn;
        let producer = &mut self.producers[self.turn];
        producer.begin()?;
        for record in records {
            producer.send(record)?;
        }
        let offsets = producer.await_deliveries(STEP_TIMEOUT)?;
        producer.commit(STEP_TIMEOUT)?;
        Ok(offsets)
    }
}
