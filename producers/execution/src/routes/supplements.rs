//! Supplements that were taken or left out.

use actix_web::{HttpResponse, delete, post, web};
use command_api::{Accepted, Answer, Scoped, scope::Nutrition};
use service::http::{json::Body, problem::Problem};

use super::{Commands, id_in};
use crate::{
    body::{SkipSupplementBody, TakeSupplementBody},
    context::{Command, Reply},
    domain::supplement,
};

/// Tell that a supplement was taken.
///
/// The same again under its id changes nothing; something else under that id is refused.
#[utoipa::path(
    operation_id = "take_supplement",
    tag = "supplements",
    request_body = TakeSupplementBody,
    responses(
        (status = 201, description = "The intake is kept", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was told before", body = Accepted),
        (status = 409, description = "The id stands for something else, or for what was undone", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/supplement-intakes")]
pub(super) async fn take_supplement(
    caller: Scoped<Nutrition>,
    commands: Commands,
    body: Body<TakeSupplementBody>,
) -> Result<HttpResponse, Problem> {
    let (id, taken) = body.value.read(caller.received_at)?;
    let command = Command::Intake(id, supplement::Command::Take(taken));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Tell that a supplement was left out.
///
/// The same again under its id changes nothing; something else under that id is refused.
#[utoipa::path(
    operation_id = "skip_supplement",
    tag = "supplements",
    request_body = SkipSupplementBody,
    responses(
        (status = 201, description = "It is kept that it was left out", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was told before", body = Accepted),
        (status = 409, description = "The id stands for something else, or for what was undone", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/supplement-skips")]
pub(super) async fn skip_supplement(
    caller: Scoped<Nutrition>,
    commands: Commands,
    body: Body<SkipSupplementBody>,
) -> Result<HttpResponse, Problem> {
    let (id, skipped) = body.value.read(caller.received_at)?;
    let command = Command::Intake(id, supplement::Command::Skip(skipped));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Undo an intake.
///
/// It counts for nothing, whether the supplement was taken or left out. Undoing twice changes nothing.
#[utoipa::path(
    operation_id = "undo_intake",
    tag = "supplements",
    params(("id" = String, Path, format = Uuid, description = "The intake")),
    responses(
        (status = 200, description = "The intake is undone", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such intake", body = Problem),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem),
    ),
)]
#[delete("/v1/execution/supplement-intakes/{id}")]
pub(super) async fn undo_intake(
    caller: Scoped<Nutrition>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Intake(id_in(&id, "intake")?, supplement::Command::Undo);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Undo that a supplement was left out.
///
/// The same as undoing the intake of this id. Undoing twice changes nothing.
#[utoipa::path(
    operation_id = "undo_skip",
    tag = "supplements",
    params(("id" = String, Path, format = Uuid, description = "The intake")),
    responses(
        (status = 200, description = "The intake is undone", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such intake", body = Problem),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem),
    ),
)]
#[delete("/v1/execution/supplement-skips/{id}")]
pub(super) async fn undo_skip(
    caller: Scoped<Nutrition>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Intake(id_in(&id, "intake")?, supplement::Command::Undo);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Where it is read, taken or left out.
fn location(answer: &Answer<Reply>) -> String {
    format!("/v1/query/supplement-intakes/{}", answer.accepted.id)
}
