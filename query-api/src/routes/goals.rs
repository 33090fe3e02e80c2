//! Goals and how far they are.

use actix_web::{
    HttpResponse, get,
    http::header::ETAG,
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::{id::GoalId, time::Instant};
use serde::Serialize;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use super::AFTER;
use crate::{
    cursor::{List, Page, part},
    habits::Habits,
    reader::Reader,
    snapshot::Chain,
    value::{Decimal, Quantity, date, grams},
};

/// A goal.
#[derive(Debug, Serialize, ToSchema)]
struct Goal {
    /// Its id.
    id: Uuid,
    /// Title; null once its author was erased.
    name: Option<String>,
    /// `accumulate`, `reach`, `keep`, `streak` or `frequency`.
    kind: String,
    /// `volume`, `count`, `minutes`, `distance`, `load`, `e1rm` or `body_weight`.
    metric: String,
    /// Only this exercise counts.
    exercise: Option<String>,
    /// What is to be achieved.
    target: Option<Target>,
    /// First local date that counts.
    from: Option<String>,
    /// Last local date that counts.
    until: Option<String>,
    /// `active`, `achieved`, `missed` or `abandoned`.
    status: String,
    /// How far it is; null for what is not measured: body weight (yet), and goals that were abandoned.
    progress: Option<Progress>,
    /// When the set was done that achieved it, with the offset of its zone.
    achieved_at: Option<String>,
    /// What achieved it.
    achieved_by: Option<AchievedBy>,
    /// Sequence of its last event.
    version: i64,
}

/// What is to be achieved: an amount, a load for a number of repetitions, a range to keep, or weeks of so many workouts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Target {
    /// So much.
    Amount(Quantity),
    /// A load to be lifted so often.
    Lift {
        /// The load, in the reader's unit.
        load: Quantity,
        /// Repetitions.
        reps: i32,
    },
    /// A range to stay within.
    Range {
        /// The least.
        min: Option<Quantity>,
        /// The most.
        max: Option<Quantity>,
    },
    /// Weeks with so many workouts each.
    Weeks {
        /// Workouts that a week needs.
        workouts: i64,
        /// How many such weeks; in a row for a streak.
        weeks: i32,
    },
}

/// How far a goal is.
#[derive(Debug, Serialize, ToSchema)]
struct Progress {
    #[serde(flatten)]
    amount: Quantity,
    /// Masses in whole grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    value_g: Option<i64>,
    /// Of the target, to two decimals, rounded half up; may exceed 100.
    percent: Decimal,
}

/// The set that achieved a goal.
#[derive(Debug, Serialize, ToSchema)]
struct AchievedBy {
    /// Its workout.
    workout: Option<Uuid>,
    /// The set.
    set: Option<Uuid>,
}

const GOALS: &str = "
SELECT g.goal_id, g.name, g.kind, g.metric, g.exercise, g.target_mass_ug, g.target_distance_mm, g.target_count,
       g.target_minutes, g.target_reps, g.from_date, g.until_date,
       g.target_lowest_ug, g.target_highest_ug, g.target_weeks,
       CASE WHEN a.status = 'missed' AND g.version > a.version THEN 'active' ELSE coalesce(a.status, 'active') END
           AS status,
       a.achieved_at, a.utc_offset_seconds, a.workout_id, a.set_id,
       greatest(g.version, a.version) AS version, coalesce(p.value, 0) AS value,
       coalesce(p.percent_hundredths, 0) AS percent_hundredths
FROM goal AS g
LEFT JOIN goal_achievement AS a ON a.user_id = g.user_id AND a.goal_id = g.goal_id
LEFT JOIN goal_progress AS p ON p.user_id = g.user_id AND p.goal_id = g.goal_id
WHERE g.user_id = $1";

/// The caller's goals, newest first.
#[utoipa::path(
    operation_id = "list_goals",
    tag = "goals",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Goal>)),
)]
#[get("/v1/query/goals")]
pub(super) async fn list_goals(reader: Reader, page: Parameters<Page>) -> Result<Json<List<Goal>>, Problem> {
    const LIST: &str = "goals";
    let Parameters(page) = page;
    let limit = page.limit()?;
    let after = match page.after::<2>(LIST)? {
        Some([micros, id]) => Some((DateTime::<Utc>::from_timestamp_micros(part(&micros)?), part::<Uuid>(&id)?)),
        None => None,
    };
    let (before_time, before_id) = after.map_or((None, None), |(time, id)| (time, Some(id)));
    let sql = format!(
        "SELECT x.*, y.set_at FROM ({GOALS}) AS x JOIN goal AS y ON y.user_id = $1 AND y.goal_id = x.goal_id
         WHERE $2::timestamptz IS NULL OR (y.set_at, x.goal_id) < ($2, $3::uuid)
         ORDER BY y.set_at DESC, x.goal_id DESC LIMIT $4"
    );
    let user = reader.user().uuid();
    let (rows, habits) = reader
        .read_with_habits(Chain::GoalProgress, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(&sql).await?;
            Ok((snapshot.query(&statement, &[&user, &before_time, &before_id, &(limit + 1)]).await?, *habits))
        })
        .await?;
    let place = |row: &Row| {
        [row.get::<_, DateTime<Utc>>("set_at").timestamp_micros().to_string(), row.get::<_, Uuid>(0).to_string()]
    };
    Ok(Json(List::page(rows, limit, LIST, place, |row| Goal::of(&row, &habits))))
}

