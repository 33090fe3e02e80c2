//! One reader for all leased partitions, on a thread of its own: librdkafka blocks there and nowhere near
//! the async runtime.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    sync::mpsc,
    time::{Duration, Instant},
};

use kafka_client::{ClientError, KafkaSettings, LogReader, LogRecord, ReadEvent, StartAt};
use schemas::{partition::Partition, topic::Topic};
use service::task::thread_named;

/// Records that were read and not yet taken; when so many wait, the reader waits too.
const CAPACITY: usize = 4_096;
/// How long an order may have to wait while nothing arrives.
const POLL: Duration = Duration::from_millis(100);
/// How long the reader sleeps without a partition to read.
const IDLE: Duration = Duration::from_secs(1);
/// Between looks at where the log ends, for the lag that metrics show.
const ENDS_EVERY: Duration = Duration::from_secs(15);
const ENDS_TIMEOUT: Duration = Duration::from_secs(2);

/// What the reader brings. `epoch` is that of the order by which the partition is read.
#[derive(Debug)]
pub(crate) enum Read {
    /// The next record of its partition.
    Record { epoch: u64, record: LogRecord },
    /// Nothing more for now: the reader stands at `offset`.
    End { epoch: u64, topic: Topic, partition: Partition, offset: i64 },
    /// Where the log ends.
    LogEnds(Vec<(Topic, Partition, i64)>),
    /// The reader is gone.
    Failed(ClientError),
}

enum Order {
    Read { partition: Partition, epoch: u64, from: BTreeMap<Topic, i64> },
    Stop(Partition),
}

/// Gives orders to the reader; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Feed(mpsc::Sender<Order>);

impl Feed {
    /// Starts a reader of nothing yet.
    pub(crate) fn start(
        settings: &KafkaSettings,
        name: &'static str,
    ) -> io::Result<(Self, tokio::sync::mpsc::Receiver<Read>)> {
        let (orders, ordered) = mpsc::channel();
        let (records, read) = tokio::sync::mpsc::channel(CAPACITY);
        let settings = settings.clone();
        thread_named(name, move || {
            let failed = match LogReader::new(&settings, &format!("{}{name}", settings.prefix)) {
                Ok(reader) => {
                    Reader { reader, epochs: HashMap::new(), topics: HashMap::new(), records: records.clone() }
                        .run(&ordered)
                }
                Err(error) => Err(error),
            };
            if let Err(error) = failed {
                // nobody listens any more when the process is stopping
                let _ = records.blocking_send(Read::Failed(error));
            }
        })?;
        Ok((Self(orders), read))
    }

    /// Reads a partition of every topic in `from`, each from its offset on.
    pub(crate) fn read(&self, partition: Partition, epoch: u64, from: BTreeMap<Topic, i64>) {
        // a reader that is gone has said so, and is replaced
        let _ = self.0.send(Order::Read { partition, epoch, from });
    }

    /// Stops reading a partition.
    pub(crate) fn stop(&self, partition: Partition) {
        let _ = self.0.send(Order::Stop(partition));
    }
}

struct Reader {
    reader: LogReader,
    epochs: HashMap<Partition, u64>,
    topics: HashMap<Partition, Vec<Topic>>,
    records: tokio::sync::mpsc::Sender<Read>,
}

impl Reader {
    fn run(mut self, orders: &mpsc::Receiver<Order>) -> Result<(), ClientError> {
        let mut looked = Instant::now();
        loop {
            let order = if self.epochs.is_empty() {
                orders.recv_timeout(IDLE)
            } else {
                orders.try_recv().map_err(|error| match error {
                    mpsc::TryRecvError::Empty => mpsc::RecvTimeoutError::Timeout,
                    mpsc::TryRecvError::Disconnected => mpsc::RecvTimeoutError::Disconnected,
                })
            };
            match order {
                Ok(order) => {
                    self.follow(order)?;
                    continue;
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(()),
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
            if self.epochs.is_empty() {
                continue;
            }
            let heard = match self.reader.poll(POLL)? {
                Some(event) => self.tell(event),
                None => true,
            };
            if !heard {
                return Ok(());
            }
            if looked.elapsed() >= ENDS_EVERY {
                self.look_at_ends();
                looked = Instant::now();
            }
        }
    }

    fn follow(&mut self, order: Order) -> Result<(), ClientError> {
        match order {
            Order::Read { partition, epoch, from } => {
                self.stop(partition)?;
                let start = |offset: &i64| if *offset == 0 { StartAt::Beginning } else { StartAt::Offset(*offset) };
                let assigned: Vec<_> = from.iter().map(|(topic, offset)| (*topic, partition, start(offset))).collect();
                self.reader.assign(&assigned)?;
                self.epochs.insert(partition, epoch);
                self.topics.insert(partition, from.into_keys().collect());
                Ok(())
            }
            Order::Stop(partition) => self.stop(partition),
        }
    }

    fn stop(&mut self, partition: Partition) -> Result<(), ClientError> {
        self.epochs.remove(&partition);
        let topics = self.topics.remove(&partition).unwrap_or_default();
        self.reader.unassign(&topics.into_iter().map(|topic| (topic, partition)).collect::<Vec<_>>())
    }

    /// False when nobody listens any more.
    fn tell(&self, event: ReadEvent) -> bool {
        let partition = match &event {
            ReadEvent::Record(record) => record.partition,
            ReadEvent::End { partition, .. } => *partition,
        };
        // fetched before its partition was given up
        let Some(epoch) = self.epochs.get(&partition).copied() else { return true };
        let read = match event {
            ReadEvent::Record(record) => Read::Record { epoch, record },
            ReadEvent::End { topic, partition, offset } => Read::End { epoch, topic, partition, offset },
        };
        self.records.blocking_send(read).is_ok()
    }

    fn look_at_ends(&self) {
        let all: Vec<_> = self
            .topics
            .iter()
            .flat_map(|(partition, topics)| topics.iter().map(|topic| (*topic, *partition)))
            .collect();
        match self.reader.end_offsets(&all, ENDS_TIMEOUT) {
            Ok(ends) => {
                let ends = all.into_iter().zip(ends).map(|((topic, partition), end)| (topic, partition, end)).collect();
                // only metrics want it: not worth waiting for
                let _ = self.records.try_send(Read::LogEnds(ends));
            }
            Err(error) => tracing::debug!(%error, "ends of the log unknown"),
        }
    }
}
