//! Exercises: new ones, other names, and that two are one.

use actix_web::{HttpResponse, http::StatusCode, post, put, web};
use command_api::{Accepted, Answer, Scoped, scope::Plan};
use schemas::exercise::ExerciseId;
use serde::Serialize;
use service::http::{
    json::Body,
    problem::{MEDIA_TYPE, Problem},
};
use utoipa::ToSchema;

use super::Commands;
use crate::{
    body::{DefineExerciseBody, MergeExercisesBody, RenameExerciseBody},
    context::{Command, Reply},
    domain::exercise,
};

/// Add an exercise of your own.
///
/// Its id is the slug of its name, with a digest where that is taken. Names are unique; the same again changes nothing.
#[utoipa::path(
    operation_id = "define_exercise",
    tag = "exercises",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = DefineExerciseBody,
    responses(
        (status = 201, description = "The exercise is defined", body = ExerciseAnswer, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was defined before", body = ExerciseAnswer, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 409, description = "Another exercise has the name", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/exercises")]
pub(super) async fn define_exercise(
    caller: Scoped<Plan>,
    commands: Commands,
    body: Body<DefineExerciseBody>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Exercise(exercise::Command::Define(body.value.read()?));
    let answer = commands.execute(caller.request(&body, command)).await?;
    let status = if answer.accepted.events.is_empty() { StatusCode::OK } else { StatusCode::CREATED };
    Ok(ExerciseAnswer::respond(&answer, status))
}

/// Give an exercise another name.
///
/// Any exercise can be renamed, those of the catalogue and of imported histories too. Its id stays.
#[utoipa::path(
    operation_id = "rename_exercise",
    tag = "exercises",
    params(
        ("exercise" = String, Path, description = "Id of the exercise"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = RenameExerciseBody,
    responses(
        (status = 200, description = "The exercise has the name", body = ExerciseAnswer, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 409, description = "Another exercise has the name", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/planning/exercises/{exercise}/name")]
pub(super) async fn rename_exercise(
    caller: Scoped<Plan>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<RenameExerciseBody>,
) -> Result<HttpResponse, Problem> {
    let command = exercise::Command::Rename { exercise: exercise_id(&id)?, name: body.value.read()? };
    let answer = commands.execute(caller.request(&body, Command::Exercise(command))).await?;
    Ok(ExerciseAnswer::respond(&answer, StatusCode::OK))
}

/// Merge an exercise into another one.
///
/// From then on the exercise counts for the other one, and so does all that counted for it.
#[utoipa::path(
    operation_id = "merge_exercises",
    tag = "exercises",
    params(
        ("exercise" = String, Path, description = "Id of the exercise"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if it has this version"),
    ),
    request_body = MergeExercisesBody,
    responses(
        (status = 200, description = "The two are one", body = ExerciseAnswer, headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 409, description = "One of them was merged before", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/planning/exercises/{exercise}/merge")]
pub(super) async fn merge_exercises(
    caller: Scoped<Plan>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<MergeExercisesBody>,
) -> Result<HttpResponse, Problem> {
    let command = exercise::Command::Merge { from: exercise_id(&id)?, into: body.value.read()? };
    let answer = commands.execute(caller.request(&body, Command::Exercise(command))).await?;
    Ok(ExerciseAnswer::respond(&answer, StatusCode::OK))
}

/// What is no id names nothing.
pub(super) fn exercise_id(text: &str) -> Result<ExerciseId, Problem> {
    text.parse().map_err(|_| Problem::not_found("exercise"))
}

/// The answer to what was said about an exercise. Its `id` and `version` are those of all that the athlete said about exercises:
/// names are unique among them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExerciseAccepted)]
pub(super) struct ExerciseAnswer {
    #[serde(flatten)]
    accepted: Accepted,
    /// Id of the exercise: of the one that stays, after a merge.
    #[schema(example = "larsen-press-barbell")]
    exercise: Option<String>,
}

impl ExerciseAnswer {
    fn respond(answer: &Answer<Reply>, status: StatusCode) -> HttpResponse {
        HttpResponse::build(status)
            .insert_header(("ETag", format!("\"{}\"", answer.accepted.version)))
            .insert_header(("Location", "/v1/query/exercises?all=true"))
            .insert_header(("Consistency-Token", answer.token.to_string()))
            .json(Self {
                accepted: answer.accepted.clone(),
                exercise: answer.reply.exercise.as_ref().map(ToString::to_string),
            })
    }
}
