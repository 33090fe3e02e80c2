//! `train-tracker status`: whether the running process can do its work.

use anyhow::Context;
use clap::Args;
use serde_json::Value;
use service::settings::Settings;

use crate::{client::local_url, exit::Exit, out::Out};

/// Which process to ask.
#[derive(Debug, Args)]
pub struct Status {
    /// Where it runs [default: this machine, TT_PORT]
    #[arg(long, value_name = "http://…")]
    url: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

impl Status {
    /// Asks it.
    ///
    /// # Errors
    /// When nothing answers.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let url = match self.url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => local_url(&Settings::from_env()?),
        };
        let http = reqwest::Client::builder().timeout(std::time::Duration::from_secs(5)).build()?;
        let answer = http.get(format!("{url}/healthz/ready")).send().await.map_err(reqwest::Error::without_url);
        let answer = answer.with_context(|| format!("nothing answers at {url}"))?;
        let ready = answer.status().is_success();
        let body: Value = answer.json().await.with_context(|| format!("what answers at {url} is not Train Tracker"))?;
        if self.json {
            out.json(&body)?;
        } else {
            out.line(format_args!("{url}: {}", if ready { "ready" } else { "not ready" }))?;
            for check in body["checks"].as_array().into_iter().flatten() {
                let state =
                    if check["ready"] == true { "ready" } else { check["detail"].as_str().unwrap_or("not ready") };
                out.line(format_args!("  {:<20} {state}", check["name"].as_str().unwrap_or_default()))?;
            }
        }
        Ok(Exit::fine_if(ready))
    }
}
