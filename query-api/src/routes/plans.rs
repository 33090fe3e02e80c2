//! Meal plans and supplement plans, and each of their versions.

mod meals;
mod supplements;

use actix_web::{
    HttpResponse, get,
    http::header::ETAG,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::{meals::Meals, supplements::Supplements};
use super::{AFTER, templates::shown};
use crate::{
    cursor::{List, Page, part},
    reader::Reader,
    snapshot::Chain,
};

/// One version of a plan.
#[derive(Debug, Serialize, ToSchema)]
struct PlanVersion<C> {
    /// Id of the plan.
    id: Uuid,
    /// The plan's own version: counts creation and updates.
    version: i32,
    /// What it is called; null once its author was erased.
    name: Option<String>,
    /// Notes.
    notes: Option<String>,
    /// What it says.
    #[serde(flatten)]
    content: C,
    /// When this version was made.
    created_at: String,
}

/// A plan as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct Plan<C> {
    #[serde(flatten)]
    version: PlanVersion<C>,
    /// Sequence of its last event: what `If-Match` names.
    sequence: i64,
    /// Whether it was archived.
    archived: bool,
    /// When it was archived.
    archived_at: Option<String>,
}

/// What a kind of plan says.
trait Content {
    /// As it stands in the tables.
    const KIND: &'static str;
    /// As lists and problems call it.
    const NAME: &'static str;

    /// From the column that holds it.
    fn of(kept: Value) -> Self;
}

/// Which plans.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Which {
    /// Most items of this page, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// The archived ones in place of those in use.
    #[serde(default)]
    archived: bool,
}

/// The caller's meal plans in their newest versions, the one made last first.
#[utoipa::path(
    operation_id = "list_meal_plans",
    tag = "meal plans",
    params(Which, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Plan<Meals>>)),
)]
#[get("/v1/query/meal-plans")]
pub(super) async fn list_meal_plans(
    reader: Reader,
    which: Parameters<Which>,
) -> Result<Json<List<Plan<Meals>>>, Problem> {
    list(reader, which).await
}

/// One meal plan in its newest version.
#[utoipa::path(
    operation_id = "get_meal_plan",
    tag = "meal plans",
    params(
        ("id" = Uuid, Path, description = "Id of the plan"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The plan", body = Plan<Meals>, headers(("ETag" = String))),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/meal-plans/{id}")]
pub(super) async fn get_meal_plan(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    one::<Meals>(reader, &id).await
}

/// One version of a meal plan; it never changes.
#[utoipa::path(
    operation_id = "get_meal_plan_version",
    tag = "meal plans",
    params(
        ("id" = Uuid, Path, description = "Id of the plan"),
        ("n" = i32, Path, description = "The plan's own version"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The version", body = PlanVersion<Meals>),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/meal-plans/{id}/versions/{n}")]
pub(super) async fn get_meal_plan_version(
    reader: Reader,
    path: Path<(String, String)>,
) -> Result<Json<PlanVersion<Meals>>, Problem> {
    version(reader, path.into_inner()).await
}

/// The caller's supplement plans in their newest versions, the one made last first.
#[utoipa::path(
    operation_id = "list_supplement_plans",
    tag = "supplement plans",
    params(Which, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Plan<Supplements>>)),
)]
#[get("/v1/query/supplement-plans")]
pub(super) async fn list_supplement_plans(
    reader: Reader,
    which: Parameters<Which>,
) -> Result<Json<List<Plan<Supplements>>>, Problem> {
    list(reader, which).await
}

/// One supplement plan in its newest version.
#[utoipa::path(
    operation_id = "get_supplement_plan",
    tag = "supplement plans",
    params(
        ("id" = Uuid, Path, description = "Id of the plan"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The plan", body = Plan<Supplements>, headers(("ETag" = String))),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/supplement-plans/{id}")]
pub(super) async fn get_supplement_plan(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    one::<Supplements>(reader, &id).await
}

/// One version of a supplement plan; it never changes.
#[utoipa::path(
    operation_id = "get_supplement_plan_version",
    tag = "supplement plans",
    params(
        ("id" = Uuid, Path, description = "Id of the plan"),
        ("n" = i32, Path, description = "The plan's own version"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The version", body = PlanVersion<Supplements>),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/supplement-plans/{id}/versions/{n}")]
pub(super) async fn get_supplement_plan_version(
    reader: Reader,
    path: Path<(String, String)>,
) -> Result<Json<PlanVersion<Supplements>>, Problem> {
    version(reader, path.into_inner()).await
}

