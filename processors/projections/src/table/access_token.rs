//! `access_token`: tokens for scripts. From `identity.access`.

use deadpool_postgres::Transaction;
use schemas::{
    id::{TokenId, UserId},
    identity::{AccessToken, IdentityAccess},
    time::Instant,
};
use tokio_postgres::Error;

use super::{Place, clear, column, joined};

/// A row of `access_token`.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessTokenRow {
    /// Offset of the record.
    pub position: i64,
    /// What it says.
    pub token: AccessToken,
}

/// The row of one record; grants have their table from the events, which tokens of consistency speak of.
pub fn row(place: Place, access: IdentityAccess) -> Option<((UserId, TokenId), AccessTokenRow)> {
    match access {
        IdentityAccess::AccessToken(token) => {
            Some(((token.user_id, token.token_id), AccessTokenRow { position: place.offset, token }))
        }
        IdentityAccess::CoachingGrant(_) => None,
    }
}

const UPSERT: &str = "
INSERT INTO access_token AS t (user_id, token_id, position, version, name, token_hash, scopes, created_at,
    expires_at, revoked_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::bytea[], $7::text[],
    $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
ON CONFLICT (user_id, token_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, name = excluded.name,
    token_hash = excluded.token_hash, scopes = excluded.scopes, created_at = excluded.created_at,
    expires_at = excluded.expires_at, revoked_at = excluded.revoked_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&AccessTokenRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.token.user_id.uuid()),
                &column(rows, |row| row.token.token_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.token.version),
                &column(rows, |row| clear(Some(&row.token.name))),
                &column(rows, |row| row.token.token_hash.bytes().as_slice()),
                &column(rows, |row| joined(&row.token.scopes)),
                &column(rows, |row| row.token.created_at.to_chrono()),
                &column(rows, |row| row.token.expires_at.map(Instant::to_chrono)),
                &column(rows, |row| row.token.revoked_at.map(Instant::to_chrono)),
            ],
        )
        .await
}
