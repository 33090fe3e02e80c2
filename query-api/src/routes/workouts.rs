//! Workouts: those done, and the one in progress.

mod sets;

use actix_web::{
    HttpResponse, get,
    http::header::ETAG,
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::id::WorkoutId;
use serde::Serialize;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use self::sets::{SET_COLUMNS, Set};
use super::AFTER;
use crate::{
    cursor::{List, Page, part},
    habits::Habits,
    reader::Reader,
    snapshot::Chain,
    value::{LocalClock, Quantity, date, grams, micrograms},
};

/// A workout, without its sets.
#[derive(Debug, Serialize, ToSchema)]
struct Workout {
    /// Its id.
    id: Uuid,
    /// Sequence of its last event: what `If-Match` compares.
    version: i64,
    /// Counts its corrections from 1; 0 while it is in progress.
    revision: i32,
    /// Title.
    name: Option<String>,
    /// `in_progress` or `completed`.
    status: String,
    /// Local date of its start.
    date: String,
    /// Start, with the offset of its zone.
    started_at: String,
    /// End, with the offset of its zone.
    ended_at: Option<String>,
    /// IANA zone.
    zone: String,
    /// `live`, `logged` or `import`.
    origin: String,
    /// Working sets.
    sets: i64,
    /// Load times repetitions, over the working sets.
    volume: Quantity,
    /// The same in whole grams.
    volume_g: i64,
}

/// A workout with all that happened in it.
#[derive(Debug, Serialize, ToSchema)]
struct WorkoutInFull {
    #[serde(flatten)]
    workout: Workout,
    /// Notes.
    notes: Option<String>,
    /// The template that was followed.
    template: Option<Template>,
    /// The schedule entry that was followed.
    entry: Option<String>,
    /// The import that brought it.
    import: Option<Uuid>,
    /// Blocks of exercises, in the order performed.
    exercises: Vec<Block>,
}

/// A version of a workout template.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TemplateVersion)]
struct Template {
    /// Its id.
    id: Uuid,
    /// Its own version.
    version: Option<i32>,
}

/// One block of an exercise.
#[derive(Debug, Serialize, ToSchema)]
struct Block {
    /// Id of the exercise.
    exercise: String,
    /// Its name as entered.
    name: String,
    /// Which block of its exercise in this workout, from 0.
    block: i32,
    /// Blocks with the same number were done in turns.
    superset: Option<i32>,
    /// Notes.
    notes: Option<String>,
    /// In the order performed.
    sets: Vec<Set>,
}

const COLUMNS: &str = "w.workout_id, w.version, w.revision, w.name, w.status, w.local_date, w.started_at, w.ended_at,
       w.zone, w.utc_offset_seconds, w.origin, s.sets, s.volume_ug::text AS volume_ug";

const TOTALS: &str = "CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE kind <> 'warm_up') AS sets, coalesce(sum(volume_ug), 0) AS volume_ug
    FROM performed_set WHERE user_id = w.user_id AND workout_id = w.workout_id) AS s";

/// The workouts of the caller, newest first.
#[utoipa::path(
    operation_id = "list_workouts",
    tag = "workouts",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Workout>)),
)]
#[get("/v1/query/workouts")]
pub(super) async fn list_workouts(reader: Reader, page: Parameters<Page>) -> Result<Json<List<Workout>>, Problem> {
    const LIST: &str = "workouts";
    let Parameters(page) = page;
    let limit = page.limit()?;
    let after = match page.after::<2>(LIST)? {
        Some([micros, id]) => Some((DateTime::<Utc>::from_timestamp_micros(part(&micros)?), part::<Uuid>(&id)?)),
        None => None,
    };
    let (before_time, before_id) = after.map_or((None, None), |(time, id)| (time, Some(id)));
    let sql = format!(
        "SELECT {COLUMNS} FROM (
             SELECT * FROM workout
             WHERE user_id = $1 AND status IN ('in_progress', 'completed')
               AND ($2::timestamptz IS NULL OR (started_at, workout_id) < ($2, $3::uuid))
             ORDER BY started_at DESC, workout_id DESC LIMIT $4
         ) AS w {TOTALS}
         ORDER BY w.started_at DESC, w.workout_id DESC"
    );
    let user = reader.user().uuid();
    let (rows, habits) = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(&sql).await?;
            Ok((snapshot.query(&statement, &[&user, &before_time, &before_id, &(limit + 1)]).await?, *habits))
        })
        .await?;
    let place = |row: &Row| {
        [row.get::<_, DateTime<Utc>>("started_at").timestamp_micros().to_string(), row.get::<_, Uuid>(0).to_string()]
    };
    Ok(Json(List::page(rows, limit, LIST, place, |row| Workout::of(&row, &habits))))
}

