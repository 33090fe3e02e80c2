//! Tokens for the caller's scripts.

use actix_web::{get, web::Json};
use chrono::{DateTime, Utc};
use schemas::{id::TokenId, time::Instant};
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

/// A token; its secret was shown when it was made.
#[derive(Debug, Serialize, ToSchema)]
struct AccessToken {
    /// Its id.
    id: Uuid,
    /// What it is for; null once its author was erased.
    name: Option<String>,
    /// `plan`, `schedule`, `log`, `read`, `nutrition`, `measurements`.
    #[schema(example = json!(["read"]))]
    scopes: Vec<String>,
    /// When it was made.
    created_at: String,
    /// When it stops working.
    expires_at: Option<String>,
    /// When it was revoked.
    revoked_at: Option<String>,
    /// Sequence of its last event.
    version: i64,
}

const TOKENS: &str = "
SELECT token_id, name, scopes, created_at, expires_at, revoked_at, version
FROM access_token WHERE user_id = $1 AND ($2::uuid IS NULL OR token_id > $2)
ORDER BY token_id LIMIT $3";

/// The caller's access tokens, by their ids; what is over too.
#[utoipa::path(
    operation_id = "list_access_tokens",
    tag = "access-tokens",
    params(Page, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "The tokens", body = List<AccessToken>)),
)]
#[get("/v1/query/access-tokens")]
pub(super) async fn list_access_tokens(
    reader: Owner,
    page: Parameters<Page>,
) -> Result<Json<List<AccessToken>>, Problem> {
    let (Owner(reader), Parameters(page)) = (reader, page);
    let limit = page.limit()?;
    let after = page.after::<1>("access-tokens")?.map(|[id]| part::<TokenId>(&id)).transpose()?.map(TokenId::uuid);
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(TOKENS).await?;
            Ok(snapshot.query(&statement, &[&user, &after, &(limit + 1)]).await?)
        })
        .await?;
    Ok(Json(List::page(rows, limit, "access-tokens", |row| [row.get::<_, Uuid>(0).to_string()], |row| token(&row))))
}

fn token(row: &Row) -> AccessToken {
    let instant = |column| row.get::<_, Option<DateTime<Utc>>>(column).map(|at| Instant::from_chrono(at).to_string());
    AccessToken {
        id: row.get(0),
        name: row.get(1),
        scopes: row.get::<_, &str>(2).split(',').map(str::to_owned).collect(),
        created_at: Instant::from_chrono(row.get(3)).to_string(),
        expires_at: instant(4),
        revoked_at: instant(5),
        version: row.get(6),
    }
}
