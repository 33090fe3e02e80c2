//! Records per exercise, by the rules of CATALOGUE section 3: a pure function of the history, here one
//! statement over the sets.

use actix_web::{
    get,
    web::{Json, Path},
};
use serde::Serialize;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use super::AFTER;
use crate::{
    cursor::{List, Page},
    habits::Habits,
    reader::Reader,
    snapshot::Chain,
    value::{LocalClock, Quantity, brzycki_grams, brzycki_micrograms, grams, micrograms},
};

/// The records of one exercise; each is null while nothing holds it.
#[derive(Debug, Serialize, ToSchema)]
struct Records {
    /// Id of the exercise.
    exercise: String,
    /// Working sets.
    sets: i64,
    /// Greatest load with at least one repetition.
    heaviest: Option<Heaviest>,
    /// Greatest load times repetitions of one set.
    best_set_volume: Option<BestSetVolume>,
    /// Greatest estimate of what could be lifted once.
    best_e1rm: Option<BestE1rm>,
    /// Greatest volume within one workout.
    best_session_volume: Option<BestSessionVolume>,
}

/// The greatest load.
#[derive(Debug, Serialize, ToSchema)]
struct Heaviest {
    /// In the reader's unit.
    load: Quantity,
    /// In whole grams.
    load_g: i64,
    /// Repetitions of that set.
    reps: i32,
    /// When, with the offset of the zone.
    at: String,
    /// The workout.
    workout: Uuid,
}

/// The greatest volume of a set.
#[derive(Debug, Serialize, ToSchema)]
struct BestSetVolume {
    /// In the reader's unit.
    volume: Quantity,
    /// In whole grams.
    volume_g: i64,
    /// Load of that set, in the reader's unit.
    load: Quantity,
    /// In whole grams.
    load_g: i64,
    /// Repetitions of that set.
    reps: i32,
    /// When, with the offset of the zone.
    at: String,
    /// The workout.
    workout: Uuid,
}

/// The greatest estimated one-repetition maximum.
#[derive(Debug, Serialize, ToSchema)]
struct BestE1rm {
    /// `brzycki`: 36w / (37 − r) over 1 to 10 repetitions; the load itself for one.
    #[schema(value_type = String)]
    formula: &'static str,
    /// In the reader's unit.
    e1rm: Quantity,
    /// In whole grams.
    e1rm_g: i64,
    /// Load of that set, in the reader's unit.
    load: Quantity,
    /// In whole grams.
    load_g: i64,
    /// Repetitions of that set.
    reps: i32,
    /// When, with the offset of the zone.
    at: String,
    /// The workout.
    workout: Uuid,
}

/// The greatest volume of the exercise in a workout.
#[derive(Debug, Serialize, ToSchema)]
struct BestSessionVolume {
    /// In the reader's unit.
    volume: Quantity,
    /// In whole grams.
    volume_g: i64,
    /// Start of the workout, with the offset of the zone.
    at: String,
    /// The workout.
    workout: Uuid,
}

/// Exercises after `$2`, or `$3` alone; for each a row per record that it has, or one without.
///
/// Ties: the earliest by start of the workout, then order within it. e1RM is compared as 36w / (37 − r) times
/// the least common multiple of 27 … 36, which makes whole numbers of all ten.
const RECORDS: &str = r#"
WITH counted AS (
    SELECT exercise, count(*) AS sets FROM working_set
    WHERE user_id = $1 AND ($2::text IS NULL OR exercise COLLATE "C" > $2) AND ($3::text IS NULL OR exercise = $3)
    GROUP BY exercise ORDER BY exercise COLLATE "C" LIMIT $4
), candidate AS (
    SELECT s.exercise, s.workout_id, s.at, s.started_at, s.zone, s.utc_offset_seconds, s.ordinal, s.set_index,
           s.reps, s.load_ug, s.volume_ug,
           CASE WHEN s.reps BETWEEN 1 AND 10
                THEN s.load_ug::numeric * 36 * (5083737120 / (37 - s.reps)) END AS e1rm
    FROM working_set AS s JOIN counted USING (exercise)
    WHERE s.user_id = $1 AND s.load_ug > 0 AND s.reps > 0
), heaviest AS (
    SELECT DISTINCT ON (exercise) 'heaviest' AS record, * FROM candidate
    ORDER BY exercise, load_ug DESC, started_at, workout_id, ordinal, set_index
), best_set_volume AS (
    SELECT DISTINCT ON (exercise) 'best_set_volume' AS record, * FROM candidate
    ORDER BY exercise, volume_ug DESC, started_at, workout_id, ordinal, set_index
), best_e1rm AS (
    SELECT DISTINCT ON (exercise) 'best_e1rm' AS record, * FROM candidate
    WHERE e1rm IS NOT NULL
    ORDER BY exercise, e1rm DESC, started_at, workout_id, ordinal, set_index
), session AS (
    SELECT exercise, workout_id, started_at, zone, utc_offset_seconds, sum(volume_ug) AS volume_ug
    FROM candidate GROUP BY exercise, workout_id, started_at, zone, utc_offset_seconds
), best_session_volume AS (
    SELECT DISTINCT ON (exercise) 'best_session_volume' AS record, * FROM session
    ORDER BY exercise, volume_ug DESC, started_at, workout_id
), record AS (
    SELECT record, exercise, workout_id, at, zone, utc_offset_seconds, reps, load_ug, volume_ug FROM heaviest
    UNION ALL
    SELECT record, exercise, workout_id, at, zone, utc_offset_seconds, reps, load_ug, volume_ug FROM best_set_volume
    UNION ALL
    SELECT record, exercise, workout_id, at, zone, utc_offset_seconds, reps, load_ug, volume_ug FROM best_e1rm
    UNION ALL
    SELECT record, exercise, workout_id, started_at, zone, utc_offset_seconds, NULL, NULL, volume_ug
    FROM best_session_volume
)
SELECT c.exercise, c.sets, r.record, r.workout_id, r.at, r.zone, r.utc_offset_seconds, r.reps, r.load_ug,
       r.volume_ug::text AS volume_ug
