//! The schema registry, through its Confluent-compatible API.
//!
//! Plain HTTP instead of `schema_registry_converter`: that crate offers neither the look-up of a schema under its
//! subject (it registers or takes the latest), nor the compatibility of a subject, nor the reasons of a refusal,
//! and it caches errors.

mod apicurio;

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

/// In front of Apicurio's reasons.
const EXCEPTION: &str = "io.apicurio.registry.rules.RuleViolationException: ";
const TIMEOUT: Duration = Duration::from_secs(15);
/// The compatibility that demands nothing.
pub(crate) const NONE: &str = "NONE";
const CONTENT_TYPE: &str = "application/vnd.schemaregistry.v1+json";

/// Why the registry did not do as asked.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum RegistryError {
    /// No answer, or one that is not the registry's.
    #[error("schema registry at {url}: {reason}")]
    Unreachable {
        /// Base address.
        url: String,
        /// What the HTTP client says.
        reason: String,
    },
    /// A schema breaks the compatibility of its subject.
    #[error("schema of {subject} is incompatible with a registered version: {reasons}")]
    Incompatible {
        /// Which subject.
        subject: String,
        /// The registry's words.
        reasons: String,
    },
    /// A schema is not registered.
    #[error("the current schema of {subject} is not registered: run `train-tracker schemas register`")]
    Unregistered {
        /// Which subject.
        subject: String,
    },
    /// Refused otherwise.
    #[error("schema registry refuses {what}: {status} {message}")]
    Refused {
        /// What was asked.
        what: String,
        /// HTTP status.
        status: u16,
        /// The registry's words.
        message: String,
    },
}

/// A client of one registry.
#[derive(Clone, Debug)]
pub(crate) struct Registry {
    url: String,
    http: Client,
}

#[derive(Deserialize)]
struct Id {
    id: i32,
}

impl Registry {
    /// `url` is the base, such as `http://127.0.0.1:8081/apis/ccompat/v7`.
    pub(crate) fn new(url: &str) -> Result<Self, RegistryError> {
        let url = url.trim_end_matches('/').to_owned();
        let built = Client::builder().timeout(TIMEOUT).connect_timeout(Duration::from_secs(5)).build();
        match built {
            Ok(http) => Ok(Self { url, http }),
            Err(error) => Err(RegistryError::Unreachable { url, reason: causes(&error) }),
        }
    }

    /// The id of exactly this schema under `subject`, if it is registered there.
    pub(crate) async fn find(&self, subject: &str, schema: &str) -> Result<Option<i32>, RegistryError> {
        let path = format!("subjects/{}", encoded(subject));
        let answer = self.send(self.post(&path, &schema_body(schema))).await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        self.read::<Id>(subject, answer).await.map(|found| Some(found.id))
    }

    /// Registers a version; one that is there already keeps its id.
    pub(crate) async fn register(&self, subject: &str, schema: &str) -> Result<i32, RegistryError> {
        let path = format!("subjects/{}/versions", encoded(subject));
        let answer = self.send(self.post(&path, &schema_body(schema))).await?;
        if answer.status() == StatusCode::CONFLICT {
            let reasons = message(answer).await;
            return Err(RegistryError::Incompatible { subject: subject.to_owned(), reasons });
        }
        self.read::<Id>(subject, answer).await.map(|found| found.id)
    }

    /// Why this schema cannot be registered under `subject`; `None` when it can.
    pub(crate) async fn objections(&self, subject: &str, schema: &str) -> Result<Option<String>, RegistryError> {
        #[derive(Deserialize)]
        struct Verdict {
            is_compatible: bool,
            #[serde(default)]
            messages: Vec<String>,
        }
        if let Some(api) = self.apicurio() {
            return api.objections(subject, schema).await;
        }
        let path = format!("compatibility/subjects/{}/versions?verbose=true", encoded(subject));
        let answer = self.send(self.post(&path, &schema_body(schema))).await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let verdict: Verdict = self.read(subject, answer).await?;
        Ok((!verdict.is_compatible).then(|| verdict.messages.join("; ")))
    }

