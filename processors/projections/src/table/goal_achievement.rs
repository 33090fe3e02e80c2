//! `goal_achievement`: where a goal stands: whether it is achieved, when and by what, missed or abandoned. From `goal.events`.

use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use schemas::{
    goal::{GoalEvent, GoalStatus},
    id::{GoalId, UserId},
    symbol::Symbol,
};
use tokio_postgres::Error;
use uuid::Uuid;

use super::{Place, column};

/// A row of `goal_achievement`.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalAchievementRow {
    /// Whose.
    pub user_id: UserId,
    /// Which goal.
    pub goal_id: GoalId,
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// Where it stands.
    pub status: GoalStatus,
    /// By what it is achieved, if it is.
    pub achieved: Option<Achieved>,
}

/// What achieved a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Achieved {
    /// When the set that crossed the target was done.
    pub at: DateTime<Utc>,
    /// How far local clocks were ahead then.
    pub utc_offset_seconds: i32,
    /// The workout.
    pub workout_id: Option<Uuid>,
    /// The set.
    pub set_id: Option<Uuid>,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &GoalEvent) -> Option<((UserId, GoalId), GoalAchievementRow)> {
    let (user_id, goal_id, status, achieved) = match event {
        GoalEvent::GoalSet(_) | GoalEvent::GoalChanged(_) => return None,
        GoalEvent::GoalAchieved(event) => {
            let achieved = Achieved {
                at: event.achieved_at.to_chrono(),
                utc_offset_seconds: event.utc_offset_seconds,
                workout_id: event.workout_id.map(|id| id.uuid()),
                set_id: event.set_id.map(|id| id.uuid()),
            };
            (event.user_id, event.goal_id, GoalStatus::Achieved, Some(achieved))
        }
        GoalEvent::GoalAchievementRevoked(event) => (event.user_id, event.goal_id, GoalStatus::Active, None),
        GoalEvent::GoalMissed(event) => (event.user_id, event.goal_id, GoalStatus::Missed, None),
        GoalEvent::GoalAbandoned(event) => (event.user_id, event.goal_id, GoalStatus::Abandoned, None),
    };
    let (position, version) = (place.offset, place.version);
    let row = GoalAchievementRow { user_id, goal_id, position, version, status, achieved };
    Some(((user_id, goal_id), row))
}

const UPSERT: &str = "
INSERT INTO goal_achievement AS t (user_id, goal_id, position, version, status, achieved_at,
    utc_offset_seconds, workout_id, set_id)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::timestamptz[],
    $7::int4[], $8::uuid[], $9::uuid[])
ON CONFLICT (user_id, goal_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, status = excluded.status,
    achieved_at = excluded.achieved_at, utc_offset_seconds = excluded.utc_offset_seconds,
    workout_id = excluded.workout_id, set_id = excluded.set_id
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&GoalAchievementRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id.uuid()),
                &column(rows, |row| row.goal_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.status.as_str()),
                &column(rows, |row| row.achieved.as_ref().map(|by| by.at)),
                &column(rows, |row| row.achieved.as_ref().map(|by| by.utc_offset_seconds)),
                &column(rows, |row| row.achieved.as_ref().and_then(|by| by.workout_id)),
                &column(rows, |row| row.achieved.as_ref().and_then(|by| by.set_id)),
            ],
        )
        .await
}
