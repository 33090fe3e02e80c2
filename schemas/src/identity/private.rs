//! Credentials and sessions: events and snapshots that identity alone reads.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    id::{SessionId, UserId},
    record::Record,
    time::Instant,
};

/// A person chose a password. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct CredentialCreated {
    /// The athlete.
    pub user_id: UserId,
    /// Argon2id in PHC format.
    pub password_hash: String,
    /// When.
    pub created_at: Instant,
}

impl Record for CredentialCreated {
    const NAME: &'static str = "traintracker.identity.CredentialCreated";
    const SCHEMA: &'static str = include_str!("../../avro/identity/CredentialCreated.v1.avsc");
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

/// State of a credential. Store 'credential'. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct CredentialSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// Argon2id in PHC format.
    pub password_hash: String,
}

impl Record for CredentialSnapshot {
    const NAME: &'static str = "traintracker.identity.CredentialSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/CredentialSnapshot.v1.avsc");
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
}

impl Record for SessionSnapshot {
    const NAME: &'static str = "traintracker.identity.SessionSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/SessionSnapshot.v1.avsc");
}
