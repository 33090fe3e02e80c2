//! Who calls, for whom, and with which conditions: everything of a request but its body.

use std::{future::Future, pin::Pin, sync::Arc};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use hmac::{Hmac, Mac};
use schemas::{
    clock::{Clock, new_id},
    digest::Digest,
    id::{CorrelationId, SessionId, UserId},
    identity::Scope,
    time::Instant,
    trace::TraceParent,
};
use service::{
    http::{
        bearer::{Actor, Credential},
        conditional::{After, IdempotencyKey, IfMatch, OnBehalfOf},
        correlation::RequestContext,
        json::Body,
        permission::{account_deactivated, activation_needed, no_athlete, own_account_only, session_needed},
        problem::Problem,
    },
    secrets::Key,
    settings::RequireActivation,
};
use sha2::Sha256;

use crate::{
    access::Access,
    account::{Accounts, Standing},
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
    /// Who may act for whom.
    pub access: Access,
    /// What an account needs a confirmed e-mail address for.
    pub require_activation: RequireActivation,
    /// Keys the digests of requests that carry an `Idempotency-Key`.
    pub digest_key: Key,
}

/// Who is let in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Door {
    /// The person in person.
    Own,
    /// The person in person, with an address that may not be confirmed.
    Newcomer,
    /// Coaches and scripts too, with this scope.
    Scope(Scope),
}

/// A caller whose token was checked and whose account may act.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Whose data it is about.
    pub subject: UserId,
    /// Who acts.
    pub actor: UserId,
    /// The session in which they do; none for a script.
    pub session: Option<SessionId>,
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
    fn origin(&self, at: Instant, on_behalf_of: Option<UserId>) -> Origin {
        Origin {
            command_id: new_id(at),
            correlation_id: self.correlation_id,
            causation_id: None,
            on_behalf_of,
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
            origin: self.head.origin(self.received_at, Some(self.subject).filter(|subject| *subject != self.actor)),
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
            origin: self.head.origin(self.received_at, None),
            if_match: None,
            idempotency: None,
        }
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let credential = Credential::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move { identify(&request, credential.await?, Door::Own).await })
    }
}

/// Who calls and for whom, if this door is open to them.
pub(crate) async fn identify(request: &HttpRequest, credential: Credential, door: Door) -> Result<Caller, Problem> {
    let edge = edge(request)?;
    let OnBehalfOf(athlete) = OnBehalfOf::from_headers(request.headers())?;
    let IfMatch(if_match) = IfMatch::from_headers(request.headers())?;
    let IdempotencyKey(idempotency_key) = IdempotencyKey::from_headers(request.headers())?;
    // what a token names is in the log, and decisions are made on no less than the log
    let After(_) = After::from_headers(request.headers())?;
    let (actor, session) = edge.actor(credential, door).await?;
    let standing = edge.accounts.admit(actor).await?;
    edge.check_activation(standing, door)?;
    let subject = athlete.unwrap_or(actor);
    if subject != actor {
        edge.check_coach(subject, actor, door).await?;
    }
    Ok(Caller {
        subject,
        actor,
        session,
        received_at: edge.clock.now(),
        head: head(request).await?,
        if_match,
        idempotency_key,
        digest: digest(edge, request)?,
    })
}

impl Edge {
    async fn actor(&self, credential: Credential, door: Door) -> Result<(UserId, Option<SessionId>), Problem> {
        match (credential, door) {
            (Credential::Session(Actor { user, session }), _) => Ok((user, Some(session))),
            (Credential::Personal(token), Door::Scope(scope)) => {
                let permission = self.access.token(&token).await?;
                if !permission.is_in_force(self.clock.now()) {
                    return Err(service::http::permission::unknown_personal_token());
                }
                permission.check(scope, self.clock.now())?;
                Ok((token.user, None))
            }
            (Credential::Personal(_), Door::Own | Door::Newcomer) => Err(session_needed()),
        }
    }

    fn check_activation(&self, standing: Standing, door: Door) -> Result<(), Problem> {
        match (self.require_activation, door) {
            (RequireActivation::Always, Door::Own | Door::Scope(_)) if !standing.activated => Err(activation_needed()),
            (RequireActivation::Always | RequireActivation::Sharing | RequireActivation::Never, _) => Ok(()),
        }
    }

    /// Whether what concerns others is open to an account: coaching, webhooks, leaderboards.
    ///
    /// # Errors
    /// 403 for one whose address is not confirmed, where that is asked for.
    pub fn check_sharing(&self, standing: Standing) -> Result<(), Problem> {
        match self.require_activation {
            RequireActivation::Never => Ok(()),
            RequireActivation::Sharing | RequireActivation::Always if standing.activated => Ok(()),
            RequireActivation::Sharing | RequireActivation::Always => Err(activation_needed()),
        }
    }

    /// Whether a coach may go through this door for an athlete, as things stood less than a second ago.
    async fn check_coach(&self, athlete: UserId, coach: UserId, door: Door) -> Result<(), Problem> {
        let Door::Scope(scope) = door else { return Err(own_account_only()) };
        // whether the athlete exists is told only to whom they once granted something
        let grant = self.access.grant(athlete, coach).await?.ok_or_else(no_athlete)?;
        let acting = self.accounts.find_now(coach).await?.filter(|standing| standing.is_active());
        self.check_sharing(acting.ok_or_else(account_deactivated)?)?;
        if !self.accounts.find_now(athlete).await?.is_some_and(Standing::is_active) {
            return Err(account_deactivated().detail("the athlete's account is deactivated"));
        }
        grant.check(scope, self.clock.now())
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
