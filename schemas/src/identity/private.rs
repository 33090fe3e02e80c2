//! Credentials and activations: events and snapshots that identity alone reads.

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

/// A person chose another password: every session but one ends. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct PasswordChanged {
    /// The athlete.
    pub user_id: UserId,
    /// Argon2id in PHC format.
    pub password_hash: String,
    /// The session that goes on.
    pub kept_session_id: Option<SessionId>,
    /// When.
    pub changed_at: Instant,
}

impl Record for PasswordChanged {
    const NAME: &'static str = "traintracker.identity.PasswordChanged";
    const SCHEMA: &'static str = include_str!("../../avro/identity/PasswordChanged.v1.avsc");
}

/// A one-time token went out to confirm an e-mail address; replaces the one before. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct ActivationTokenIssued {
    /// The athlete.
    pub user_id: UserId,
    /// SHA-256 of the token.
    pub token_hash: Digest,
    /// When.
    pub issued_at: Instant,
    /// When it stops working.
    pub expires_at: Instant,
}

impl Record for ActivationTokenIssued {
    const NAME: &'static str = "traintracker.identity.ActivationTokenIssued";
    const SCHEMA: &'static str = include_str!("../../avro/identity/ActivationTokenIssued.v1.avsc");
}

/// The one-time token came back. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct ActivationTokenUsed {
    /// The athlete.
    pub user_id: UserId,
    /// When.
    pub used_at: Instant,
}

impl Record for ActivationTokenUsed {
    const NAME: &'static str = "traintracker.identity.ActivationTokenUsed";
    const SCHEMA: &'static str = include_str!("../../avro/identity/ActivationTokenUsed.v1.avsc");
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
    /// The session that outlived the last change of password.
    pub kept_session_id: Option<SessionId>,
}

impl Record for CredentialSnapshot {
    const NAME: &'static str = "traintracker.identity.CredentialSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/CredentialSnapshot.v2.avsc");
}

/// State of the confirmation of an e-mail address. Store 'activation'. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct ActivationSnapshot {
    /// The athlete.
    pub user_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// SHA-256 of the token in force.
    pub token_hash: Digest,
    /// When it stops working.
    pub expires_at: Instant,
    /// It came back.
    pub used: bool,
}

impl Record for ActivationSnapshot {
    const NAME: &'static str = "traintracker.identity.ActivationSnapshot";
    const SCHEMA: &'static str = include_str!("../../avro/identity/ActivationSnapshot.v1.avsc");
}
