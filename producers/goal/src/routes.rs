//! One handler per command: parse, hand over, answer.

use actix_web::{HttpResponse, post, put, web};
use command_api::scope::Plan;
use command_api::{Accepted, Edge, Gateway, Scoped};
use schemas::id::GoalId;
use service::http::json::Body;
use service::http::openapi::{HttpService, document};
use service::http::problem::{MEDIA_TYPE, Problem};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::body::GoalBody;
use crate::context::Goals;
use crate::domain::goal::Command;

const TITLE: &str = "Goals";
const DESCRIPTION: &str =
    "Setting, changing and abandoning measurable goals. Progress and status are read from the query API.";

/// The HTTP side of the context.
pub fn service(gateway: Gateway<Goals>, edge: web::Data<Edge>) -> HttpService {
    let gateway = web::Data::new(gateway);
    HttpService::new("goal", TITLE, DESCRIPTION, move |config| {
        config.app_data(gateway.clone()).app_data(edge.clone());
        routes(config);
    })
}

/// The routes alone; they need a `Gateway<Goals>` and an `Edge` in the app data.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(set_goal).service(change_goal).service(abandon_goal);
}

/// The API document, as committed in `api.yaml`.
pub fn openapi() -> OpenApi {
    document(TITLE, DESCRIPTION, &routes)
}

/// Set a goal.
///
/// What was done before the goal was set counts, as far as it lies between `from` and `until`.
/// Setting the same goal again under its id changes nothing; another one under that id is refused.
#[utoipa::path(
    operation_id = "set_goal",
    tag = "goals",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if the goal has this version"),
    ),
    request_body = GoalBody,
    responses(
        (status = 201, description = "The goal is set", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same goal was set before", body = Accepted),
        (status = 409, description = "There is another goal with this id", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/goal/goals")]
async fn set_goal(
    caller: Scoped<Plan>,
    gateway: web::Data<Gateway<Goals>>,
    body: Body<GoalBody>,
) -> Result<HttpResponse, Problem> {
    let (goal, definition) = body.value.set(caller.received_at).map_err(Problem::invalid)?;
    let command = Command::SetGoal { goal, definition };
    let answer = gateway.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&format!("/v1/query/goals/{}", answer.accepted.id)))
}

/// Change a goal.
///
/// The body is the whole goal as it is from now on. It is measured anew over the whole history; an achievement stands, moves or
/// goes as that says. What is the same as before changes nothing.
#[utoipa::path(
    operation_id = "change_goal",
    tag = "goals",
    params(
        ("id" = String, Path, format = Uuid, description = "The goal"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if the goal has this version"),
    ),
    request_body = GoalBody,
    responses(
        (status = 200, description = "The goal is changed", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such goal", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was abandoned", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/goal/goals/{id}")]
async fn change_goal(
    caller: Scoped<Plan>,
    gateway: web::Data<Gateway<Goals>>,
    id: web::Path<String>,
    body: Body<GoalBody>,
) -> Result<HttpResponse, Problem> {
    let goal = goal_id(&id)?;
    let definition = body.value.changed(goal).map_err(Problem::invalid)?;
    let command = Command::ChangeGoal { goal, definition };
    let answer = gateway.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&format!("/v1/query/goals/{}", answer.accepted.id)))
}

/// Abandon a goal.
///
/// It is not measured any more, and stays to be read. Abandoning it twice changes nothing.
#[utoipa::path(
    operation_id = "abandon_goal",
    tag = "goals",
    params(
        ("id" = String, Path, format = Uuid, description = "The goal"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if the goal has this version"),
    ),
    responses(
        (status = 200, description = "The goal is abandoned", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such goal", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/goal/goals/{id}/abandonment")]
async fn abandon_goal(
    caller: Scoped<Plan>,
    gateway: web::Data<Gateway<Goals>>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::AbandonGoal { goal: goal_id(&id)? };
    Ok(gateway.execute(caller.request_without_body(command)).await?.ok())
}

/// What is no id names nothing.
fn goal_id(text: &str) -> Result<GoalId, Problem> {
    text.parse().map_err(|_| Problem::not_found("goal"))
}
