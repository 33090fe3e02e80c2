//! `account`: whether somebody may act. From `identity.accounts`.

use deadpool_postgres::Transaction;
use schemas::{id::UserId, identity::AccountStatus, symbol::Symbol};
use tokio_postgres::Error;

use super::{Place, column};

/// A row of `account`.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRow {
    /// Offset of the record.
    pub position: i64,
    /// What it says.
    pub account: AccountStatus,
}

/// The row of one record.
pub fn row(place: Place, account: AccountStatus) -> (UserId, AccountRow) {
    (account.user_id, AccountRow { position: place.offset, account })
}

const UPSERT: &str = "
INSERT INTO account AS t (user_id, position, status, activated, version)
SELECT * FROM UNNEST($1::uuid[], $2::int8[], $3::text[], $4::bool[], $5::int8[])
ON CONFLICT (user_id) DO UPDATE SET
    position = excluded.position, status = excluded.status, activated = excluded.activated,
    version = excluded.version
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&AccountRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.account.user_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.account.status.as_str()),
                &column(rows, |row| row.account.activated),
                &column(rows, |row| row.account.version),
            ],
        )
        .await
}
