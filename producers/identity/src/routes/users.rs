//! Accounts: made, confirmed, put out of use, changed.

use actix_web::{HttpRequest, HttpResponse, post, put, web};
use command_api::{Accepted, Anonymous, Newcomer};
use service::http::json::Body;
use service::http::problem::{MEDIA_TYPE, Problem};
use service::secrets::Key;

use super::{own_id, user_id};
use crate::account_change;
use crate::body::{ActivateUser, ChangeEmail, ChangePassword, ReactivateUser, RegisterUser};
use crate::domain::Command;
use crate::domain::activation;
use crate::domain::one_time_token::OneTimeToken;
use crate::domain::user::DeactivateUser;
use crate::registration;
use crate::tools::Tools;

/// Register.
///
/// The server chooses the user's id, and sends a token to the address that confirms it. No `Idempotency-Key` is kept
/// here, since the body holds a secret: whoever does not know whether a registration went through signs in.
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
        (status = 429, description = "Too many registrations", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/users")]
pub(super) async fn register_user(
    caller: Anonymous,
    tools: web::Data<Tools>,
    request: HttpRequest,
    body: Body<RegisterUser>,
) -> Result<HttpResponse, Problem> {
    tools.limits.registration(&request)?;
    let (email, password) = body.value.parse()?;
    let answer = registration::register(&tools, &caller, email, password).await?;
    Ok(answer.created(&format!("/v1/identity/users/{}", answer.accepted.id)))
}

/// Confirm the e-mail address.
///
/// With the token that was sent there; it works once. Sending it again changes nothing.
#[utoipa::path(
    operation_id = "activate_user",
    tag = "users",
    security(()),
    params(("id" = String, Path, format = Uuid, description = "The user")),
    request_body = ActivateUser,
    responses(
        (status = 200, description = "The address is confirmed", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 422, description = "The token confirms nothing", body = Problem, content_type = MEDIA_TYPE),
        (status = 429, description = "Too many tries", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/users/{id}/activation")]
pub(super) async fn activate_user(
    caller: Anonymous,
    tools: web::Data<Tools>,
    request: HttpRequest,
    id: web::Path<String>,
    body: Body<ActivateUser>,
) -> Result<HttpResponse, Problem> {
    let user = user_id(&id)?;
    tools.limits.password(user.uuid(), &request)?;
    let token_hash = body.value.parse().hash();
    let command = Command::ActivateUser(activation::ActivateUser { user, token_hash });
    Ok(tools.gateway.execute(caller.request(user, command)).await?.ok())
}

/// Ask for another token that confirms the e-mail address.
///
/// It is sent to the address, and the one before stops working.
#[utoipa::path(
    operation_id = "request_activation",
    tag = "users",
    params(("id" = String, Path, format = Uuid, description = "The user")),
    responses(
        (status = 202, description = "The token is on its way", body = Accepted,
            headers(("Consistency-Token" = String))),
        (status = 404, description = "This is not your id", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "The address is confirmed already", body = Problem, content_type = MEDIA_TYPE),
        (status = 429, description = "Too many tries", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/users/{id}/activation-tokens")]
pub(super) async fn request_activation(
    Newcomer(caller): Newcomer,
    tools: web::Data<Tools>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let user = own_id(&id, &caller)?;
    tools.limits.password(user.uuid(), &request)?;
    let token = OneTimeToken::new(Key::generate().map_err(Problem::internal)?.expose());
    let expires_at = caller.received_at.plus(tools.lifetimes.activation_token);
    let command = Command::RequestActivation(activation::RequestActivation { user, token, expires_at });
    Ok(tools.gateway.execute(caller.part(command)).await?.accepted())
}

/// Put the account out of use.
///
/// Within a second nobody can act with it any more, anywhere; nothing is deleted. Its password brings it back.
#[utoipa::path(
    operation_id = "deactivate_user",
    tag = "users",
    params(("id" = String, Path, format = Uuid, description = "The user")),
    responses(
        (status = 200, description = "The account is out of use", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "This is not your id", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/users/{id}/deactivation")]
pub(super) async fn deactivate_user(
    Newcomer(caller): Newcomer,
    tools: web::Data<Tools>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let user = own_id(&id, &caller)?;
    let command = Command::DeactivateUser(DeactivateUser { user });
    Ok(tools.gateway.execute(caller.request_without_body(command)).await?.ok())
}

/// Bring the account back into use.
#[utoipa::path(
    operation_id = "reactivate_user",
    tag = "users",
    security(()),
    params(("id" = String, Path, format = Uuid, description = "The user")),
    request_body = ReactivateUser,
    responses(
        (status = 200, description = "The account is in use", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 401, description = "Address or password is wrong", body = Problem, content_type = MEDIA_TYPE),
        (status = 429, description = "Too many tries", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/users/{id}/reactivation")]
pub(super) async fn reactivate_user(
    caller: Anonymous,
    tools: web::Data<Tools>,
    request: HttpRequest,
    id: web::Path<String>,
    body: Body<ReactivateUser>,
) -> Result<HttpResponse, Problem> {
    let user = user_id(&id)?;
    let (email, password) = body.value.parse()?;
    tools.limits.password(tools.email_key.reservation(&email).uuid(), &request)?;
    Ok(account_change::reactivate(&tools, &caller, user, &email, &password).await?.ok())
}

/// Choose another password.
///
/// Every other session ends.
#[utoipa::path(
    operation_id = "change_password",
    tag = "users",
    request_body = ChangePassword,
    responses(
        (status = 200, description = "The password is another one", body = Accepted,
            headers(("Consistency-Token" = String))),
        (status = 422, description = "The old one is wrong, or the new one is no password to take", body = Problem,
            content_type = MEDIA_TYPE),
        (status = 429, description = "Too many tries", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/identity/password")]
pub(super) async fn change_password(
    Newcomer(caller): Newcomer,
    tools: web::Data<Tools>,
    request: HttpRequest,
    body: Body<ChangePassword>,
) -> Result<HttpResponse, Problem> {
    tools.limits.password(caller.subject.uuid(), &request)?;
    let new = body.value.new_password.expose();
    Ok(account_change::change_password(&tools, &caller, body.value.current(), new).await?.ok())
}

/// Move to another e-mail address.
///
/// It takes a moment: the new address is reserved, the account moves there, the old address is freed. Until then, and for
/// good when somebody else was faster, the old one stays.
#[utoipa::path(
    operation_id = "change_email",
    tag = "users",
    request_body = ChangeEmail,
    responses(
        (status = 202, description = "The move has begun", body = Accepted, headers(("Consistency-Token" = String))),
        (status = 409, description = "The address has an account, or another move is under way", body = Problem,
            content_type = MEDIA_TYPE),
        (status = 422, description = "No address, or a wrong password", body = Problem, content_type = MEDIA_TYPE),
        (status = 429, description = "Too many tries", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/identity/email")]
pub(super) async fn change_email(
    Newcomer(caller): Newcomer,
    tools: web::Data<Tools>,
    request: HttpRequest,
    body: Body<ChangeEmail>,
) -> Result<HttpResponse, Problem> {
    tools.limits.password(caller.subject.uuid(), &request)?;
    let (email, password) = body.value.parse()?;
    Ok(account_change::change_email(&tools, &caller, email, password).await?.accepted())
}
