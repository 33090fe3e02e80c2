//! One handler per command: parse, hand over, answer.

mod imports;
mod meals;
mod supplements;

use actix_web::{HttpResponse, delete, post, put, web};
use command_api::{Accepted, Answer, Edge, Gateway, Scoped, scope::Log};
use schemas::id::{Id, WorkoutId};
use serde::Serialize;
use service::http::{
    json::Body,
    openapi::{HttpService, document},
    problem::Problem,
};
use utoipa::{ToSchema, openapi::OpenApi};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    body::{CompleteExerciseBody, CompleteWorkoutBody, LogSetBody, SkipExerciseBody, StartWorkoutBody, WorkoutBody},
    context::{Command, Execution, Reply},
    domain::workout::{self, CorrectWorkout, LogWorkout},
};

const TITLE: &str = "Execution";
const DESCRIPTION: &str =
    "What really happened: live workouts, past ones, corrections, histories of other apps, meals and supplements.";

/// The HTTP side of the context.
pub fn service(gateway: Gateway<Execution>, edge: web::Data<Edge>) -> HttpService {
    let gateway = web::Data::new(gateway);
    HttpService::new("execution", TITLE, DESCRIPTION, move |config| {
        config.app_data(gateway.clone()).app_data(edge.clone());
        routes(config);
    })
}

/// The routes alone; they need a `Gateway<Execution>` and an `Edge` in the app data.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(start_workout)
        .service(log_set)
        .service(complete_exercise)
        .service(skip_exercise)
        .service(complete_workout)
        .service(discard_workout)
        .service(log_workout)
        .service(correct_workout)
        .service(delete_workout)
        .service(imports::import_history)
        .service(meals::consume_meal)
        .service(meals::correct_meal)
        .service(meals::delete_meal)
        .service(supplements::take_supplement)
        .service(supplements::skip_supplement)
        .service(supplements::undo_intake)
        .service(supplements::undo_skip);
}

/// The API document, as committed in `api.yaml`.
pub fn openapi() -> OpenApi {
    document(TITLE, DESCRIPTION, &routes)
}

type Commands = web::Data<Gateway<Execution>>;