/// One workout with its sets.
#[utoipa::path(
    operation_id = "get_workout",
    tag = "workouts",
    params(
        ("id" = Uuid, Path, description = "Id of the workout"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The workout", body = WorkoutInFull, headers(("ETag" = String))),
        (status = 404, description = "Unknown, deleted, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/workouts/{id}")]
pub(super) async fn get_workout(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    let id: WorkoutId = id.parse().map_err(|_| Problem::not_found("workout"))?;
    let user = reader.user().uuid();
    let workout = format!(
        "SELECT {COLUMNS}, w.notes, w.template_id, w.template_version, w.entry, w.import_id
         FROM workout AS w {TOTALS}
         WHERE w.user_id = $1 AND w.workout_id = $2 AND w.status IN ('in_progress', 'completed')"
    );
    // an exercise stands where its first set does
    let sets = format!(
        "SELECT {SET_COLUMNS}, exercise, exercise_name, exercise_notes, block, superset
         FROM (SELECT *, min(ordinal) OVER (PARTITION BY exercise, block) AS block_ordinal
               FROM performed_set WHERE user_id = $1 AND workout_id = $2) AS s
         ORDER BY block_ordinal, exercise, block, set_index, ordinal, set_id"
    );
    let answer = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(&workout).await?;
            let found = snapshot.query_opt(&statement, &[&user, &id.uuid()]).await?;
            let Some(row) = found else { return Err(Problem::not_found("workout").into()) };
            let statement = snapshot.prepare_cached(&sets).await?;
            let sets = snapshot.query(&statement, &[&user, &id.uuid()]).await?;
            Ok(WorkoutInFull::of(&row, &sets, habits))
        })
        .await?;
    let version = answer.workout.version;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{version}\""))).json(answer))
}

impl Workout {
    fn of(row: &Row, habits: &Habits) -> Self {
        let volume = micrograms(row.get("volume_ug"));
        let clock = clock(row);
        Self {
            id: row.get("workout_id"),
            version: row.get("version"),
            revision: row.get("revision"),
            name: row.get("name"),
            status: row.get("status"),
            date: date(row.get::<_, NaiveDate>("local_date")),
            started_at: clock.show(row.get("started_at")),
            ended_at: row.get::<_, Option<DateTime<Utc>>>("ended_at").map(|at| clock.show(at)),
            zone: row.get("zone"),
            origin: row.get("origin"),
            sets: row.get("sets"),
            volume: Quantity::mass(volume, habits.units),
            volume_g: grams(volume),
        }
    }
}

impl WorkoutInFull {
    fn of(row: &Row, sets: &[Row], habits: &Habits) -> Self {
        let clock = clock(row);
        let mut exercises: Vec<Block> = Vec::new();
        for set in sets {
            let (exercise, block) = (set.get::<_, &str>("exercise"), set.get::<_, i32>("block"));
            if exercises.last().is_none_or(|last| last.exercise != exercise || last.block != block) {
                exercises.push(Block::of(set));
            }
            if let Some(last) = exercises.last_mut() {
                last.sets.push(Set::of(set, &clock, habits));
            }
        }
        let template = row.get::<_, Option<Uuid>>("template_id");
        Self {
            workout: Workout::of(row, habits),
            notes: row.get("notes"),
            template: template.map(|id| Template { id, version: row.get("template_version") }),
            entry: row.get("entry"),
            import: row.get("import_id"),
            exercises,
        }
    }
}

impl Block {
    fn of(row: &Row) -> Self {
        Self {
            exercise: row.get("exercise"),
            name: row.get("exercise_name"),
            block: row.get("block"),
            superset: row.get("superset"),
            notes: row.get("exercise_notes"),
            sets: Vec::new(),
        }
    }
}

fn clock(row: &Row) -> LocalClock {
    LocalClock::new(row.get("zone"), row.get("utc_offset_seconds"))
}
