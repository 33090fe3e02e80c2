//! `recommendation_answer`: what recommendations were answered. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `recommendation_answer`.
#[derive(Debug, Clone, PartialEq)]
pub struct RecommendationAnswerRow {
    /// The athlete.
    pub user_id: Uuid,
    /// The recommendation.
    pub recommendation_id: Uuid,
    /// Offset of the record.
    pub position: i64,
    /// Yes or no.
    pub accepted: bool,
    /// When.
    pub answered_at: DateTime<Utc>,
}

/// Its primary key.
pub type RecommendationAnswerKey = (Uuid, Uuid);

impl RecommendationAnswerRow {
    /// Its primary key.
    pub fn key(&self) -> RecommendationAnswerKey {
        (self.user_id, self.recommendation_id)
    }
}

const UPSERT: &str = "
INSERT INTO recommendation_answer AS t (user_id, recommendation_id, position, accepted, answered_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::bool[], $5::timestamptz[])
ON CONFLICT (user_id, recommendation_id) DO UPDATE SET
    position = excluded.position, accepted = excluded.accepted, answered_at = excluded.answered_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&RecommendationAnswerRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.recommendation_id),
                &column(rows, |row| row.position),
                &column(rows, |row| row.accepted),
                &column(rows, |row| row.answered_at),
            ],
        )
        .await
}
