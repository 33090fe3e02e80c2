//! Who is asking.

use actix_web::{get, web::Json};
use chrono::{DateTime, Utc};
use schemas::time::Instant;
use serde::Serialize;
use service::http::problem::Problem;
use utoipa::ToSchema;
use uuid::Uuid;

use super::AFTER;
use crate::{reader::Reader, snapshot::Chain};

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// The user's id.
    id: Uuid,
    /// The address that was registered.
    email: Option<String>,
    /// `active` or `deactivated`.
    status: String,
    /// Whether the address was confirmed.
    activated: bool,
    /// When the account was made; null while the tables do not know it yet.
    registered_at: Option<String>,
}

const ME: &str = "
SELECT p.email, p.registered_at, a.status, a.activated
FROM (SELECT $1::uuid AS user_id) AS u
LEFT JOIN person AS p ON p.user_id = u.user_id
LEFT JOIN account AS a ON a.user_id = u.user_id";

/// The caller's account.
#[utoipa::path(
    operation_id = "get_me",
    tag = "account",
    params(("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "The account", body = Me)),
)]
#[get("/v1/query/me")]
pub(super) async fn get_me(reader: Reader) -> Result<Json<Me>, Problem> {
    let user = reader.user().uuid();
    let row = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(ME).await?;
            Ok(snapshot.query_one(&statement, &[&user]).await?)
        })
        .await?;
    let registered_at = row.get::<_, Option<DateTime<Utc>>>(1).map(|at| Instant::from_chrono(at).to_string());
    Ok(Json(Me {
        id: user,
        email: row.get(0),
        // whoever holds a token of ours has an account
        status: row.get::<_, Option<String>>(2).unwrap_or_else(|| "active".to_owned()),
        activated: row.get::<_, Option<bool>>(3).unwrap_or(false),
        registered_at,
    }))
}
