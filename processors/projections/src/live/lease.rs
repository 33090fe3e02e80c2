//! Which partitions this process folds: a membership in the group `projections`, on a thread of its own.
//!
//! Nothing is waited for when one is taken away: whoever folds it next is told apart by the positions.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use kafka_client::{ClientError, KafkaSettings, LeaseConsumer, LeaseEvent};
use schemas::{
    partition::Partition,
    topic::{Service, Topic},
};
use service::{shutdown::Shutdown, task::thread_named};
use tokio::sync::mpsc;

/// How long a stop may have to wait.
const POLL: Duration = Duration::from_millis(500);
const COMMIT_EVERY: Duration = Duration::from_secs(5);

/// What changed.
#[derive(Debug)]
pub(crate) enum Lease {
    /// Ours from now on.
    Granted(Vec<Partition>),
    /// No longer.
    Ended(Vec<Partition>),
    /// The membership is gone, and with it every partition.
    Failed(ClientError),
}

/// Positions that lag tools may see; nothing of ours reads them back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown(Arc<Mutex<BTreeMap<(Topic, Partition), i64>>>);

impl Shown {
    /// Replaces what is shown of these.
    pub(crate) fn show(&self, positions: impl IntoIterator<Item = ((Topic, Partition), i64)>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(positions);
    }

    fn take(&self) -> Vec<(Topic, Partition, i64)> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        taken.into_iter().map(|((topic, partition), next_offset)| (topic, partition, next_offset)).collect()
    }
}

/// Joins the group and stays in it until `shutdown`.
pub(crate) fn start(
    settings: &KafkaSettings,
    shown: Shown,
    shutdown: Shutdown,
) -> io::Result<mpsc::UnboundedReceiver<Lease>> {
    let (events, changes) = mpsc::unbounded_channel();
    let settings = settings.clone();
    thread_named("projections-lease", move || {
        if let Err(error) = hold(&settings, &events, &shown, &shutdown) {
            let _ = events.send(Lease::Failed(error));
        }
    })?;
    Ok(changes)
}

fn hold(
    settings: &KafkaSettings,
    events: &mpsc::UnboundedSender<Lease>,
    shown: &Shown,
    shutdown: &Shutdown,
) -> Result<(), ClientError> {
    let changed = events.clone();
    let member = LeaseConsumer::join(settings, Service::Projections, move |event| {
        let change = match event {
            LeaseEvent::Assigned(partitions) => Lease::Granted(partitions),
            LeaseEvent::Revoked(partitions) | LeaseEvent::Lost(partitions) => Lease::Ended(partitions),
        };
        let _ = changed.send(change);
    })?;
    let mut committed = Instant::now();
    while !shutdown.is_triggered() && !events.is_closed() {
        member.poll(POLL)?;
        if committed.elapsed() >= COMMIT_EVERY {
            let positions = shown.take();
            if !positions.is_empty()
                && let Err(error) = member.commit(&positions)
            {
                tracing::debug!(%error, "positions for lag tools not committed");
            }
            committed = Instant::now();
        }
    }
    member.leave();
    Ok(())
}
