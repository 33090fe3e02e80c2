//! `plan_version`: every version of every meal plan and supplement plan. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use serde_json::Value;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `plan_version`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanVersionRow {
    /// The athlete.
    pub user_id: Uuid,
    /// `meal` or `supplement`.
    pub kind: String,
    /// The plan.
    pub plan_id: Uuid,
    /// The plan's own version.
    pub plan_version: i32,
    /// Offset of the record.
    pub position: i64,
    /// What it is called.
    pub name: Option<String>,
    /// What to mind.
    pub notes: Option<String>,
    /// What it says.
    pub content: Value,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Its primary key.
pub type PlanVersionKey = (Uuid, String, Uuid, i32);

impl PlanVersionRow {
    /// Its primary key.
    pub fn key(&self) -> PlanVersionKey {
        (self.user_id, self.kind.clone(), self.plan_id, self.plan_version)
    }
}

const UPSERT: &str = "
INSERT INTO plan_version AS t (user_id, kind, plan_id, plan_version, position, name, notes, content, created_at)
SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::int4[], $5::int8[], $6::text[], $7::text[], $8::jsonb[],
    $9::timestamptz[])
ON CONFLICT (user_id, kind, plan_id, plan_version) DO UPDATE SET
    position = excluded.position, name = excluded.name, notes = excluded.notes, content = excluded.content,
    created_at = excluded.created_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&PlanVersionRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.kind.as_str()),
                &column(rows, |row| row.plan_id),
                &column(rows, |row| row.plan_version),
                &column(rows, |row| row.position),
                &column(rows, |row| row.name.as_deref()),
                &column(rows, |row| row.notes.as_deref()),
                &column(rows, |row| &row.content),
                &column(rows, |row| row.created_at),
            ],
        )
        .await
}
