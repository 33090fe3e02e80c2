//! `plan`: where each meal plan and supplement plan stands. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `plan`.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRow {
    /// The athlete.
    pub user_id: Uuid,
    /// `meal` or `supplement`.
    pub kind: String,
    /// The plan.
    pub plan_id: Uuid,
    /// Offset of the record.
    pub position: i64,
    /// Sequence of its last event.
    pub version: i64,
    /// The plan's own newest version.
    pub plan_version: i32,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
}

/// Its primary key.
pub type PlanKey = (Uuid, String, Uuid);

impl PlanRow {
    /// Its primary key.
    pub fn key(&self) -> PlanKey {
        (self.user_id, self.kind.clone(), self.plan_id)
    }
}

const UPSERT: &str = "
INSERT INTO plan AS t (user_id, kind, plan_id, position, version, plan_version, archived_at)
SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::int8[], $5::int8[], $6::int4[], $7::timestamptz[])
ON CONFLICT (user_id, kind, plan_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, plan_version = excluded.plan_version,
    archived_at = excluded.archived_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&PlanRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.kind.as_str()),
                &column(rows, |row| row.plan_id),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.plan_version),
                &column(rows, |row| row.archived_at),
            ],
        )
        .await
}
