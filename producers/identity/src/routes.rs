//! One handler per command: parse, hand over, answer. Nobody does any of this for somebody else: no route here takes
//! `On-Behalf-Of`, or a token for scripts.

mod access_tokens;
mod coaching;
mod sessions;
mod users;

use actix_web::web;
use command_api::{Caller, Edge};
use schemas::id::UserId;
use service::http::openapi::{HttpService, document};
use service::http::problem::Problem;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::tools::Tools;

const TITLE: &str = "Identity";
const DESCRIPTION: &str = "Accounts, signing in, and whom somebody lets act for them.";

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
    config
        .service(users::register_user)
        .service(users::activate_user)
        .service(users::request_activation)
        .service(users::deactivate_user)
        .service(users::reactivate_user)
        .service(users::change_password)
        .service(users::change_email)
        .service(sessions::create_token)
        .service(sessions::end_session)
        .service(sessions::get_keys)
        .service(coaching::grant_coaching)
        .service(coaching::revoke_coaching)
        .service(access_tokens::create_access_token)
        .service(access_tokens::revoke_access_token);
}

/// The API document, as committed in `api.yaml`.
pub fn openapi() -> OpenApi {
    document(TITLE, DESCRIPTION, &routes)
}

/// Whoever the path names; what is no id names nobody.
fn user_id(text: &str) -> Result<UserId, Problem> {
    text.parse().map_err(|_| Problem::not_found("user"))
}

/// The caller, if the path names them.
fn own_id(text: &str, caller: &Caller) -> Result<UserId, Problem> {
    if user_id(text)? == caller.subject { Ok(caller.subject) } else { Err(Problem::not_found("user")) }
}
