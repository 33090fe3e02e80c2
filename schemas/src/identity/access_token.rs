//! Tokens for scripts: events of `identity.private`, and the tokens of `identity.access`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    digest::Digest,
    id::{TokenId, UserId},
    record::Record,
    text::Text,
    time::Instant,
};

use super::Scope;
/// A person made a token for a script of theirs. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct AccessTokenCreated {
    /// The athlete.
    pub user_id: UserId,
    /// The token.
    pub token_id: TokenId,
    /// What it is for.
    pub name: Text,
    /// SHA-256 of its secret.
    pub token_hash: Digest,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it stops working.
    pub expires_at: Option<Instant>,
    /// When.
    pub created_at: Instant,
}

impl Record for AccessTokenCreated {
    const NAME: &'static str = "traintracker.identity.AccessTokenCreated";
    const SCHEMA: &'static str = include_str!("../../avro/identity/AccessTokenCreated.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
    }
}

/// A token for a script works no longer. Private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct AccessTokenRevoked {
    /// The athlete.
    pub user_id: UserId,
    /// The token.
    pub token_id: TokenId,
    /// When.
    pub revoked_at: Instant,
}

impl Record for AccessTokenRevoked {
    const NAME: &'static str = "traintracker.identity.AccessTokenRevoked";
    const SCHEMA: &'static str = include_str!("../../avro/identity/AccessTokenRevoked.v1.avsc");
}

/// A token for a person's scripts, for everyone to check. Store 'access-token'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct AccessToken {
    /// The athlete.
    pub user_id: UserId,
    /// The token.
    pub token_id: TokenId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// What it is for.
    pub name: Text,
    /// SHA-256 of its secret.
    pub token_hash: Digest,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Instant,
    /// When it stops working.
    pub expires_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl Record for AccessToken {
    const NAME: &'static str = "traintracker.identity.AccessToken";
    const SCHEMA: &'static str = include_str!("../../avro/identity/AccessToken.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
    }
}
