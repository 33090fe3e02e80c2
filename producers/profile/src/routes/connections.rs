//! Webhooks, calendar links, notifications that were read.
//!
//! Registering and creating give secrets, so no answer is kept for an `Idempotency-Key`: a client names the id, and whoever lost
//! the answer removes what stands and begins anew.

use actix_web::{HttpResponse, delete, post, web, web::Path};
use command_api::{Accepted, Caller};
use service::http::json::Body;
use service::http::problem::{MEDIA_TYPE, Problem};

use super::{Commands, KEY, MATCH, id_in};
use crate::body::{CalendarLinkAnswer, CreateCalendarLink, RegisterWebhook, WebhookAnswer};
use crate::domain::{Command, calendar_link, webhook};
use crate::secret::{CalendarSecret, WebhookSecret};
use crate::settings::Settings;

/// Register a webhook.
///
/// The answer holds the secret that messages will be signed with, once. No answer is kept for an `Idempotency-Key`: the same
/// webhook again under its id is answered 200 without the secret.
#[utoipa::path(
    operation_id = "register_webhook",
    tag = "webhooks",
    request_body = RegisterWebhook,
    responses(
        (status = 201, description = "The webhook is registered", body = WebhookAnswer,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was registered before", body = WebhookAnswer),
        (status = 409, description = "The id stands for another one or one that was removed, or there are 10 already",
            body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/profile/webhooks")]
pub(super) async fn register_webhook(
    caller: Caller,
    commands: Commands,
    settings: web::Data<Settings>,
    body: Body<RegisterWebhook>,
) -> Result<HttpResponse, Problem> {
    let secret = WebhookSecret::generate()?;
    let (id, registration) = body.value.read(&secret, **settings, caller.received_at)?;
    let command = Command::Webhook(id, webhook::Command::Register(registration));
    let answer = commands.execute(caller.part(command)).await?;
    Ok(WebhookAnswer::respond(&answer, &secret))
}

/// Remove a webhook.
///
/// Removing twice changes nothing.
#[utoipa::path(
    operation_id = "remove_webhook",
    tag = "webhooks",
    params(
        ("id" = String, Path, format = Uuid, description = "The webhook"),
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    responses(
        (status = 200, description = "The webhook is removed", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such webhook", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[delete("/v1/profile/webhooks/{id}")]
pub(super) async fn remove_webhook(
    caller: Caller,
    commands: Commands,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Webhook(id_in(&id, "webhook")?, webhook::Command::Remove);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Create a link to the calendar.
///
/// Whoever has the link reads the calendar without a token. The answer holds it once. No answer is kept for an
/// `Idempotency-Key`: the same link again under its id is answered 200 without the secret.
#[utoipa::path(
    operation_id = "create_calendar_link",
    tag = "calendar links",
    request_body = CreateCalendarLink,
    responses(
        (status = 201, description = "The link works", body = CalendarLinkAnswer,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was created before", body = CalendarLinkAnswer),
        (status = 409, description = "The id stands for another one or one that was revoked, or there are 10 already",
            body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/profile/calendar-links")]
pub(super) async fn create_calendar_link(
    caller: Caller,
    commands: Commands,
    body: Body<CreateCalendarLink>,
) -> Result<HttpResponse, Problem> {
    let secret = CalendarSecret::generate()?;
    let (id, name) = body.value.read(caller.received_at)?;
    let create = calendar_link::Command::Create { name, secret_hash: secret.hash() };
    let answer = commands.execute(caller.part(Command::CalendarLink(id, create))).await?;
    Ok(CalendarLinkAnswer::respond(&answer, &secret))
}

/// Revoke a link to the calendar.
///
/// Revoking twice changes nothing.
#[utoipa::path(
    operation_id = "revoke_calendar_link",
    tag = "calendar links",
    params(
        ("id" = String, Path, format = Uuid, description = "The link"),
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    responses(
        (status = 200, description = "The link does not work any more", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such link", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[delete("/v1/profile/calendar-links/{id}")]
pub(super) async fn revoke_calendar_link(
    caller: Caller,
    commands: Commands,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::CalendarLink(id_in(&id, "calendar link")?, calendar_link::Command::Revoke);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Mark a notification as read.
///
/// Reading twice changes nothing.
#[utoipa::path(
    operation_id = "mark_notification_read",
    tag = "notifications",
    params(
        ("id" = String, Path, format = Uuid, description = "The notification"),
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
    ),
    responses(
        (status = 200, description = "It is read", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "That is no id", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/profile/notifications/{id}/read")]
pub(super) async fn mark_notification_read(
    caller: Caller,
    commands: Commands,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::MarkNotificationRead(id_in(&id, "notification")?);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}
