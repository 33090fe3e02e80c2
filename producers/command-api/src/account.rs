//! Whether an account may act: `identity.accounts`, a global side table.

use kafka_client::{Codec, LogRecord};
use kafka_engine::{NotCaughtUp, Row, SideTable};
use key_store::KeyStore;
use schemas::{
    id::UserId,
    identity::{AccountState, AccountStatus},
    key::owner_of,
    partition::{Partition, PartitionCount, partition_of},
};
use service::http::{permission::account_deactivated, problem::Problem};

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

/// What is known of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether it may act.
    pub state: AccountState,
    /// Whether its e-mail address was confirmed.
    pub activated: bool,
}

impl Standing {
    /// Whether it may act.
    pub fn is_active(self) -> bool {
        match self.state {
            AccountState::Active => true,
            AccountState::Deactivated | AccountState::Unknown => false,
        }
    }
}

impl Row for AccountRow {
    type Key = UserId;
    type Value = Standing;

    fn row(&self, record: &LogRecord) -> Option<(UserId, Option<Standing>)> {
        let user = UserId::from_uuid(owner_of(&record.key)?);
        let Some(value) = record.value.as_deref() else { return Some((user, None)) };
        match self.codec.decode::<AccountStatus>(&self.keys, user, value) {
            Ok(account) => Some((user, Some(Standing { state: account.status, activated: account.activated }))),
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
    pub async fn admit(&self, user: UserId) -> Result<Standing, Problem> {
        match self.find(user).await? {
            Some(standing) if standing.is_active() => Ok(standing),
            Some(_) => Err(account_deactivated()),
            None => Err(Problem::invalid_token(
                "unknown-account",
                "The account does not exist",
                "the account of this token does not exist",
            )),
        }
    }

    /// What is known of an account; a moment may have passed since.
    ///
    /// # Errors
    /// 503 while the table lags.
    pub async fn find(&self, user: UserId) -> Result<Option<Standing>, Problem> {
        if let Some(standing) = self.table.get(&user) {
            return Ok(Some(standing));
        }
        self.table.caught_up(self.home(user)).await.map_err(lagging)?;
        Ok(self.table.get(&user))
    }

    /// What was known of an account less than a second ago.
    ///
    /// # Errors
    /// 503 when that cannot be proved.
    pub async fn find_now(&self, user: UserId) -> Result<Option<Standing>, Problem> {
        self.table.proven(self.home(user)).await.map_err(lagging)?;
        self.find(user).await
    }

    fn home(&self, user: UserId) -> Partition {
        partition_of(user.uuid(), self.partitions)
    }
}

fn lagging(_: NotCaughtUp) -> Problem {
    Problem::unavailable("the accounts are being read; ask again in a moment")
}
