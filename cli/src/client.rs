//! An HTTP client of the running system, with no more rights than its user's.

mod problem;
mod sse;

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use reqwest::{IntoUrl, Method, RequestBuilder, Response, StatusCode, Url};
use schemas::{clock::random_uuid, token::ConsistencyToken};
use serde_json::{Value, json};
use service::settings::Settings;

pub use self::{
    problem::ProblemAnswer,
    sse::{Event, Events},
};

/// How long a 503 is waited out: a partition that moves, a token that the tables have not reached.
const PATIENCE: Duration = Duration::from_secs(30);
const CONNECT: Duration = Duration::from_secs(5);
const TOKEN: &str = "consistency-token";

/// A signed-in user, or nobody yet.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}

/// An answer of the system.
#[derive(Debug)]
pub struct Answer {
    /// Its body.
    pub body: Value,
    /// What a query must carry to see what this command did.
    pub token: ConsistencyToken,
}

/// The address of the system on this machine.
pub fn local_url(settings: &Settings) -> String {
    settings.advertised_url(settings.port)
}

impl Client {
    /// A client of the system at `base`, `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(base: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().connect_timeout(CONNECT).build().context("no HTTP client")?;
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), token: None })
    }

    /// The same, acting with an access token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Where the system is.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The access token, once there is one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Registers a user.
    ///
    /// # Errors
    /// A [`ProblemAnswer`] when the system refuses; 409 when the address has an account.
    pub async fn register(&self, email: &str, password: &str) -> anyhow::Result<Answer> {
        let body = json!({ "email": email, "password": password });
        self.answer(&|| self.request(Method::POST, "/v1/identity/users").json(&body)).await
    }

    /// Signs a user in, and gives the client that acts for them.
    ///
    /// # Errors
    /// A [`ProblemAnswer`] when the system refuses; 401 when address or password is wrong.
    pub async fn sign_in(&self, email: &str, password: &str) -> anyhow::Result<Self> {
        let body = json!({ "grant_type": "password", "email": email, "password": password });
        let answer = self.answer(&|| self.request(Method::POST, "/v1/identity/tokens").json(&body)).await?;
        let token = answer.body["access_token"].as_str().context("the answer holds no access token")?;
        Ok(self.clone().with_token(token))
    }

    /// Asks a query; the answer includes everything that `after` names.
    ///
    /// # Errors
    /// A [`ProblemAnswer`] when the system refuses.
    pub async fn get(&self, path: &str, after: &ConsistencyToken) -> anyhow::Result<Value> {
        let request = || {
            let request = self.request(Method::GET, path);
            if after.is_empty() { request } else { request.header(TOKEN, after.to_string()) }
        };
        Ok(self.answer(&request).await?.body)
    }

    /// Sends a file, and follows what becomes of it.
    ///
    /// # Errors
    /// A [`ProblemAnswer`] when the system refuses it whole.
    pub async fn import(&self, query: &[(&str, String)], file: Vec<u8>) -> anyhow::Result<Events> {
        // the same key again would get the first answer instead of a second import
        let key = random_uuid().to_string();
        let path = "/v1/execution/imports";
        let url = Url::parse_with_params(&format!("{}{path}", self.base), query);
        let url = url.with_context(|| format!("{} is no address", self.base))?;
        let request = || {
            self.request_to(Method::POST, url.clone())
                .header("accept", "text/event-stream")
                .header("content-type", "text/csv")
                .header("idempotency-key", &key)
                .body(file.clone())
        };
        let response = self.send(&request).await?;
        let token = token(&response);
        Ok(Events::new(response, token))
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_to(method, format!("{}{path}", self.base))
    }

    fn request_to(&self, method: Method, url: impl IntoUrl) -> RequestBuilder {
        let request = self.http.request(method, url);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    async fn answer(&self, request: &(dyn Fn() -> RequestBuilder + Sync)) -> anyhow::Result<Answer> {
        let response = self.send(request).await?;
        let token = token(&response);
        let body =
            response.json().await.with_context(|| format!("{} answers with something else than JSON", self.base))?;
        Ok(Answer { body, token })
    }

    /// Sends a request, again while the answer is 503 and patience lasts.
    async fn send(&self, request: &(dyn Fn() -> RequestBuilder + Sync)) -> anyhow::Result<Response> {
        let began = Instant::now();
        loop {
            let response = request().send().await.map_err(|error| self.unreachable(error))?;
            let status = response.status();
            if status.is_success() {
                return Ok(response);
            }
            let pause = pause(&response);
            if status != StatusCode::SERVICE_UNAVAILABLE || began.elapsed() + pause > PATIENCE {
                let text = response.text().await.unwrap_or_default();
                bail!(ProblemAnswer::parse(status.as_u16(), &text));
            }
            tokio::time::sleep(pause).await;
        }
    }

    fn unreachable(&self, error: reqwest::Error) -> anyhow::Error {
        if error.is_connect() {
            return anyhow::anyhow!("nothing answers at {}: is it running? (`make up`, TT_PORT, --url)", self.base);
        }
        anyhow::Error::new(error.without_url()).context(format!("no answer from {}", self.base))
    }
}

/// What `Retry-After` asks for, within reason.
fn pause(response: &Response) -> Duration {
    let seconds = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    Duration::from_secs(seconds.unwrap_or(1).clamp(1, 5))
}

fn token(response: &Response) -> ConsistencyToken {
    let header = response.headers().get(TOKEN).and_then(|value| value.to_str().ok());
    header.and_then(|token| token.parse().ok()).unwrap_or_default()
}
