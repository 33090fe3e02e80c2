//! What each partition of a service is doing, for readiness, metrics and the watchdog.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use schemas::{partition::Partition, topic::Topic};

use crate::journal::Offsets;

/// Where a partition's task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Fencing predecessors and reading state back.
    Restoring,
    /// Answering.
    Serving,
    /// Its writer was lost; it looks whether it still has the lease.
    Recovering,
}

#[derive(Debug)]
struct Status {
    /// The task that reports; one that was given up on must not speak for its successor.
    task: u64,
    stage: Stage,
    busy_since: Option<Instant>,
    /// Next offsets of the inputs, for lag tools.
    inputs: Offsets,
}

/// The stages of all partitions that this instance has leased.
#[derive(Debug, Default)]
pub struct Board {
    partitions: Mutex<HashMap<Partition, Status>>,
    /// Whether the group has given this instance its share at least once.
    joined: AtomicBool,
}

impl Board {
    /// Ready: the group answered, and every partition it gave is served.
    pub fn is_ready(&self) -> bool {
        self.joined.load(Ordering::Acquire) && self.lock().values().all(|status| status.stage == Stage::Serving)
    }

    /// The partitions and their stages, in order.
    pub fn stages(&self) -> Vec<(Partition, Stage)> {
        let mut stages: Vec<_> = self.lock().iter().map(|(p, status)| (*p, status.stage)).collect();
        stages.sort_by_key(|(partition, _)| *partition);
        stages
    }

    pub(crate) fn joined(&self) {
        self.joined.store(true, Ordering::Release);
    }

    /// A partition was leased; `task` speaks for it from now on.
    pub(crate) fn enter(&self, partition: Partition, task: u64) {
        let status = Status { task, stage: Stage::Restoring, busy_since: None, inputs: Offsets::new() };
        self.lock().insert(partition, status);
    }

    pub(crate) fn set(&self, partition: Partition, task: u64, stage: Stage) {
        self.change(partition, task, |status| status.stage = stage);
    }

    pub(crate) fn note_inputs(&self, partition: Partition, task: u64, inputs: &Offsets) {
        self.change(partition, task, |status| status.inputs.clone_from(inputs));
    }

    pub(crate) fn leave(&self, partition: Partition, task: u64) {
        let mut partitions = self.lock();
        if partitions.get(&partition).is_some_and(|status| status.task == task) {
            partitions.remove(&partition);
        }
    }

    /// Next input offsets of all partitions.
    pub(crate) fn inputs(&self) -> Vec<(Topic, Partition, i64)> {
        let partitions = self.lock();
        partitions
            .iter()
            .flat_map(|(partition, status)| status.inputs.iter().map(|(topic, next)| (*topic, *partition, *next)))
            .collect()
    }

    /// Marks a partition's loop as inside a turn until the guard is dropped.
    pub(crate) fn busy(&self, partition: Partition, task: u64) -> Busy<'_> {
        self.change(partition, task, |status| status.busy_since = Some(Instant::now()));
        Busy { board: self, partition, task }
    }

    /// A partition whose loop has been inside one turn for longer than `limit`.
    pub(crate) fn stuck(&self, limit: Duration) -> Option<Partition> {
        self.lock()
            .iter()
            .find(|(_, status)| status.busy_since.is_some_and(|since| since.elapsed() > limit))
            .map(|(partition, _)| *partition)
    }

    fn change(&self, partition: Partition, task: u64, change: impl FnOnce(&mut Status)) {
        if let Some(status) = self.lock().get_mut(&partition).filter(|status| status.task == task) {
            change(status);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Partition, Status>> {
        // plain values: a panic elsewhere cannot have left them half written
        self.partitions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) struct Busy<'a> {
    board: &'a Board,
    partition: Partition,
    task: u64,
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.board.change(self.partition, self.task, |status| status.busy_since = None);
    }
}
