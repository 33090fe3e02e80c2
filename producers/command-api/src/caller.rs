//! Who calls, for whom, and with which conditions: everything of a request but its body.

use std::{future::Future, pin::Pin, sync::Arc};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode, web};
use hmac::{Hmac, Mac};
use schemas::{
    clock::{Clock, new_id},
    digest::Digest,
    id::{CorrelationId, UserId},
    time::Instant,
    trace::TraceParent,
};
use service::{
    http::{
        bearer::Actor,
        conditional::{After, IdempotencyKey, IfMatch, OnBehalfOf},
        correlation::RequestContext,
        json::Body,
        problem::Problem,
    },
    secrets::Key,
};
use sha2::Sha256;

use crate::{
    account::Accounts,
    context::Meta,
    request::{Idempotency, Origin, Request},
};

/// What every command route shares.
#[derive(Debug)]
pub struct Edge {
    /// Tells the time that commands carry.
    pub clock: Arc<dyn Clock>,
    /// Who may act.
    pub accounts: Accounts,
    /// Keys the digests of requests that carry an `Idempotency-Key`.
    pub digest_key: Key,
}

/// A caller whose token was checked and whose account may act.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Whose data it is about.
    pub subject: UserId,
    /// Who acts.
    pub actor: UserId,
    /// When the request came.
    pub received_at: Instant,
    head: Head,
    if_match: Option<u64>,
    idempotency_key: Option<String>,
    /// Begins the digest: method, path and query.
    digest: Hmac<Sha256>,
}

/// A caller without a token: who registers, or signs in.
#[derive(Debug, Clone)]
pub struct Anonymous {
    /// When the request came.
    pub received_at: Instant,
    head: Head,
}

#[derive(Debug, Clone)]
struct Head {
    correlation_id: CorrelationId,
    traceparent: TraceParent,
}

impl Head {
    fn origin(&self, at: Instant) -> Origin {
        Origin {
            command_id: new_id(at),
            correlation_id: self.correlation_id,
            causation_id: None,
            depth: 0,
            traceparent: self.traceparent,
        }
    }
}

impl Caller {
    /// The request for a command that came with this body.
    pub fn request<T, C, const LIMIT: usize>(&self, body: &Body<T, LIMIT>, command: C) -> Request<C> {
        self.request_with(&body.raw, command)
    }

    /// The request for a command that came without a body.
    pub fn request_without_body<C>(&self, command: C) -> Request<C> {
        self.request_with(b"", command)
    }

    /// The request for a command that came with these bytes.
    pub fn request_with<C>(&self, body: &[u8], command: C) -> Request<C> {
        let mut request = self.part(command);
        request.if_match = self.if_match;
        request.idempotency = self.idempotency(body, true);
        request
    }

    /// Begins a request that takes several commands: finds the answer that an earlier try kept,
    /// and keeps none itself.
    pub fn beginning<C>(&self, body: &[u8], command: C) -> Request<C> {
        let mut request = self.part(command);
        request.idempotency = self.idempotency(body, false);
        request
    }

    /// One of the commands that a request is made of; conditions do not apply to it.
    pub fn part<C>(&self, command: C) -> Request<C> {
        Request {
            command,
            meta: Meta { subject: self.subject, actor: self.actor, received_at: self.received_at },
            origin: self.head.origin(self.received_at),
            if_match: None,
            idempotency: None,
        }
    }

    fn idempotency(&self, body: &[u8], keep: bool) -> Option<Idempotency> {
        let key = self.idempotency_key.clone()?;
        let mut digest = self.digest.clone();
        digest.update(body);
        let digest = Digest::from_bytes(digest.finalize().into_bytes().into());
        Some(Idempotency { key, digest, keep })
    }
}

impl Anonymous {
    /// The request for a command about `subject`, who acts. No answer is kept for retries: these
    /// routes take or give secrets.
    pub fn request<C>(&self, subject: UserId, command: C) -> Request<C> {
        Request {
            command,
            meta: Meta { subject, actor: subject, received_at: self.received_at },
            origin: self.head.origin(self.received_at),
            if_match: None,
            idempotency: None,
        }
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let actor = Actor::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let edge = edge(&request)?;
            let Actor { user: actor, .. } = actor.await?;
            let OnBehalfOf(athlete) = OnBehalfOf::from_headers(request.headers())?;
            let IfMatch(if_match) = IfMatch::from_headers(request.headers())?;
            let IdempotencyKey(idempotency_key) = IdempotencyKey::from_headers(request.headers())?;
            // what a token names is in the log, and decisions are made on no less than the log
            let After(_) = After::from_headers(request.headers())?;
            edge.accounts.admit(actor).await?;
            let subject = athlete.unwrap_or(actor);
            if subject != actor {
                return Err(Problem::new(StatusCode::FORBIDDEN, "no-grant", "There is no grant for this")
                    .detail("the athlete has not granted you coaching"));
            }
            Ok(Self {
                subject,
                actor,
                received_at: edge.clock.now(),
                head: head(&request).await?,
                if_match,
                idempotency_key,
                digest: digest(edge, &request)?,
            })
        })
    }
}

impl FromRequest for Anonymous {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self { received_at: edge(&request)?.clock.now(), head: head(&request).await? }) })
    }
}

fn edge(request: &HttpRequest) -> Result<&Edge, Problem> {
    request
        .app_data::<web::Data<Edge>>()
        .map(|edge| edge.get_ref())
        .ok_or_else(|| Problem::internal(anyhow::anyhow!("this server has no command edge")))
}

async fn head(request: &HttpRequest) -> Result<Head, Problem> {
    let context = RequestContext::extract(request)
        .await
        .map_err(|error| Problem::internal(anyhow::anyhow!("no request context: {error}")))?;
    Ok(Head { correlation_id: context.correlation_id, traceparent: context.traceparent })
}

fn digest(edge: &Edge, request: &HttpRequest) -> Result<Hmac<Sha256>, Problem> {
    let mut digest = Hmac::<Sha256>::new_from_slice(edge.digest_key.expose())
        .map_err(|error| Problem::internal(anyhow::anyhow!("digest key: {error}")))?;
    digest.update(request.method().as_str().as_bytes());
    digest.update(b"\n");
    digest.update(request.uri().to_string().as_bytes());
    digest.update(b"\n");
    Ok(digest)
}
