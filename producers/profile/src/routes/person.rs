//! Profile, goals, preferences: one of each.

use actix_web::{HttpResponse, put};
use command_api::{Accepted, Caller};
use service::http::json::Body;
use service::http::problem::{MEDIA_TYPE, Problem};

use super::{Commands, KEY, MATCH};
use crate::body::{ChangeGoals, ChangePreferences, SaveProfile};
use crate::domain::Command;

/// Say who you are.
///
/// Makes the profile, or replaces it whole. The same again changes nothing.
#[utoipa::path(
    operation_id = "save_profile",
    tag = "profile",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    request_body = SaveProfile,
    responses(
        (status = 201, description = "The profile is there", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The profile is as said", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 412, description = "It has another version", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/profile/profile")]
pub(super) async fn save_profile(
    caller: Caller,
    commands: Commands,
    body: Body<SaveProfile>,
) -> Result<HttpResponse, Problem> {
    let details = body.value.read(caller.received_at)?;
    let command = Command::SaveProfile(Box::new(details));
    Ok(commands.execute(caller.request(&body, command)).await?.created("/v1/query/me"))
}

/// Say what training should lead to.
///
/// Replaces what was said before, whole.
#[utoipa::path(
    operation_id = "change_goals",
    tag = "profile",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    request_body = ChangeGoals,
    responses(
        (status = 200, description = "It is as said", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 412, description = "It has another version", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/profile/goals")]
pub(super) async fn change_goals(
    caller: Caller,
    commands: Commands,
    body: Body<ChangeGoals>,
) -> Result<HttpResponse, Problem> {
    let command = Command::ChangeGoals(body.value.read()?);
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Say how you want things done.
///
/// Replaces what was said before, whole: what is left out is as usual.
#[utoipa::path(
    operation_id = "change_preferences",
    tag = "profile",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    request_body = ChangePreferences,
    responses(
        (status = 200, description = "It is as said", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 412, description = "They have another version", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/profile/preferences")]
pub(super) async fn change_preferences(
    caller: Caller,
    commands: Commands,
    body: Body<ChangePreferences>,
) -> Result<HttpResponse, Problem> {
    let command = Command::ChangePreferences(body.value.read()?);
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}
