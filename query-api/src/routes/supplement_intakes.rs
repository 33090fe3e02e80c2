//! Supplements that were taken or left out.

use actix_web::{
    HttpResponse, get,
    http::header::ETAG,
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::{id::IntakeId, quantity::PortionUnit, symbol::Symbol};
use serde::Serialize;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{AFTER, meals::Plan, told::Told};
use crate::{
    cursor::List,
    reader::Reader,
    snapshot::Chain,
    value::{Entered, LocalClock, date, grams},
};

/// A supplement that was taken or left out.
#[derive(Debug, Serialize, ToSchema)]
struct SupplementIntake {
    /// Its id.
    id: Uuid,
    /// Sequence of its last event: what `If-Match` compares.
    version: i64,
    /// `taken` or `skipped`.
    status: String,
    /// What it is; null once its author was erased.
    supplement: Option<String>,
    /// How much was taken, as entered.
    dose: Option<Entered>,
    /// Masses in whole grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    dose_g: Option<i64>,
    /// Local date.
    date: String,
    /// When it was taken, with the offset of its zone.
    taken_at: Option<String>,
    /// When it would have been taken, had it not been left out.
    skipped_at: Option<String>,
    /// IANA zone.
    zone: String,
    /// The plan followed.
    plan: Option<Plan>,
    /// Why it was left out.
    reason: Option<String>,
    /// Notes.
    notes: Option<String>,
}

const COLUMNS: &str = "intake_id, version, status, supplement, dose_canonical, dose_entered, dose_unit, told_for,
    utc_offset_seconds, zone, local_date, plan_id, plan_version, reason, notes";

/// The caller's supplements, taken or left out, newest first.
#[utoipa::path(
    operation_id = "list_supplement_intakes",
    tag = "supplements",
    params(Told, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<SupplementIntake>)),
)]
#[get("/v1/query/supplement-intakes")]
pub(super) async fn list_supplement_intakes(
    reader: Reader,
    which: Parameters<Told>,
) -> Result<Json<List<SupplementIntake>>, Problem> {
    const LIST: &str = "supplement-intakes";
    let Parameters(which) = which;
    let limit = which.limit()?;
    let (from, to) = which.days()?;
    let (before, before_id) = which.after(LIST)?.unzip();
    let sql = format!(
        "SELECT {COLUMNS} FROM supplement_intake
         WHERE user_id = $1 AND status IS NOT NULL
           AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)
           AND ($4::timestamptz IS NULL OR (told_for, intake_id) < ($4, $5::uuid))
         ORDER BY told_for DESC, intake_id DESC LIMIT $6"
    );
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            Ok(snapshot.query(&statement, &[&user, &from, &to, &before, &before_id, &(limit + 1)]).await?)
        })
        .await?;
    let place = |row: &Row| Told::place(row.get("told_for"), row.get("intake_id"));
    Ok(Json(List::page(rows, limit, LIST, place, |row| SupplementIntake::of(&row))))
}

/// One supplement that was taken or left out.
#[utoipa::path(
    operation_id = "get_supplement_intake",
    tag = "supplements",
    params(
        ("id" = Uuid, Path, description = "Id of the intake"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The intake", body = SupplementIntake, headers(("ETag" = String))),
        (status = 404, description = "Unknown, undone, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/supplement-intakes/{id}")]
pub(super) async fn get_supplement_intake(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    let id: IntakeId = id.parse().map_err(|_| Problem::not_found("intake"))?;
    let user = reader.user().uuid();
    let sql =
        format!("SELECT {COLUMNS} FROM supplement_intake WHERE user_id = $1 AND intake_id = $2 AND status IS NOT NULL");
    let found = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let row = snapshot.query_opt(&statement, &[&user, &id.uuid()]).await?;
            row.map(|row| SupplementIntake::of(&row)).ok_or_else(|| Problem::not_found("intake").into())
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{}\"", found.version))).json(found))
}

impl SupplementIntake {
    fn of(row: &Row) -> Self {
        let clock = LocalClock::new(row.get("zone"), row.get("utc_offset_seconds"));
        let told_for = clock.show(row.get::<_, DateTime<Utc>>("told_for"));
        let status: String = row.get("status");
        let unit: Option<&str> = row.get("dose_unit");
        let is_mass = unit.and_then(|unit| PortionUnit::parse(unit).ok()).is_some_and(PortionUnit::is_mass);
        let canonical: Option<i64> = row.get("dose_canonical");
        let entered: Option<&str> = row.get("dose_entered");
        let (taken_at, skipped_at) = if status == "taken" { (Some(told_for), None) } else { (None, Some(told_for)) };
        Self {
            id: row.get("intake_id"),
            version: row.get("version"),
            status,
            supplement: row.get("supplement"),
            dose: entered.zip(unit).and_then(|(text, unit)| Entered::parse(text, unit.to_owned())),
            dose_g: canonical.filter(|_| is_mass).map(|mass| grams(mass.into())),
            date: date(row.get::<_, NaiveDate>("local_date")),
            taken_at,
            skipped_at,
            zone: row.get("zone"),
            plan: Plan::of(row),
            reason: row.get("reason"),
            notes: row.get("notes"),
        }
    }
}
