//! `progression_answer`: what proposals were answered. From `planning.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use tokio_postgres::Error;
use uuid::Uuid;

use crate::table::column;

/// A row of `progression_answer`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalAnswerRow {
    /// The athlete.
    pub user_id: Uuid,
    /// The template.
    pub template_id: Uuid,
    /// The proposal.
    pub proposal_id: Uuid,
    /// Offset of the record.
    pub position: i64,
    /// Yes or no.
    pub accepted: bool,
    /// When.
    pub answered_at: DateTime<Utc>,
}

/// Its primary key.
pub type ProposalAnswerKey = (Uuid, Uuid, Uuid);

impl ProposalAnswerRow {
    /// Its primary key.
    pub fn key(&self) -> ProposalAnswerKey {
        (self.user_id, self.template_id, self.proposal_id)
    }
}

const UPSERT: &str = "
INSERT INTO progression_answer AS t (user_id, template_id, proposal_id, position, accepted, answered_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[], $5::bool[], $6::timestamptz[])
ON CONFLICT (user_id, template_id, proposal_id) DO UPDATE SET
    position = excluded.position, accepted = excluded.accepted, answered_at = excluded.answered_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&ProposalAnswerRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id),
                &column(rows, |row| row.template_id),
                &column(rows, |row| row.proposal_id),
                &column(rows, |row| row.position),
                &column(rows, |row| row.accepted),
                &column(rows, |row| row.answered_at),
            ],
        )
        .await
}
