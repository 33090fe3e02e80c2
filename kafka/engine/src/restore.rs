//! Step 2 of a partition's life: state comes back from the log.

use std::time::{Duration, Instant};

use kafka_client::{
    ClientError, KafkaSettings, LogReader, LogRecord, OutgoingRecord, ReadEvent, StartAt, TransactionError,
};
use schemas::{clock::Clock, key::is_engine, topic::Topic};

use crate::{
    journal::{Journal, JournalError, Offsets, Progress, is_position},
    machine::{Input, Machine, NotReady},
    writer::{Transact, Writer},
};

/// Records are given to the machine in runs of this many, so that keys are fetched together.
const RUN: usize = 500;
/// Nothing arriving for so long means that the broker is away.
const STALL: Duration = Duration::from_secs(15);

/// Why a partition could not be taken up; it is tried again while the lease is held.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TakeUpError {
    #[error(transparent)]
    Transaction(#[from] TransactionError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    NotReady(#[from] NotReady),
    #[error("nothing arrived from the log for {} s", STALL.as_secs())]
    Stalled,
    #[error("its state is of fold version {found}, this program folds version {own}; rebuild it")]
    FoldVersion { found: i32, own: i32 },
}

/// What a restore ends with.
#[derive(Debug)]
pub(crate) struct Restored<M> {
    pub(crate) machine: M,
    pub(crate) progress: Progress,
    /// Offset of the lease record in the first state topic; stands in every record as `ce_lease`.
    pub(crate) lease: i64,
}

/// Restores one partition.
pub(crate) struct Restore<'a, M> {
    pub(crate) settings: &'a KafkaSettings,
    pub(crate) journal: &'a Journal,
    pub(crate) writer: &'a mut Writer,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) make: &'a dyn Fn() -> M,
}

