//! Measurements of a body.

use actix_web::{
    HttpResponse, get,
    http::header::ETAG,
    web::{Json, Path},
};
use chrono::NaiveDate;
use schemas::{
    id::MeasurementId,
    profile::MeasurementKind,
    quantity::{AmountUnit, Dimension},
    symbol::Symbol,
    time::LocalDate,
};
use serde::{Deserialize, Serialize};
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::AFTER;
use crate::{
    cursor::{List, Page, invalid, part},
    habits::Habits,
    reader::Reader,
    snapshot::Chain,
    value::{Entered, Quantity, date, grams},
};

/// A measurement.
#[derive(Debug, Serialize, ToSchema)]
struct Measurement {
    /// Its id.
    id: Uuid,
    /// Sequence of its last event: what `If-Match` compares.
    version: i64,
    /// What was measured: `body_weight`, `body_fat`, `waist` …
    kind: String,
    /// How much, in the reader's unit; null once its author was erased.
    value: Option<Quantity>,
    /// Masses in whole grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    value_g: Option<i64>,
    /// The value as it was entered.
    value_entered: Option<Entered>,
    /// On which local date.
    date: String,
    /// A note.
    note: Option<String>,
}

/// Which measurements, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Which {
    /// Only this kind.
    kind: Option<String>,
    /// First local date that counts.
    #[param(format = Date)]
    from: Option<String>,
    /// Last local date that counts.
    #[param(format = Date)]
    to: Option<String>,
    /// Most items of this page, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

const COLUMNS: &str = "measurement_id, version, kind, local_date, canonical, entered, unit, note";

/// The caller's measurements, newest first.
#[utoipa::path(
    operation_id = "list_measurements",
    tag = "measurements",
    params(Which, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Measurement>)),
)]
#[get("/v1/query/measurements")]
pub(super) async fn list_measurements(
    reader: Reader,
    which: Parameters<Which>,
) -> Result<Json<List<Measurement>>, Problem> {
    const LIST: &str = "measurements";
    let Parameters(Which { kind, from, to, limit, cursor }) = which;
    let page = Page { limit, cursor };
    let limit = page.limit()?;
    let kind = kind.map(|kind| {
        let known = MeasurementKind::parse(&kind).map(Symbol::as_str);
        known.map_err(|error| invalid("kind", "unknown_value", error.to_string()))
    });
    let kind = kind.transpose()?;
    let (from, to) = (day("from", from.as_ref())?, day("to", to.as_ref())?);
    if from.zip(to).is_some_and(|(first, last)| first > last) {
        return Err(invalid("to", "before_from", "the last day lies before the first"));
    }
    let after = match page.after::<2>(LIST)? {
        Some([day, id]) => Some((part::<NaiveDate>(&day)?, part::<Uuid>(&id)?)),
        None => None,
    };
    let (before_day, before_id) = after.map_or((None, None), |(day, id)| (Some(day), Some(id)));
    let sql = format!(
        "SELECT {COLUMNS} FROM measurement
         WHERE user_id = $1 AND kind IS NOT NULL AND ($2::text IS NULL OR kind = $2)
           AND ($3::date IS NULL OR local_date >= $3) AND ($4::date IS NULL OR local_date <= $4)
           AND ($5::date IS NULL OR (local_date, measurement_id) < ($5, $6::uuid))
         ORDER BY local_date DESC, measurement_id DESC LIMIT $7"
    );
    let user = reader.user().uuid();
    let (rows, habits) = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 7] =
                [&user, &kind, &from, &to, &before_day, &before_id, &(limit + 1)];
            Ok((snapshot.query(&statement, &parameters).await?, *habits))
        })
        .await?;
    let place =
        |row: &Row| [date(row.get::<_, NaiveDate>("local_date")), row.get::<_, Uuid>("measurement_id").to_string()];
    Ok(Json(List::page(rows, limit, LIST, place, |row| Measurement::of(&row, &habits))))
}

/// One measurement.
#[utoipa::path(
    operation_id = "get_measurement",
    tag = "measurements",
    params(
        ("id" = Uuid, Path, description = "Id of the measurement"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The measurement", body = Measurement, headers(("ETag" = String))),
        (status = 404, description = "Unknown, deleted, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/measurements/{id}")]
pub(super) async fn get_measurement(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    let id: MeasurementId = id.parse().map_err(|_| Problem::not_found("measurement"))?;
    let user = reader.user().uuid();
    let sql =
        format!("SELECT {COLUMNS} FROM measurement WHERE user_id = $1 AND measurement_id = $2 AND kind IS NOT NULL");
    let found = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let row = snapshot.query_opt(&statement, &[&user, &id.uuid()]).await?;
            row.map(|row| Measurement::of(&row, habits)).ok_or_else(|| Problem::not_found("measurement").into())
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{}\"", found.version))).json(found))
}

impl Measurement {
    fn of(row: &Row, habits: &Habits) -> Self {
        let canonical: Option<i64> = row.get("canonical");
        let unit: Option<&str> = row.get("unit");
        let entered = row
            .get::<_, Option<&str>>("entered")
            .zip(unit)
            .and_then(|(text, unit)| Entered::parse(text, unit.to_owned()));
        let is_mass = unit.and_then(AmountUnit::parse).is_some_and(|unit| unit.dimension() == Dimension::Mass);
        Self {
            id: row.get("measurement_id"),
            version: row.get("version"),
            kind: row.get("kind"),
            value: canonical
                .zip(entered.as_ref())
                .and_then(|(canonical, entered)| Quantity::measured(canonical, entered, habits.units)),
            value_g: canonical.filter(|_| is_mass).map(|mass| grams(mass.into())),
            value_entered: entered,
            date: date(row.get("local_date")),
            note: row.get("note"),
        }
    }
}

fn day(name: &str, text: Option<&String>) -> Result<Option<NaiveDate>, Problem> {
    let read = |text: &String| text.parse().map(LocalDate::naive);
    text.map(read).transpose().map_err(|error| invalid(name, "invalid_date", error.to_string()))
}
