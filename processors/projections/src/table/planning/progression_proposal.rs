//! `progression_proposal`: loads that were proposed. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use serde_json::Value;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `progression_proposal`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalRow {
    /// The athlete.
    pub user_id: Uuid,
    /// The template.
    pub template_id: Uuid,
    /// The proposal.
    pub proposal_id: Uuid,
    /// Offset of the record.
    pub position: i64,
    /// The exercise.
    pub exercise: String,
    /// The version it was proposed on.
    pub template_version: i32,
    /// The load prescribed then.
    pub old_load: Value,
    /// The load proposed.
    pub new_load: Value,
    /// Why.
    pub reason: String,
    /// What it stands on.
    pub evidence_event_id: Option<Uuid>,
    /// When.
    pub proposed_at: DateTime<Utc>,
}

/// Its primary key.
pub type ProposalKey = (Uuid, Uuid, Uuid);

impl ProposalRow {
    /// Its primary key.
    pub fn key(&self) -> ProposalKey {
        (self.user_id, self.template_id, self.proposal_id)
    }
}

const UPSERT: &str = "
INSERT INTO progression_proposal AS t (user_id, template_id, proposal_id, position, exercise, template_version, old_load, new_load, reason,
    evidence_event_id, proposed_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[], $5::text[], $6::int4[], $7::jsonb[], $8::jsonb[], $9::text[],
    $10::uuid[], $11::timestamptz[])
ON CONFLICT (user_id, template_id, proposal_id) DO UPDATE SET
    position = excluded.position, exercise = excluded.exercise, template_version = excluded.template_version,
    old_load = excluded.old_load, new_load = excluded.new_load, reason = excluded.reason,
    evidence_event_id = excluded.evidence_event_id, proposed_at = excluded.proposed_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&ProposalRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.template_id),
                &column(rows, |row| row.proposal_id),
                &column(rows, |row| row.position),
                &column(rows, |row| row.exercise.as_str()),
                &column(rows, |row| row.template_version),
                &column(rows, |row| &row.old_load),
                &column(rows, |row| &row.new_load),
                &column(rows, |row| row.reason.as_str()),
                &column(rows, |row| row.evidence_event_id),
                &column(rows, |row| row.proposed_at),
            ],
        )
        .await
}
