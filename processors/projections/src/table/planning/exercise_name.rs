//! `exercise_name`: the names that athletes gave to exercises. From `planning.events`.

use deadpool_postgres::Transaction;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `exercise_name`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExerciseNameRow {
    /// The athlete.
    pub user_id: Uuid,
    /// Its id.
    pub exercise: String,
    /// Offset of the record.
    pub position: i64,
    /// The name as entered.
    pub name: String,
}

/// Its primary key.
pub type ExerciseNameKey = (Uuid, String);

impl ExerciseNameRow {
    /// Its primary key.
    pub fn key(&self) -> ExerciseNameKey {
        (self.user_id, self.exercise.clone())
    }
}

const UPSERT: &str = "
INSERT INTO exercise_name AS t (user_id, exercise, position, name)
SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::int8[], $4::text[])
ON CONFLICT (user_id, exercise) DO UPDATE SET
    position = excluded.position, name = excluded.name
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&ExerciseNameRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.exercise.as_str()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.name.as_str()),
            ],
        )
        .await
}
