//! One keep-alive connection, with as little of its own as possible: client and server share the cores.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, bail};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{self, SendRequest},
    header::{AUTHORIZATION, CONTENT_TYPE, HOST},
};
use hyper_util::rt::TokioIo;
use service::{http::conditional::CONSISTENCY_TOKEN, task::spawn_named};
use tokio::net::TcpStream;

/// Longer than anything measured takes: an import too.
const PATIENCE: Duration = Duration::from_secs(60);
/// No answer that is asked for here is larger.
const LARGEST: usize = 1 << 20;

/// A connection to the system.
#[derive(Debug)]
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    /// `Bearer …`, once there is a token.
    pub(crate) authorization: Option<String>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    method: Method,
    path: &'a str,
    body: Option<(&'static str, Bytes)>,
    token: Option<&'a str>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    /// The `Consistency-Token`.
    pub(crate) token: Option<String>,
    pub(crate) body: Bytes,
}

impl<'a> Ask<'a> {
    pub(crate) fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, body: None, token: None }
    }

    pub(crate) fn post(path: &'a str, media_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { method: Method::POST, path, body: Some((media_type, body.into())), token: None }
    }

    pub(crate) fn post_json(path: &'a str, body: &serde_json::Value) -> Self {
        Self::post(path, "application/json", body.to_string())
    }

    /// Without a body.
    pub(crate) fn post_nothing(path: &'a str) -> Self {
        Self { method: Method::POST, ..Self::get(path) }
    }

    /// The answer must include what this token has seen.
    pub(crate) fn after(self, token: Option<&'a str>) -> Self {
        Self { token, ..self }
    }
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let nobody = || format!("nobody answers at {address}: make up");
        let stream = TcpStream::connect(address).await.with_context(nobody)?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.with_context(nobody)?;
        // ends with the sender; what went wrong is told to whoever sends
        spawn_named("bench-connection", async { drop(connection.await) });
        Ok(Self { sender, host: address.to_string(), authorization: None })
    }

    /// Sends and reads the answer, whatever its status.
    pub(crate) async fn send(&mut self, ask: Ask<'_>) -> anyhow::Result<Reply> {
        let told = format!("{} {}", ask.method, ask.path);
        let answered = tokio::time::timeout(PATIENCE, self.exchange(ask)).await;
        answered.with_context(|| format!("{told}: no answer in {} s", PATIENCE.as_secs()))?.context(told)
    }

    async fn exchange(&mut self, ask: Ask<'_>) -> anyhow::Result<Reply> {
        let mut request = Request::builder().method(ask.method).uri(ask.path).header(HOST, &self.host);
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        if let Some(token) = ask.token {
            request = request.header(CONSISTENCY_TOKEN.as_str(), token);
        }
        let body = match ask.body {
            Some((media_type, body)) => {
                request = request.header(CONTENT_TYPE, media_type);
                body
            }
            None => Bytes::new(),
        };
        self.sender.ready().await?;
        let reply = self.sender.send_request(request.body(Full::new(body))?).await?;
        let status = reply.status();
        let token = reply.headers().get(CONSISTENCY_TOKEN.as_str());
        let token = token.and_then(|token| token.to_str().ok()).map(str::to_owned);
        let body = Limited::new(reply.into_body(), LARGEST).collect().await;
        let body = body.map_err(|error| anyhow::anyhow!("the body of the answer: {error}"))?.to_bytes();
        Ok(Reply { status, token, body })
    }
}

impl Reply {
    /// Only a 2xx, or an error that tells what was answered instead.
    pub(crate) fn accepted(self, doing: &str) -> anyhow::Result<Self> {
        if self.status.is_success() {
            return Ok(self);
        }
        let text: String = String::from_utf8_lossy(&self.body).chars().take(500).collect();
        bail!("{doing} was answered {}: {text}", self.status)
    }

    pub(crate) fn json(&self) -> anyhow::Result<serde_json::Value> {
        serde_json::from_slice(&self.body).context("the answer is no JSON")
    }
}

#[cfg(test)]
mod tests;
