//! One handler per command: parse, hand over, answer.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpResponse, get, post, web};
use command_api::{Accepted, Anonymous, Edge};
use service::http::conditional::CONSISTENCY_TOKEN;
use service::http::json::Body;
use service::http::openapi::{HttpService, document};
use service::http::problem::{MEDIA_TYPE, Problem};
use service::http::token::TokenVerifier;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::body::{RegisterUser, SignIn, Tokens};
use crate::registration;
use crate::sign_in;
use crate::tools::Tools;

const TITLE: &str = "Identity";
const DESCRIPTION: &str = "Accounts and signing in.";

/// The HTTP side of the context.
pub fn service(tools: Tools, edge: web::Data<Edge>) -> HttpService {
    let tools = web::Data::new(tools);
    HttpService::new("identity", TITLE, DESCRIPTION, move |config| {
        config.app_data(tools.clone()).app_data(edge.clone());
        routes(config);
    })
}

/// The routes alone; they need [`Tools`] and an `Edge` in the app data.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(register_user).service(create_token).service(get_keys);
}

/// The API document, as committed in `api.yaml`.
pub fn openapi() -> OpenApi {
    document(TITLE, DESCRIPTION, &routes)
}

/// Register.
///
/// The server chooses the user's id. No `Idempotency-Key` is kept here, since the body holds a
/// secret: whoever does not know whether a registration went through signs in.
#[utoipa::path(
    operation_id = "register_user",
    tag = "users",
    security(()),
    request_body = RegisterUser,
    responses(
        (status = 201, description = "The account is there", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 409, description = "The address has an account already", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "No address, or no password to take", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/users")]
async fn register_user(
    caller: Anonymous,
    tools: web::Data<Tools>,
    body: Body<RegisterUser>,
) -> Result<HttpResponse, Problem> {
    let (email, password) = body.value.parse()?;
    let answer = registration::register(&tools, &caller, email, password).await?;
    Ok(answer.created(&format!("/v1/identity/users/{}", answer.accepted.id)))
}

/// Sign in.
///
/// An address without an account and a wrong password get the same answer after the same time.
#[utoipa::path(
    operation_id = "create_token",
    tag = "tokens",
    security(()),
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = Tokens, headers(("Consistency-Token" = String))),
        (status = 401, description = "Address or password is wrong", body = Problem, content_type = MEDIA_TYPE),
        (status = 403, description = "The account is deactivated", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is missing or not supported", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/tokens")]
async fn create_token(caller: Anonymous, tools: web::Data<Tools>, body: Body<SignIn>) -> Result<HttpResponse, Problem> {
    let (email, password) = body.value.parse()?;
    let signed_in = sign_in::sign_in(&tools, &caller, &email, &password).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONSISTENCY_TOKEN, signed_in.token.to_string()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Tokens::from(&signed_in)))
}

/// Get the keys that access tokens are signed with.
///
/// A JSON Web Key Set (RFC 7517), for services that verify tokens themselves.
#[utoipa::path(
    operation_id = "get_keys",
    tag = "tokens",
    security(()),
    responses((status = 200, description = "The key set", body = serde_json::Value)),
)]
#[get("/.well-known/jwks.json")]
async fn get_keys(verifier: web::Data<Arc<TokenVerifier>>) -> HttpResponse {
    HttpResponse::Ok().json(verifier.keys())
}
