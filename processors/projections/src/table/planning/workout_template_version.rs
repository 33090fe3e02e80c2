//! `workout_template_version`: every version of every template. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use serde_json::Value;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `workout_template_version`.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateVersionRow {
    /// The athlete.
    pub user_id: Uuid,
    /// The template.
    pub template_id: Uuid,
    /// The template's own version.
    pub template_version: i32,
    /// Offset of the record.
    pub position: i64,
    /// What it is called.
    pub name: Option<String>,
    /// What to mind.
    pub notes: Option<String>,
    /// How long it takes.
    pub minutes: i32,
    /// The same, where somebody said so.
    pub duration_minutes: Option<i32>,
    /// Why there is this version; none for the first.
    pub reason: Option<String>,
    /// What it stands on.
    pub evidence_event_id: Option<Uuid>,
    /// What it was copied from.
    pub derived_from: Option<Value>,
    /// What is different from the version before.
    pub changes: Value,
    /// What it prescribes.
    pub exercises: Value,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Its primary key.
pub type TemplateVersionKey = (Uuid, Uuid, i32);

impl TemplateVersionRow {
    /// Its primary key.
    pub fn key(&self) -> TemplateVersionKey {
        (self.user_id, self.template_id, self.template_version)
    }
}

const UPSERT: &str = "
INSERT INTO workout_template_version AS t (user_id, template_id, template_version, position, name, notes, minutes, duration_minutes, reason,
    evidence_event_id, derived_from, changes, exercises, created_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int4[], $4::int8[], $5::text[], $6::text[], $7::int4[], $8::int4[], $9::text[],
    $10::uuid[], $11::jsonb[], $12::jsonb[], $13::jsonb[], $14::timestamptz[])
ON CONFLICT (user_id, template_id, template_version) DO UPDATE SET
    position = excluded.position, name = excluded.name, notes = excluded.notes, minutes = excluded.minutes,
    duration_minutes = excluded.duration_minutes, reason = excluded.reason,
    evidence_event_id = excluded.evidence_event_id, derived_from = excluded.derived_from, changes = excluded.changes,
    exercises = excluded.exercises, created_at = excluded.created_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&TemplateVersionRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.template_id),
                &column(rows, |row| row.template_version),
                &column(rows, |row| row.position),
                &column(rows, |row| row.name.as_deref()),
                &column(rows, |row| row.notes.as_deref()),
                &column(rows, |row| row.minutes),
                &column(rows, |row| row.duration_minutes),
                &column(rows, |row| row.reason.as_deref()),
                &column(rows, |row| row.evidence_event_id),
                &column(rows, |row| row.derived_from.as_ref()),
                &column(rows, |row| &row.changes),
                &column(rows, |row| &row.exercises),
                &column(rows, |row| row.created_at),
            ],
        )
        .await
}
