//! `train-tracker demo`: a user, a history, and what came of it.

mod account;
mod totals;

use std::{fs, path::PathBuf};

use anyhow::Context;
use chrono::NaiveDate;
use clap::Args;
use schemas::{
    clock::{Clock, SystemClock},
    time::{Zone, local_date},
};
use service::settings::Settings;

use self::account::Account;
use crate::{
    client::{Client, local_url},
    exit::Exit,
    history,
    import::{Reading, Report, Source, import},
    out::Out,
};

/// The history is the same wherever it is generated.
const SEED: u64 = 2021;

/// What to import.
#[derive(Debug, Args)]
#[command(after_help = "\
Without --file a history of two years in the format of Strong is generated first, and kept in the data folder.
Running it again imports nothing twice.

Example:
  train-tracker demo --file my-strong.csv --source strong --unit kg --zone Europe/Berlin")]
pub struct Demo {
    /// An exported history
    #[arg(long)]
    file: Option<PathBuf>,
    /// The app that exported it
    #[arg(long, value_enum, default_value = "strong")]
    source: Source,
    /// Unit of weights that have none in the file
    #[arg(long, value_parser = ["kg", "lb"], default_value = "kg")]
    unit: String,
    /// IANA zone of the clock that the file's times were read from
    #[arg(long, default_value = "UTC")]
    zone: String,
}

impl Demo {
    /// Imports, and shows what came of it.
    ///
    /// # Errors
    /// When the system is away or refuses the file.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let settings = Settings::from_env()?;
        let file = match &self.file {
            Some(path) => fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?,
            None => generated(&settings)?,
        };
        // a generated history is one of Strong in kilograms, whatever the file that is not there was said to be
        let (source, unit) = match self.file {
            Some(_) => (self.source, self.unit),
            None => (Source::Strong, "kg".to_owned()),
        };
        let client = Client::new(&local_url(&settings))?;
        let (account, client) = Account::signed_in(&settings.data_dir, &client).await?;
        let reading = Reading::new(unit, self.zone);
        let imported = import(&client, source, &reading, false, file).await?;
        Report::of(&imported.answer)?.print(out)?;
        totals::print(out, &client, &imported.token).await?;
        account.print(out, client.base())?;
        Ok(Exit::Fine)
    }
}

/// The generated history. It ends on the day on which it was first made, and is kept, so that importing it again is importing
/// the same.
fn generated(settings: &Settings) -> anyhow::Result<Vec<u8>> {
    let path = settings.data_dir.join("demo").join("history.csv");
    if let Ok(kept) = fs::read(&path) {
        return Ok(kept);
    }
    let today: NaiveDate = local_date(SystemClock.now(), Zone::UTC).naive();
    let text = history::generate(SEED, today);
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(&settings.data_dir))?;
        fs::write(&path, &text)
    };
    write().with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(text.into_bytes())
}
