//! Partition threads on a log in memory.
#![expect(clippy::expect_used, reason = "what a test cannot set up or restore fails it")]

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread::JoinHandle,
};

use kafka_client::{Codec, OutgoingRecord};
use schemas::{
    clock::{Clock, new_id},
    id::InstanceId,
    key::is_engine,
    partition::{Partition, PartitionCount},
};
use service::task::thread_named;

use super::log::MemoryLog;
use crate::{
    board::{Board, Stage},
    inbox::{Inbox, Job, Mailbox, Refusal, Waiting, inbox},
    journal::{Journal, Progress, is_position},
    machine::{Input, Layout, Machine},
    metrics::Metrics,
    restore::Restored,
    router::Router,
    serve::Serving,
};

/// Nothing that was delivered takes longer.
const DEADLINE: std::time::Duration = std::time::Duration::from_secs(20);

/// What the engine needs to run a service.
#[derive(Debug, Clone)]
pub struct MemorySettings {
    /// Encodes the engine's records and the service's.
    pub codec: Codec,
    /// The topics of the service.
    pub layout: Layout,
    /// The partitions of every topic, all served.
    pub partitions: PartitionCount,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// A service running on a log in memory, in all its partitions. Dropping it stops it.
pub struct MemoryEngine<M: Machine> {
    /// Hands commands to its partitions.
    pub router: Router<M::Command, M::Answer>,
    /// What its partitions are doing.
    pub board: Arc<Board>,
    shared: Arc<Shared<M>>,
    running: Vec<Running<M::Command, M::Answer>>,
}

struct Shared<M> {
    log: MemoryLog,
    settings: MemorySettings,
    instance: InstanceId,
    board: Arc<Board>,
    metrics: Metrics,
    make: Box<dyn Fn(Partition) -> M + Send + Sync>,
}

struct Running<C, A> {
    partition: Partition,
    mailbox: Mailbox<C, A>,
    /// Of the feed: records given to an earlier life of the partition are dropped.
    epoch: Arc<AtomicU64>,
    thread: JoinHandle<()>,
}

impl<M: Machine> fmt::Debug for MemoryEngine<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryEngine").field("board", &self.board).finish_non_exhaustive()
    }
}

impl<M: Machine> MemoryEngine<M> {
    /// Serves all partitions; their state comes from the log. `make` makes the empty state of one.
    pub fn start(
        log: MemoryLog,
        settings: MemorySettings,
        make: impl Fn(Partition) -> M + Send + Sync + 'static,
    ) -> Self {
        let board = Arc::new(Board::default());
        let shared = Shared {
            log,
            instance: new_id(settings.clock.now()),
            metrics: Metrics::of(settings.layout.service),
            settings,
            board: Arc::clone(&board),
            make: Box::new(make),
        };
        let mut engine = Self { router: Router::default(), board, shared: Arc::new(shared), running: Vec::new() };
        engine.run();
        engine
    }

    /// Stops all partitions in order and serves them anew from the log, as another process would.
    pub fn restart(&mut self) {
        self.stop();
        self.run();
    }

    /// Puts a record into an input topic and gives it to its partition.
    pub fn feed(&self, record: OutgoingRecord) {
        let (topic, partition) = (record.topic, record.partition);
        let running = self.running.iter().find(|running| running.partition == partition).expect("such a partition");
        let offset = self.shared.log.append(vec![record])[0];
        // a life that begins from here on reads it from the log
        let epoch = running.epoch.load(Ordering::SeqCst);
        for record in self.shared.log.read(topic, partition, offset) {
            running.mailbox.put_waiting(Job::Record(epoch, record));
        }
    }

