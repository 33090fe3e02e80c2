//! Meals.

use actix_web::{HttpResponse, delete, post, put, web};
use command_api::{Accepted, Scoped, scope::Nutrition};
use service::http::{json::Body, problem::Problem};

use super::{Commands, id_in};
use crate::{body::MealBody, context::Command, domain::meal};

/// Tell of a meal.
///
/// Energy that is not told is computed where protein, carbohydrate and fat are known. The same meal again under its id changes
/// nothing; another one under that id is refused.
#[utoipa::path(
    operation_id = "consume_meal",
    tag = "meals",
    request_body = MealBody,
    responses(
        (status = 201, description = "The meal is kept", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same meal was told before", body = Accepted),
        (status = 409, description = "The id stands for another one, or for one that was deleted", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[post("/v1/execution/meals")]
pub(super) async fn consume_meal(
    caller: Scoped<Nutrition>,
    commands: Commands,
    body: Body<MealBody>,
) -> Result<HttpResponse, Problem> {
    let (id, content) = body.value.consumed(caller.received_at)?;
    let command = Command::Meal(id, meal::Command::Consume(content));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&format!("/v1/query/meals/{}", answer.accepted.id)))
}

/// Correct a meal.
///
/// The body is the whole meal as it really was; what is the same as before changes nothing.
#[utoipa::path(
    operation_id = "correct_meal",
    tag = "meals",
    params(("id" = String, Path, format = Uuid, description = "The meal")),
    request_body = MealBody,
    responses(
        (status = 200, description = "The meal is corrected", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such meal", body = Problem),
        (status = 409, description = "It was deleted", body = Problem),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem),
        (status = 422, description = "Something is not as it should be", body = Problem),
    ),
)]
#[put("/v1/execution/meals/{id}")]
pub(super) async fn correct_meal(
    caller: Scoped<Nutrition>,
    commands: Commands,
    id: web::Path<String>,
    body: Body<MealBody>,
) -> Result<HttpResponse, Problem> {
    let id = id_in(&id, "meal")?;
    let content = body.value.corrected(id)?;
    let command = Command::Meal(id, meal::Command::Correct(content));
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Delete a meal.
///
/// It counts for nothing. Deleting twice changes nothing.
#[utoipa::path(
    operation_id = "delete_meal",
    tag = "meals",
    params(("id" = String, Path, format = Uuid, description = "The meal")),
    responses(
        (status = 200, description = "The meal is deleted", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such meal", body = Problem),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem),
    ),
)]
#[delete("/v1/execution/meals/{id}")]
pub(super) async fn delete_meal(
    caller: Scoped<Nutrition>,
    commands: Commands,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Meal(id_in(&id, "meal")?, meal::Command::Delete);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}
