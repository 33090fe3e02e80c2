//! From a partition number to the task that serves it here.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use schemas::partition::Partition;
use tokio::sync::oneshot;

use crate::inbox::{Committed, Job, Mailbox, Refusal};

/// A caller waits no longer; the command may still take effect, as its retry will find out.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hands commands to the partitions that this instance has leased.
pub struct Router<C, A> {
    mailboxes: Arc<RwLock<HashMap<Partition, Mailbox<C, A>>>>,
}

impl<C, A> std::fmt::Debug for Router<C, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Router").finish_non_exhaustive()
    }
}

impl<C, A> Clone for Router<C, A> {
    fn clone(&self) -> Self {
        Self { mailboxes: Arc::clone(&self.mailboxes) }
    }
}

impl<C, A> Default for Router<C, A> {
    fn default() -> Self {
        Self { mailboxes: Arc::default() }
    }
}

/// A command on its way: wait for its answer.
#[derive(Debug)]
pub struct Asked<A>(Result<oneshot::Receiver<Result<Committed<A>, Refusal>>, Refusal>);

impl<A> Asked<A> {
    /// The answer, once the command's transaction has committed.
    ///
    /// # Errors
    /// [`Refusal::Unavailable`] as well when nothing answered in time: the command left zero or one effect.
    pub async fn answer(self) -> Result<Committed<A>, Refusal> {
        match tokio::time::timeout(PATIENCE, self.0?).await {
            Ok(Ok(result)) => result,
            // dropped with a transaction whose fate is unknown, or late
            Ok(Err(_)) | Err(_) => Err(Refusal::Unavailable),
        }
    }
}

impl<C, A> Router<C, A> {
    /// Queues a command behind what its partition already has; nothing is decided yet.
    pub fn ask(&self, partition: Partition, command: C) -> Asked<A> {
        let mailbox = self.mailboxes.read().unwrap_or_else(PoisonError::into_inner).get(&partition).cloned();
        let (reply, answer) = oneshot::channel();
        match mailbox.map(|mailbox| mailbox.put(Job::Command(command, reply))) {
            Some(Ok(())) => Asked(Ok(answer)),
            Some(Err(_)) | None => Asked(Err(Refusal::Unavailable)),
        }
    }

    pub(crate) fn open(&self, partition: Partition, mailbox: Mailbox<C, A>) {
        self.mailboxes.write().unwrap_or_else(PoisonError::into_inner).insert(partition, mailbox);
    }

    pub(crate) fn close(&self, partition: Partition) {
        self.mailboxes.write().unwrap_or_else(PoisonError::into_inner).remove(&partition);
    }
}
