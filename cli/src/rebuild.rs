//! `train-tracker rebuild`: the read tables anew from the log.

use std::sync::Arc;

use clap::Args;
use kafka_client::{Codec, KafkaSettings};
use projections::{database::ReadSchema, decode::FAMILIES, live::Projections, rebuild::Rebuilt};
use schemas::clock::SystemClock;
use serde_json::json;
use service::settings::Settings;

use crate::{exit::Exit, import::number, log::keys, out::Out, progress::Progress};

/// How to rebuild.
#[derive(Debug, Args)]
#[command(after_help = "\
The whole log is folded into a second schema while the first one is read and written on; then the two change places in one
transaction. Queries and the live projection may go on meanwhile. Needs the secrets of this deployment (TT_DATA_DIR).")]
pub struct Rebuild {
    /// What was done as JSON
    #[arg(long)]
    json: bool,
}

impl Rebuild {
    /// Rebuilds.
    ///
    /// # Errors
    /// When a server is away or another rebuild is under way; the tables are as they were.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let settings = Settings::from_env()?;
        let kafka = KafkaSettings::of_service(&settings);
        let projections = Projections {
            schema: ReadSchema::live(settings.postgres_url.expose(), &settings.prefix),
            codec: Codec::connect(&kafka, &settings.registry_url, FAMILIES).await?,
            keys: keys(&settings).await?,
            clock: Arc::new(SystemClock),
            kafka,
        };
        let mut progress = Progress::start("folding", "records");
        let rebuilt = projections::rebuild::rebuild(&projections, |done, total| progress.show(done, total)).await;
        progress.end();
        let Rebuilt { records, skipped, took } = rebuilt?;
        if self.json {
            out.json(&json!({ "records": records, "skipped": skipped, "milliseconds": took.as_millis() as u64 }))?;
        } else {
            let seconds = took.as_secs_f64();
            out.line(format_args!("{} records folded in {seconds:.1} s, {skipped} skipped; swapped", number(records)))?;
        }
        Ok(Exit::Fine)
    }
}
