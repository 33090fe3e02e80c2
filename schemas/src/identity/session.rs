//! Sessions: events and snapshots that identity alone reads.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    id::{SessionId, UserId},
    record::Record,
    symbol::Symbol,
    time::Instant,
};

/// Why a session ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionEnd {
    /// Its person ended it.
    SignedOut,
    /// A refresh token came a second time: one of the two who have it has no right to it.
    TokenReused,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for SessionEnd {
    const NAME: &'static str = "traintracker.identity.SessionEnd";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::SignedOut, "signed_out"), (Self::TokenReused, "token_reused"), (Self::Unknown, "unknown")];
}

/// A person signed in. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct SessionStarted {
    /// The athlete.
    pub user_id: UserId,
    /// The session.
    pub session_id: SessionId,
    /// Version of the credential that was verified.
    pub credential_version: i64,
    /// SHA-256 of the refresh token in force.
    pub refresh_token_hash: Digest,
    /// When it began.
    pub started_at: Instant,
    /// When it ends unless refreshed.
    pub expires_at: Instant,
}

impl Record for SessionStarted {
    const NAME: &'static str = "traintracker.identity.SessionStarted";
    const SCHEMA: &'static str = include_str!("../../avro/identity/SessionStarted.v1.avsc");
}

/// A session got its next refresh token. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct SessionRefreshed {
    /// The athlete.
    pub user_id: UserId,
    /// The session.
    pub session_id: SessionId,
    /// SHA-256 of the refresh token in force.
    pub refresh_token_hash: Digest,
    /// When.
    pub refreshed_at: Instant,
    /// When it ends unless refreshed.
    pub expires_at: Instant,
}

impl Record for SessionRefreshed {
    const NAME: &'static str = "traintracker.identity.SessionRefreshed";
    const SCHEMA: &'static str = include_str!("../../avro/identity/SessionRefreshed.v1.avsc");
}

/// A session is over. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct SessionEnded {
    /// The athlete.
    pub user_id: UserId,
    /// The session.
    pub session_id: SessionId,
    /// Why.
    pub reason: SessionEnd,
    /// When.
    pub ended_at: Instant,
}

impl Record for SessionEnded {
    const NAME: &'static str = "traintracker.identity.SessionEnded";
    const SCHEMA: &'static str = include_str!("../../avro/identity/SessionEnded.v1.avsc");
}

/// State of a session. Store 'session'. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct SessionSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// The session.
    pub session_id: SessionId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// Version of the credential that was verified.
    pub credential_version: i64,
    /// SHA-256 of the refresh token in force.
    pub refresh_token_hash: Digest,
    /// When it began.
    pub started_at: Instant,
    /// When it ends unless refreshed.
    pub expires_at: Instant,
    /// It is over.
    #[avro(default = "false")]
    pub ended: bool,
}

impl Record for SessionSnapshot {
    const NAME: &'static str = "traintracker.identity.SessionSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/SessionSnapshot.v2.avsc");
}
