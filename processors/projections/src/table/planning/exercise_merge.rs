//! `exercise_merge`: which exercise counts for which. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `exercise_merge`.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeRow {
    /// The athlete.
    pub user_id: Uuid,
    /// The exercise given up.
    pub exercise: String,
    /// Offset of the record.
    pub position: i64,
    /// What it counts for.
    pub into_exercise: String,
    /// When.
    pub merged_at: DateTime<Utc>,
}

/// Its primary key.
pub type MergeKey = (Uuid, String);

impl MergeRow {
    /// Its primary key.
    pub fn key(&self) -> MergeKey {
        (self.user_id, self.exercise.clone())
    }
}

const UPSERT: &str = "
INSERT INTO exercise_merge AS t (user_id, exercise, position, into_exercise, merged_at)
SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::int8[], $4::text[], $5::timestamptz[])
ON CONFLICT (user_id, exercise) DO UPDATE SET
    position = excluded.position, into_exercise = excluded.into_exercise, merged_at = excluded.merged_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&MergeRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.exercise.as_str()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.into_exercise.as_str()),
                &column(rows, |row| row.merged_at),
            ],
        )
        .await
}
