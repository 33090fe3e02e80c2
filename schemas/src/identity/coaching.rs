//! Events of `identity.events` about coaching, and the grants of `identity.access`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{id::UserId, record::Record, time::Instant};

use super::Scope;
/// An athlete lets a coach act for them; replaces what was granted before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct CoachingGranted {
    /// The athlete.
    pub user_id: UserId,
    /// The coach.
    pub coach_id: UserId,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub until: Option<Instant>,
    /// When.
    pub granted_at: Instant,
}

impl Record for CoachingGranted {
    const NAME: &'static str = "traintracker.identity.CoachingGranted";
    const SCHEMA: &'static str = include_str!("../../avro/identity/CoachingGranted.v1.avsc");
}

/// An athlete no longer lets a coach act for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct CoachingRevoked {
    /// The athlete.
    pub user_id: UserId,
    /// The coach.
    pub coach_id: UserId,
    /// When.
    pub revoked_at: Instant,
}

impl Record for CoachingRevoked {
    const NAME: &'static str = "traintracker.identity.CoachingRevoked";
    const SCHEMA: &'static str = include_str!("../../avro/identity/CoachingRevoked.v1.avsc");
}

/// What an athlete granted a coach, for everyone to check. Store 'coaching-grant'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct CoachingGrant {
    /// The athlete.
    pub user_id: UserId,
    /// The coach.
    pub coach_id: UserId,
    /// Version of the aggregate: sequence of its last event.
    pub version: i64,
    /// Version of the fold that made this.
    pub fold_version: i32,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub until: Option<Instant>,
    /// When it was granted last.
    pub granted_at: Instant,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl Record for CoachingGrant {
    const NAME: &'static str = "traintracker.identity.CoachingGrant";
    const SCHEMA: &'static str = include_str!("../../avro/identity/CoachingGrant.v1.avsc");
}
