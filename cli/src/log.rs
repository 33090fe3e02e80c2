//! Reading the log: partitions from some offset to the end that they have now, and on.

mod decode;
mod open;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use kafka_client::{Codec, KafkaSettings, LogReader, LogRecord, ReadEvent, StartAt};
use key_store::KeyStore;
use schemas::{partition::Partition, topic::Topic};
use service::{secrets::Secrets, settings::Settings};
use tokio::task::block_in_place;

pub use self::{
    decode::{Decoded, Decoder},
    open::open_texts,
};

/// For the broker to answer a question.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);
/// Nothing arriving for so long, with something still to come, means that the broker is away. An open transaction, which holds
/// back what comes after it, is over sooner.
const STALL: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(100);

/// A partition of a topic.
pub type At = (Topic, Partition);

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// A record.
    Record(LogRecord),
    /// Every partition has reached the end that it had when reading began. Told once.
    AtEnds,
    /// Nothing for the moment; comes only after [`Next::AtEnds`].
    Nothing,
}

/// Some partitions, being read.
#[derive(Debug)]
pub struct Reading {
    reader: LogReader,
    /// The ends that the partitions had when reading began.
    ends: BTreeMap<At, i64>,
    /// Those that are not reached yet.
    ahead: BTreeMap<At, i64>,
    told: bool,
    /// Next offsets.
    next: BTreeMap<At, i64>,
    heard: Instant,
}

impl Reading {
    /// Begins at the given offsets; -1 is the beginning and [`i64::MAX`] the end.
    ///
    /// # Errors
    /// When the broker is away, a topic does not exist, or an offset lies outside the log.
    pub fn start(settings: &KafkaSettings, from: &BTreeMap<At, i64>) -> anyhow::Result<Self> {
        let mut reader = LogReader::new(settings, "train-tracker")?;
        let partitions: Vec<At> = from.keys().copied().collect();
        let ends = block_in_place(|| reader.end_offsets(&partitions, TIMEOUT)).context("the log cannot be read")?;
        let ends: BTreeMap<At, i64> = partitions.into_iter().zip(ends).collect();
        let mut ahead = BTreeMap::new();
        let mut starts = Vec::new();
        for (&at, &end) in &ends {
            let wanted = from.get(&at).copied().unwrap_or(-1);
            let start = match wanted {
                i64::MAX => StartAt::Offset(end),
                ..0 => StartAt::Beginning,
                offset => StartAt::Offset(offset),
            };
            if let StartAt::Offset(offset) = start
                && wanted != i64::MAX
                && offset != end
            {
                let oldest = block_in_place(|| reader.start_offset(at.0, at.1, TIMEOUT))?;
                if !(oldest..=end).contains(&offset) {
                    bail!("partition {} of {} holds offsets {oldest} to {end}, not {offset}", at.1, at.0);
                }
            }
            starts.push((at.0, at.1, start));
            if wanted < end {
                ahead.insert(at, end);
            }
        }
        reader.assign(&starts)?;
        Ok(Self { reader, ends, ahead, told: false, next: BTreeMap::new(), heard: Instant::now() })
    }

    /// What comes next, waiting a moment for it.
    ///
    /// # Errors
    /// When a partition cannot be read, or the broker falls silent before the ends are reached.
    pub fn step(&mut self) -> anyhow::Result<Next> {
        loop {
            if self.ahead.is_empty() && !self.told {
                self.told = true;
                return Ok(Next::AtEnds);
            }
            match block_in_place(|| self.reader.poll(POLL))? {
                Some(ReadEvent::Record(record)) => {
                    self.reached((record.topic, record.partition), record.offset + 1);
                    return Ok(Next::Record(record));
                }
                Some(ReadEvent::End { topic, partition, offset }) => self.reached((topic, partition), offset),
                None if self.told => return Ok(Next::Nothing),
                None if self.heard.elapsed() > STALL => {
                    bail!("the broker is silent: {}", self.missing());
                }
                None => {}
            }
        }
    }

    /// Next offsets, of the partitions that brought something or ended.
    pub fn positions(&self) -> &BTreeMap<At, i64> {
        &self.next
    }

    /// The ends that the partitions had when reading began: everything before them was written before that.
    pub fn ends(&self) -> &BTreeMap<At, i64> {
        &self.ends
    }

    fn reached(&mut self, at: At, next: i64) {
        self.heard = Instant::now();
        self.next.insert(at, next);
        if self.ahead.get(&at).is_some_and(|end| next >= *end) {
            self.ahead.remove(&at);
        }
    }

    fn missing(&self) -> String {
        let missing: BTreeSet<String> =
            self.ahead.keys().map(|(topic, partition)| format!("{topic}-{partition}")).collect();
        missing.into_iter().collect::<Vec<_>>().join(", ")
    }
}

/// Every partition of some topics.
pub fn partitions(settings: &KafkaSettings, topics: &[Topic]) -> Vec<At> {
    topics.iter().flat_map(|topic| settings.partitions.partitions().map(move |partition| (*topic, partition))).collect()
}

/// A codec that knows no schema and learns those that it meets, so that records of any version can be read.
///
/// # Errors
/// When the registry's address is none.
pub async fn learning_codec(settings: &KafkaSettings, registry_url: &str) -> anyhow::Result<Codec> {
    Ok(Codec::connect(settings, registry_url, &[]).await?)
}

/// The keys of the people of this deployment: from its database, with the master key among its secrets.
///
/// # Errors
/// When the secrets are not here, or the database is away.
pub async fn keys(settings: &Settings) -> anyhow::Result<KeyStore> {
    let secrets = settings.secrets_dir();
    // reading must never make new ones
    if !secrets.is_dir() {
        bail!("no secrets in {}: sealed texts open only where the services run (TT_DATA_DIR)", secrets.display());
    }
    let secrets = Secrets::load_or_create(&secrets)?;
    KeyStore::connect(settings.postgres_url.expose(), &settings.prefix, secrets.master.expose())
        .await
        .context("the key store cannot be opened")
}
