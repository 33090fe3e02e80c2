//! Sessions: signing in, going on, signing out, and the keys that show who signed.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use command_api::{Accepted, Anonymous, Newcomer};
use service::http::conditional::CONSISTENCY_TOKEN;
use service::http::json::Body;
use service::http::permission::session_needed;
use service::http::problem::{MEDIA_TYPE, Problem};
use service::http::token::TokenVerifier;

use crate::body::{SignIn, Tokens, Way};
use crate::domain::Command;
use crate::domain::session::EndSession;
use crate::sign_in;
use crate::tools::Tools;

/// Sign in, or go on with a session.
///
/// An address without an account and a wrong password get the same answer after the same time. A refresh token works
/// once and gets the next one; when one comes a second time, its session ends for everybody.
#[utoipa::path(
    operation_id = "create_token",
    tag = "tokens",
    security(()),
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = Tokens, headers(("Consistency-Token" = String))),
        (status = 401, description = "Address, password or refresh token is wrong", body = Problem,
            content_type = MEDIA_TYPE),
        (status = 403, description = "The account is deactivated", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is missing or too much", body = Problem, content_type = MEDIA_TYPE),
        (status = 429, description = "Too many tries", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/tokens")]
pub(super) async fn create_token(
    caller: Anonymous,
    tools: web::Data<Tools>,
    request: HttpRequest,
    body: Body<SignIn>,
) -> Result<HttpResponse, Problem> {
    let signed_in = match body.value.parse()? {
        Way::Password(email, password) => {
            tools.limits.password(tools.email_key.reservation(&email).uuid(), &request)?;
            sign_in::sign_in(&tools, &caller, &email, &password).await?
        }
        Way::Refresh(token) => sign_in::refresh(&tools, &caller, token.expose()).await?,
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONSISTENCY_TOKEN, signed_in.token.to_string()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Tokens::from(&signed_in)))
}

/// Sign out.
///
/// The refresh token of this session stops working; its access token ends by itself soon.
#[utoipa::path(
    operation_id = "end_session",
    tag = "tokens",
    responses(
        (status = 200, description = "The session is over", body = Accepted, headers(("Consistency-Token" = String))),
    ),
)]
#[delete("/v1/identity/sessions/current")]
pub(super) async fn end_session(Newcomer(caller): Newcomer, tools: web::Data<Tools>) -> Result<HttpResponse, Problem> {
    let session = caller.session.ok_or_else(session_needed)?;
    let command = Command::EndSession(EndSession { user: caller.subject, session });
    Ok(tools.gateway.execute(caller.request_without_body(command)).await?.ok())
}

/// Get the keys that access tokens are signed with.
///
/// A JSON Web Key Set (RFC 7517), for services that verify tokens themselves. It may hold the next key before anything is
/// signed with it, and the one before for as long as tokens of it may work.
#[utoipa::path(
    operation_id = "get_keys",
    tag = "tokens",
    security(()),
    responses((status = 200, description = "The key set", body = serde_json::Value)),
)]
#[get("/.well-known/jwks.json")]
pub(super) async fn get_keys(verifier: web::Data<Arc<TokenVerifier>>) -> HttpResponse {
    HttpResponse::Ok().json(verifier.keys())
}
