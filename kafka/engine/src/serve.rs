//! Step 4 of a partition's life: batches, each one transaction.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use kafka_client::{OutgoingRecord, TransactionError};
use schemas::{clock::Clock, header};

use crate::{
    board::Board,
    inbox::{Committed, Inbox, Refusal, Reply, Waiting},
    journal::{Journal, JournalError, Offsets, Progress},
    machine::{Handled, Input, Machine, Poison},
    metrics::Metrics,
    writer::Transact,
};

/// A transaction holds at most this much; what does not fit waits for the next one.
const MAX_RECORDS: usize = 2_000;
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// No single record may be larger; topics allow a little more for headers.
const MAX_RECORD_BYTES: usize = 1_000_000;
/// Waited for company when more than one input arrived together.
const LINGER: Duration = Duration::from_millis(2);
/// Pause before inputs whose keys or schemas could not be fetched are tried again.
const NOT_READY_PAUSE: Duration = Duration::from_millis(200);

/// A partition in service.
pub(crate) struct Serving<'a, M: Machine, W> {
    pub(crate) machine: M,
    pub(crate) progress: Progress,
    pub(crate) lease: i64,
    pub(crate) writer: W,
    pub(crate) journal: &'a Journal,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) metrics: &'a Metrics,
    pub(crate) board: &'a Board,
    /// The task that speaks on the board.
    pub(crate) task: u64,
}

