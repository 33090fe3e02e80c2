//! An HTTP client that does what CONTRACT asks of clients: it waits out a 503.

use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, RequestBuilder};
use schemas::clock::{self, Clock, SystemClock, random_uuid};
use schemas::id::kind;
use serde_json::{Value, json};

use super::until::PATIENCE;

pub(crate) const PASSWORD: &str = "a long walk over seven hills";

/// A caller, signed in or not.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    /// Access token.
    pub(crate) bearer: Option<String>,
    /// Id of the user.
    pub(crate) user: String,
    pub(crate) email: String,
    /// The token of the registration.
    pub(crate) registered: String,
}

/// A request to be sent.
#[derive(Debug)]
pub(crate) struct Request(RequestBuilder);

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// Null when the text is no JSON.
    pub(crate) body: Value,
}

impl Client {
    pub(crate) fn new(url: &str) -> Self {
        let http = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
        let email = format!("{}@example.com", random_uuid().simple());
        Self { http, url: url.to_owned(), bearer: None, user: String::new(), email, registered: String::new() }
    }

    /// Registers and signs in.
    pub(crate) async fn sign_up(mut self) -> Self {
        let account = json!({"email": self.email, "password": PASSWORD});
        let registered = self.post("/v1/identity/users", &account).send().await.expect(201);
        (self.user, self.registered) = (registered.id(), registered.token());
        self.sign_in().await
    }

    /// A new session of a registered user.
    pub(crate) async fn sign_in(mut self) -> Self {
        let grant = json!({"grant_type": "password", "email": self.email, "password": PASSWORD});
        let tokens = self.post("/v1/identity/tokens", &grant).send().await.expect(200).body;
        self.bearer = Some(tokens["access_token"].as_str().unwrap().to_owned());
        self
    }

    /// The same caller, at another process.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    /// The same caller with another access token, or none.
    pub(crate) fn bearing(&self, token: Option<&str>) -> Self {
        Self { bearer: token.map(str::to_owned), ..self.clone() }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> Request {
        let request = self.http.request(method, format!("{}{path}", self.url));
        Request(match &self.bearer {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Request {
        self.request(Method::POST, path).json(body)
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Request {
        self.request(Method::PUT, path).json(body)
    }

    pub(crate) fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// A file to import; `query` as in `source=strong&unit=kg&zone=Europe/Vienna`.
    pub(crate) fn import(&self, query: &str, file: &[u8]) -> Request {
        let request = self.request(Method::POST, &format!("/v1/execution/imports?{query}"));
        request.header("content-type", "text/csv").bytes(file.to_vec())
    }
}

impl Request {
    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").bytes(body.to_string().into_bytes())
    }

    pub(crate) fn bytes(self, body: Vec<u8>) -> Self {
        Self(self.0.body(body))
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// What the answer must include.
    pub(crate) fn after(self, answer: &Answer) -> Self {
        self.header("consistency-token", &answer.token())
    }

    /// Sends it, again while the answer is 503 and patience lasts.
    pub(crate) async fn send(self) -> Answer {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = Self(self.0.try_clone().unwrap()).try_send().await.unwrap();
            if answer.status != 503 || Instant::now() > deadline {
                return answer;
            }
            assert!(answer.headers.contains_key(RETRY_AFTER), "a 503 says when to ask again: {answer:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Sends it once; an error when the process died or does not answer.
    pub(crate) async fn try_send(self) -> reqwest::Result<Answer> {
        let response = self.0.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or_default();
        Ok(Answer { status, headers, text, body })
    }
}

impl Answer {
    /// Fails, showing the answer, when the status is another one.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no header {name}: {self:?}"));
        value.to_str().unwrap()
    }

    #[track_caller]
    pub(crate) fn token(&self) -> String {
        self.header("consistency-token").to_owned()
    }

    #[track_caller]
    pub(crate) fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("no id: {}", self.text)).to_owned()
    }

    /// `unreadable` of `/problems/unreadable`, with everything that every problem must have.
    #[track_caller]
    pub(crate) fn problem(&self) -> &str {
        assert!(self.header("content-type").starts_with("application/problem+json"), "{self:?}");
        assert_eq!(self.body["status"], self.status, "{}", self.text);
        assert_eq!(self.body["correlation_id"], self.header("x-correlation-id"), "{}", self.text);
        assert!(self.body["title"].is_string(), "{}", self.text);
        let name = self.body["type"].as_str().and_then(|name| name.strip_prefix("/problems/"));
        name.unwrap_or_else(|| panic!("no problem type: {}", self.text))
    }
}

/// A new id, as clients make them.
pub(crate) fn new_id() -> String {
    clock::new_id::<kind::Workout>(SystemClock.now()).to_string()
}
