//! `exercise_definition`: athletes' own exercises. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use serde_json::Value;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `exercise_definition`.
#[derive(Debug, Clone, PartialEq)]
pub struct DefinitionRow {
    /// The athlete.
    pub user_id: Uuid,
    /// Its id.
    pub exercise: String,
    /// Offset of the record.
    pub position: i64,
    /// What it is for.
    pub primary_muscles: Value,
    /// What helps.
    pub secondary_muscles: Value,
    /// What it is done with.
    pub equipment: String,
    /// What is counted.
    pub measurement: String,
    /// Other names.
    pub aliases: Value,
    /// When.
    pub defined_at: DateTime<Utc>,
}

/// Its primary key.
pub type DefinitionKey = (Uuid, String);

impl DefinitionRow {
    /// Its primary key.
    pub fn key(&self) -> DefinitionKey {
        (self.user_id, self.exercise.clone())
    }
}

const UPSERT: &str = "
INSERT INTO exercise_definition AS t (user_id, exercise, position, primary_muscles, secondary_muscles, equipment, measurement, aliases, defined_at)
SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::int8[], $4::jsonb[], $5::jsonb[], $6::text[], $7::text[], $8::jsonb[],
    $9::timestamptz[])
ON CONFLICT (user_id, exercise) DO UPDATE SET
    position = excluded.position, primary_muscles = excluded.primary_muscles,
    secondary_muscles = excluded.secondary_muscles, equipment = excluded.equipment,
    measurement = excluded.measurement, aliases = excluded.aliases, defined_at = excluded.defined_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&DefinitionRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.exercise.as_str()),
                &column(rows, |row| row.position),
                &column(rows, |row| &row.primary_muscles),
                &column(rows, |row| &row.secondary_muscles),
                &column(rows, |row| row.equipment.as_str()),
                &column(rows, |row| row.measurement.as_str()),
                &column(rows, |row| &row.aliases),
                &column(rows, |row| row.defined_at),
            ],
        )
        .await
}
