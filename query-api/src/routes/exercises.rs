//! The exercises that somebody does, and those that there are.

use actix_web::{get, web::Json};
use schemas::{
    exercise::{ExerciseId, catalogue},
    symbol::Symbol,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
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

/// An exercise: with a working set, or one that could have one.
#[derive(Debug, Serialize, ToSchema)]
struct Exercise {
    /// Its id.
    id: String,
    /// Its name: as the caller chose it, else as last entered, else the catalogue's.
    name: String,
    /// The names under which imports brought it.
    imported_names: Vec<String>,
    /// Working sets.
    sets: i64,
    /// The last of them, with the offset of its zone; null without any.
    last_at: Option<String>,
    /// `catalogue`, `own` (defined by the caller) or null: known from what was done or said alone.
    #[schema(value_type = Option<String>)]
    source: Option<&'static str>,
    /// What it is for.
    primary_muscles: Vec<String>,
    /// What helps.
    secondary_muscles: Vec<String>,
    /// What it is done with.
    equipment: Option<String>,
    /// What is counted: `reps_load`, `bodyweight`, `time` …
    measurement: Option<String>,
    /// Other names.
    aliases: Vec<String>,
    /// The exercise that it counts for, since the caller merged it.
    merged_into: Option<String>,
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
    /// Adds the built-in catalogue, the caller's own exercises, and those that they renamed or merged.
    #[serde(default)]
    all: bool,
}

/// What is known of one exercise; `e` are its working sets, `l` is the last of them.
const COLUMNS: &str = "ids.exercise, coalesce(n.name, l.exercise_name) AS name, coalesce(e.imported_names, '{}') AS imported_names,
    coalesce(e.sets, 0) AS sets, l.at, l.zone, l.utc_offset_seconds, d.primary_muscles, d.secondary_muscles, d.equipment,
    d.measurement, d.aliases, m.into_exercise";

const KNOWN: &str = "
LEFT JOIN LATERAL (
    SELECT count(*) AS sets,
           array_agg(DISTINCT exercise_name) FILTER (WHERE origin = 'import') AS imported_names
    FROM working_set WHERE user_id = $1 AND exercise = ids.exercise
) AS e ON true
LEFT JOIN LATERAL (
    SELECT exercise_name, at, zone, utc_offset_seconds FROM working_set
    WHERE user_id = $1 AND exercise = ids.exercise
    ORDER BY at DESC, started_at DESC, workout_id DESC, ordinal DESC, set_index DESC LIMIT 1
) AS l ON true
LEFT JOIN exercise_name AS n ON n.user_id = $1 AND n.exercise = ids.exercise
LEFT JOIN exercise_definition AS d ON d.user_id = $1 AND d.exercise = ids.exercise
LEFT JOIN exercise_merge AS m ON m.user_id = $1 AND m.exercise = ids.exercise
ORDER BY ids.exercise COLLATE \"C\"";

/// The ids of a page: done, and on demand those that were spoken of, and the catalogue's.
const IDS: &str = "
SELECT exercise FROM (
    SELECT exercise FROM working_set WHERE user_id = $1
    UNION SELECT exercise FROM exercise_name WHERE user_id = $1 AND $4
    UNION SELECT exercise FROM exercise_merge WHERE user_id = $1 AND $4
    UNION SELECT exercise FROM UNNEST($5::text[]) AS built_in (exercise)
) AS known
WHERE $2::text IS NULL OR exercise COLLATE \"C\" > $2
ORDER BY exercise COLLATE \"C\" LIMIT $3";

/// The caller's exercises that have a working set, by id; with `all` also those that could have one.
#[utoipa::path(
    operation_id = "list_exercises",
    tag = "exercises",
    params(Which, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Exercise>)),
)]
#[get("/v1/query/exercises")]
pub(super) async fn list_exercises(reader: Reader, which: Parameters<Which>) -> Result<Json<List<Exercise>>, Problem> {
    const LIST: &str = "exercises";
    let Parameters(Which { limit, cursor, all }) = which;
    let page = Page { limit, cursor };
    let limit = page.limit()?;
    let after = page.after::<1>(LIST)?.map(|[exercise]| exercise);
    let user = reader.user().uuid();
    let sql = format!("SELECT {COLUMNS} FROM ({IDS}) AS ids {KNOWN}");
    let built_in: Vec<&str> = catalogue::all().iter().filter(|_| all).map(|entry| entry.id.as_str()).collect();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            Ok(snapshot.query(&statement, &[&user, &after, &(limit + 1), &all, &built_in]).await?)
        })
        .await?;
    Ok(Json(List::page(rows, limit, LIST, |row| [row.get(0)], |row| Exercise::of(&row))))
}

impl Exercise {
    fn of(row: &Row) -> Self {
        let id: String = row.get("exercise");
        let built_in = id.parse::<ExerciseId>().ok().and_then(|id| catalogue::get(&id));
        let own: Option<String> = row.get("equipment");
        let name: Option<String> = row.get("name");
        let last_at = row.get::<_, Option<_>>("at").map(|at| {
            LocalClock::new(
                row.get::<_, Option<&str>>("zone").unwrap_or("UTC"),
                row.get::<_, Option<i32>>("utc_offset_seconds").unwrap_or(0),
            )
            .show(at)
        });
        let list = |column: &str| -> Vec<String> {
            let kept: Option<Value> = row.get(column);
            kept.and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default()
        };
        let muscles =
            |muscles: &[schemas::planning::Muscle]| muscles.iter().map(|muscle| muscle.as_str().to_owned()).collect();
        Self {
            name: name.or_else(|| built_in.map(|entry| entry.name.clone())).unwrap_or_else(|| id.clone()),
            imported_names: row.get("imported_names"),
            sets: row.get("sets"),
            last_at,
            source: if own.is_some() { Some("own") } else { built_in.map(|_| "catalogue") },
            primary_muscles: built_in.map_or_else(|| list("primary_muscles"), |entry| muscles(&entry.primary_muscles)),
            secondary_muscles: built_in
                .map_or_else(|| list("secondary_muscles"), |entry| muscles(&entry.secondary_muscles)),
            equipment: built_in.map(|entry| entry.equipment.as_str().to_owned()).or(own),
            measurement: built_in.map(|entry| entry.measurement.as_str().to_owned()).or_else(|| row.get("measurement")),
            aliases: built_in.map_or_else(|| list("aliases"), |entry| entry.aliases.clone()),
            merged_into: row.get("into_exercise"),
            id,
        }
    }
}
