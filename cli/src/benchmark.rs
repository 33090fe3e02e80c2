//! `train-tracker bench`: figures of the running system.

use chrono::NaiveDate;
use clap::Args;
use kafka_client::KafkaSettings;
use service::settings::Settings;

use crate::{client::local_url, exit::Exit, history, out::Out};

/// The same history each time, so that figures of different days compare.
const SEED: u64 = 2021;
const UNTIL: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 11, 20);

/// How to measure.
#[derive(Debug, Args)]
#[command(after_help = "\
Takes about two minutes, and only a system on this machine. It registers some throw-away users, and leaves them.")]
pub struct Bench {
    /// Where the system runs [default: this machine, TT_PORT]
    #[arg(long, value_name = "http://…")]
    url: Option<String>,
    /// Seconds measured per step
    #[arg(long, default_value_t = bench::SECONDS)]
    seconds: u64,
    /// Seconds of load before the first step
    #[arg(long, default_value_t = bench::WARM_UP)]
    warm_up: u64,
    /// The figures as JSON
    #[arg(long)]
    json: bool,
}

impl Bench {
    /// Measures.
    ///
    /// # Errors
    /// When the system is not ready or not on this machine.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let settings = Settings::from_env()?;
        let options = bench::Options {
            url: self.url.unwrap_or_else(|| local_url(&settings)),
            kafka: KafkaSettings::of_service(&settings),
            data_dir: settings.data_dir.clone(),
            history: history::generate(SEED, UNTIL.unwrap_or_default()),
            seconds: self.seconds,
            warm_up: self.warm_up,
        };
        let report = bench::run(options, |line| eprintln!("{line}")).await?;
        if self.json {
            out.json(&report)?
        } else {
            out.line(&report)?
        }
        Ok(Exit::Fine)
    }
}
