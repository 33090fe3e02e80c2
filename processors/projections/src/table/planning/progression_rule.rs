//! `progression_rule`: how exercises progress. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use serde_json::Value;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `progression_rule`.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleRow {
    /// The athlete.
    pub user_id: Uuid,
    /// The template.
    pub template_id: Uuid,
    /// The exercise.
    pub exercise: String,
    /// Offset of the record.
    pub position: i64,
    /// The rule.
    pub rule: Value,
    /// When it was chosen.
    pub chosen_at: DateTime<Utc>,
}

/// Its primary key.
pub type RuleKey = (Uuid, Uuid, String);

impl RuleRow {
    /// Its primary key.
    pub fn key(&self) -> RuleKey {
        (self.user_id, self.template_id, self.exercise.clone())
    }
}

const UPSERT: &str = "
INSERT INTO progression_rule AS t (user_id, template_id, exercise, position, rule, chosen_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::int8[], $5::jsonb[], $6::timestamptz[])
ON CONFLICT (user_id, template_id, exercise) DO UPDATE SET
    position = excluded.position, rule = excluded.rule, chosen_at = excluded.chosen_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&RuleRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.template_id),
                &column(rows, |row| row.exercise.as_str()),
                &column(rows, |row| row.position),
                &column(rows, |row| &row.rule),
                &column(rows, |row| row.chosen_at),
            ],
        )
        .await
}
