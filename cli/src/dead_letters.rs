//! `train-tracker dead-letters`: records that some service could not take in.

use std::collections::BTreeMap;

use clap::Subcommand;
use kafka_client::KafkaSettings;
use schemas::topic::Topic;
use serde_json::Value;
use service::settings::Settings;

use crate::{
    exit::Exit,
    log::{Decoder, Next, Reading, learning_codec, partitions},
    out::Out,
};

/// What to do with them.
#[derive(Debug, Subcommand)]
pub enum DeadLetters {
    /// Lists the records that were skipped, by whom and why; `events --partition … --from …` shows such a record
    List {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
}

impl DeadLetters {
    /// Does it.
    ///
    /// # Errors
    /// When a server is away.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let Self::List { json } = self;
        let settings = Settings::from_env()?;
        let letters = letters(&settings).await?;
        for letter in letters.values() {
            if json {
                out.json(letter)?;
            } else {
                let text = |field: &str| letter[field].as_str().unwrap_or("-").to_owned();
                let place = format!("{}-{}@{}", text("topic"), letter["partition"], letter["offset"]);
                out.line(format_args!("{}  {:<14} {place:<28} {}", text("found_at"), text("service"), text("key")))?;
                out.line(format_args!("    {}", text("cause")))?;
            }
        }
        if !json {
            out.line(format_args!("{} dead letters", letters.len()))?;
        }
        Ok(Exit::Fine)
    }
}

/// The last word about each record, by key; a service may tell the same twice.
async fn letters(settings: &Settings) -> anyhow::Result<BTreeMap<String, Value>> {
    let kafka = KafkaSettings::of_service(settings);
    let mut decoder = Decoder::new(learning_codec(&kafka, &settings.registry_url).await?, None);
    let from = partitions(&kafka, &[Topic::DEAD_LETTERS]).into_iter().map(|at| (at, -1)).collect();
    let mut reading = Reading::start(&kafka, &from)?;
    let mut letters = BTreeMap::new();
    while let Next::Record(record) = reading.step()? {
        match decoder.decode(&record).await? {
            Ok(Some(decoded)) => letters.insert(record.key, decoded.value),
            // a tombstone resolves it
            Ok(None) => letters.remove(&record.key),
            Err(cause) => {
                letters.insert(record.key, serde_json::json!({ "cause": format!("not readable itself: {cause}") }))
            }
        };
    }
    Ok(letters)
}