/// Why a transaction's fate is not "committed".
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    #[error(transparent)]
    Transaction(#[from] TransactionError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// What one input of the batch comes to once the transaction has committed.
struct Decided<A> {
    reply: Option<Reply<A>>,
    result: Result<A, Refusal>,
    /// Its records in the batch: first, and one past the last.
    records: std::ops::Range<usize>,
}

struct Batch<A> {
    records: Vec<OutgoingRecord>,
    bytes: usize,
    decided: Vec<Decided<A>>,
}

impl<M: Machine, W: Transact> Serving<'_, M, W> {
    /// Serves until told to stop; what was collected by then is finished first.
    pub(crate) fn run(&mut self, inbox: &mut Inbox<M::Command, M::Answer>, epoch: u64) -> Result<(), ServeError> {
        let (board, partition) = (self.board, self.journal.partition);
        let mut rested = Instant::now();
        loop {
            let go_on = inbox.collect(epoch, MAX_RECORDS, LINGER, rested);
            let began = Instant::now();
            let _busy = board.busy(partition, self.task);
            let result = if inbox.pending.is_empty() { Ok(()) } else { self.transact(inbox) };
            if let Err(error) = result {
                // those whose transaction failed were dropped with it: their senders see it as 503
                inbox.refuse_all(epoch, &Refusal::Unavailable);
                return Err(error);
            }
            board.note_inputs(partition, self.task, &self.progress.inputs);
            // half of the time is the broker's: under load a stream would otherwise spend a transaction on
            // each transaction that it reads, and slow those down
            rested = Instant::now() + began.elapsed();
            if !go_on {
                return Ok(());
            }
        }
    }

    /// Handles what is pending in one transaction. Everything answered here arrived before the
    /// transaction began, so its commit proves that nothing was decided on stale state: refusals
    /// and agreements without a record wait for it as well.
    fn transact(&mut self, inbox: &mut Inbox<M::Command, M::Answer>) -> Result<(), ServeError> {
        let inputs: Vec<_> = inbox.pending.iter().map(|waiting| &waiting.input).collect();
        if let Err(error) = self.machine.prepare(&inputs) {
            tracing::warn!(service = self.journal.layout.service.name(), cause = %error, "inputs have to wait");
            refuse_commands(&mut inbox.pending);
            std::thread::sleep(NOT_READY_PAUSE);
            return Ok(());
        }
        let before = self.progress.events.clone();
        let inputs_before = self.progress.inputs.clone();
        let batch = match self.decide(&mut inbox.pending) {
            Ok(batch) => batch,
            Err(error) => {
                self.machine.roll_back();
                return Err(error);
            }
        };
        let committed = self.commit(batch, &before);
        if committed.is_err() {
            self.machine.roll_back();
            self.progress.inputs = inputs_before;
        }
        committed
    }

    fn decide(
        &mut self,
        pending: &mut VecDeque<Waiting<M::Command, M::Answer>>,
    ) -> Result<Batch<M::Answer>, ServeError> {
        let mut batch = Batch { records: Vec::new(), bytes: 0, decided: Vec::new() };
        while let Some(waiting) = pending.front() {
            if self.is_repeated(&waiting.input) {
                pending.pop_front();
                continue;
            }
            // a panic in a decider is that command's own: its state was not touched
            let handled = catch_unwind(AssertUnwindSafe(|| self.machine.handle(&waiting.input)));
            let handled = match handled {
                Ok(handled) => handled,
                Err(_) => Err(Poison("the handler panicked".to_owned())),
            };
            if let Ok(handled) = &handled
                && !batch.records.is_empty()
                && !batch.has_room_for(&handled.records)
            {
                break;
            }
            let Some(waiting) = pending.pop_front() else { break };
            if let Input::Record(record) = &waiting.input {
                self.progress.inputs.insert(record.topic, record.offset + 1);
            }
            self.take(&mut batch, waiting, handled)?;
        }
        Ok(batch)
    }

    fn take(
        &mut self,
        batch: &mut Batch<M::Answer>,
        waiting: Waiting<M::Command, M::Answer>,
        handled: Result<Handled<M::Draft, M::Answer>, Poison>,
    ) -> Result<(), ServeError> {
        let first = batch.records.len();
        let handled = handled.map_err(|poison| (Refusal::Broken, poison.0)).and_then(|handled| {
            fits_alone(&handled.records).map(|()| handled).map_err(|refusal| {
                let cause = refusal.to_string();
                (refusal, cause)
            })
        });
        let result = match handled {
            Ok(handled) => {
                self.machine.stage(handled.draft);
                for mut record in handled.records {
                    if record.headers.get(header::ID).is_some() {
                        record.headers.push(header::LEASE, self.lease.to_string());
                    }
                    batch.bytes += record.size();
                    batch.records.push(record);
                }
                Ok(handled.answer)
            }
            Err((refusal, cause)) => {
                self.metrics.refused();
                match &waiting.input {
                    Input::Record(record) => {
                        tracing::error!(
                            topic = record.topic.base(), partition = record.partition.number(),
                            offset = record.offset, %cause, "record skipped"
                        );
                        batch.records.push(self.journal.dead_letter(record, &cause, self.clock.now())?);
                    }
                    Input::Command(_) => {
                        tracing::error!(service = self.journal.layout.service.name(), %cause, "command refused")
                    }
                }
                Err(refusal)
            }
        };
        batch.decided.push(Decided { reply: waiting.reply, result, records: first..batch.records.len() });
        Ok(())
    }

    fn commit(&mut self, batch: Batch<M::Answer>, before: &Offsets) -> Result<(), ServeError> {
        let Batch { mut records, decided, .. } = batch;
        self.progress.batch += 1;
        let topics: Vec<_> = records.iter().map(|record| record.topic).collect();
        records.extend(self.journal.close(&self.progress, before)?);
        let offsets = {
            let _timer = self.metrics.transaction(decided.len());
            self.writer.transact(records)?
        };
        self.machine.commit();
        let own = &self.journal.layout.events;
        for (topic, offset) in topics.iter().zip(&offsets) {
            if own.contains(topic) {
                self.progress.events.insert(*topic, offset + 1);
            }
        }
        let spoken_of = own.first();
        for decided in decided {
            let Some(reply) = decided.reply else { continue };
            let last = decided.records.rev().find(|index| topics.get(*index) == spoken_of);
            let next_offset = last
                .and_then(|index| offsets.get(index))
                .map(|offset| offset + 1)
                .or_else(|| spoken_of.and_then(|topic| self.progress.events.get(topic)).copied())
                .unwrap_or(0);
            // the caller may have given up waiting; the log keeps the answer for its retry
            let _ = reply.send(decided.result.map(|answer| Committed { answer, next_offset }));
        }
        Ok(())
    }

    /// A record at an offset that the position record has passed: read again after a seek.
    fn is_repeated(&self, input: &Input<M::Command>) -> bool {
        match input {
            Input::Record(record) => self.progress.inputs.get(&record.topic).is_some_and(|next| record.offset < *next),
            Input::Command(_) => false,
        }
    }
}

impl<A> Batch<A> {
    fn has_room_for(&self, records: &[OutgoingRecord]) -> bool {
        self.records.len() + records.len() <= MAX_RECORDS && self.bytes + size_of_all(records) <= MAX_BYTES
    }
}

fn fits_alone(records: &[OutgoingRecord]) -> Result<(), Refusal> {
    let bytes = size_of_all(records);
    let largest = records.iter().map(OutgoingRecord::size).max().unwrap_or(0);
    if records.len() > MAX_RECORDS || bytes > MAX_BYTES || largest > MAX_RECORD_BYTES {
        return Err(Refusal::TooLarge { bytes, records: records.len() });
    }
    Ok(())
}

fn size_of_all(records: &[OutgoingRecord]) -> usize {
    records.iter().map(OutgoingRecord::size).sum()
}

/// Records stay pending: their turn comes again.
fn refuse_commands<C, A>(pending: &mut VecDeque<Waiting<C, A>>) {
    let waiting = std::mem::take(pending);
    for waiting in waiting {
        match waiting.input {
            Input::Command(_) => waiting.refuse(Refusal::Unavailable),
            Input::Record(_) => pending.push_back(waiting),
        }
    }
}

#[cfg(test)]
mod tests;
