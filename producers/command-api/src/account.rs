//! Whether an account may act: `identity.accounts`, a global side table.

use actix_web::http::StatusCode;
use kafka_client::{Codec, LogRecord};
use kafka_engine::{Row, SideTable};
use key_store::KeyStore;
use schemas::{
    id::UserId,
    identity::{AccountState, AccountStatus},
    key::owner_of,
    partition::{PartitionCount, partition_of},
};
use service::http::problem::Problem;

/// Reads account records.
#[derive(Debug)]
pub struct AccountRow {
    codec: Codec,
    keys: KeyStore,
}

impl AccountRow {
    /// A reader that decodes with this codec; accounts hold no sealed text.
    pub fn new(codec: Codec, keys: KeyStore) -> Self {
        Self { codec, keys }
    }
}

impl Row for AccountRow {
    type Key = UserId;
    type Value = AccountState;

    fn row(&self, record: &LogRecord) -> Option<(UserId, Option<AccountState>)> {
        let user = UserId::from_uuid(owner_of(&record.key)?);
        let Some(value) = record.value.as_deref() else { return Some((user, None)) };
        match self.codec.decode::<AccountStatus>(&self.keys, user, value) {
            Ok(account) => Some((user, Some(account.status))),
            Err(error) => {
                // who cannot be read cannot act: the row stays as it was, missing or not
                tracing::error!(user.id = %user, cause = %error, "account record could not be read");
                None
            }
        }
    }
}

/// The accounts as every instance knows them.
#[derive(Debug, Clone)]
pub struct Accounts {
    table: SideTable<AccountRow>,
    partitions: PartitionCount,
}

impl Accounts {
    /// Accounts as tailed by this table.
    pub fn new(table: SideTable<AccountRow>, partitions: PartitionCount) -> Self {
        Self { table, partitions }
    }

    /// Lets an active account pass. One that is not known yet may just have been registered: only
    /// after the table has read what the log held when the request came is it unknown.
    ///
    /// # Errors
    /// 401 for an unknown account, 403 for a deactivated one, 503 while the table lags.
    pub async fn admit(&self, user: UserId) -> Result<(), Problem> {
        let state = match self.table.get(&user) {
            Some(state) => Some(state),
            None => {
                let partition = partition_of(user.uuid(), self.partitions);
                self.table
                    .caught_up(partition)
                    .await
                    .map_err(|_| Problem::unavailable("the accounts are being read; ask again in a moment"))?;
                self.table.get(&user)
            }
        };
        match state {
            Some(AccountState::Active) => Ok(()),
            Some(AccountState::Deactivated | AccountState::Unknown) => {
                Err(Problem::new(StatusCode::FORBIDDEN, "account-deactivated", "The account is deactivated"))
            }
            None => Err(Problem::invalid_token(
                "unknown-account",
                "The account does not exist",
                "the account of this token does not exist",
            )),
        }
    }
}