/// Start a live workout.
///
/// There can be one in progress at a time. Starting it again in the same way changes nothing.
#[utoipa::path(
    operation_id = "start_workout",
    tag = "live workouts",
    request_body = StartWorkoutBody,
    responses(
        (status = 201, description = "The workout is in progress", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "It was started before", body = Accepted),
        (status = 409, description = "Another one is in progress, or the id is taken", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/workouts")]
async fn start_workout(
    caller: Scoped<Log>,
    commands: Commands,
    body: Body<StartWorkoutBody>,
) -> Result<HttpResponse, Problem> {
    let (id, start) = body.value.read(caller.received_at)?;
    let command = Command::Workout(id, workout::Command::Start(start));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Log a set of a live workout.
///
/// The same set again under its id changes nothing; other content under that id is refused.
#[utoipa::path(
    operation_id = "log_set",
    tag = "live workouts",
    params(("id" = String, Path, format = Uuid, description = "The workout")),
    request_body = LogSetBody,
    responses(
        (status = 200, description = "The set is logged", body = SetAnswer,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such workout", body = Problem),
        (status = 409, description = "The workout is over, the exercise is completed, or the id is taken", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/workouts/{id}/sets")]
async fn log_set(
    caller: Scoped<Log>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<LogSetBody>,
) -> Result<HttpResponse, Problem> {
    let log = body.value.read(caller.received_at)?;
    let command = Command::Workout(workout_id(&id)?, workout::Command::LogSet(log));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(SetAnswer::respond(&answer))
}

/// Complete an exercise of a live workout.
///
/// Sets that were not logged one by one may come along. Completing twice changes nothing.
#[utoipa::path(
    operation_id = "complete_exercise",
    tag = "live workouts",
    params(
        ("id" = String, Path, format = Uuid, description = "The workout"),
        ("exercise" = String, Path, description = "Id of the exercise"),
    ),
    request_body = CompleteExerciseBody,
    responses(
        (status = 200, description = "The exercise is completed", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such workout", body = Problem),
        (status = 409, description = "The workout is over, or the sets do not fit those logged", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/workouts/{id}/exercises/{exercise}/completion")]
async fn complete_exercise(
    caller: Scoped<Log>,
    commands: Commands,
    path: web::Path<(String, String)>,
    body: Body<CompleteExerciseBody>,
) -> Result<HttpResponse, Problem> {
    let (id, exercise) = path.into_inner();
    let complete = body.value.read(&exercise)?;
    let command = Command::Workout(workout_id(&id)?, workout::Command::CompleteExercise(complete));
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Leave out an exercise of a live workout.
#[utoipa::path(
    operation_id = "skip_exercise",
    tag = "live workouts",
    params(
        ("id" = String, Path, format = Uuid, description = "The workout"),
        ("exercise" = String, Path, description = "Id of the exercise"),
    ),
    request_body = SkipExerciseBody,
    responses(
        (status = 200, description = "The exercise is left out", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such workout", body = Problem),
        (status = 409, description = "The workout is over, or the exercise has sets", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/workouts/{id}/exercises/{exercise}/skip")]
async fn skip_exercise(
    caller: Scoped<Log>,
    commands: Commands,
    path: web::Path<(String, String)>,
    body: Body<SkipExerciseBody>,
) -> Result<HttpResponse, Problem> {
    let (id, exercise) = path.into_inner();
    let skip = body.value.read(&exercise)?;
    let command = Command::Workout(workout_id(&id)?, workout::Command::SkipExercise(skip));
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Complete a live workout.
///
/// It needs at least one set that is no warm-up. Completing twice changes nothing.
#[utoipa::path(
    operation_id = "complete_workout",
    tag = "live workouts",
    params(("id" = String, Path, format = Uuid, description = "The workout")),
    request_body = CompleteWorkoutBody,
    responses(
        (status = 200, description = "The workout is completed", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such workout", body = Problem),
        (status = 409, description = "It was discarded or deleted, or nothing was done", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/workouts/{id}/completion")]
async fn complete_workout(
    caller: Scoped<Log>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<CompleteWorkoutBody>,
) -> Result<HttpResponse, Problem> {
    let complete = body.value.read()?;
    let command = Command::Workout(workout_id(&id)?, workout::Command::Complete(complete));
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Discard a live workout.
///
/// It counts for nothing. Discarding twice changes nothing.
#[utoipa::path(
    operation_id = "discard_workout",
    tag = "live workouts",
    params(("id" = String, Path, format = Uuid, description = "The workout")),
    responses(
        (status = 200, description = "The workout is discarded", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such workout", body = Problem),
        (status = 409, description = "It is over", body = Problem),
    ),
)]
#[post("/v1/execution/workouts/{id}/discard")]
async fn discard_workout(
    caller: Scoped<Log>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Workout(workout_id(&id)?, workout::Command::Discard);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// Log a past workout, whole.
///
/// The same workout again under its id changes nothing; other content under that id is refused.
#[utoipa::path(
    operation_id = "log_workout",
    tag = "workouts",
    request_body = WorkoutBody,
    responses(
        (status = 201, description = "The workout is logged", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same workout was logged before", body = Accepted),
        (status = 409, description = "The id is taken", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/logged-workouts")]
async fn log_workout(
    caller: Scoped<Log>,
    commands: Commands,
    body: Body<WorkoutBody>,
) -> Result<HttpResponse, Problem> {
    let (id, content) = body.value.logged(caller.received_at)?;
    let command = Command::Workout(id, workout::Command::Log(LogWorkout { content }));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Correct a workout that is over.
///
/// The body is the whole workout as it really was; what is the same as before changes nothing.
#[utoipa::path(
    operation_id = "correct_workout",
    tag = "workouts",
    params(("id" = String, Path, format = Uuid, description = "The workout")),
    request_body = WorkoutBody,
    responses(
        (status = 200, description = "The workout is corrected", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such workout", body = Problem),
        (status = 409, description = "It is in progress, was discarded or deleted", body = Problem),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[put("/v1/execution/workouts/{id}")]
async fn correct_workout(
    caller: Scoped<Log>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<WorkoutBody>,
) -> Result<HttpResponse, Problem> {
    let id = workout_id(&id)?;
    let content = body.value.corrected(id)?;
    let command = Command::Workout(id, workout::Command::Correct(CorrectWorkout { content }));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&location(&answer)))
}

/// Delete a workout that is over.
///
/// It counts for nothing, and no import brings it back. Deleting twice changes nothing.
#[utoipa::path(
    operation_id = "delete_workout",
    tag = "workouts",
    params(("id" = String, Path, format = Uuid, description = "The workout")),
    responses(
        (status = 200, description = "The workout is deleted", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such workout", body = Problem),
        (status = 409, description = "It is in progress", body = Problem),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem),
    ),
)]
#[delete("/v1/execution/workouts/{id}")]
async fn delete_workout(
    caller: Scoped<Log>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Workout(workout_id(&id)?, workout::Command::Delete);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}

/// What is no id names nothing.
fn id_in<K>(text: &str, what: &str) -> Result<Id<K>, Problem> {
    text.parse().map_err(|_| Problem::not_found(what))
}

fn workout_id(text: &str) -> Result<WorkoutId, Problem> {
    id_in(text, "workout")
}

/// Where the workout is read: by the id in the answer, for a repeated request without one gets the id that was made first.
fn location(answer: &Answer<Reply>) -> String {
    format!("/v1/query/workouts/{}", answer.accepted.id)
}

/// The answer to a set that was logged.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SetLogged)]
struct SetAnswer {
    #[serde(flatten)]
    accepted: Accepted,
    /// Where the set stands.
    set: Option<SetPlace>,
}

/// Where a set stands in its workout.
#[derive(Debug, Serialize, ToSchema)]
struct SetPlace {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// Its exercise: another one than named when that id belongs to another name.
    exercise: String,
    /// Which block of the exercise, from 0.
    block: i32,
    /// Its place in the block, from 0.
    index: i32,
}

impl SetAnswer {
    fn respond(answer: &Answer<Reply>) -> HttpResponse {
        let set = match &answer.reply {
            Reply::Workout(workout::Reply::Set { id, exercise, block, index }) => {
                Some(SetPlace { id: id.to_string(), exercise: exercise.to_string(), block: *block, index: *index })
            }
            Reply::Workout(workout::Reply::Nothing | workout::Reply::Imported { .. }) | Reply::History(_) => None,
        };
        HttpResponse::Ok()
            .insert_header(("ETag", format!("\"{}\"", answer.accepted.version)))
            .insert_header(("Consistency-Token", answer.token.to_string()))
            .json(Self { accepted: answer.accepted.clone(), set })
    }
}
