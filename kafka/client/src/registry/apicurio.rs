//! Where Apicurio's Confluent-compatible API falls short, its own does it.
//!
//! - `NONE` for a subject removes its rule there, after which the global rule holds again; a rule that says `NONE`
//!   lifts the global one for this subject.
//! - The check of compatibility gives no reasons there; a dry run does.

use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::json;

use super::{NONE, Registry, RegistryError, encoded, message};

const CONFLUENT_PATH: &str = "/apis/ccompat/";
const RULE: &str = "COMPATIBILITY";

/// Apicurio's own API, version 3.
pub(super) struct Apicurio<'r> {
    registry: &'r Registry,
    artifacts: String,
}

impl Registry {
    /// `None` for other registries.
    pub(super) fn apicurio(&self) -> Option<Apicurio<'_>> {
        let (host, _) = self.url.split_once(CONFLUENT_PATH)?;
        Some(Apicurio { registry: self, artifacts: format!("{host}/apis/registry/v3/groups/default/artifacts") })
    }
}

impl Apicurio<'_> {
    /// Lets every schema into `subject`; `false` when there is no such subject yet.
    pub(super) async fn demand_nothing(&self, subject: &str) -> Result<bool, RegistryError> {
        let rules = format!("{}/{}/rules", self.artifacts, encoded(subject));
        let rule = json!({ "ruleType": RULE, "config": NONE });
        let http = &self.registry.http;
        let changed = self.send(http.put(format!("{rules}/{RULE}")).json(&rule)).await?;
        if changed.status() != StatusCode::NOT_FOUND {
            return done(subject, changed).await;
        }
        let made = self.send(http.post(rules).json(&rule)).await?;
        if made.status() == StatusCode::NOT_FOUND {
            return Ok(false);
        }
        done(subject, made).await
    }

    /// Why this schema cannot be registered under `subject`; `None` when it can.
    pub(super) async fn objections(&self, subject: &str, schema: &str) -> Result<Option<String>, RegistryError> {
        let url = format!("{}/{}/versions?dryRun=true", self.artifacts, encoded(subject));
        let body = json!({ "content": { "content": schema, "contentType": "application/json" } });
        let answer = self.send(self.registry.http.post(url).json(&body)).await?;
        if answer.status() == StatusCode::CONFLICT {
            return Ok(Some(message(answer).await));
        }
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        done(subject, answer).await.map(|_| None)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, RegistryError> {
        self.registry.send(request).await
    }
}

async fn done(subject: &str, answer: Response) -> Result<bool, RegistryError> {
    let status = answer.status();
    if status.is_success() {
        return Ok(true);
    }
    let message = message(answer).await;
    Err(RegistryError::Refused { what: subject.to_owned(), status: status.as_u16(), message })
}
