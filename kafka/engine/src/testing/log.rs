//! What Kafka would hold, and the faults that it would have.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use kafka_client::{LogRecord, OutgoingRecord, TransactionError};
use schemas::{partition::Partition, topic::Topic};

use crate::writer::Transact;

/// Nothing that a test waits for takes longer.
const DEADLINE: Duration = Duration::from_secs(20);

/// What becomes of a transaction instead of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Another writer took over before: nothing is written.
    Fenced,
    /// Nobody hears what became of the commit: it did not happen.
    Lost,
    /// Nobody hears what became of the commit: it did happen.
    Unheard,
}

/// A log in memory. Clones are the same log.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog(Arc<(Mutex<Contents>, Condvar)>);

#[derive(Debug, Default)]
struct Contents {
    lanes: BTreeMap<(Topic, Partition), Lane>,
    /// Numbers of records, by transaction.
    transactions: Vec<usize>,
    /// Of the transactions to come; none where one is to succeed.
    faults: VecDeque<Option<Fault>>,
    held: bool,
    /// Transactions that wait because the log is held.
    waiting: usize,
}

#[derive(Debug, Default)]
struct Lane {
    records: Vec<LogRecord>,
    /// The next offset; transaction markers take some.
    end: i64,
}

impl MemoryLog {
    /// The records of a topic, by partition and offset.
    pub fn records(&self, topic: Topic) -> Vec<LogRecord> {
        let contents = self.lock();
        let lanes = contents.lanes.iter().filter(|((of, _), _)| *of == topic);
        lanes.flat_map(|(_, lane)| lane.records.clone()).collect()
    }

    /// The records of all topics.
    pub fn all(&self) -> Vec<LogRecord> {
        self.lock().lanes.values().flat_map(|lane| lane.records.clone()).collect()
    }

    /// How many records each committed transaction had, position records included.
    pub fn transactions(&self) -> Vec<usize> {
        self.lock().transactions.clone()
    }

    /// Lets the next transaction fail; called again, the one after it as well.
    pub fn fail_next(&self, fault: Fault) {
        self.fail_after(0, fault);
    }

    /// Lets a transaction fail after so many that succeed.
    pub fn fail_after(&self, successes: usize, fault: Fault) {
        self.lock().faults.extend(std::iter::repeat_n(None, successes).chain([Some(fault)]));
    }

    /// How many transactions to come are to fail.
    pub fn faults(&self) -> usize {
        self.lock().faults.iter().flatten().count()
    }

    /// Lets no transaction to come fail any more.
    pub fn heal(&self) {
        self.lock().faults.clear();
    }

    /// Lets transactions wait before their commit until the guard is dropped.
    pub fn hold(&self) -> Held<'_> {
        self.lock().held = true;
        Held(self)
    }

    /// Writes without a transaction's faults, and answers the offsets.
    pub(super) fn append(&self, records: Vec<OutgoingRecord>) -> Vec<i64> {
        self.lock().append(records)
    }

    /// The records of one partition from an offset on.
    pub(super) fn read(&self, topic: Topic, partition: Partition, from: i64) -> Vec<LogRecord> {
        let contents = self.lock();
        let records = contents.lanes.get(&(topic, partition)).map(|lane| lane.records.as_slice()).unwrap_or_default();
        records.iter().filter(|record| record.offset >= from).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(
        &'a self,
        contents: MutexGuard<'a, Contents>,
        until: impl Fn(&Contents) -> bool,
    ) -> MutexGuard<'a, Contents> {
        let waited = self.0.1.wait_timeout_while(contents, DEADLINE, |contents| !until(contents));
        let (contents, outcome) = waited.unwrap_or_else(PoisonError::into_inner);
        assert!(!outcome.timed_out(), "nothing moved in the log for {DEADLINE:?}");
        contents
    }
}

impl Transact for MemoryLog {
    fn transact(&mut self, records: Vec<OutgoingRecord>) -> Result<Vec<i64>, TransactionError> {
        let mut contents = self.lock();
        if contents.held {
            contents.waiting += 1;
            self.0.1.notify_all();
            contents = self.wait(contents, |contents| !contents.held);
            contents.waiting -= 1;
        }
        let said = || "as the test wants it".to_owned();
        match contents.faults.pop_front().flatten() {
            Some(Fault::Fenced) => return Err(TransactionError::Fenced(said())),
            Some(Fault::Lost) => return Err(TransactionError::Indefinite(said())),
            Some(Fault::Unheard) => {
                contents.commit(records);
                return Err(TransactionError::Indefinite(said()));
            }
            None => {}
        }
        Ok(contents.commit(records))
    }
}

impl Contents {
    fn commit(&mut self, records: Vec<OutgoingRecord>) -> Vec<i64> {
        self.transactions.push(records.len());
        self.append(records)
    }

    fn append(&mut self, records: Vec<OutgoingRecord>) -> Vec<i64> {
        let mut touched = Vec::new();
        let mut offsets = Vec::with_capacity(records.len());
        for record in records {
            let OutgoingRecord { topic, partition, key, headers, value } = record;
            let lane = self.lanes.entry((topic, partition)).or_default();
            let offset = lane.end;
            lane.end += 1;
            lane.records.push(LogRecord { topic, partition, offset, timestamp_ms: 0, key, headers, value });
            offsets.push(offset);
            touched.push((topic, partition));
        }
        touched.sort_unstable();
        touched.dedup();
        // the marker of the transaction
        for lane in touched {
            self.lanes.entry(lane).or_default().end += 1;
        }
        offsets
    }
}

/// Holds transactions back; dropping it lets them go on.
#[derive(Debug)]
pub struct Held<'a>(&'a MemoryLog);

impl Held<'_> {
    /// Waits until a transaction stands before its commit.
    pub fn reached(&self) {
        drop(self.0.wait(self.0.lock(), |contents| contents.waiting > 0));
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.lock().held = false;
        self.0.0.1.notify_all();
    }
}
