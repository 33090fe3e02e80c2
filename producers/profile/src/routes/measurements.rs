//! Measurements of a body.

use actix_web::{HttpResponse, delete, post, put, web::Path};
use command_api::{Accepted, Scoped, scope::Measurements};
use service::http::json::Body;
use service::http::problem::{MEDIA_TYPE, Problem};

use super::{Commands, KEY, MATCH, id_in};
use crate::body::{CorrectMeasurement, RecordMeasurement};
use crate::domain::{Command, measurement};

/// Record a measurement.
///
/// Several of one kind and day are fine. The same again under its id changes nothing.
#[utoipa::path(
    operation_id = "record_measurement",
    tag = "measurements",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    request_body = RecordMeasurement,
    responses(
        (status = 201, description = "The measurement is recorded", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The same was recorded before", body = Accepted),
        (status = 409, description = "The id stands for another one, or for one that was deleted", body = Problem,
            content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/profile/measurements")]
pub(super) async fn record_measurement(
    caller: Scoped<Measurements>,
    commands: Commands,
    body: Body<RecordMeasurement>,
) -> Result<HttpResponse, Problem> {
    let (id, reading) = body.value.read(caller.received_at)?;
    let command = Command::Measurement(id, measurement::Command::Record(reading));
    let answer = commands.execute(caller.request(&body, command)).await?;
    Ok(answer.created(&format!("/v1/query/measurements/{id}")))
}

/// Correct a measurement.
///
/// Replaces it whole. Correcting it to what it is changes nothing.
#[utoipa::path(
    operation_id = "correct_measurement",
    tag = "measurements",
    params(
        ("id" = String, Path, format = Uuid, description = "The measurement"),
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    request_body = CorrectMeasurement,
    responses(
        (status = 200, description = "The measurement is as said", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such measurement", body = Problem, content_type = MEDIA_TYPE),
        (status = 409, description = "It was deleted", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has another version", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[put("/v1/profile/measurements/{id}")]
pub(super) async fn correct_measurement(
    caller: Scoped<Measurements>,
    commands: Commands,
    id: Path<String>,
    body: Body<CorrectMeasurement>,
) -> Result<HttpResponse, Problem> {
    let reading = body.value.read(caller.received_at)?;
    let command = Command::Measurement(id_in(&id, "measurement")?, measurement::Command::Correct(reading));
    Ok(commands.execute(caller.request(&body, command)).await?.ok())
}

/// Delete a measurement.
///
/// Deleting twice changes nothing.
#[utoipa::path(
    operation_id = "delete_measurement",
    tag = "measurements",
    params(
        ("id" = String, Path, format = Uuid, description = "The measurement"),
        ("Idempotency-Key" = Option<String>, Header, description = KEY),
        ("If-Match" = Option<String>, Header, description = MATCH),
    ),
    responses(
        (status = 200, description = "The measurement is deleted", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "There is no such measurement", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has another version", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[delete("/v1/profile/measurements/{id}")]
pub(super) async fn delete_measurement(
    caller: Scoped<Measurements>,
    commands: Commands,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    let command = Command::Measurement(id_in(&id, "measurement")?, measurement::Command::Delete);
    Ok(commands.execute(caller.request_without_body(command)).await?.ok())
}