FROM counted AS c LEFT JOIN record AS r USING (exercise)
ORDER BY c.exercise COLLATE "C", r.record"#;

const KNOWN: &str = "SELECT EXISTS (SELECT FROM performed_set WHERE user_id = $1 AND exercise = $2)";

/// The records of one exercise.
#[utoipa::path(
    operation_id = "get_exercise_records",
    tag = "exercises",
    params(
        ("id" = String, Path, description = "Id of the exercise"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The records", body = Records),
        (status = 404, description = "An exercise that the caller never did", body = Problem),
    ),
)]
#[get("/v1/query/exercises/{id}/records")]
pub(super) async fn get_exercise_records(reader: Reader, id: Path<String>) -> Result<Json<Records>, Problem> {
    let exercise = id.into_inner();
    let user = reader.user().uuid();
    let records = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(RECORDS).await?;
            let rows = snapshot.query(&statement, &[&user, &None::<&str>, &exercise, &1_i64]).await?;
            if let Some(records) = Records::of(&rows, habits).pop() {
                return Ok(records);
            }
            let statement = snapshot.prepare_cached(KNOWN).await?;
            if snapshot.query_one(&statement, &[&user, &exercise]).await?.get(0) {
                return Ok(Records::none(exercise.clone(), 0));
            }
            Err(Problem::not_found("exercise").into())
        })
        .await?;
    Ok(Json(records))
}

/// The records of all exercises that have a working set, by exercise.
#[utoipa::path(
    operation_id = "list_records",
    tag = "exercises",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Records>)),
)]
#[get("/v1/query/records")]
pub(super) async fn list_records(reader: Reader, page: Parameters<Page>) -> Result<Json<List<Records>>, Problem> {
    const LIST: &str = "records";
    let Parameters(page) = page;
    let limit = page.limit()?;
    let after = page.after::<1>(LIST)?.map(|[exercise]| exercise);
    let user = reader.user().uuid();
    let (rows, habits) = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(RECORDS).await?;
            Ok((snapshot.query(&statement, &[&user, &after, &None::<&str>, &(limit + 1)]).await?, *habits))
        })
        .await?;
    let place = |records: &Records| [records.exercise.clone()];
    Ok(Json(List::page(Records::of(&rows, &habits), limit, LIST, place, |records| records)))
}

impl Records {
    fn none(exercise: String, sets: i64) -> Self {
        Self { exercise, sets, heaviest: None, best_set_volume: None, best_e1rm: None, best_session_volume: None }
    }

    /// From rows that are sorted by exercise.
    fn of(rows: &[Row], habits: &Habits) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for row in rows {
            let exercise: &str = row.get("exercise");
            if all.last().is_none_or(|last| last.exercise != exercise) {
                all.push(Self::none(exercise.to_owned(), row.get("sets")));
            }
            if let Some(last) = all.last_mut() {
                last.take(row, habits);
            }
        }
        all
    }

    fn take(&mut self, row: &Row, habits: &Habits) {
        match row.get::<_, Option<&str>>("record") {
            Some("heaviest") => self.heaviest = Some(Heaviest::of(row, habits)),
            Some("best_set_volume") => self.best_set_volume = Some(BestSetVolume::of(row, habits)),
            Some("best_e1rm") => self.best_e1rm = Some(BestE1rm::of(row, habits)),
            Some("best_session_volume") => self.best_session_volume = Some(BestSessionVolume::of(row, habits)),
            Some(_) | None => {}
        }
    }
}

impl Heaviest {
    fn of(row: &Row, habits: &Habits) -> Self {
        let load: i64 = row.get("load_ug");
        Self {
            load: Quantity::mass(load.into(), habits.units),
            load_g: grams(load.into()),
            reps: row.get("reps"),
            at: at(row),
            workout: row.get("workout_id"),
        }
    }
}

impl BestSetVolume {
    fn of(row: &Row, habits: &Habits) -> Self {
        let (load, volume): (i64, i128) = (row.get("load_ug"), micrograms(row.get("volume_ug")));
        Self {
            volume: Quantity::mass(volume, habits.units),
            volume_g: grams(volume),
            load: Quantity::mass(load.into(), habits.units),
            load_g: grams(load.into()),
            reps: row.get("reps"),
            at: at(row),
            workout: row.get("workout_id"),
        }
    }
}

impl BestE1rm {
    fn of(row: &Row, habits: &Habits) -> Self {
        let (load, reps): (i64, i32) = (row.get("load_ug"), row.get("reps"));
        Self {
            formula: "brzycki",
            e1rm: Quantity::mass(brzycki_micrograms(load, reps), habits.units),
            e1rm_g: brzycki_grams(load, reps),
            load: Quantity::mass(load.into(), habits.units),
            load_g: grams(load.into()),
            reps,
            at: at(row),
            workout: row.get("workout_id"),
        }
    }
}

impl BestSessionVolume {
    fn of(row: &Row, habits: &Habits) -> Self {
        let volume = micrograms(row.get("volume_ug"));
        Self {
            volume: Quantity::mass(volume, habits.units),
            volume_g: grams(volume),
            at: at(row),
            workout: row.get("workout_id"),
        }
    }
}

fn at(row: &Row) -> String {
    LocalClock::new(row.get("zone"), row.get("utc_offset_seconds")).show(row.get("at"))
}
