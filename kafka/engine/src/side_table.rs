//! Another service's compacted topic, tailed read-only: one tail for all services of a process.
//!
//! A look-up that finds something may be a moment old. One that finds nothing may only have come
//! too early; whoever would refuse because of it asks [`SideTable::caught_up`] first.

use std::{
    collections::HashMap,
    fmt::Debug,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, Instant},
};

use kafka_client::{ClientError, KafkaSettings, LogReader, LogRecord, ReadEvent, StartAt};
use schemas::{partition::Partition, topic::Topic};
use service::{shutdown::Shutdown, task::thread_named};
use tokio::sync::watch;

/// After this a reader is told to come again: never a false "not found".
const BARRIER: Duration = Duration::from_secs(1);
/// A proof that the table stands at the end of a partition is good for so long. With what asking for it takes, whatever was
/// committed a second ago is known.
const PROOF: Duration = Duration::from_millis(500);
const POLL: Duration = Duration::from_millis(100);

/// Reads one record of the tailed topic into a key and its value, `None` for a removal.
pub trait Row: Send + Sync + 'static {
    /// What is looked up.
    type Key: Debug + Eq + Hash + Send + Sync + 'static;
    /// What stands there.
    type Value: Debug + Clone + Send + Sync + 'static;

    /// The row of a record; `None` for one that this table does not keep. May block: it fetches
    /// keys and schemas.
    fn row(&self, record: &LogRecord) -> Option<(Self::Key, Option<Self::Value>)>;
}

/// The table did not reach the end of its topic in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the side table has not caught up")]
pub struct NotCaughtUp;

/// The tailed rows of all partitions of a topic.
#[derive(Debug)]
pub struct SideTable<R: Row> {
    topic: Topic,
    rows: Arc<RwLock<HashMap<R::Key, R::Value>>>,
    /// Next offset read, by partition number.
    read: watch::Receiver<Vec<i64>>,
    /// Reads nothing; asks for ends of partitions while the tail's own reader waits for records.
    /// None for rows that never stood in a log.
    ends: Option<Arc<LogReader>>,
    /// When the last successful proof of a partition began.
    proofs: Arc<Mutex<HashMap<Partition, Instant>>>,
    #[cfg(feature = "testing")]
    lags: Arc<std::sync::atomic::AtomicBool>,
}

impl<R: Row> Clone for SideTable<R> {
    fn clone(&self) -> Self {
        Self {
            topic: self.topic,
            rows: Arc::clone(&self.rows),
            read: self.read.clone(),
            ends: self.ends.clone(),
            proofs: Arc::clone(&self.proofs),
            #[cfg(feature = "testing")]
            lags: Arc::clone(&self.lags),
        }
    }
}

impl<R: Row> SideTable<R> {
    /// Starts the tail, from the beginning of every partition.
    ///
    /// # Errors
    /// When the reader or its thread cannot be started.
    pub fn tail(settings: &KafkaSettings, topic: Topic, row: R, shutdown: Shutdown) -> Result<Self, ClientError> {
        let mut reader = LogReader::new(settings, &format!("side-{}", topic.base()))?;
        let partitions: Vec<Partition> = settings.partitions.partitions().collect();
        let assignment: Vec<_> = partitions.iter().map(|p| (topic, *p, StartAt::Beginning)).collect();
        reader.assign(&assignment)?;
        let ends = Arc::new(LogReader::new(settings, &format!("side-{}-ends", topic.base()))?);
        let rows = Arc::new(RwLock::new(HashMap::new()));
        let (progress, read) = watch::channel(vec![0; partitions.len()]);
        let table = Self::of(topic, Arc::clone(&rows), read, Some(ends));
        let tail = Tail { topic, row, rows, progress };
        thread_named(&format!("side-{}", topic.base()), move || {
            while !shutdown.is_triggered() {
                tail.turn(&mut reader);
            }
        })
        .map_err(|error| ClientError::Create(error.to_string()))?;
        Ok(table)
    }

    fn of(
        topic: Topic,
        rows: Arc<RwLock<HashMap<R::Key, R::Value>>>,
        read: watch::Receiver<Vec<i64>>,
        ends: Option<Arc<LogReader>>,
    ) -> Self {
        let proofs = Arc::default();
        Self {
            topic,
            rows,
            read,
            ends,
            proofs,
            #[cfg(feature = "testing")]
            lags: Arc::default(),
        }
    }

