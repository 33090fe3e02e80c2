//! `train-tracker verify`: folds the log again by code of its own, and compares.
//!
//! Nothing here uses what the services decide and fold with: records are decoded generically ([`scan`]), their fields read by
//! shapes of this module ([`fact`]). [`aggregates`] looks at keys, headers, versions and commands; [`snapshots`], [`goals`] and
//! [`tables`] each fold the events their own way and compare. Everything may go on while it is verified: events are read first
//! (what they hold then is *settled*), snapshots and derived records after that, the tables in one snapshot of the database, and
//! events once more up to all of it. So whatever is compared stands on events that were read. What is merely under way is given
//! some seconds to arrive.

mod aggregates;
mod fact;
mod goals;
mod intake;
mod planning;
mod profile;
mod report;
mod scan;
mod snapshots;
mod tables;
#[cfg(test)]
mod testing;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::Context;
use clap::Args;
use kafka_client::{KafkaSettings, admin::topics};
use projections::database::ReadSchema;
use service::settings::Settings;
use tokio_postgres::{Client, IsolationLevel};

use self::{
    report::Report,
    scan::{DERIVED, EVENTS, History, STATE, Scan},
};
use crate::{
    exit::Exit,
    log::{At, Decoder, keys, learning_codec},
    out::Out,
};

/// Between looks at what is under way.
const PAUSE: Duration = Duration::from_millis(500);
/// Most dead letters told one by one.
const SHOWN: usize = 20;

/// How to verify.
#[derive(Debug, Args)]
#[command(after_help = "\
Compares events, snapshots, derived topics and read tables, each with an own fold of the log. The services may run meanwhile.
Exit code 1 on any difference. Sealed texts are opened, so it runs where the secrets are (TT_DATA_DIR).

Examples:
  train-tracker verify
  train-tracker verify --json | jq '.checks[] | select(.differences > 0)'")]
pub struct Verify {
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// How long to wait for what is under way
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
}

impl Verify {
    /// Verifies.
    ///
    /// # Errors
    /// When a server is away, or the topics or tables are not there.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let settings = Settings::from_env()?;
        let kafka = KafkaSettings::of_service(&settings);
        topics::check_partitions(&kafka).await?;
        let decoder = Decoder::new(learning_codec(&kafka, &settings.registry_url).await?, Some(keys(&settings).await?));
        let schema = ReadSchema::live(settings.postgres_url.expose(), &settings.prefix);
        let mut client = schema.connect().await.context("the read tables cannot be reached")?;
        let mut history = History::default();
        history.envelopes.partitions = Some(kafka.partitions);
        let mut scan = Scan::new(kafka, decoder);
        let until = Instant::now() + Duration::from_secs(self.wait);
        let report = loop {
            let (report, is_under_way) = round(&mut scan, &mut history, &mut client).await?;
            if !is_under_way || Instant::now() >= until {
                break report;
            }
            tokio::time::sleep(PAUSE).await;
        };
        if self.json {
            out.json(&report)?;
        } else {
            report.print(out)?;
        }
        Ok(Exit::fine_if(report.is_fine()))
    }
}

/// Reads on and compares everything; also whether somebody still has to catch up.
async fn round(scan: &mut Scan, history: &mut History, client: &mut Client) -> anyhow::Result<(Report, bool)> {
    let settled = scan.read_on(&[EVENTS], history).await?;
    let kept = scan.read_on(&[STATE, DERIVED], history).await?;
    let transaction =
        client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start().await?;
    let positions = tables::positions(&transaction).await?;
    scan.read_on(&[EVENTS, DERIVED], history).await?;

    let mut checks = history.envelopes.checks(&settled);
    checks.push(snapshots::check(history, &settled, &kept));
    let goals = goals::check(history, &settled);
    // all else is compared with events that were read; an achievement comes back through a command
    let is_pending = goals.achievements.differences() > 0;
    checks.extend([goals.progress, goals.achievements]);
    checks.extend(tables::check(&transaction, history, &positions).await?);
    let skipped = tables::skipped(&transaction).await?;
    transaction.commit().await?;

    let mut notes = goals.behind;
    notes.extend(lag(history, &settled, &positions));
    let is_under_way = is_pending || !notes.is_empty();
    notes.extend(letters(history, skipped));
    Ok((Report::new(checks, notes), is_under_way))
}

/// Where the tables do not show yet what was settled: late, not wrong.
fn lag(history: &History, settled: &BTreeMap<At, i64>, positions: &BTreeMap<At, i64>) -> Vec<String> {
    let mut ends: BTreeMap<At, i64> = BTreeMap::new();
    for event in &history.events {
        if settled.get(&event.at).is_some_and(|end| event.offset < *end) {
            ends.insert(event.at, event.offset + 1);
        }
    }
    let behind = ends.into_iter().filter_map(|(at, end)| {
        // topics without a position concern no table
        let next = *positions.get(&at)?;
        (next < end).then(|| format!("the tables stand at {next} in {}-{}, which goes to {end}", at.0, at.1))
    });
    behind.collect()
}

/// Dead letters that wait for a fix. Projections keeps its list in a table, which a rebuild shortens; the others only have the
/// topic.
fn letters(history: &History, skipped: BTreeMap<String, String>) -> Vec<String> {
    let mut waiting = skipped;
    for (key, letter) in &history.letters {
        if letter["service"] != "projections" {
            waiting.insert(key.clone(), letter["cause"].as_str().unwrap_or_default().to_owned());
        }
    }
    let mut notes: Vec<String> =
        waiting.iter().take(SHOWN).map(|(key, cause)| format!("dead letter {key}: {cause}")).collect();
    if waiting.len() > SHOWN {
        notes.push(format!("and {} more: train-tracker dead-letters list", waiting.len() - SHOWN));
    }
    notes
}
