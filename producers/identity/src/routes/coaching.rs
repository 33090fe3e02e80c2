//! Whom an athlete lets act for them.

use actix_web::{HttpResponse, delete, post, web};
use command_api::{Accepted, Caller, Edge, Standing};
use service::http::json::Body;
use service::http::problem::{Fault, MEDIA_TYPE, Problem};

use crate::body::access::GrantCoaching;
use crate::domain::Command;
use crate::domain::coaching::RevokeCoaching;
use crate::tools::Tools;

/// Let a coach act.
///
/// The coach then sends `On-Behalf-Of: <your id>`. There is one grant per coach: another one replaces it.
#[utoipa::path(
    operation_id = "grant_coaching",
    tag = "coaching",
    request_body = GrantCoaching,
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with this key gets the first answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "Only if the grant has this version"),
    ),
    responses(
        (status = 201, description = "The coach may act", body = Accepted,
            headers(("ETag" = String), ("Location" = String), ("Consistency-Token" = String))),
        (status = 200, description = "The coach may act otherwise than before, or as before", body = Accepted),
        (status = 403, description = "Your e-mail address is not confirmed", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
        (status = 422, description = "Something is not as it should be", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[post("/v1/identity/coaching-grants")]
pub(super) async fn grant_coaching(
    caller: Caller,
    tools: web::Data<Tools>,
    edge: web::Data<Edge>,
    body: Body<GrantCoaching>,
) -> Result<HttpResponse, Problem> {
    let command = body.value.parse(caller.subject, caller.received_at)?;
    edge.check_sharing(edge.accounts.admit(caller.actor).await?)?;
    // with what the athlete's own decision does not know: whether there is such a coach
    if !edge.accounts.find(command.coach).await?.is_some_and(Standing::is_active) {
        return Err(Problem::invalid([Fault::at("/coach", "unknown_user", "there is no account of this id in use")]));
    }
    let answer = tools.gateway.execute(caller.request(&body, Command::GrantCoaching(command))).await?;
    Ok(answer.created("/v1/query/grants"))
}

/// Let a coach act no longer.
///
/// Works everywhere within a second.
#[utoipa::path(
    operation_id = "revoke_coaching",
    tag = "coaching",
    params(("coach" = String, Path, format = Uuid, description = "The coach's user id")),
    responses(
        (status = 200, description = "The coach may not act", body = Accepted,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 404, description = "Nothing was ever granted to that coach", body = Problem, content_type = MEDIA_TYPE),
        (status = 412, description = "It has changed since the version in If-Match", body = Problem, content_type = MEDIA_TYPE),
    ),
)]
#[delete("/v1/identity/coaching-grants/{coach}")]
pub(super) async fn revoke_coaching(
    caller: Caller,
    tools: web::Data<Tools>,
    coach: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let coach = coach.parse().map_err(|_| Problem::not_found("grant"))?;
    let command = Command::RevokeCoaching(RevokeCoaching { athlete: caller.subject, coach });
    Ok(tools.gateway.execute(caller.request_without_body(command)).await?.ok())
}