    /// A table that reads no log and holds what is [set](Self::set).
    #[cfg(feature = "testing")]
    pub fn in_memory(topic: Topic) -> Self {
        let (_, read) = watch::channel(Vec::new());
        Self::of(topic, Arc::default(), read, None)
    }

    /// Puts a row, as the tail would.
    #[cfg(feature = "testing")]
    pub fn set(&self, key: R::Key, value: R::Value) {
        self.rows.write().unwrap_or_else(PoisonError::into_inner).insert(key, value);
    }

    /// Lets the table fail to catch up, or no longer.
    #[cfg(feature = "testing")]
    pub fn lag(&self, lags: bool) {
        self.lags.store(lags, std::sync::atomic::Ordering::SeqCst);
        self.proofs.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The row of a key as far as the tail has read.
    pub fn get(&self, key: &R::Key) -> Option<R::Value> {
        self.rows.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Waits until the table has read what the partition held when this was called: the causal
    /// barrier. The end is asked for as a `read_uncommitted` reader sees it, for a record may be
    /// acknowledged before its transaction's marker is written.
    ///
    /// # Errors
    /// [`NotCaughtUp`] after one second.
    pub async fn caught_up(&self, partition: Partition) -> Result<(), NotCaughtUp> {
        #[cfg(feature = "testing")]
        if self.lags.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(NotCaughtUp);
        }
        let Some(ends) = self.ends.clone() else { return Ok(()) };
        let reached = async {
            let topic = self.topic;
            let end = tokio::task::spawn_blocking(move || ends.end_offset(topic, partition, BARRIER))
                .await
                .map_err(|_| NotCaughtUp)?
                .map_err(|_| NotCaughtUp)?;
            let mut read = self.read.clone();
            let index = usize::try_from(partition.number()).map_err(|_| NotCaughtUp)?;
            read.wait_for(|next| next.get(index).is_some_and(|next| *next >= end)).await.map_err(|_| NotCaughtUp)?;
            Ok(())
        };
        tokio::time::timeout(BARRIER, reached).await.unwrap_or(Err(NotCaughtUp))
    }

    /// Makes sure that the table stood at the end of the partition less than a second ago: for look-ups whose *finding*
    /// something is what matters, such as a grant that may have been revoked.
    ///
    /// # Errors
    /// [`NotCaughtUp`] when that cannot be proved within one second.
    pub async fn proven(&self, partition: Partition) -> Result<(), NotCaughtUp> {
        let began = Instant::now();
        let last = self.proofs.lock().unwrap_or_else(PoisonError::into_inner).get(&partition).copied();
        if last.is_some_and(|last| began.duration_since(last) < PROOF) {
            return Ok(());
        }
        self.caught_up(partition).await?;
        self.proofs.lock().unwrap_or_else(PoisonError::into_inner).insert(partition, began);
        Ok(())
    }
}

struct Tail<R: Row> {
    topic: Topic,
    row: R,
    rows: Arc<RwLock<HashMap<R::Key, R::Value>>>,
    progress: watch::Sender<Vec<i64>>,
}

impl<R: Row> Tail<R> {
    fn turn(&self, reader: &mut LogReader) {
        match reader.poll(POLL) {
            Ok(Some(ReadEvent::Record(record))) => {
                if let Some((key, value)) = self.row.row(&record) {
                    let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
                    match value {
                        Some(value) => rows.insert(key, value),
                        None => rows.remove(&key),
                    };
                }
                self.read_up_to(record.partition, record.offset + 1);
            }
            // the only word about a transaction marker: its offset lies below this one
            Ok(Some(ReadEvent::End { partition, offset, .. })) => self.read_up_to(partition, offset),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(topic = self.topic.base(), cause = %error, "side table could not be read");
                std::thread::sleep(POLL);
            }
        }
    }

    fn read_up_to(&self, partition: Partition, next: i64) {
        self.progress.send_if_modified(|read| {
            let Some(own) = usize::try_from(partition.number()).ok().and_then(|index| read.get_mut(index)) else {
                return false;
            };
            let news = next > *own;
            *own = next.max(*own);
            news
        });
    }
}
