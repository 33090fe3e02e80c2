//! `coaching_revocation`: when an athlete last took a grant back. From `identity.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::UserId,
    identity::{CoachingRevoked, IdentityEvent},
};
use tokio_postgres::Error;

use super::{Place, column};

/// A row of `coaching_revocation`.
#[derive(Debug, Clone, PartialEq)]
pub struct CoachingRevocationRow {
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What it says.
    pub revoked: CoachingRevoked,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &IdentityEvent) -> Option<((UserId, UserId), CoachingRevocationRow)> {
    let IdentityEvent::CoachingRevoked(revoked) = event else { return None };
    let row = CoachingRevocationRow { position: place.offset, version: place.version, revoked: revoked.clone() };
    Some(((revoked.user_id, revoked.coach_id), row))
}

const UPSERT: &str = "
INSERT INTO coaching_revocation AS t (user_id, coach_id, position, version, revoked_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::timestamptz[])
ON CONFLICT (user_id, coach_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, revoked_at = excluded.revoked_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&CoachingRevocationRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.revoked.user_id.uuid()),
                &column(rows, |row| row.revoked.coach_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.revoked.revoked_at.to_chrono()),
            ],
        )
        .await
}
