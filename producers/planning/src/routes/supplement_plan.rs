//! Supplement plans.

use actix_web::{HttpResponse, delete, post, put, web};
use command_api::{Accepted, Answer, Scoped, scope::Nutrition};
use schemas::id::SupplementPlanId;
use service::http::{
    json::Body,
    problem::{MEDIA_TYPE, Problem},
};

use super::Commands;
use crate::{
    body::SupplementPlanBody,
    context::{Command, Reply},
    domain::supplement_plan,
};

/// Make a supplement plan.
///
/// The same again under its id changes nothing; other content under that id is refused.
#[utoipa::path(
    operation_id = "create_supplement_plan",
    tag = "supplement plans",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = SupplementPlanBody,
    responses(
        (status = 201, description = "The plan is made", body = Accepted, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was made before", body = Accepted, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 409, description = "The id is taken", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/supplement-plans")]
pub(super) async fn create_supplement_plan(
    caller: Scoped<Nutrition>,
    commands: Commands,
    body: Body<SupplementPlanBody>,
) -> Result<HttpResponse, Problem> {
    let (id, content) = body.value.created(caller.received_at)?;
    let command = Command::SupplementPlan(id, supplement_plan::Command::Create(content));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Change a supplement plan.
///
/// The body is the whole plan; it becomes the next version, unless nothing is different. Versions never change.
#[utoipa::path(
    operation_id = "update_supplement_plan",
    tag = "supplement plans",
    params(
        ("id" = String, Path, format = Uuid, description = "The plan"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = SupplementPlanBody,
    responses(
        (status = 200, description = "The plan has a new version", body = Accepted, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such plan", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was archived", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/planning/supplement-plans/{id}")]
pub(super) async fn update_supplement_plan(
    caller: Scoped<Nutrition>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<SupplementPlanBody>,
) -> Result<HttpResponse, Problem> {
    let id = plan_id(&id)?;
    let command = Command::SupplementPlan(id, supplement_plan::Command::Update(body.value.updated(id)?));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Archive a supplement plan.
///
/// It cannot be changed any more; its versions stay readable. Archiving twice changes nothing.
#[utoipa::path(
    operation_id = "archive_supplement_plan",
    tag = "supplement plans",
    params(
        ("id" = String, Path, format = Uuid, description = "The plan"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    responses(
        (status = 200, description = "The plan is archived", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such plan", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[delete("/v1/planning/supplement-plans/{id}")]
pub(super) async fn archive_supplement_plan(
    caller: Scoped<Nutrition>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::SupplementPlan(plan_id(&id)?, supplement_plan::Command::Archive);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// What is no id names nothing.
fn plan_id(text: &str) -> Result<SupplementPlanId, Problem> {
    text.parse().map_err(|_| Problem::not_found(supplement_plan::SUPPLEMENT_PLAN))
}

/// Where the plan is read: by the id in the answer, for a repeated request without one gets the id that was made first.
fn location(answer: &Answer<Reply>) -> String {
    format!("/v1/query/supplement-plans/{}", answer.accepted.id)
}
