//! `workout_template`: where each template stands. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `workout_template`.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateRow {
    /// The athlete.
    pub user_id: Uuid,
    /// The template.
    pub template_id: Uuid,
    /// Offset of the record.
    pub position: i64,
    /// Sequence of its last event.
    pub version: i64,
    /// The template's own newest version.
    pub template_version: i32,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
}

/// Its primary key.
pub type TemplateKey = (Uuid, Uuid);

impl TemplateRow {
    /// Its primary key.
    pub fn key(&self) -> TemplateKey {
        (self.user_id, self.template_id)
    }
}

const UPSERT: &str = "
INSERT INTO workout_template AS t (user_id, template_id, position, version, template_version, archived_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::int4[], $6::timestamptz[])
ON CONFLICT (user_id, template_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, template_version = excluded.template_version,
    archived_at = excluded.archived_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&TemplateRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.template_id),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.template_version),
                &column(rows, |row| row.archived_at),
            ],
        )
        .await
}
