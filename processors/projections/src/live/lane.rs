//! What was read of one leased partition and is not in the tables yet.

use std::collections::BTreeMap;

use kafka_client::LogRecord;
use schemas::{partition::Partition, topic::Topic};

use crate::{boundary, fold::Batch, table::position::Advance};

/// One partition of all source topics.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) partition: Partition,
    /// Of the order by which it is read; records read by an older one are dropped.
    pub(crate) epoch: u64,
    positions: BTreeMap<Topic, i64>,
    pending: BTreeMap<Topic, Vec<LogRecord>>,
    /// Where the reader stood when there was nothing more; control markers may lie before it.
    ends: BTreeMap<Topic, i64>,
}

impl Lane {
    /// A partition whose tables stand at these next offsets.
    pub(crate) fn new(partition: Partition, epoch: u64, positions: BTreeMap<Topic, i64>) -> Self {
        Self { partition, epoch, positions, pending: BTreeMap::new(), ends: BTreeMap::new() }
    }

    /// Next offsets in the tables.
    pub(crate) fn positions(&self) -> &BTreeMap<Topic, i64> {
        &self.positions
    }

    /// Whether the tables hold this record.
    pub(crate) fn has_passed(&self, record: &LogRecord) -> bool {
        self.positions.get(&record.topic).is_some_and(|next_offset| record.offset < *next_offset)
    }

    /// Takes a record that was read.
    pub(crate) fn push(&mut self, record: LogRecord) {
        self.pending.entry(record.topic).or_default().push(record);
    }

    /// Nothing lies between the last record and `offset`.
    pub(crate) fn end(&mut self, topic: Topic, offset: i64) {
        self.ends.insert(topic, offset);
    }

    /// Everything up to the last end of a command (of a transaction, in derived topics) of each topic.
    pub(crate) fn take_whole(&mut self) -> Vec<LogRecord> {
        let mut whole = Vec::new();
        for (topic, pending) in &mut self.pending {
            let end = self.ends.get(topic).copied().unwrap_or(0);
            let at_end = pending.last().is_some_and(|last| last.offset < end);
            whole.extend(pending.drain(..boundary::whole(pending, at_end)));
        }
        whole
    }

    /// An empty batch that begins where the tables stand.
    pub(crate) fn batch(&self) -> Batch {
        let mut batch = Batch::default();
        for (topic, next_offset) in &self.positions {
            batch.begin(*topic, self.partition, *next_offset);
        }
        batch
    }

    /// The batch is committed.
    pub(crate) fn advance(&mut self, advances: &[Advance]) {
        for advance in advances {
            self.positions.insert(advance.topic, advance.to);
        }
    }

    /// The offset at which the reader found nothing more, if everything before it has been taken.
    pub(crate) fn stands_at_end(&self, topic: Topic) -> i64 {
        let waits = self.pending.get(&topic).is_some_and(|pending| !pending.is_empty());
        if waits { 0 } else { self.ends.get(&topic).copied().unwrap_or(0) }
    }

    /// The next offset that a reader of the tables would need, control markers passed: what lag is counted from.
    pub(crate) fn reached(&self, topic: Topic) -> i64 {
        self.positions.get(&topic).copied().unwrap_or(0).max(self.stands_at_end(topic))
    }
}
