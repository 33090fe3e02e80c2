//! `train-tracker topics`: what the broker should have, made and checked.

use clap::Subcommand;
use kafka_client::{KafkaSettings, admin::topics};
use schemas::{catalogue::Compatibility, topic::Topic};
use serde_json::json;
use service::settings::Settings;

use crate::{exit::Exit, out::Out};

/// What to do with the topics.
#[derive(Debug, Subcommand)]
pub enum Topics {
    /// Creates the topics that are missing and reports settings that have drifted; changes and deletes nothing
    Apply,
    /// Lists the topics of this program and the records that stand in them
    List {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Compares the broker with what the topics should be: exit code 1 when one is missing, has another number of
    /// partitions, or other settings
    Check,
}

impl Topics {
    /// Does it.
    ///
    /// # Errors
    /// When the broker is away or refuses.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let settings = KafkaSettings::of_service(&Settings::from_env()?);
        match self {
            Self::Apply => {
                out.line(topics::apply(&settings).await?)?;
                Ok(Exit::Fine)
            }
            Self::List { json } => list(out, &settings, json),
            Self::Check => {
                topics::check_partitions(&settings).await?;
                // none is missing, so this only compares
                let report = topics::apply(&settings).await?;
                out.line(&report)?;
                Ok(Exit::fine_if(report.drift.is_empty()))
            }
        }
    }
}

fn list(out: &mut Out, settings: &KafkaSettings, json: bool) -> anyhow::Result<Exit> {
    for topic in Topic::ALL {
        let name = settings.topic(*topic);
        let contents = schemas::catalogue::contents(*topic);
        let types: Vec<&str> =
            contents.into_iter().flat_map(schemas::catalogue::Contents::types).map(|record| record.name).collect();
        if json {
            let kept = contents.is_some_and(|contents| contents.compatibility == Compatibility::FullTransitive);
            let compatibility = if kept { "FULL_TRANSITIVE" } else { "NONE" };
            let partitions = settings.partitions.get();
            out.json(
                &json!({ "topic": name, "partitions": partitions, "types": types, "compatibility": compatibility }),
            )?;
        } else {
            let short: Vec<&str> = types.iter().map(|name| name.rsplit('.').next().unwrap_or(name)).collect();
            out.line(format_args!("{name:<36} {}", short.join(" ")))?;
        }
    }
    Ok(Exit::Fine)
}
