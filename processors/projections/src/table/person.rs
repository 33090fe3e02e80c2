//! `person`: who registered, under which e-mail address. From `identity.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::UserId,
    identity::{IdentityEvent, UserRegistered},
};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// A row of `person`.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonRow {
    /// Offset of the record.
    pub position: i64,
    /// What it says.
    pub registered: UserRegistered,
}

/// The row of one event, if it makes one. A reservation belongs to an address, not to a person.
pub fn row(place: Place, event: IdentityEvent) -> Option<(UserId, PersonRow)> {
    let IdentityEvent::UserRegistered(registered) = event else { return None };
    Some((registered.user_id, PersonRow { position: place.offset, registered }))
}

const UPSERT: &str = "
INSERT INTO person AS t (user_id, position, email, registered_at)
SELECT * FROM UNNEST($1::uuid[], $2::int8[], $3::text[], $4::timestamptz[])
ON CONFLICT (user_id) DO UPDATE SET
    position = excluded.position, email = excluded.email, registered_at = excluded.registered_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&PersonRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.registered.user_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| clear(Some(&row.registered.email))),
                &column(rows, |row| row.registered.registered_at.to_chrono()),
            ],
        )
        .await
}
