//! Who may act for whom: `identity.access`, a global side table of grants and of tokens for scripts.

use kafka_client::{Codec, LogRecord};
use kafka_engine::{NotCaughtUp, Row, SideTable};
use schemas::{
    digest::Digest,
    id::{TokenId, UserId},
    identity::IdentityAccess,
    key::StateKey,
    partition::{PartitionCount, partition_of},
    seal::{KeyState, Keyring},
};
use service::http::{
    permission::{Permission, unknown_personal_token},
    personal_token::PersonalToken,
    problem::Problem,
};

/// Stores of `identity.access`, as they stand in its keys.
pub const GRANT: &str = "coaching-grant";
/// See [`GRANT`].
pub const TOKEN: &str = "access-token";

/// What is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessKey {
    /// What an athlete granted a coach.
    Grant {
        /// Who granted.
        athlete: UserId,
        /// To whom.
        coach: UserId,
    },
    /// A token for scripts.
    Token {
        /// Whose.
        user: UserId,
        /// Which.
        token: TokenId,
    },
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    /// What is allowed.
    pub permission: Permission,
    /// SHA-256 of a token's secret.
    pub token_hash: Option<Digest>,
}

/// Reads access records.
#[derive(Debug)]
pub struct AccessRow {
    codec: Codec,
}

impl AccessRow {
    /// A reader that decodes with this codec.
    pub fn new(codec: Codec) -> Self {
        Self { codec }
    }
}

impl Row for AccessRow {
    type Key = AccessKey;
    type Value = AccessEntry;

    fn row(&self, record: &LogRecord) -> Option<(AccessKey, Option<AccessEntry>)> {
        let key: StateKey = record.key.parse().ok()?;
        let owner = UserId::from_uuid(key.owner);
        let key = match key.store.as_ref() {
            GRANT => AccessKey::Grant { athlete: owner, coach: key.key.parse().ok()? },
            TOKEN => AccessKey::Token { user: owner, token: key.key.parse().ok()? },
            _ => return None,
        };
        let Some(value) = record.value.as_deref() else { return Some((key, None)) };
        match self.codec.decode_family::<IdentityAccess>(&Unsighted, owner, value) {
            Ok(Some(access)) => Some((key, Some(entry(access)))),
            Ok(None) => None,
            Err(error) => {
                tracing::error!(key = record.key, cause = %error, "access record could not be read");
                // one that cannot be read allows nothing
                Some((key, None))
            }
        }
    }
}

fn entry(access: IdentityAccess) -> AccessEntry {
    match access {
        IdentityAccess::CoachingGrant(grant) => AccessEntry {
            permission: Permission { scopes: grant.scopes, until: grant.until, revoked: grant.revoked_at.is_some() },
            token_hash: None,
        },
        IdentityAccess::AccessToken(token) => AccessEntry {
            permission: Permission {
                scopes: token.scopes,
                until: token.expires_at,
                revoked: token.revoked_at.is_some(),
            },
            token_hash: Some(token.token_hash),
        },
    }
}

/// Opens no text: what tokens are called is nothing to check.
struct Unsighted;

impl Keyring for Unsighted {
    fn key(&self, _: UserId) -> KeyState {
        KeyState::Destroyed
    }
}

/// Grants and tokens as every instance knows them.
#[derive(Debug, Clone)]
pub struct Access {
    table: SideTable<AccessRow>,
    partitions: PartitionCount,
}

impl Access {
    /// Grants and tokens as tailed by this table.
    pub fn new(table: SideTable<AccessRow>, partitions: PartitionCount) -> Self {
        Self { table, partitions }
    }

    /// What an athlete granted a coach, as it stood less than a second ago.
    ///
    /// # Errors
    /// 503 when that cannot be proved.
    pub async fn grant(&self, athlete: UserId, coach: UserId) -> Result<Option<Permission>, Problem> {
        let entry = self.find(athlete, &AccessKey::Grant { athlete, coach }).await?;
        Ok(entry.map(|entry| entry.permission))
    }

    /// What a token for scripts allows, as it stood less than a second ago.
    ///
    /// # Errors
    /// 401 for one that is not in the log, 503 when that cannot be proved.
    pub async fn token(&self, shown: &PersonalToken) -> Result<Permission, Problem> {
        let key = AccessKey::Token { user: shown.user, token: shown.token };
        let entry = self.find(shown.user, &key).await?;
        let known = entry.filter(|entry| entry.token_hash == Some(shown.hash));
        known.map(|entry| entry.permission).ok_or_else(unknown_personal_token)
    }

    async fn find(&self, owner: UserId, key: &AccessKey) -> Result<Option<AccessEntry>, Problem> {
        let home = partition_of(owner.uuid(), self.partitions);
        self.table.proven(home).await.map_err(lagging)?;
        if let Some(entry) = self.table.get(key) {
            return Ok(Some(entry));
        }
        // it may have been granted since the proof
        self.table.caught_up(home).await.map_err(lagging)?;
        Ok(self.table.get(key))
    }
}

fn lagging(_: NotCaughtUp) -> Problem {
    Problem::unavailable("what was granted is being read; ask again in a moment")
}
