//! Puts a service's parts together: the lease, a task for each leased partition, the feed.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, channel},
    },
    time::{Duration, Instant},
};

use kafka_client::{Codec, KafkaSettings, LeaseConsumer};
use schemas::{clock::Clock, id::InstanceId, partition::Partition, topic::Service};
use service::{shutdown::Shutdown, task::thread_named};

use crate::{
    board::Board,
    feed::FeedControl,
    inbox::{Job, Mailbox, inbox},
    journal::Journal,
    machine::{Layout, Machine},
    metrics::Metrics,
    router::Router,
    supervisor::{Supervisor, Tasks},
    task::{Shared, Task},
};

/// How often the lease thread looks at shutdown and the watchdog; the group's own heartbeats are
/// librdkafka's.
const LEASE_POLL: Duration = Duration::from_millis(250);
/// A loop that has not turned for so long makes the instance leave the group: longer than a
/// transaction can take, shorter than anybody would wait.
const STUCK_AFTER: Duration = Duration::from_secs(30);
/// Positions of inputs are told to the group this often, for lag tools only.
const LAG_COMMIT: Duration = Duration::from_secs(5);

/// What the engine needs to run a service.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// Kafka, prefix, number of partitions.
    pub kafka: KafkaSettings,
    /// Encodes the engine's records and the service's.
    pub codec: Codec,
    /// Where other instances reach this one's HTTP.
    pub url: String,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Names this process in lease and owner records.
    pub instance: InstanceId,
}

/// A running service.
#[derive(Debug)]
pub struct Engine<M: Machine> {
    /// Hands commands to its partitions.
    pub router: Router<M::Command, M::Answer>,
    /// What its partitions are doing.
    pub board: Arc<Board>,
    done: Receiver<()>,
}

impl<M: Machine> Engine<M> {
    /// Joins the service's group and serves what it leases until `shutdown`. `make` makes the
    /// empty state of a partition.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn start<F>(settings: EngineSettings, layout: Layout, make: F, shutdown: Shutdown) -> std::io::Result<Self>
    where
        F: Fn(Partition) -> M + Send + Sync + 'static,
    {
        let router = Router::default();
        let board = Arc::new(Board::default());
        let feed = FeedControl::spawn(&settings.kafka, layout.service, layout.inputs.clone())?;
        let threads = Threads::<M, F> {
            shared: Arc::new(Shared {
                url: settings.url,
                clock: settings.clock,
                metrics: Metrics::of(layout.service),
                make,
                look_after: Duration::from_millis(settings.kafka.heartbeat_ms.into()),
                settings: settings.kafka.clone(),
            }),
            codec: settings.codec,
            instance: settings.instance,
            layout: Arc::new(layout),
            router: router.clone(),
            board: Arc::clone(&board),
            feed,
            started: 0,
        };
        let (finished, done) = channel();
        let lease =
            Lease { kafka: settings.kafka, service: threads.layout.service, board: Arc::clone(&board), shutdown };
        thread_named(&format!("lease-{}", lease.service.name()), move || {
            lease.run(Supervisor::new(threads));
            // nobody may be waiting for the end
            let _ = finished.send(());
        })?;
        Ok(Self { router, board, done })
    }

    /// Waits until the service has given up its partitions and left the group, after a shutdown.
    pub fn wait(&self, patience: Duration) -> bool {
        self.done.recv_timeout(patience).is_ok()
    }
}

/// Membership in the group, on one thread.
struct Lease {
    kafka: KafkaSettings,
    service: Service,
    board: Arc<Board>,
    shutdown: Shutdown,
}

impl Lease {
    fn run<T>(self, supervisor: Supervisor<T>)
    where
        T: Tasks + Send + 'static,
        T::Task: Send,
    {
        let supervisor = Arc::new(Mutex::new(supervisor));
        while !self.shutdown.is_triggered() {
            if let Err(error) = self.hold(&supervisor) {
                tracing::error!(service = self.service.name(), cause = %error, "membership in the group failed");
                std::thread::sleep(Duration::from_secs(1));
            }
        }
    }

