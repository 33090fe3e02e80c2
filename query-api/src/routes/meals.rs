//! Meals.

mod nutrients;

use actix_web::{
    HttpResponse, get,
    http::header::ETAG,
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::{execution, id::MealId, quantity::Portion, symbol::Symbol};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use self::nutrients::{Nutrients, Totals};
use super::{AFTER, told::Told};
use crate::{
    cursor::List,
    reader::Reader,
    snapshot::Chain,
    value::{Entered, LocalClock, date, grams},
};

/// A meal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EatenMeal)]
struct Meal {
    /// Its id.
    id: Uuid,
    /// Sequence of its last event: what `If-Match` compares.
    version: i64,
    /// What it is called.
    name: Option<String>,
    /// Local date.
    date: String,
    /// When it was eaten, with the offset of its zone.
    eaten_at: String,
    /// IANA zone.
    zone: String,
    /// The plan followed.
    plan: Option<Plan>,
    /// In the order told.
    items: Vec<Item>,
    /// What is known of all items together.
    totals: Totals,
    /// Notes.
    notes: Option<String>,
}

/// A version of a plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FollowedPlan)]
pub(super) struct Plan {
    /// Its id.
    id: Uuid,
    /// Its own version.
    version: Option<i32>,
}

/// One thing that was eaten or drunk.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EatenItem)]
struct Item {
    /// What it was; null once its author was erased.
    name: Option<String>,
    /// How much of it, as entered.
    amount: Option<Entered>,
    /// Masses in whole grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_g: Option<i64>,
    /// What all of it holds.
    nutrients: Nutrients,
}

/// An item as the table has it.
#[derive(Debug, Deserialize)]
struct Kept {
    name: Option<String>,
    amount: Option<Portion>,
    nutrients: execution::Nutrients,
}

const COLUMNS: &str = "meal_id, version, name, eaten_at, utc_offset_seconds, zone, local_date, plan_id, plan_version,
    items, notes";

/// The caller's meals, newest first.
#[utoipa::path(
    operation_id = "list_meals",
    tag = "meals",
    params(Told, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Meal>)),
)]
#[get("/v1/query/meals")]
pub(super) async fn list_meals(reader: Reader, which: Parameters<Told>) -> Result<Json<List<Meal>>, Problem> {
    const LIST: &str = "meals";
    let Parameters(which) = which;
    let limit = which.limit()?;
    let (from, to) = which.days()?;
    let (before, before_id) = which.after(LIST)?.unzip();
    let sql = format!(
        "SELECT {COLUMNS} FROM meal
         WHERE user_id = $1 AND eaten_at IS NOT NULL
           AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)
           AND ($4::timestamptz IS NULL OR (eaten_at, meal_id) < ($4, $5::uuid))
         ORDER BY eaten_at DESC, meal_id DESC LIMIT $6"
    );
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            Ok(snapshot.query(&statement, &[&user, &from, &to, &before, &before_id, &(limit + 1)]).await?)
        })
        .await?;
    let place = |row: &Row| Told::place(row.get("eaten_at"), row.get("meal_id"));
    Ok(Json(List::page(rows, limit, LIST, place, |row| Meal::of(&row))))
}

/// One meal.
#[utoipa::path(
    operation_id = "get_meal",
    tag = "meals",
    params(
        ("id" = Uuid, Path, description = "Id of the meal"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The meal", body = Meal, headers(("ETag" = String))),
        (status = 404, description = "Unknown, deleted, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/meals/{id}")]
pub(super) async fn get_meal(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    let id: MealId = id.parse().map_err(|_| Problem::not_found("meal"))?;
    let user = reader.user().uuid();
    let sql = format!("SELECT {COLUMNS} FROM meal WHERE user_id = $1 AND meal_id = $2 AND eaten_at IS NOT NULL");
    let found = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let row = snapshot.query_opt(&statement, &[&user, &id.uuid()]).await?;
            row.map(|row| Meal::of(&row)).ok_or_else(|| Problem::not_found("meal").into())
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{}\"", found.version))).json(found))
}

impl Meal {
    fn of(row: &Row) -> Self {
        let clock = LocalClock::new(row.get("zone"), row.get("utc_offset_seconds"));
        // only the projection writes it
        let items: Vec<Kept> = serde_json::from_value(row.get::<_, Value>("items")).unwrap_or_default();
        Self {
            id: row.get("meal_id"),
            version: row.get("version"),
            name: row.get("name"),
            date: date(row.get::<_, NaiveDate>("local_date")),
            eaten_at: clock.show(row.get::<_, DateTime<Utc>>("eaten_at")),
            zone: row.get("zone"),
            plan: Plan::of(row),
            totals: Totals::of(items.iter().map(|item| &item.nutrients)),
            items: items.into_iter().map(Item::of).collect(),
            notes: row.get("notes"),
        }
    }
}

impl Plan {
    pub(super) fn of(row: &Row) -> Option<Self> {
        let id: Option<Uuid> = row.get("plan_id");
        id.map(|id| Self { id, version: row.get("plan_version") })
    }
}

impl Item {
    fn of(kept: Kept) -> Self {
        let Kept { name, amount, nutrients } = kept;
        let mass = amount.as_ref().filter(|amount| amount.unit().is_mass());
        Self {
            name,
            amount_g: mass.map(|mass| grams(mass.canonical().into())),
            amount: amount.and_then(|amount| Entered::parse(amount.entered(), amount.unit().as_str().to_owned())),
            nutrients: Nutrients::of(&nutrients),
        }
    }
}