    /// Gives the partitions what stands in their input topics: what other partitions sent. Answers when it has been
    /// handled, and whether there was anything.
    pub fn deliver(&self) -> bool {
        let deadline = std::time::Instant::now() + DEADLINE;
        let mut news = false;
        for Running { partition, mailbox, epoch, .. } in &self.running {
            for topic in &self.shared.settings.layout.inputs {
                let next = || {
                    let inputs = self.board.inputs();
                    inputs.iter().find(|(of, at, _)| (of, at) == (topic, partition)).map_or(0, |(_, _, next)| *next)
                };
                let records = self.shared.log.read(*topic, *partition, next());
                let Some(last) = records.last().map(|record| record.offset) else { continue };
                news = true;
                // a life that loses its writer drops what it was given: give it to the next one
                for attempt in 0.. {
                    if next() > last {
                        break;
                    }
                    assert!(std::time::Instant::now() < deadline, "{topic} was not handled");
                    if attempt % 50 == 0 {
                        for record in records.clone() {
                            mailbox.put_waiting(Job::Record(epoch.load(Ordering::SeqCst), record));
                        }
                    }
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
            }
        }
        news
    }

    fn run(&mut self) {
        for partition in self.shared.settings.partitions.partitions() {
            let (mailbox, inbox) = inbox();
            let epoch = Arc::new(AtomicU64::new(0));
            let mut life = Life { partition, shared: Arc::clone(&self.shared), inbox, epoch: Arc::clone(&epoch) };
            self.board.enter(partition, 0);
            let name = format!("{}-{partition}", self.shared.settings.layout.service.name());
            let thread = thread_named(&name, move || life.live()).expect("a thread");
            self.router.open(partition, mailbox.clone());
            self.running.push(Running { partition, mailbox, epoch, thread });
        }
    }

    fn stop(&mut self) {
        for running in &self.running {
            self.router.close(running.partition);
            running.mailbox.put_waiting(Job::Stop);
        }
        for running in self.running.drain(..) {
            // one that panicked has said so, and its callers got no answer
            let _ = running.thread.join();
            self.board.leave(running.partition, 0);
        }
    }
}

impl<M: Machine> Drop for MemoryEngine<M> {
    fn drop(&mut self) {
        self.stop();
    }
}

/// One partition, from start to stop, through as many writers as it loses.
struct Life<M: Machine> {
    partition: Partition,
    shared: Arc<Shared<M>>,
    inbox: Inbox<M::Command, M::Answer>,
    epoch: Arc<AtomicU64>,
}

impl<M: Machine> Life<M> {
    fn live(&mut self) {
        let shared = Arc::clone(&self.shared);
        let MemorySettings { codec, layout, clock, .. } = shared.settings.clone();
        let layout = Arc::new(layout);
        let journal = Journal { codec, layout, partition: self.partition, instance: shared.instance };
        loop {
            let epoch = self.epoch.fetch_add(1, Ordering::SeqCst) + 1;
            let Restored { machine, progress, lease } = self.restore(&journal);
            self.read_inputs(&journal, &progress);
            shared.board.set(self.partition, 0, Stage::Serving);
            let mut serving = Serving {
                machine,
                progress,
                lease,
                writer: shared.log.clone(),
                journal: &journal,
                clock: clock.as_ref(),
                metrics: &shared.metrics,
                board: &shared.board,
                task: 0,
            };
            if serving.run(&mut self.inbox, epoch).is_ok() {
                self.inbox.refuse_all(epoch, &Refusal::Unavailable);
                return;
            }
            shared.board.set(self.partition, 0, Stage::Recovering);
        }
    }

    /// What [`crate::restore`] does, where the end of a topic is known and transactions are whole.
    fn restore(&self, journal: &Journal) -> Restored<M> {
        let log = &self.shared.log;
        let lease = self.take_lease(journal);
        let mut machine = (self.shared.make)(self.partition);
        let mut progress = Progress::default();
        let mut inputs = Vec::new();
        for topic in journal.layout.state.iter().chain(&journal.layout.outcomes) {
            for record in log.read(*topic, self.partition, 0) {
                if is_position(&record.key, self.partition) {
                    let value = record.value.as_deref().expect("a position has a value");
                    (_, progress) = journal.position(value).expect("a position that can be read");
                } else if !is_engine(&record.key) {
                    inputs.push(Input::Record(record));
                }
            }
        }
        take_back(&mut machine, &inputs, |machine, record| machine.restore(record).expect("state that can be read"));
        for topic in &journal.layout.events {
            let from = progress.events.get(topic).copied().unwrap_or(0);
            let records: Vec<_> = log.read(*topic, self.partition, from).into_iter().map(Input::Record).collect();
            take_back(&mut machine, &records, |machine, record| {
                let missing = machine.refold(record).expect("an event that can be folded");
                assert!(missing.is_empty(), "the snapshots of {} lack {}", record.topic, record.key);
            });
            let last = records.last().and_then(record_of);
            progress.events.insert(*topic, last.map_or(from, |record| record.offset + 1));
        }
        machine.resume(&progress.inputs);
        Restored { machine, progress, lease }
    }

    fn take_lease(&self, journal: &Journal) -> i64 {
        let at = self.shared.settings.clock.now();
        let topics = journal.layout.state.iter().chain(&journal.layout.outcomes);
        let records = topics.map(|topic| journal.lease(*topic, at).expect("a lease record")).collect();
        self.shared.log.append(records).first().copied().unwrap_or(0)
    }

    /// What the feed does: the inputs that were not handled yet.
    fn read_inputs(&mut self, journal: &Journal, progress: &Progress) {
        for topic in &journal.layout.inputs {
            let from = progress.inputs.get(topic).copied().unwrap_or(0);
            let records = self.shared.log.read(*topic, self.partition, from);
            let waiting = records.into_iter().map(|record| Waiting { input: Input::Record(record), reply: None });
            self.inbox.pending.extend(waiting);
        }
    }
}

fn take_back<M: Machine>(
    machine: &mut M,
    inputs: &[Input<M::Command>],
    mut take: impl FnMut(&mut M, &kafka_client::LogRecord),
) {
    machine.prepare(&inputs.iter().collect::<Vec<_>>()).expect("keys and schemas at hand");
    inputs.iter().filter_map(record_of).for_each(|record| take(machine, record));
}

fn record_of<C>(input: &Input<C>) -> Option<&kafka_client::LogRecord> {
    match input {
        Input::Record(record) => Some(record),
        Input::Command(_) => None,
    }
}
