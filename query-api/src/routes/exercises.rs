//! The exercises that somebody does.

use actix_web::{get, web::Json};
use serde::{Deserialize, Serialize};
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::{IntoParams, ToSchema};

use super::AFTER;
use crate::{
    cursor::{List, Page},
    reader::Reader,
    snapshot::Chain,
    value::LocalClock,
};

/// An exercise with a working set.
#[derive(Debug, Serialize, ToSchema)]
struct Exercise {
    /// Its id.
    id: String,
    /// Its name, as last entered.
    name: String,
    /// The names under which imports brought it.
    imported_names: Vec<String>,
    /// Working sets.
    sets: i64,
    /// The last of them, with the offset of its zone.
    last_at: String,
}

/// Which exercises.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Which {
    /// Most items of this page, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Adds the built-in catalogue. There is none yet, so this changes nothing.
    #[serde(default, rename = "all")]
    _all: bool,
}

const EXERCISES: &str = r#"
SELECT e.exercise, l.exercise_name, e.imported_names, e.sets, l.at, l.zone, l.utc_offset_seconds
FROM (
    SELECT exercise, count(*) AS sets,
           coalesce(array_agg(DISTINCT exercise_name) FILTER (WHERE origin = 'import'), '{}') AS imported_names
    FROM working_set
    WHERE user_id = $1 AND ($2::text IS NULL OR exercise COLLATE "C" > $2)
    GROUP BY exercise ORDER BY exercise COLLATE "C" LIMIT $3
) AS e
CROSS JOIN LATERAL (
    SELECT exercise_name, at, zone, utc_offset_seconds FROM working_set
    WHERE user_id = $1 AND exercise = e.exercise
    ORDER BY at DESC, started_at DESC, workout_id DESC, ordinal DESC, set_index DESC LIMIT 1
) AS l
ORDER BY e.exercise COLLATE "C""#;

/// The caller's exercises that have a working set, by id.
#[utoipa::path(
    operation_id = "list_exercises",
    tag = "exercises",
    params(Which, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Exercise>)),
)]
#[get("/v1/query/exercises")]
pub(super) async fn list_exercises(reader: Reader, which: Parameters<Which>) -> Result<Json<List<Exercise>>, Problem> {
    const LIST: &str = "exercises";
    let Parameters(Which { limit, cursor, .. }) = which;
    let page = Page { limit, cursor };
    let limit = page.limit()?;
    let after = page.after::<1>(LIST)?.map(|[exercise]| exercise);
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(EXERCISES).await?;
            Ok(snapshot.query(&statement, &[&user, &after, &(limit + 1)]).await?)
        })
        .await?;
    let exercise = |row: Row| Exercise {
        id: row.get(0),
        name: row.get(1),
        imported_names: row.get(2),
        sets: row.get(3),
        last_at: LocalClock::new(row.get(5), row.get(6)).show(row.get(4)),
    };
    Ok(Json(List::page(rows, limit, LIST, |row| [row.get(0)], exercise)))
}