const COLUMNS: &str = "v.plan_id, v.plan_version, v.name, v.notes, v.content, v.created_at";

async fn list<C: Content + Serialize + ToSchema>(
    reader: Reader,
    Parameters(Which { limit, cursor, archived }): Parameters<Which>,
) -> Result<Json<List<Plan<C>>>, Problem> {
    let page = Page { limit, cursor };
    let limit = page.limit()?;
    let after = match page.after::<2>(C::NAME)? {
        Some([micros, id]) => Some((DateTime::<Utc>::from_timestamp_micros(part(&micros)?), part::<Uuid>(&id)?)),
        None => None,
    };
    let (before_time, before_id) = after.map_or((None, None), |(time, id)| (time, Some(id)));
    let sql = format!(
        "SELECT {COLUMNS}, p.version, p.archived_at, f.created_at AS first_created_at FROM plan AS p
         JOIN plan_version AS v USING (user_id, kind, plan_id, plan_version)
         JOIN plan_version AS f
           ON f.user_id = p.user_id AND f.kind = p.kind AND f.plan_id = p.plan_id AND f.plan_version = 1
         WHERE p.user_id = $1 AND p.kind = $6 AND (p.archived_at IS NOT NULL) = $5
           AND ($2::timestamptz IS NULL OR (f.created_at, p.plan_id) < ($2, $3::uuid))
         ORDER BY f.created_at DESC, p.plan_id DESC LIMIT $4"
    );
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let rows = snapshot
                .query(&statement, &[&user, &before_time, &before_id, &(limit + 1), &archived, &C::KIND])
                .await?;
            Ok(rows)
        })
        .await?;
    let place = |row: &Row| {
        let made: DateTime<Utc> = row.get("first_created_at");
        [made.timestamp_micros().to_string(), row.get::<_, Uuid>("plan_id").to_string()]
    };
    Ok(Json(List::page(rows, limit, C::NAME, place, |row| Plan::of(&row))))
}

async fn one<C: Content + Serialize>(reader: Reader, id: &str) -> Result<HttpResponse, Problem> {
    let id: Uuid = id.parse().map_err(|_| Problem::not_found(C::NAME))?;
    let sql = format!(
        "SELECT {COLUMNS}, p.version, p.archived_at FROM plan AS p
         JOIN plan_version AS v USING (user_id, kind, plan_id, plan_version)
         WHERE p.user_id = $1 AND p.kind = $3 AND p.plan_id = $2"
    );
    let user = reader.user().uuid();
    let plan = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let row = snapshot.query_opt(&statement, &[&user, &id, &C::KIND]).await?;
            row.map(|row| Plan::<C>::of(&row)).ok_or_else(|| Problem::not_found(C::NAME).into())
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{}\"", plan.sequence))).json(plan))
}

async fn version<C: Content>(reader: Reader, (id, number): (String, String)) -> Result<Json<PlanVersion<C>>, Problem> {
    let unknown = || Problem::not_found(C::NAME);
    let id: Uuid = id.parse().map_err(|_| unknown())?;
    let number: i32 = number.parse().map_err(|_| unknown())?;
    let sql = format!(
        "SELECT {COLUMNS} FROM plan_version AS v
         WHERE v.user_id = $1 AND v.kind = $4 AND v.plan_id = $2 AND v.plan_version = $3"
    );
    let user = reader.user().uuid();
    let found = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let row = snapshot.query_opt(&statement, &[&user, &id, &number, &C::KIND]).await?;
            row.map(|row| PlanVersion::of(&row)).ok_or_else(|| unknown().into())
        })
        .await?;
    Ok(Json(found))
}

impl<C: Content> PlanVersion<C> {
    fn of(row: &Row) -> Self {
        Self {
            id: row.get("plan_id"),
            version: row.get("plan_version"),
            name: row.get("name"),
            notes: row.get("notes"),
            content: C::of(row.get("content")),
            created_at: shown(row.get("created_at")),
        }
    }
}

impl<C: Content> Plan<C> {
    fn of(row: &Row) -> Self {
        let archived_at: Option<DateTime<Utc>> = row.get("archived_at");
        Self {
            version: PlanVersion::of(row),
            sequence: row.get("version"),
            archived: archived_at.is_some(),
            archived_at: archived_at.map(shown),
        }
    }
}

/// A time of the day: `07:30`.
fn time_of_day(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
