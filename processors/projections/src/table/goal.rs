//! `goal`: what was set, and changed. From `goal.events`.

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use schemas::{
    goal::{GoalChanged, GoalEvent, GoalSet},
    id::{GoalId, UserId},
    quantity::{Distance, Mass},
    symbol::Symbol,
    time::{Instant, LocalDate},
};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// A row of `goal`.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalRow {
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What it asks for. When it was set the table knows of a goal that was not set in the same batch.
    pub goal: GoalSet,
    /// When it was last changed.
    pub changed_at: Option<Instant>,
}

/// Puts the row that one event makes, if it makes one, in the place of the goal's row before it.
pub fn fold(rows: &mut BTreeMap<(UserId, GoalId), GoalRow>, place: Place, event: &GoalEvent) {
    let (position, version) = (place.offset, place.version);
    match event {
        GoalEvent::GoalSet(goal) => {
            let row = GoalRow { position, version, goal: goal.clone(), changed_at: None };
            rows.insert((goal.user_id, goal.goal_id), row);
        }
        GoalEvent::GoalChanged(changed) => {
            let GoalChanged { user_id, goal_id, name, kind, metric, exercise, target, from, until, changed_at } =
                changed.clone();
            let set_at = rows.get(&(user_id, goal_id)).map_or(changed_at, |before| before.goal.set_at);
            let goal = GoalSet { user_id, goal_id, name, kind, metric, exercise, target, from, until, set_at };
            rows.insert((user_id, goal_id), GoalRow { position, version, goal, changed_at: Some(changed_at) });
        }
        GoalEvent::GoalAchieved(_)
        | GoalEvent::GoalAchievementRevoked(_)
        | GoalEvent::GoalMissed(_)
        | GoalEvent::GoalAbandoned(_) => {}
    }
}

const UPSERT: &str = "
INSERT INTO goal AS t (user_id, goal_id, position, version, name, kind, metric, exercise, target_mass_ug,
    target_distance_mm, target_count, target_minutes, target_reps, from_date, until_date, set_at,
    target_lowest_ug, target_highest_ug, target_weeks, changed_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::int8[], $10::int8[], $11::int8[], $12::int8[], $13::int4[], $14::date[], $15::date[],
    $16::timestamptz[], $17::int8[], $18::int8[], $19::int4[], $20::timestamptz[])
ON CONFLICT (user_id, goal_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, name = excluded.name, kind = excluded.kind,
    metric = excluded.metric, exercise = excluded.exercise, target_mass_ug = excluded.target_mass_ug,
    target_distance_mm = excluded.target_distance_mm, target_count = excluded.target_count,
    target_minutes = excluded.target_minutes, target_reps = excluded.target_reps,
    from_date = excluded.from_date, until_date = excluded.until_date,
    set_at = CASE WHEN excluded.changed_at IS NULL THEN excluded.set_at ELSE t.set_at END,
    target_lowest_ug = excluded.target_lowest_ug, target_highest_ug = excluded.target_highest_ug,
    target_weeks = excluded.target_weeks, changed_at = excluded.changed_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&GoalRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.goal.user_id.uuid()),
                &column(rows, |row| row.goal.goal_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| clear(Some(&row.goal.name))),
                &column(rows, |row| row.goal.kind.as_str()),
                &column(rows, |row| row.goal.metric.as_str()),
                &column(rows, |row| row.goal.exercise.as_ref().map(|exercise| exercise.as_str())),
                &column(rows, |row| row.goal.target.mass.as_ref().map(Mass::micrograms)),
                &column(rows, |row| row.goal.target.distance.as_ref().map(Distance::millimetres)),
                &column(rows, |row| row.goal.target.count),
                &column(rows, |row| row.goal.target.minutes),
                &column(rows, |row| row.goal.target.reps),
                &column(rows, |row| row.goal.from.map(LocalDate::naive)),
                &column(rows, |row| row.goal.until.map(LocalDate::naive)),
                &column(rows, |row| row.goal.set_at.to_chrono()),
                &column(rows, |row| row.goal.target.lowest.as_ref().map(Mass::micrograms)),
                &column(rows, |row| row.goal.target.highest.as_ref().map(Mass::micrograms)),
                &column(rows, |row| row.goal.target.weeks),
                &column(rows, |row| row.changed_at.map(Instant::to_chrono)),
            ],
        )
        .await
}
