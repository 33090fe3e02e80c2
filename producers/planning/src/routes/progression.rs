//! Progressions of exercises, and answers to what was proposed.

use actix_web::{HttpResponse, post, put, web};
use command_api::{Accepted, Scoped, scope::Plan};
use schemas::{exercise::ExerciseId, id::TemplateId};
use service::http::{
    json::Body,
    problem::{MEDIA_TYPE, Problem},
};

use super::{Commands, exercise::exercise_id, template::template_id};
use crate::{
    body::{ProgressionBody, ProgressionRuleBody},
    context::Command,
    domain::{recommendation, template},
};

/// Prescribe another load.
///
/// The lightest working sets of the exercise get the load, heavier ones keep their distance; warm-ups and drop sets stay.
/// The template has a new version.
#[utoipa::path(
    operation_id = "progress_exercise",
    tag = "progressions",
    params(
        ("id" = String, Path, format = Uuid, description = "The template"),
        ("exercise" = String, Path, description = "Id of the exercise"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = ProgressionBody,
    responses(
        (status = 200, description = "The new load is prescribed", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such template", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was archived", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/workout-templates/{id}/exercises/{exercise}/progression")]
pub(super) async fn progress_exercise(
    caller: Scoped<Plan>,
    commands: Commands,
    path: web::Path<(String, String)>,
    body: Body<ProgressionBody>,
) -> Result<HttpResponse, Problem> {
    let (id, exercise) = exercise_of(path.into_inner())?;
    let command = Command::Template(id, template::Command::Progress(body.value.read(exercise)?));
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Choose how an exercise progresses.
///
/// Without a rule the prescription follows the lowest load that was completed.
#[utoipa::path(
    operation_id = "choose_progression_rule",
    tag = "progressions",
    params(
        ("id" = String, Path, format = Uuid, description = "The template"),
        ("exercise" = String, Path, description = "Id of the exercise"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = ProgressionRuleBody,
    responses(
        (status = 200, description = "The rule is chosen", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such template", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was archived", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/planning/workout-templates/{id}/exercises/{exercise}/progression-rule")]
pub(super) async fn choose_progression_rule(
    caller: Scoped<Plan>,
    commands: Commands,
    path: web::Path<(String, String)>,
    body: Body<ProgressionRuleBody>,
) -> Result<HttpResponse, Problem> {
    let (id, exercise) = exercise_of(path.into_inner())?;
    let command = Command::Template(id, template::Command::ChooseRule { exercise, rule: body.value.read()? });
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Accept a proposed progression.
///
/// The template has a new version with the proposed load. Accepting twice changes nothing.
#[utoipa::path(
    operation_id = "accept_progression",
    tag = "progressions",
    params(
        ("id" = String, Path, format = Uuid, description = "The template"),
        ("proposal" = String, Path, format = Uuid, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    responses(
        (status = 200, description = "The progression is accepted", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such proposal", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was answered otherwise before, or is outdated", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/workout-templates/{id}/proposals/{proposal}/acceptance")]
pub(super) async fn accept_progression(
    caller: Scoped<Plan>,
    commands: Commands,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, proposal) = path.into_inner();
    let proposal = proposal.parse().map_err(|_| Problem::not_found("proposal"))?;
    let command = Command::Template(template_id(&id)?, template::Command::Accept(proposal));
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Decline a proposed progression.
///
/// Declining twice changes nothing.
#[utoipa::path(
    operation_id = "decline_progression",
    tag = "progressions",
    params(
        ("id" = String, Path, format = Uuid, description = "The template"),
        ("proposal" = String, Path, format = Uuid, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    responses(
        (status = 200, description = "The progression is declined", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such proposal", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was answered otherwise before, or is outdated", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/workout-templates/{id}/proposals/{proposal}/refusal")]
pub(super) async fn decline_progression(
    caller: Scoped<Plan>,
    commands: Commands,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (id, proposal) = path.into_inner();
    let proposal = proposal.parse().map_err(|_| Problem::not_found("proposal"))?;
    let command = Command::Template(template_id(&id)?, template::Command::Decline(proposal));
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Accept a recommendation.
///
/// Answering the same twice changes nothing; an answer stands.
#[utoipa::path(
    operation_id = "accept_recommendation",
    tag = "recommendations",
    params(
        ("id" = String, Path, format = Uuid, description = "The recommendation"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    responses(
        (status = 200, description = "The recommendation is accepted", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such recommendation", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was answered otherwise before", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/recommendations/{id}/acceptance")]
pub(super) async fn accept_recommendation(
    caller: Scoped<Plan>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found("recommendation"))?;
    let command = Command::Recommendation(id, recommendation::Command::Accept);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Decline a recommendation.
///
/// Answering the same twice changes nothing; an answer stands.
#[utoipa::path(
    operation_id = "decline_recommendation",
    tag = "recommendations",
    params(
        ("id" = String, Path, format = Uuid, description = "The recommendation"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    responses(
        (status = 200, description = "The recommendation is declined", body = Accepted, headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such recommendation", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was answered otherwise before", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/recommendations/{id}/refusal")]
pub(super) async fn decline_recommendation(
    caller: Scoped<Plan>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found("recommendation"))?;
    let command = Command::Recommendation(id, recommendation::Command::Decline);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

fn exercise_of((template, exercise): (String, String)) -> Result<(TemplateId, ExerciseId), Problem> {
    Ok((template_id(&template)?, exercise_id(&exercise)?))
}
