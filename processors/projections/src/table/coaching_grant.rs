//! `coaching_grant`: what an athlete granted a coach last. From `identity.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::UserId,
    identity::{CoachingGranted, IdentityEvent},
    time::Instant,
};
use tokio_postgres::Error;

use super::{Place, column, joined};

/// A row of `coaching_grant`.
#[derive(Debug, Clone, PartialEq)]
pub struct CoachingGrantRow {
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What it says.
    pub granted: CoachingGranted,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &IdentityEvent) -> Option<((UserId, UserId), CoachingGrantRow)> {
    let IdentityEvent::CoachingGranted(granted) = event else { return None };
    let row = CoachingGrantRow { position: place.offset, version: place.version, granted: granted.clone() };
    Some(((granted.user_id, granted.coach_id), row))
}

const UPSERT: &str = "
INSERT INTO coaching_grant AS t (user_id, coach_id, position, version, scopes, until_at, granted_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::timestamptz[],
    $7::timestamptz[])
ON CONFLICT (user_id, coach_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, scopes = excluded.scopes,
    until_at = excluded.until_at, granted_at = excluded.granted_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&CoachingGrantRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.granted.user_id.uuid()),
                &column(rows, |row| row.granted.coach_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| joined(&row.granted.scopes)),
                &column(rows, |row| row.granted.until.map(Instant::to_chrono)),
                &column(rows, |row| row.granted.granted_at.to_chrono()),
            ],
        )
        .await
}
