//! One exercise, workout by workout.

use std::collections::HashMap;

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    AFTER,
    workouts::{SET_COLUMNS, Set},
};
use crate::{
    cursor::{List, Page, part},
    habits::Habits,
    reader::Reader,
    snapshot::Chain,
    value::{LocalClock, Quantity, date, grams, micrograms},
};

/// An exercise in one finished workout.
#[derive(Debug, Serialize, ToSchema)]
struct Session {
    /// The workout.
    workout: Uuid,
    /// Local date of its start.
    date: String,
    /// Its start, with the offset of its zone.
    at: String,
    /// Load times repetitions, over the working sets.
    volume: Quantity,
    /// The same in whole grams.
    volume_g: i64,
    /// All sets, warm-ups too, in the order performed.
    sets: Vec<Set>,
}

const SESSIONS: &str = "
SELECT w.workout_id, w.started_at, w.local_date, w.zone, w.utc_offset_seconds,
       sum(s.volume_ug)::text AS volume_ug
FROM workout AS w JOIN performed_set AS s ON s.user_id = w.user_id AND s.workout_id = w.workout_id
WHERE w.user_id = $1 AND w.status = 'completed' AND s.exercise = $2
  AND ($3::timestamptz IS NULL OR (w.started_at, w.workout_id) < ($3, $4::uuid))
GROUP BY w.user_id, w.workout_id
ORDER BY w.started_at DESC, w.workout_id DESC LIMIT $5";

/// How one exercise went, newest workout first.
#[utoipa::path(
    operation_id = "list_exercise_history",
    tag = "exercises",
    params(
        ("id" = String, Path, description = "Id of the exercise"),
        Page,
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses((status = 200, description = "One page; empty for an exercise never done", body = List<Session>)),
)]
#[get("/v1/query/exercises/{id}/history")]
pub(super) async fn list_exercise_history(
    reader: Reader,
    id: Path<String>,
    page: Parameters<Page>,
) -> Result<Json<List<Session>>, Problem> {
    const LIST: &str = "history";
    let Parameters(page) = page;
    let limit = page.limit()?;
    let after = match page.after::<2>(LIST)? {
        Some([micros, id]) => Some((DateTime::<Utc>::from_timestamp_micros(part(&micros)?), part::<Uuid>(&id)?)),
        None => None,
    };
    let (before_time, before_id) = after.map_or((None, None), |(time, id)| (time, Some(id)));
    let exercise = id.into_inner();
    let user = reader.user().uuid();
    let sets_of = format!(
        "SELECT workout_id, {SET_COLUMNS} FROM performed_set
         WHERE user_id = $1 AND exercise = $2 AND workout_id = ANY($3)
         ORDER BY workout_id, ordinal, set_index, set_id"
    );
    let (sessions, sets, habits) = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(SESSIONS).await?;
            let sessions =
                snapshot.query(&statement, &[&user, &exercise, &before_time, &before_id, &(limit + 1)]).await?;
            let workouts: Vec<Uuid> = sessions.iter().map(|row| row.get("workout_id")).collect();
            let statement = snapshot.prepare_cached(&sets_of).await?;
            let sets = snapshot.query(&statement, &[&user, &exercise, &workouts]).await?;
            Ok((sessions, sets, *habits))
        })
        .await?;
    let mut by_workout: HashMap<Uuid, Vec<Row>> = HashMap::new();
    for set in sets {
        by_workout.entry(set.get("workout_id")).or_default().push(set);
    }
    let place = |row: &Row| {
        [row.get::<_, DateTime<Utc>>("started_at").timestamp_micros().to_string(), row.get::<_, Uuid>(0).to_string()]
    };
    let session = |row: Row| {
        let sets = by_workout.remove(&row.get("workout_id")).unwrap_or_default();
        Session::of(&row, &sets, &habits)
    };
    Ok(Json(List::page(sessions, limit, LIST, place, session)))
}

impl Session {
    fn of(row: &Row, sets: &[Row], habits: &Habits) -> Self {
        let volume = micrograms(row.get("volume_ug"));
        let clock = LocalClock::new(row.get("zone"), row.get("utc_offset_seconds"));
        Self {
            workout: row.get("workout_id"),
            date: date(row.get::<_, NaiveDate>("local_date")),
            at: clock.show(row.get("started_at")),
            volume: Quantity::mass(volume, habits.units),
            volume_g: grams(volume),
            sets: sets.iter().map(|set| Set::of(set, &clock, habits)).collect(),
        }
    }
}
