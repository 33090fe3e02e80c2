//! Streaks as of now.

use actix_web::{get, web::Json};
use chrono::NaiveDate;
use schemas::time::{Zone, local_date};
use serde::Serialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::AFTER;
use crate::{
    reader::Reader,
    snapshot::Chain,
    streak::{self, Streak},
};

/// How regularly somebody trains.
#[derive(Debug, Serialize, ToSchema)]
struct Streaks {
    /// Weeks with a workout, from the first day of the reader's week.
    weeks: Streak,
    /// Days with a workout.
    days: Streak,
    /// Weeks that met the weekly target as it is now; null without a target.
    target_weeks: Option<Streak>,
}

const DAYS: &str = "
SELECT local_date, count(DISTINCT workout_id) FROM working_set WHERE user_id = $1
GROUP BY local_date ORDER BY local_date";

const TARGET: &str = "SELECT weekly_workouts FROM fitness_goal WHERE user_id = $1";

/// Without a profile, today is what the calendar shows where the latest workout was.
const ZONE: &str = "
SELECT zone FROM workout WHERE user_id = $1 AND status IN ('in_progress', 'completed')
ORDER BY started_at DESC, workout_id DESC LIMIT 1";

/// The caller's streaks; the current week and day do not break one.
#[utoipa::path(
    operation_id = "get_streaks",
    tag = "statistics",
    params(("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "The streaks", body = Streaks)),
)]
#[get("/v1/query/streaks")]
pub(super) async fn get_streaks(reader: Reader) -> Result<Json<Streaks>, Problem> {
    let user = reader.user().uuid();
    let (days, target, zone, habits) = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(DAYS).await?;
            let days = snapshot.query(&statement, &[&user]).await?;
            let statement = snapshot.prepare_cached(TARGET).await?;
            let target = snapshot.query_opt(&statement, &[&user]).await?;
            let statement = snapshot.prepare_cached(ZONE).await?;
            let zone = snapshot.query_opt(&statement, &[&user]).await?;
            Ok((days, target, zone, *habits))
        })
        .await?;
    let latest = || zone.and_then(|row| row.get::<_, &str>(0).parse().ok());
    let zone: Zone = habits.zone.or_else(latest).unwrap_or(Zone::UTC);
    let today = local_date(reader.now(), zone).naive();
    let workouts: Vec<(NaiveDate, i64)> = days.iter().map(|row| (row.get(0), row.get(1))).collect();
    let days: Vec<NaiveDate> = workouts.iter().map(|(day, _)| *day).collect();
    let target = target.and_then(|row| row.get::<_, Option<i32>>(0));
    Ok(Json(Streaks {
        weeks: streak::weeks(&days, today, &habits),
        days: streak::days(&days, today),
        target_weeks: target.map(|target| streak::target_weeks(&workouts, target.into(), today, &habits)),
    }))
}
