//! What waits for a partition's task: commands from HTTP, records from the feed, the order to stop.

use std::{
    sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel},
    time::{Duration, Instant},
};

use kafka_client::LogRecord;
use tokio::sync::oneshot;

use crate::machine::Input;

/// More than this waits for no partition; beyond it commands are refused with 503 and the feed pauses.
const CAPACITY: usize = 4_096;

/// What the caller of a command gets once its transaction has committed.
#[derive(Debug)]
pub struct Committed<A> {
    /// The machine's answer.
    pub answer: A,
    /// Where the service's own events stand for this answer: the offset after the command's last
    /// event, or after the last committed one when it wrote none.
    pub next_offset: i64,
}

/// Why a command got no answer of the machine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The partition is not served here now, or its transaction's fate is not known: ask again.
    #[error("the partition is not available at the moment")]
    Unavailable,
    /// What the command would write is larger than a transaction or a record may be.
    #[error("the command would write {bytes} bytes in {records} records")]
    TooLarge {
        /// Size of all its records.
        bytes: usize,
        /// Their number.
        records: usize,
    },
    /// The machine panicked on this command, which wrote nothing.
    #[error("the command could not be decided")]
    Broken,
}

/// The end of a command's way back.
pub(crate) type Reply<A> = oneshot::Sender<Result<Committed<A>, Refusal>>;

#[derive(Debug)]
pub(crate) enum Job<C, A> {
    Command(C, Reply<A>),
    /// A record and the feed's epoch; one of an earlier epoch was read for a predecessor.
    Record(u64, LogRecord),
    Stop,
}

/// One input and, for a command, who waits for it.
#[derive(Debug)]
pub(crate) struct Waiting<C, A> {
    pub(crate) input: Input<C>,
    pub(crate) reply: Option<Reply<A>>,
}

impl<C, A> Waiting<C, A> {
    /// Tells who waits that there is no answer; a record waits in its topic.
    pub(crate) fn refuse(self, refusal: Refusal) {
        if let Some(reply) = self.reply {
            // the caller may have gone: that is its right
            let _ = reply.send(Err(refusal));
        }
    }
}

/// The sending side, held by the router and the feed.
#[derive(Debug)]
pub(crate) struct Mailbox<C, A>(SyncSender<Box<Job<C, A>>>);

impl<C, A> Clone for Mailbox<C, A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C, A> Mailbox<C, A> {
    /// Puts a job without waiting; gives it back when the box is full or the task gone.
    pub(crate) fn put(&self, job: Job<C, A>) -> Result<(), Job<C, A>> {
        self.0.try_send(Box::new(job)).map_err(|error| match error {
            TrySendError::Full(job) | TrySendError::Disconnected(job) => *job,
        })
    }

    /// Puts a job, waiting for room: only the order to stop is worth that.
    pub(crate) fn put_waiting(&self, job: Job<C, A>) {
        // a task that is gone has stopped
        let _ = self.0.send(Box::new(job));
    }
}

/// The receiving side, held by the partition's task.
#[derive(Debug)]
pub(crate) struct Inbox<C, A> {
    /// Boxed: the channel makes room for all that it may hold at once.
    jobs: Receiver<Box<Job<C, A>>>,
    /// Taken from the channel, not yet in a transaction.
    pub(crate) pending: std::collections::VecDeque<Waiting<C, A>>,
    stopping: bool,
}

pub(crate) fn inbox<C, A>() -> (Mailbox<C, A>, Inbox<C, A>) {
    let (sender, jobs) = sync_channel(CAPACITY);
    (Mailbox(sender), Inbox { jobs, pending: std::collections::VecDeque::new(), stopping: false })
}

