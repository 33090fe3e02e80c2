//! Who lets whom act for them, seen from both sides.

use actix_web::{get, web::Json};
use chrono::{DateTime, Utc};
use schemas::{id::UserId, time::Instant};
use serde::Serialize;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use super::AFTER;
use crate::{
    cursor::{List, Page, part},
    reader::Owner,
    snapshot::Chain,
};

/// What the caller granted a coach.
#[derive(Debug, Serialize, ToSchema)]
struct Grant {
    /// The coach's user id.
    coach: Uuid,
    #[serde(flatten)]
    terms: Terms,
}

/// What an athlete granted the caller.
#[derive(Debug, Serialize, ToSchema)]
struct Athlete {
    /// The athlete's user id, for `On-Behalf-Of`.
    athlete: Uuid,
    #[serde(flatten)]
    terms: Terms,
}

/// What was granted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GrantTerms)]
struct Terms {
    /// `plan`, `schedule`, `log`, `read`, `nutrition`, `measurements`.
    #[schema(example = json!(["log", "read"]))]
    scopes: Vec<String>,
    /// When it ends by itself.
    until: Option<String>,
    /// `in_force`, `over` or `revoked`.
    #[schema(value_type = String)]
    status: &'static str,
    /// When it was granted last.
    granted_at: String,
    /// When it was revoked.
    revoked_at: Option<String>,
    /// Sequence of its last event.
    version: i64,
}

const GRANTS: &str = "
SELECT g.coach_id, g.scopes, g.until_at, g.granted_at, r.revoked_at, greatest(g.version, r.version)
FROM coaching_grant AS g
LEFT JOIN coaching_revocation AS r
    ON r.user_id = g.user_id AND r.coach_id = g.coach_id AND r.position > g.position
WHERE g.user_id = $1 AND ($2::uuid IS NULL OR g.coach_id > $2)
ORDER BY g.coach_id LIMIT $3";

const ATHLETES: &str = "
SELECT g.user_id, g.scopes, g.until_at, g.granted_at, r.revoked_at, greatest(g.version, r.version)
FROM coaching_grant AS g
LEFT JOIN coaching_revocation AS r
    ON r.user_id = g.user_id AND r.coach_id = g.coach_id AND r.position > g.position
WHERE g.coach_id = $1 AND ($2::uuid IS NULL OR g.user_id > $2)
ORDER BY g.user_id LIMIT $3";

/// The coaches to whom the caller granted something, by their ids; what is over too.
#[utoipa::path(
    operation_id = "list_grants",
    tag = "coaching",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "The grants", body = List<Grant>)),
)]
#[get("/v1/query/grants")]
pub(super) async fn list_grants(reader: Owner, page: Parameters<Page>) -> Result<Json<List<Grant>>, Problem> {
    let Parameters(page) = page;
    let (rows, now, limit) = list(&reader, &page, "grants", GRANTS).await?;
    let item = |row: Row| Grant { coach: row.get(0), terms: Terms::of(&row, now) };
    Ok(Json(List::page(rows, limit, "grants", |row| [row.get::<_, Uuid>(0).to_string()], item)))
}

/// The athletes who granted the caller something, by their ids; what is over too.
#[utoipa::path(
    operation_id = "list_athletes",
    tag = "coaching",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "The athletes", body = List<Athlete>)),
)]
#[get("/v1/query/athletes")]
pub(super) async fn list_athletes(reader: Owner, page: Parameters<Page>) -> Result<Json<List<Athlete>>, Problem> {
    let Parameters(page) = page;
    let (rows, now, limit) = list(&reader, &page, "athletes", ATHLETES).await?;
    let item = |row: Row| Athlete { athlete: row.get(0), terms: Terms::of(&row, now) };
    Ok(Json(List::page(rows, limit, "athletes", |row| [row.get::<_, Uuid>(0).to_string()], item)))
}

async fn list(
    Owner(reader): &Owner,
    page: &Page,
    name: &str,
    statement: &'static str,
) -> Result<(Vec<Row>, Instant, i64), Problem> {
    let limit = page.limit()?;
    let after = page.after::<1>(name)?.map(|[id]| part::<UserId>(&id)).transpose()?.map(UserId::uuid);
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(statement).await?;
            Ok(snapshot.query(&statement, &[&user, &after, &(limit + 1)]).await?)
        })
        .await?;
    Ok((rows, reader.now(), limit))
}

impl Terms {
    /// Of a row that begins with an id.
    fn of(row: &Row, now: Instant) -> Self {
        let instant = |column| row.get::<_, Option<DateTime<Utc>>>(column).map(Instant::from_chrono);
        let (until, revoked_at) = (instant(2), instant(4));
        let status = match (revoked_at, until) {
            (Some(_), _) => "revoked",
            (None, Some(until)) if until <= now => "over",
            (None, Some(_) | None) => "in_force",
        };
        Self {
            scopes: row.get::<_, &str>(1).split(',').map(str::to_owned).collect(),
            until: until.map(|until| until.to_string()),
            status,
            granted_at: Instant::from_chrono(row.get(3)).to_string(),
            revoked_at: revoked_at.map(|at| at.to_string()),
            version: row.get(5),
        }
    }
}
