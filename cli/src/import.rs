//! `train-tracker import`: sends a history to the command API, like any other client.

mod report;

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use schemas::token::ConsistencyToken;
use serde_json::Value;
use service::settings::Settings;

pub use self::report::{Report, number};
use crate::{
    client::{Client, Event, Events, ProblemAnswer, local_url},
    exit::{Exit, Usage},
    out::Out,
    progress::Progress,
};

/// What to import, and as whom.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  train-tracker import strong strong.csv --unit kg --zone Europe/Berlin --email ann@example.com --password …
  train-tracker import hevy workouts.csv --zone America/Chicago --dry-run --token eyJ…

Importing the same file again records nothing; a changed row becomes a revision of its workout; what you deleted stays deleted.
An import that broke off is continued by starting it again.")]
pub struct Import {
    /// The app that exported the file
    #[arg(value_enum)]
    source: Source,
    /// The file, up to 32 MiB
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// Only tell what would be imported
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    access: Access,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

/// What the file itself may not say.
#[derive(Clone, Debug, Args)]
pub struct Reading {
    /// Unit of weights that have none in the file
    #[arg(long, value_parser = ["kg", "lb"])]
    unit: Option<String>,
    /// Unit of distances that have none in the file
    #[arg(long, value_parser = ["km", "mi"])]
    distance_unit: Option<String>,
    /// IANA zone of the clock that the file's times were read from
    #[arg(long, value_name = "Europe/Berlin")]
    zone: String,
}

/// Who imports.
#[derive(Debug, Args)]
struct Access {
    /// Where Train Tracker runs [default: this machine, TT_PORT]
    #[arg(long, value_name = "http://…")]
    url: Option<String>,
    /// E-mail address of the account
    #[arg(long, env = "TT_EMAIL", requires = "password")]
    email: Option<String>,
    /// Its password; better given as TT_PASSWORD, where other users of the machine do not see it
    #[arg(long, env = "TT_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// An access token instead
    #[arg(long, env = "TT_TOKEN", hide_env_values = true, conflicts_with = "email")]
    token: Option<String>,
}

/// Apps whose exports can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Source {
    /// Strong, any of its formats
    Strong,
    /// Hevy
    Hevy,
    /// FitNotes
    Fitnotes,
}

impl Source {
    fn name(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Hevy => "hevy",
            Self::Fitnotes => "fitnotes",
        }
    }
}

impl Reading {
    /// How a file of weights in `unit` was written in `zone`.
    pub fn new(unit: String, zone: String) -> Self {
        Self { unit: Some(unit), distance_unit: None, zone }
    }
}

impl Import {
    /// Imports, or tells what an import would do.
    ///
    /// # Errors
    /// When the file cannot be read, the account does not sign in, or the system refuses the file.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let file = std::fs::read(&self.file).with_context(|| format!("{} cannot be read", self.file.display()))?;
        let client = self.access.client().await?;
        let imported = import(&client, self.source, &self.reading, self.dry_run, file).await?;
        if self.json {
            out.json(&imported.answer)?;
        } else {
            Report::of(&imported.answer)?.print(out)?;
            if self.dry_run {
                out.line("a dry run: nothing was imported")?;
            }
        }
        Ok(Exit::Fine)
    }
}

impl Access {
    async fn client(&self) -> anyhow::Result<Client> {
        let url = match &self.url {
            Some(url) => url.clone(),
            None => local_url(&Settings::from_env()?),
        };
        let client = Client::new(&url)?;
        match (&self.token, &self.email, &self.password) {
            (Some(token), _, _) => Ok(client.with_token(token)),
            (None, Some(email), Some(password)) => client.sign_in(email, password).await.context("not signed in"),
            (None, _, _) => bail!(Usage("who imports? give --email and --password, or --token".to_owned())),
        }
    }
}

/// What an import brought.
#[derive(Debug)]
pub struct Imported {
    /// The answer as CONTRACT has it.
    pub answer: Value,
    /// Includes everything that was imported.
    pub token: ConsistencyToken,
}

/// Sends a file and shows how far it is.
///
/// # Errors
/// A [`ProblemAnswer`] when the file is refused, and what [`Client`] may say.
pub async fn import(
    client: &Client,
    source: Source,
    reading: &Reading,
    dry_run: bool,
    file: Vec<u8>,
) -> anyhow::Result<Imported> {
    let mut query = vec![("source", source.name().to_owned()), ("zone", reading.zone.clone())];
    query.push(("dry_run", dry_run.to_string()));
    query.extend(reading.unit.clone().map(|unit| ("unit", unit)));
    query.extend(reading.distance_unit.clone().map(|unit| ("distance_unit", unit)));
    let events = client.import(&query, file).await.context("not imported")?;
    follow(events).await
}

async fn follow(mut events: Events) -> anyhow::Result<Imported> {
    let mut progress = Progress::start("importing", "workouts");
    while let Some(event) = events.next().await.context("the import broke off; start it again to continue it")? {
        match event.name.as_str() {
            "progress" => {
                let at = event.json()?;
                progress.show(at["done"].as_u64().unwrap_or(0), at["total"].as_u64().unwrap_or(0));
            }
            "result" => {
                progress.end();
                return imported(&event, &events.token);
            }
            "problem" => {
                progress.end();
                bail!(anyhow::Error::new(ProblemAnswer::parse(0, &event.data)).context("not imported"));
            }
            // a later version may tell more
            _ => {}
        }
    }
    bail!("the import broke off; start it again to continue it")
}

/// The headers of a stream are gone before its import is done: then the token stands in the result.
fn imported(event: &Event, header: &ConsistencyToken) -> anyhow::Result<Imported> {
    let answer = event.json()?;
    let mut token = header.clone();
    if let Some(inside) = answer["consistency_token"].as_str() {
        token.merge(&inside.parse().context("the consistency token of the answer")?);
    }
    Ok(Imported { answer, token })
}
