//! The life of one leased partition, on a thread of its own: fence, restore, announce, serve,
//! release. librdkafka blocks here and nowhere near the async runtime.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use kafka_client::KafkaSettings;
use schemas::{clock::Clock, partition::Partition};

use crate::{
    board::{Board, Stage},
    feed::FeedControl,
    inbox::{Inbox, Mailbox, Refusal},
    journal::Journal,
    machine::Machine,
    metrics::Metrics,
    restore::{Restore, Restored, TakeUpError},
    serve::{ServeError, Serving},
    writer::{Transact, Writer},
};

/// What every task of a service shares.
#[derive(Debug)]
pub(crate) struct Shared<F> {
    pub(crate) settings: KafkaSettings,
    pub(crate) url: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) metrics: Metrics,
    pub(crate) make: F,
    /// How long a task that lost its writer waits before it looks whether it still has the lease.
    pub(crate) look_after: Duration,
}

/// One partition's task.
pub(crate) struct Task<M: Machine, F> {
    pub(crate) partition: Partition,
    /// Tells this task from others that had the partition.
    pub(crate) id: u64,
    pub(crate) shared: Arc<Shared<F>>,
    pub(crate) journal: Journal,
    pub(crate) board: Arc<Board>,
    pub(crate) mailbox: Mailbox<M::Command, M::Answer>,
    pub(crate) inbox: Inbox<M::Command, M::Answer>,
    pub(crate) feed: FeedControl<M::Command, M::Answer>,
}

/// Why a partition is not served any more, or not yet.
#[derive(Debug, thiserror::Error)]
enum Lost {
    #[error(transparent)]
    TakeUp(#[from] TakeUpError),
    #[error(transparent)]
    Serve(#[from] ServeError),
}

impl<M: Machine, F: Fn(Partition) -> M> Task<M, F> {
    /// Runs until the lease is given up. Fenced, fatal and indefinite are one path: drop the
    /// writer and the staged view, answer 503 to what waits, look whether the lease is still
    /// held, and begin again or go.
    pub(crate) fn run(mut self) {
        let mut epoch = 0;
        loop {
            epoch += 1;
            match self.own(epoch) {
                Ok(()) => break,
                Err(lost) => {
                    self.shared.metrics.lost();
                    tracing::warn!(
                        service = self.journal.layout.service.name(), partition = self.partition.number(),
                        cause = %lost, "partition lost its writer"
                    );
                }
            }
            self.feed.stop(self.partition);
            self.board.set(self.partition, self.id, Stage::Recovering);
            if !self.still_leased(epoch) {
                break;
            }
        }
        self.feed.stop(self.partition);
        self.inbox.refuse_all(epoch, &Refusal::Unavailable);
    }

    fn own(&mut self, epoch: u64) -> Result<(), Lost> {
        let began = Instant::now();
        let service = self.journal.layout.service;
        self.board.set(self.partition, self.id, Stage::Restoring);
        let mut writer = Writer::fence(&self.shared.settings, service, self.partition).map_err(TakeUpError::from)?;
        let clock = Arc::clone(&self.shared.clock);
        let Restored { machine, progress, lease } = Restore {
            settings: &self.shared.settings,
            journal: &self.journal,
            writer: &mut writer,
            clock: clock.as_ref(),
            make: &|| (self.shared.make)(self.partition),
        }
        .run()?;
        self.announce(&mut writer)?;
        self.feed.start(self.partition, epoch, progress.inputs.clone(), self.mailbox.clone());
        self.board.set(self.partition, self.id, Stage::Serving);
        self.shared.metrics.restored(began.elapsed());
        tracing::info!(
            service = service.name(),
            partition = self.partition.number(),
            batch = progress.batch,
            elapsed_ms = began.elapsed().as_millis() as u64,
            "partition in service"
        );
        let shared = Arc::clone(&self.shared);
        let journal = self.journal.clone();
        let mut serving = Serving {
            machine,
            progress,
            lease,
            writer,
            journal: &journal,
            clock: shared.clock.as_ref(),
            metrics: &shared.metrics,
            board: &self.board,
            task: self.id,
        };
        Ok(serving.run(&mut self.inbox, epoch)?)
    }

    /// Tells everybody where this partition's commands go, in a transaction of its own.
    fn announce(&self, writer: &mut Writer) -> Result<(), TakeUpError> {
        let Some(topic) = self.journal.layout.service.owners() else { return Ok(()) };
        let owner = self.journal.owner(topic, &self.shared.url, self.shared.clock.now())?;
        writer.transact(vec![owner])?;
        Ok(())
    }

    /// Waits a heartbeat interval, in which the group would say that the lease is gone, and
    /// answers whether it is still ours. Jitter keeps two that fence each other apart.
    fn still_leased(&mut self, epoch: u64) -> bool {
        let jitter = Duration::from_millis(u64::from(self.journal.instance.uuid().as_fields().0 % 250));
        let until = Instant::now() + self.shared.look_after + jitter;
        while Instant::now() < until {
            self.inbox.refuse_all(epoch, &Refusal::Unavailable);
            if self.inbox.is_stopping(epoch) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    }
}

impl<M: Machine, F> Drop for Task<M, F> {
    /// Whatever ended the task, a panic included, the board must not say that it serves.
    fn drop(&mut self) {
        self.board.leave(self.partition, self.id);
    }
}
