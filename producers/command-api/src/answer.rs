//! What an accepted command answers, and why one is not accepted.

use actix_web::{HttpResponse, http::StatusCode};
use schemas::token::ConsistencyToken;
use serde::{Deserialize, Serialize};
use service::http::problem::Problem;
use utoipa::ToSchema;
use uuid::Uuid;

/// An event that a command recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EventRef {
    /// Its `ce_id`.
    pub id: Uuid,
    /// Its `ce_type`, `execution.SetLogged`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Version of its aggregate.
    pub sequence: u64,
}

/// The body of every accepted command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Accepted {
    /// The aggregate's id.
    pub id: Uuid,
    /// The aggregate's version now: the sequence of its last event.
    pub version: u64,
    /// What was recorded; empty when there was nothing to record.
    pub events: Vec<EventRef>,
}

/// An accepted command's answer as it is kept for retries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer<R> {
    /// What every command tells.
    pub accepted: Accepted,
    /// Whether the aggregate began with this command.
    pub created: bool,
    /// What this kind of command tells beside it.
    pub reply: R,
    /// Includes everything that this answer speaks of.
    #[serde(skip)]
    pub token: ConsistencyToken,
}

impl<R> Answer<R> {
    /// 200 with the standard body.
    pub fn ok(&self) -> HttpResponse {
        self.respond(StatusCode::OK, None)
    }

    /// 201 with `Location` when the aggregate began with this command, else 200: the same id with
    /// the same content again.
    pub fn created(&self, location: &str) -> HttpResponse {
        let status = if self.created { StatusCode::CREATED } else { StatusCode::OK };
        self.respond(status, Some(location))
    }

    /// 202: what was asked for has begun, and ends without whoever asked.
    pub fn accepted(&self) -> HttpResponse {
        self.respond(StatusCode::ACCEPTED, None)
    }

    fn respond(&self, status: StatusCode, location: Option<&str>) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        response.insert_header(("ETag", format!("\"{}\"", self.accepted.version)));
        response.insert_header(("Consistency-Token", self.token.to_string()));
        if let Some(location) = location {
            response.insert_header(("Location", location));
        }
        response.json(&self.accepted)
    }
}

/// Why a command was not accepted.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure<R> {
    /// The context says no.
    Rejected(R),
    /// `Idempotency-Key` was used for another request.
    KeyReused,
    /// `If-Match` names another version than the current one.
    Stale {
        /// The version to look at; 0 when there is nothing yet.
        current_version: u64,
    },
    /// It would write more than fits one transaction or one record.
    TooLarge {
        /// How much.
        bytes: usize,
    },
    /// It could not be decided; nothing was written.
    Broken,
    /// Its partition is not available at the moment; it left zero or one effect.
    Unavailable,
}

/// A context's rejection as it is told over HTTP.
pub trait Refusal {
    /// The problem with status, type and the fields concerned.
    fn problem(&self) -> Problem;
}

impl<R: Refusal> From<Failure<R>> for Problem {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Rejected(rejection) => rejection.problem(),
            Failure::KeyReused => Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "This Idempotency-Key was used for another request",
            )
            .detail("a key belongs to one request: the same method, path and body; choose a new key for a new request"),
            Failure::Stale { current_version } => Problem::precondition_failed(current_version),
            Failure::TooLarge { bytes } => {
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "command-too-large", "The command is too large")
                    .detail(format!("it would write {bytes} bytes; split it"))
            }
            Failure::Broken => Problem::internal(anyhow::anyhow!("a command could not be decided")),
            Failure::Unavailable => Problem::unavailable(
                "whoever decides for this person is moving or starting; ask again with the same Idempotency-Key",
            ),
        }
    }
}
