//! `train-tracker keys`: the keys that sign access tokens.

use std::time::Duration;

use clap::Subcommand;
use serde_json::json;
use service::{
    secrets::rotation::{Rotated, rotate},
    settings::Settings,
};

use crate::{exit::Exit, out::Out};

/// What to do with the keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Let the next key sign, and keep the one before for the tokens in use; where there is no next key yet, announce one
    Rotate {
        /// One JSON object
        #[arg(long)]
        json: bool,
    },
}

impl Keys {
    /// Does it, on the folder of secrets of this machine. Running processes take it up within seconds.
    ///
    /// # Errors
    /// When the folder is not as it should be.
    pub fn execute(&self, out: &mut Out) -> anyhow::Result<Exit> {
        let Self::Rotate { json } = self;
        let rotated = rotate(&Settings::from_env()?.secrets_dir())?;
        let (name, left) = match rotated {
            Rotated::Announced => ("announced", Duration::ZERO),
            Rotated::Moved => ("moved", Duration::ZERO),
            Rotated::TooEarly(left) => ("too_early", left),
        };
        if *json {
            out.json(&json!({"rotated": name, "seconds_left": left.as_secs()}))?;
        } else {
            out.line(match rotated {
                Rotated::Announced => "a next key is announced; rotate again in a minute to sign with it".to_owned(),
                Rotated::Moved => "the next key signs; tokens of the one before work until they end".to_owned(),
                Rotated::TooEarly(left) => {
                    format!("tokens of the key before may be in use for another {} minutes", left.as_secs() / 60 + 1)
                }
            })?;
        }
        Ok(Exit::fine_if(!matches!(rotated, Rotated::TooEarly(_))))
    }
}
