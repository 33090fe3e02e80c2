//! `train-tracker schemas`: what the registry should know, registered and checked.

use anyhow::Context;
use clap::Subcommand;
use kafka_client::{
    Codec, CodecError, KafkaSettings, RegistryError,
    admin::schemas::{register, subject},
};
use schemas::{
    catalogue::{self, Compatibility},
    record::RecordType,
};
use serde_json::json;
use service::settings::Settings;

use crate::{exit::Exit, out::Out};

/// What to do with the schemas.
#[derive(Debug, Subcommand)]
pub enum Schemas {
    /// Registers the schemas of this program, each under the compatibility that its topic demands
    Register,
    /// Lists the subjects of this program
    List {
        /// One JSON object per line, with the schema itself
        #[arg(long)]
        json: bool,
    },
    /// Asks whether every schema is registered as it is here: exit code 1 when one is not, with the registry's reasons
    Check,
}

impl Schemas {
    /// Does it.
    ///
    /// # Errors
    /// When the registry is away or refuses a schema.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let settings = Settings::from_env()?;
        let kafka = KafkaSettings::of_service(&settings);
        match self {
            Self::Register => {
                let report = register(&kafka, &settings.registry_url).await;
                out.line(report.context("a schema was not taken; those before it are registered")?)?;
                Ok(Exit::Fine)
            }
            Self::List { json } => list(out, &kafka, json),
            Self::Check => check(out, &kafka, &settings.registry_url).await,
        }
    }
}

fn list(out: &mut Out, kafka: &KafkaSettings, json: bool) -> anyhow::Result<Exit> {
    for contents in catalogue::ALL {
        let level = match contents.compatibility {
            Compatibility::FullTransitive => "FULL_TRANSITIVE",
            Compatibility::None => "NONE",
        };
        for record in contents.types() {
            let subject = subject(kafka, contents.topic, record.name);
            if json {
                let schema: serde_json::Value = serde_json::from_str(record.schema)?;
                out.json(&json!({ "subject": subject, "compatibility": level, "schema": schema }))?;
            } else {
                out.line(format_args!("{level:<16} {subject}"))?;
            }
        }
    }
    Ok(Exit::Fine)
}

/// Each type by itself, so that everything wrong is told at once.
async fn check(out: &mut Out, kafka: &KafkaSettings, url: &str) -> anyhow::Result<Exit> {
    let mut types: Vec<RecordType> = Vec::new();
    for record in catalogue::ALL.iter().flat_map(catalogue::Contents::types) {
        if !types.contains(&record) {
            types.push(record);
        }
    }
    let mut wrong = 0;
    for record in &types {
        // families live as long as the program; so do the few that are made here
        let family: &'static [RecordType] = Box::leak(Box::new([*record]));
        match Codec::connect(kafka, url, &[family]).await {
            Ok(_) => {}
            Err(CodecError::Registry(
                error @ (RegistryError::Unregistered { .. } | RegistryError::Incompatible { .. }),
            )) => {
                wrong += 1;
                out.line(error)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    out.line(format_args!("{} schemas, {wrong} not as they should be", types.len()))?;
    Ok(Exit::fine_if(wrong == 0))
}