/// One goal.
#[utoipa::path(
    operation_id = "get_goal",
    tag = "goals",
    params(
        ("id" = Uuid, Path, description = "Id of the goal"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The goal", body = Goal, headers(("ETag" = String))),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/goals/{id}")]
pub(super) async fn get_goal(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    let id: GoalId = id.parse().map_err(|_| Problem::not_found("goal"))?;
    let user = reader.user().uuid();
    let sql = format!("{GOALS} AND g.goal_id = $2");
    let goal = reader
        .read_with_habits(Chain::GoalProgress, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let row = snapshot.query_opt(&statement, &[&user, &id.uuid()]).await?;
            row.map(|row| Goal::of(&row, habits)).ok_or_else(|| Problem::not_found("goal").into())
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{}\"", goal.version))).json(goal))
}

impl Goal {
    fn of(row: &Row, habits: &Habits) -> Self {
        let status: String = row.get("status");
        let achieved = status == "achieved";
        let at = row.get::<_, Option<DateTime<Utc>>>("achieved_at").filter(|_| achieved);
        let offset = row.get::<_, Option<i32>>("utc_offset_seconds").unwrap_or(0);
        let day = |column: &str| row.get::<_, Option<NaiveDate>>(column).map(date);
        Self {
            id: row.get("goal_id"),
            name: row.get("name"),
            kind: row.get("kind"),
            metric: row.get("metric"),
            exercise: row.get("exercise"),
            target: Target::of(row, habits),
            from: day("from_date"),
            until: day("until_date"),
            status,
            progress: Progress::of(row, habits),
            achieved_at: at.map(|at| Instant::from_chrono(at).to_rfc3339_at(offset)),
            achieved_by: achieved.then(|| AchievedBy { workout: row.get("workout_id"), set: row.get("set_id") }),
            version: row.get("version"),
        }
    }
}

impl Target {
    fn of(row: &Row, habits: &Habits) -> Option<Self> {
        let mass = row.get::<_, Option<i64>>("target_mass_ug").map(|mass| Quantity::mass(mass.into(), habits.units));
        let distance =
            row.get::<_, Option<i64>>("target_distance_mm").map(|distance| Quantity::distance(distance, habits.units));
        let count = row.get::<_, Option<i64>>("target_count").map(|count| Quantity::count(count, WORKOUTS));
        let minutes = row.get::<_, Option<i64>>("target_minutes").map(|minutes| Quantity::count(minutes, MINUTES));
        let end = |column| row.get::<_, Option<i64>>(column).map(|mass| Quantity::mass(mass.into(), habits.units));
        let (min, max) = (end("target_lowest_ug"), end("target_highest_ug"));
        if min.is_some() || max.is_some() {
            return Some(Self::Range { min, max });
        }
        if let (Some(weeks), Some(workouts)) = (row.get("target_weeks"), row.get("target_count")) {
            return Some(Self::Weeks { workouts, weeks });
        }
        match (mass, row.get::<_, Option<i32>>("target_reps")) {
            (Some(load), Some(reps)) => Some(Self::Lift { load, reps }),
            (mass, _) => mass.or(distance).or(count).or(minutes).map(Self::Amount),
        }
    }
}

const WORKOUTS: &str = "workouts";
const MINUTES: &str = "min";
const WEEKS: &str = "weeks";

impl Progress {
    /// In the unit of the metric: µg, mm, workouts or minutes in the log, or weeks. None where nobody measures.
    fn of(row: &Row, habits: &Habits) -> Option<Self> {
        let value: i64 = row.get("value");
        let percent = Decimal::new(row.get::<_, i64>("percent_hundredths").into(), 2);
        let (amount, value_g) = match (row.get("status"), row.get("kind"), row.get("metric")) {
            ("abandoned", _, _) | (_, "keep", _) | (_, _, "body_weight") => return None,
            (_, "streak" | "frequency", _) => (Quantity::count(value, WEEKS), None),
            (_, _, "distance") => (Quantity::distance(value, habits.units), None),
            (_, _, "count") => (Quantity::count(value, WORKOUTS), None),
            (_, _, "minutes") => (Quantity::count(value, MINUTES), None),
            (_, _, _) => (Quantity::mass(value.into(), habits.units), Some(grams(value.into()))),
        };
        Some(Self { amount, value_g, percent })
    }
}
