//! The account table of `identity.accounts`, which everyone reads.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{id::UserId, record::Record, symbol::Symbol};

/// Whether an account may act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// May act.
    Active,
    /// May not act.
    Deactivated,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for AccountState {
    const NAME: &'static str = "traintracker.identity.AccountState";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Active, "active"), (Self::Deactivated, "deactivated"), (Self::Unknown, "unknown")];
}

/// Status of an account, for everyone to check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.identity")]
pub struct AccountStatus {
    /// The athlete.
    pub user_id: UserId,
    /// Whether it may act.
    pub status: AccountState,
    /// The e-mail address was confirmed.
    pub activated: bool,
    /// Version of the user that says so.
    pub version: i64,
}

impl Record for AccountStatus {
    const NAME: &'static str = "traintracker.identity.AccountStatus";
    const SCHEMA: &'static str = include_str!("../../avro/identity/AccountStatus.v1.avsc");
}
