//! Workout templates.

use actix_web::{HttpResponse, delete, post, put, web};
use command_api::{Accepted, Answer, Scoped, scope::Plan};
use schemas::id::TemplateId;
use service::http::{
    json::Body,
    problem::{MEDIA_TYPE, Problem},
};

use super::Commands;
use crate::{
    body::WorkoutTemplateBody,
    context::{Command, Reply},
    domain::template,
};

/// Make a workout template.
///
/// The same again under its id changes nothing; other content under that id is refused.
#[utoipa::path(
    operation_id = "create_workout_template",
    tag = "workout templates",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = WorkoutTemplateBody,
    responses(
        (status = 201, description = "The template is made", body = Accepted, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was made before", body = Accepted, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 409, description = "The id is taken", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/workout-templates")]
pub(super) async fn create_workout_template(
    caller: Scoped<Plan>,
    commands: Commands,
    body: Body<WorkoutTemplateBody>,
) -> Result<HttpResponse, Problem> {
    let (id, content) = body.value.created(caller.received_at)?;
    let command = Command::Template(id, template::Command::Create { content, derived_from: None });
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Change a workout template.
///
/// The body is the whole template; it becomes the next version, unless nothing is different. Versions never change.
#[utoipa::path(
    operation_id = "update_workout_template",
    tag = "workout templates",
    params(
        ("id" = String, Path, format = Uuid, description = "The template"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = WorkoutTemplateBody,
    responses(
        (status = 200, description = "The template has a new version", body = Accepted, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such template", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was archived", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/planning/workout-templates/{id}")]
pub(super) async fn update_workout_template(
    caller: Scoped<Plan>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<WorkoutTemplateBody>,
) -> Result<HttpResponse, Problem> {
    let id = template_id(&id)?;
    let content = body.value.updated(id)?;
    let command = Command::Template(id, template::Command::Update { content });
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Archive a workout template.
///
/// It cannot be changed any more; its versions stay readable. Archiving twice changes nothing.
#[utoipa::path(
    operation_id = "archive_workout_template",
    tag = "workout templates",
    params(
        ("id" = String, Path, format = Uuid, description = "The template"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    responses(
        (status = 200, description = "The template is archived", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such template", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[delete("/v1/planning/workout-templates/{id}")]
pub(super) async fn archive_workout_template(
    caller: Scoped<Plan>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Template(template_id(&id)?, template::Command::Archive);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// What is no id names nothing.
pub(super) fn template_id(text: &str) -> Result<TemplateId, Problem> {
    text.parse().map_err(|_| Problem::not_found(template::WORKOUT_TEMPLATE))
}

/// Where the template is read: by the id in the answer, for a repeated request without one gets the id that was made first.
fn location(answer: &Answer<Reply>) -> String {
    format!("/v1/query/templates/{}", answer.accepted.id)
}