impl<C, A> Inbox<C, A> {
    /// Waits until something is pending, then takes what else is there, up to `limit`. When
    /// more than one input came, others are likely on their way: it waits `linger` for them, and
    /// until `rested` when only records came, for which nobody waits.
    /// False: the task is to stop.
    pub(crate) fn collect(&mut self, epoch: u64, limit: usize, linger: Duration, rested: Instant) -> bool {
        while self.pending.is_empty() && !self.stopping {
            match self.jobs.recv() {
                Ok(job) => self.take(*job, epoch),
                Err(_) => self.stopping = true,
            }
        }
        self.drain(epoch, limit);
        let linger = if self.pending.len() > 1 { Instant::now() + linger } else { Instant::now() };
        let is_awaited = |waiting: &Waiting<C, A>| waiting.reply.is_some();
        let mut awaited = self.pending.iter().any(is_awaited);
        while self.pending.len() < limit && !self.stopping {
            let until = if awaited { linger } else { linger.max(rested) };
            let Ok(job) = self.jobs.recv_timeout(until.saturating_duration_since(Instant::now())) else { break };
            self.take(*job, epoch);
            awaited = awaited || self.pending.back().is_some_and(is_awaited);
        }
        !self.stopping
    }

    /// Whether the order to stop has come, looking without waiting.
    pub(crate) fn is_stopping(&mut self, epoch: u64) -> bool {
        self.drain(epoch, CAPACITY);
        self.stopping
    }

    /// Refuses everything that waits, records included: they are read again from their position.
    pub(crate) fn refuse_all(&mut self, epoch: u64, refusal: &Refusal) {
        self.drain(epoch, usize::MAX);
        for waiting in self.pending.drain(..) {
            waiting.refuse(refusal.clone());
        }
    }

    fn drain(&mut self, epoch: u64, limit: usize) {
        while self.pending.len() < limit {
            match self.jobs.try_recv() {
                Ok(job) => self.take(*job, epoch),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.stopping = true;
                    return;
                }
            }
        }
    }

    fn take(&mut self, job: Job<C, A>, epoch: u64) {
        match job {
            Job::Command(command, reply) => {
                self.pending.push_back(Waiting { input: Input::Command(command), reply: Some(reply) });
            }
            Job::Record(of, record) if of == epoch => {
                self.pending.push_back(Waiting { input: Input::Record(record), reply: None });
            }
            Job::Record(_, _) => {}
            Job::Stop => self.stopping = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use kafka_client::Headers;
    use schemas::{partition::PartitionCount, topic::Topic};

    use super::*;

    const EPOCH: u64 = 1;
    const AN_HOUR: Duration = Duration::from_secs(3_600);

    fn record() -> Job<(), ()> {
        let (topic, partition) =
            (Topic::EXECUTION_EVENTS, PartitionCount::new(1).unwrap().partitions().next().unwrap());
        let (key, headers, value) = (String::new(), Headers::new(), None);
        Job::Record(EPOCH, LogRecord { topic, partition, offset: 0, timestamp_ms: 0, key, headers, value })
    }

    #[test]
    fn records_wait_until_the_task_has_rested() {
        let (mailbox, mut inbox) = inbox();
        mailbox.put(record()).unwrap();
        let rested = Instant::now() + Duration::from_millis(50);
        assert!(inbox.collect(EPOCH, 10, Duration::ZERO, rested));
        assert!(Instant::now() >= rested);
        assert_eq!(inbox.pending.len(), 1);
    }

    #[test]
    fn a_command_waits_for_no_rest() {
        let (mailbox, mut inbox) = inbox();
        let (reply, _answer) = oneshot::channel();
        mailbox.put(record()).unwrap();
        mailbox.put(Job::Command((), reply)).unwrap();
        assert!(inbox.collect(EPOCH, 10, Duration::ZERO, Instant::now() + AN_HOUR));
        assert_eq!(inbox.pending.len(), 2);
    }

    #[test]
    fn a_full_batch_and_the_order_to_stop_wait_for_nothing() {
        let (mailbox, mut inbox) = inbox();
        mailbox.put(record()).unwrap();
        assert!(inbox.collect(EPOCH, 1, AN_HOUR, Instant::now() + AN_HOUR));
        mailbox.put(Job::Stop).unwrap();
        assert!(!inbox.collect(EPOCH, 10, AN_HOUR, Instant::now() + AN_HOUR));
    }
}
