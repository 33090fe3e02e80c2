//! `goal_progress`: how far a goal is. From `goal-progress.events`.

use deadpool_postgres::Transaction;
use schemas::{
    goal_progress::GoalProgressed,
    id::{GoalId, UserId},
};
use tokio_postgres::Error;

use super::{Place, column};

/// A row of `goal_progress`.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalProgressRow {
    /// Offset of the record.
    pub position: i64,
    /// What it says.
    pub progressed: GoalProgressed,
}

/// The row of one record.
pub fn row(place: Place, progressed: GoalProgressed) -> ((UserId, GoalId), GoalProgressRow) {
    ((progressed.user_id, progressed.goal_id), GoalProgressRow { position: place.offset, progressed })
}

const UPSERT: &str = "
INSERT INTO goal_progress AS t (user_id, goal_id, position, n, goal_version, value, target, percent_hundredths)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[],
    $8::int8[])
ON CONFLICT (user_id, goal_id) DO UPDATE SET
    position = excluded.position, n = excluded.n, goal_version = excluded.goal_version,
    value = excluded.value, target = excluded.target, percent_hundredths = excluded.percent_hundredths
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&GoalProgressRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.progressed.user_id.uuid()),
                &column(rows, |row| row.progressed.goal_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.progressed.n),
                &column(rows, |row| row.progressed.goal_version),
                &column(rows, |row| row.progressed.value),
                &column(rows, |row| row.progressed.target),
                &column(rows, |row| row.progressed.percent_hundredths),
            ],
        )
        .await
}