impl<M: Machine> Restore<'_, M> {
    pub(crate) fn run(mut self) -> Result<Restored<M>, TakeUpError> {
        let leases = self.take_lease()?;
        let mut reader = LogReader::new(self.settings, "restore")?;
        let mut machine = (self.make)();
        let mut found = None;
        self.read_state(&mut reader, &mut machine, &leases, &mut found)?;
        let own = self.journal.layout.fold_version;
        let mut progress = match found {
            Some((version, progress)) if version == own => progress,
            Some((version, _)) if self.journal.layout.events.is_empty() => {
                return Err(TakeUpError::FoldVersion { found: version, own });
            }
            // snapshots of another fold: the events are folded from the beginning; answers stay
            Some((_, old)) => {
                machine = (self.make)();
                let outcomes: Vec<_> =
                    leases.iter().filter(|(t, _)| Some(*t) == self.journal.layout.outcomes).copied().collect();
                let mut reader = LogReader::new(self.settings, "restore")?;
                self.read_state(&mut reader, &mut machine, &outcomes, &mut None)?;
                Progress { events: Offsets::new(), ..old }
            }
            None => Progress::default(),
        };
        self.read_events(&mut reader, &mut machine, &mut progress)?;
        machine.resume(&progress.inputs);
        let lease = leases.first().map_or(0, |(_, offset)| *offset);
        Ok(Restored { machine, progress, lease })
    }

    /// Commits a lease record into every topic that is restored. Reading it back, and nothing
    /// else, proves that the end was reached: an end-of-partition event can come too early after
    /// a change of leader.
    fn take_lease(&mut self) -> Result<Vec<(Topic, i64)>, TakeUpError> {
        let topics: Vec<Topic> =
            self.journal.layout.state.iter().copied().chain(self.journal.layout.outcomes).collect();
        let at = self.clock.now();
        let records = topics.iter().map(|topic| self.journal.lease(*topic, at)).collect::<Result<_, _>>()?;
        let offsets = self.writer.transact(records)?;
        Ok(topics.into_iter().zip(offsets).collect())
    }

    fn read_state(
        &self,
        reader: &mut LogReader,
        machine: &mut M,
        leases: &[(Topic, i64)],
        found: &mut Option<(i32, Progress)>,
    ) -> Result<(), TakeUpError> {
        let partition = self.journal.partition;
        let assignment: Vec<_> = leases.iter().map(|(topic, _)| (*topic, partition, StartAt::Beginning)).collect();
        reader.assign(&assignment)?;
        let mut open: Vec<(Topic, i64)> = leases.to_vec();
        let mut run = Vec::new();
        while !open.is_empty() {
            let ReadEvent::Record(record) = next(reader)? else { continue };
            open.retain(|(topic, lease)| *topic != record.topic || record.offset < *lease);
            if is_position(&record.key, partition) {
                *found = record.value.as_deref().and_then(|value| self.journal.position(value)).or(found.take());
            } else if !is_engine(&record.key) {
                run.push(Input::Record(record));
            }
            if run.len() >= RUN || open.is_empty() {
                self.give_back(machine, &run)?;
                run.clear();
            }
        }
        let done: Vec<_> = leases.iter().map(|(topic, _)| (*topic, partition)).collect();
        reader.unassign(&done)?;
        Ok(())
    }

    fn give_back(&self, machine: &mut M, run: &[Input<M::Command>]) -> Result<(), TakeUpError> {
        machine.prepare(&run.iter().collect::<Vec<_>>())?;
        for record in run.iter().filter_map(record_of) {
            if let Err(poison) = machine.restore(record) {
                // events win: what this entry said is folded again when it has to be
                tracing::error!(
                    topic = record.topic.base(), partition = record.partition.number(), offset = record.offset,
                    cause = %poison, "state record could not be restored"
                );
            }
        }
        Ok(())
    }

    /// Folds the own events from the position on: those of the last transaction, which the
    /// snapshots know already, and whatever a lost snapshot lacks. **Events win.** Snapshots that
    /// turn out to be missing are written before anything is served.
    fn read_events(
        &mut self,
        reader: &mut LogReader,
        machine: &mut M,
        progress: &mut Progress,
    ) -> Result<(), TakeUpError> {
        let partition = self.journal.partition;
        for topic in self.journal.layout.events.clone() {
            let from = progress.events.get(&topic).copied();
            // asked for after the fence: nobody else writes here any more
            let end = reader.end_offset(topic, partition, STALL)?;
            let start = reader.start_offset(topic, partition, STALL)?;
            let mut next_offset = from.unwrap_or(start);
            if next_offset < end {
                reader.assign(&[(topic, partition, StartAt::Offset(next_offset))])?;
                let mut reached = false;
                let mut run = Vec::new();
                while !reached {
                    match next(reader)? {
                        ReadEvent::Record(record) if record.topic == topic => {
                            reached = record.offset + 1 >= end;
                            next_offset = record.offset + 1;
                            run.push(Input::Record(record));
                        }
                        ReadEvent::End { topic: of, offset, .. } if of == topic => reached = offset >= end,
                        ReadEvent::Record(_) | ReadEvent::End { .. } => {}
                    }
                    if run.len() >= RUN || reached {
                        self.refold(machine, &run, topic, next_offset, progress)?;
                        run.clear();
                    }
                }
                reader.unassign(&[(topic, partition)])?;
            }
            progress.events.insert(topic, next_offset);
        }
        Ok(())
    }

    fn refold(
        &mut self,
        machine: &mut M,
        run: &[Input<M::Command>],
        topic: Topic,
        next_offset: i64,
        progress: &mut Progress,
    ) -> Result<(), TakeUpError> {
        machine.prepare(&run.iter().collect::<Vec<_>>())?;
        let mut missing: Vec<OutgoingRecord> = Vec::new();
        for record in run.iter().filter_map(record_of) {
            match machine.refold(record) {
                Ok(records) => missing.extend(records),
                Err(poison) => missing.push(self.journal.dead_letter(record, &poison.0, self.clock.now())?),
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        progress.batch += 1;
        progress.events.insert(topic, next_offset);
        missing.extend(self.journal.close(progress, &progress.events)?);
        match self.writer.transact(missing) {
            Ok(_) => machine.commit(),
            Err(error) => {
                machine.roll_back();
                return Err(error.into());
            }
        }
        Ok(())
    }
}

fn record_of<C>(input: &Input<C>) -> Option<&LogRecord> {
    match input {
        Input::Record(record) => Some(record),
        Input::Command(_) => None,
    }
}

fn next(reader: &mut LogReader) -> Result<ReadEvent, TakeUpError> {
    let until = Instant::now() + STALL;
    loop {
        if let Some(event) = reader.poll(Duration::from_millis(100))? {
            return Ok(event);
        }
        if Instant::now() >= until {
            return Err(TakeUpError::Stalled);
        }
    }
}