    /// One membership: from joining to leaving.
    fn hold<T>(&self, supervisor: &Arc<Mutex<Supervisor<T>>>) -> Result<(), kafka_client::ClientError>
    where
        T: Tasks + Send + 'static,
        T::Task: Send,
    {
        let (follower, board) = (Arc::clone(supervisor), Arc::clone(&self.board));
        let lease = LeaseConsumer::join(&self.kafka, self.service, move |event| {
            tracing::info!(?event, "lease changed");
            follower.lock().unwrap_or_else(PoisonError::into_inner).follow(event);
            board.joined();
        })?;
        let mut told = Instant::now();
        let result = loop {
            if self.shutdown.is_triggered() {
                break Ok(());
            }
            if let Some(partition) = self.board.stuck(STUCK_AFTER) {
                tracing::error!(
                    service = self.service.name(),
                    partition = partition.number(),
                    "loop stuck: leaving the group"
                );
                break Ok(());
            }
            if let Err(error) = lease.poll(LEASE_POLL) {
                break Err(error);
            }
            if told.elapsed() >= LAG_COMMIT {
                told = Instant::now();
                let positions = self.board.inputs();
                if let Err(error) = lease.commit(&positions) {
                    tracing::debug!(service = self.service.name(), cause = %error, "positions for lag tools not told");
                }
            }
        };
        supervisor.lock().unwrap_or_else(PoisonError::into_inner).stop_all();
        lease.leave();
        result
    }
}

/// Runs partition tasks as threads.
struct Threads<M: Machine, F> {
    shared: Arc<Shared<F>>,
    codec: Codec,
    instance: InstanceId,
    layout: Arc<Layout>,
    router: Router<M::Command, M::Answer>,
    board: Arc<Board>,
    feed: FeedControl<M::Command, M::Answer>,
    started: u64,
}

/// A running partition thread.
struct Running<C, A> {
    mailbox: Mailbox<C, A>,
    ended: Receiver<()>,
}

impl<M, F> Tasks for Threads<M, F>
where
    M: Machine,
    F: Fn(Partition) -> M + Send + Sync + 'static,
{
    type Task = Running<M::Command, M::Answer>;

    fn start(&mut self, partition: Partition) -> Option<Self::Task> {
        let (mailbox, inbox) = inbox();
        self.started += 1;
        let task = Task {
            partition,
            id: self.started,
            shared: Arc::clone(&self.shared),
            journal: Journal {
                codec: self.codec.clone(),
                layout: Arc::clone(&self.layout),
                partition,
                instance: self.instance,
            },
            board: Arc::clone(&self.board),
            mailbox: mailbox.clone(),
            inbox,
            feed: self.feed.clone(),
        };
        let (end, ended) = channel::<()>();
        self.board.enter(partition, self.started);
        let name = format!("{}-{}", self.layout.service.name(), partition.number());
        let spawned = thread_named(&name, move || {
            // dropped with the thread, however it ends
            let _end = end;
            task.run();
        });
        if let Err(error) = spawned {
            tracing::error!(partition = partition.number(), cause = %error, "partition thread could not be started");
            return None;
        }
        self.router.open(partition, mailbox.clone());
        Some(Running { mailbox, ended })
    }

    fn stop(&mut self, tasks: Vec<(Partition, Self::Task)>, patience: Duration) {
        for (partition, task) in &tasks {
            self.router.close(*partition);
            task.mailbox.put_waiting(Job::Stop);
        }
        let until = Instant::now() + patience;
        for (partition, task) in &tasks {
            let left = until.saturating_duration_since(Instant::now());
            if task.ended.recv_timeout(left) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) && !patience.is_zero() {
                tracing::warn!(
                    partition = partition.number(),
                    "partition did not finish in time; its successor fences it"
                );
            }
        }
    }
}