    /// The text of the schema with this id.
    pub(crate) async fn schema(&self, id: i32) -> Result<String, RegistryError> {
        #[derive(Deserialize)]
        struct Found {
            schema: String,
        }
        let answer = self.send(self.http.get(format!("{}/schemas/ids/{id}", self.url))).await?;
        self.read::<Found>(&format!("schema {id}"), answer).await.map(|found| found.schema)
    }

    /// The compatibility set for `subject` itself, if any. Apicurio says `NONE` for none as well.
    pub(crate) async fn compatibility(&self, subject: &str) -> Result<Option<String>, RegistryError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Config {
            compatibility_level: String,
        }
        let answer = self.send(self.http.get(format!("{}/config/{}", self.url, encoded(subject)))).await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        self.read::<Config>(subject, answer).await.map(|config| Some(config.compatibility_level))
    }

    /// Sets the compatibility of `subject`; `false` when the registry knows no such subject yet.
    pub(crate) async fn set_compatibility(&self, subject: &str, level: &str) -> Result<bool, RegistryError> {
        if let Some(api) = self.apicurio().filter(|_| level == NONE) {
            return api.demand_nothing(subject).await;
        }
        let url = format!("{}/config/{}", self.url, encoded(subject));
        let body = json!({ "compatibility": level });
        let answer = self.send(with_body(self.http.put(url), &body)).await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(false);
        }
        self.read::<Value>(subject, answer).await.map(|_| true)
    }

    /// Deletes a subject for good; one that is not there is no error.
    pub(crate) async fn delete(&self, subject: &str) -> Result<(), RegistryError> {
        for query in ["", "?permanent=true"] {
            let url = format!("{}/subjects/{}{query}", self.url, encoded(subject));
            let answer = self.send(self.http.delete(url)).await?;
            if answer.status() != StatusCode::NOT_FOUND {
                self.read::<Value>(subject, answer).await?;
            }
        }
        Ok(())
    }

    /// All subjects.
    pub(crate) async fn subjects(&self) -> Result<Vec<String>, RegistryError> {
        let answer = self.send(self.http.get(format!("{}/subjects", self.url))).await?;
        self.read("the list of subjects", answer).await
    }

    fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        let url = format!("{}/{path}", self.url);
        with_body(self.http.post(url), body)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, RegistryError> {
        request.send().await.map_err(|error| self.unreachable(&error))
    }

    async fn read<T: for<'de> Deserialize<'de>>(&self, what: &str, answer: Response) -> Result<T, RegistryError> {
        let status = answer.status();
        if !status.is_success() {
            let message = message(answer).await;
            return Err(RegistryError::Refused { what: what.to_owned(), status: status.as_u16(), message });
        }
        answer.json().await.map_err(|error| self.unreachable(&error))
    }

    fn unreachable(&self, error: &reqwest::Error) -> RegistryError {
        RegistryError::Unreachable { url: self.url.clone(), reason: causes(error) }
    }
}

fn with_body(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request.header("content-type", CONTENT_TYPE).body(body.to_string())
}

fn schema_body(schema: &str) -> Value {
    json!({ "schema": schema, "schemaType": "AVRO" })
}

/// What the registry says about a refusal; its whole answer when that is not in the usual form.
async fn message(answer: Response) -> String {
    let text = answer.text().await.unwrap_or_default();
    let said = serde_json::from_str::<Value>(&text).ok();
    let words = said.as_ref().and_then(|said| said["message"].as_str().or_else(|| said["detail"].as_str()));
    words.map(|words| words.trim_start_matches(EXCEPTION).to_owned()).unwrap_or(text)
}

/// reqwest tells the reason only in the sources of its error.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

/// A subject as one segment of a path. Prefix, topic and record names need no escaping; nothing else gets through.
fn encoded(subject: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    subject
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_subject_stays_one_segment_of_the_path() {
        assert_eq!(encoded("t1-goal.events-traintracker.goal.GoalSet"), "t1-goal.events-traintracker.goal.GoalSet");
        assert_eq!(encoded("a/b ?"), "a%2Fb%20%3F");
    }
}
