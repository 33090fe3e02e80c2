//! `changed_email`: the address that somebody moved to last. From `identity.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::UserId,
    identity::{EmailChanged, IdentityEvent},
};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// A row of `changed_email`.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedEmailRow {
    /// Offset of the record.
    pub position: i64,
    /// What it says.
    pub changed: EmailChanged,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &IdentityEvent) -> Option<(UserId, ChangedEmailRow)> {
    let IdentityEvent::EmailChanged(changed) = event else { return None };
    Some((changed.user_id, ChangedEmailRow { position: place.offset, changed: changed.clone() }))
}

const UPSERT: &str = "
INSERT INTO changed_email AS t (user_id, position, email)
SELECT * FROM UNNEST($1::uuid[], $2::int8[], $3::text[])
ON CONFLICT (user_id) DO UPDATE SET position = excluded.position, email = excluded.email
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&ChangedEmailRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.changed.user_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| clear(Some(&row.changed.email))),
            ],
        )
        .await
}
