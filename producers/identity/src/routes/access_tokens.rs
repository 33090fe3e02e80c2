//! Tokens for somebody's scripts.

use actix_web::http::header;
use actix_web::{HttpResponse, delete, post, web};
use command_api::{Accepted, Caller};
use service::http::json::Body;
use service::http::personal_token::PersonalToken;
use service::http::problem::{MEDIA_TYPE, Problem};
use service::secrets::Key;

use crate::body::access::{CreateAccessToken, NewAccessToken};
use crate::domain::Command;
use crate::domain::access_token::RevokeAccessToken;
use crate::tools::Tools;

/// Make an access token for a script.
///
/// The token is shown this once. It works for the routes of its scopes, never for those of identity.
#[utoipa::path(
    operation_id = "create_access_token",
    tag = "access-tokens",
    request_body = CreateAccessToken,
    responses(
        (status = 201, description = "The token is made", body = NewAccessToken,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 409, description = "There is one with this id", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/access-tokens")]
pub(super) async fn create_access_token(
    caller: Caller,
    tools: web::Data<Tools>,
    body: Body<CreateAccessToken>,
) -> Result<HttpResponse, Problem> {
    let wanted = body.value.parse(caller.received_at)?;
    let secret = Key::generate().map_err(Problem::internal)?;
    let (token, made) = PersonalToken::make(caller.subject, wanted.token, &secret);
    let command = Command::CreateAccessToken(wanted.with(caller.subject, made.hash));
    // the answer holds a secret, so none is kept for an `Idempotency-Key`
    let answer = tools.gateway.execute(caller.part(command)).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::ETAG, format!("\"{}\"", answer.accepted.version)))
        .insert_header((header::LOCATION, "/v1/query/access-tokens"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("Consistency-Token", answer.token.to_string()))
        .json(NewAccessToken { accepted: answer.accepted, token }))
}

/// Revoke an access token.
///
/// Works everywhere within a second.
#[utoipa::path(
    operation_id = "revoke_access_token",
    tag = "access-tokens",
    params(("id" = String, Path, format = Uuid, description = "The token")),
    responses(
        (status = 200, description = "The token works no longer", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such token", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[delete("/v1/identity/access-tokens/{id}")]
pub(super) async fn revoke_access_token(
    caller: Caller,
    tools: web::Data<Tools>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let token = id.parse().map_err(|_| Problem::not_found("access token"))?;
    let command = Command::RevokeAccessToken(RevokeAccessToken { user: caller.subject, token });
    Ok(tools.gateway.execute(caller.request_without_body(command)).await?.ok())
}
