//! Webhooks and calendar links: what of the caller's data goes elsewhere. Secrets are told once, when they are made.

use actix_web::{get, web::Json};
use chrono::{DateTime, Utc};
use schemas::time::Instant;
use serde::Serialize;
use serde_json::Value;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use super::AFTER;
use crate::{
    cursor::{List, Page, part},
    reader::Reader,
    snapshot::Chain,
};

/// A program that is told what happens.
#[derive(Debug, Serialize, ToSchema)]
struct Webhook {
    /// Its id.
    id: Uuid,
    /// Where messages are posted to.
    url: Option<String>,
    /// What it is for.
    description: Option<String>,
    /// Kinds of notifications that it is told of; empty: all.
    kinds: Vec<String>,
    /// When it was registered.
    registered_at: String,
    /// Sequence of its last event.
    version: i64,
}

/// A link by which whoever has it reads the calendar.
#[derive(Debug, Serialize, ToSchema)]
struct CalendarLink {
    /// Its id.
    id: Uuid,
    /// What it is for.
    name: Option<String>,
    /// When it was made.
    created_at: String,
    /// Sequence of its last event.
    version: i64,
}

const WEBHOOKS: &str = "
SELECT webhook_id, url, description, kinds, registered_at, version FROM webhook
WHERE user_id = $1 AND standing AND ($2::uuid IS NULL OR webhook_id > $2)
ORDER BY webhook_id LIMIT $3";

const CALENDAR_LINKS: &str = "
SELECT calendar_link_id, name, created_at, version FROM calendar_link
WHERE user_id = $1 AND standing AND ($2::uuid IS NULL OR calendar_link_id > $2)
ORDER BY calendar_link_id LIMIT $3";

/// The caller's webhooks.
#[utoipa::path(
    operation_id = "list_webhooks",
    tag = "connections",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Webhook>)),
)]
#[get("/v1/query/webhooks")]
pub(super) async fn list_webhooks(reader: Reader, page: Parameters<Page>) -> Result<Json<List<Webhook>>, Problem> {
    let webhook = |row: Row| Webhook {
        id: row.get(0),
        url: row.get(1),
        description: row.get(2),
        kinds: texts(&row.get(3)),
        registered_at: instant(&row, 4),
        version: row.get(5),
    };
    Ok(Json(list(&reader, &page.0, "webhooks", WEBHOOKS, webhook).await?))
}

/// The caller's links to the calendar, without their secrets.
#[utoipa::path(
    operation_id = "list_calendar_links",
    tag = "connections",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<CalendarLink>)),
)]
#[get("/v1/query/calendar-links")]
pub(super) async fn list_calendar_links(
    reader: Reader,
    page: Parameters<Page>,
) -> Result<Json<List<CalendarLink>>, Problem> {
    let link =
        |row: Row| CalendarLink { id: row.get(0), name: row.get(1), created_at: instant(&row, 2), version: row.get(3) };
    Ok(Json(list(&reader, &page.0, "calendar-links", CALENDAR_LINKS, link).await?))
}

async fn list<T>(
    reader: &Reader,
    page: &Page,
    list: &'static str,
    sql: &'static str,
    item: impl FnMut(Row) -> T,
) -> Result<List<T>, Problem> {
    let limit = page.limit()?;
    let after: Option<Uuid> = page.after::<1>(list)?.map(|[id]| part(&id)).transpose()?;
    let user = reader.in_person()?.uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(sql).await?;
            Ok(snapshot.query(&statement, &[&user, &after, &(limit + 1)]).await?)
        })
        .await?;
    Ok(List::page(rows, limit, list, |row| [row.get::<_, Uuid>(0).to_string()], item))
}

fn instant(row: &Row, column: usize) -> String {
    Instant::from_chrono(row.get::<_, DateTime<Utc>>(column)).to_string()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
