//! `ImportHistory` over HTTP: a file in, a report out; progress on the way for who asks for it.

use std::fmt::Display;

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{StatusCode, header},
    post, web,
};
use command_api::{Accepted, Gateway, Scoped, scope::Log};
use futures_util::stream;
use schemas::{
    clock::new_id,
    execution::Source,
    quantity::{DistanceUnit, MassUnit},
    symbol::Symbol,
    time::Zone,
};
use serde::{Deserialize, Serialize};
use service::{
    http::{
        body::Upload,
        correlation::RequestContext,
        problem::{Fault, Place, Problem},
        query::Parameters,
    },
    task::spawn_named,
};
use tokio::sync::mpsc;
use utoipa::{IntoParams, ToSchema};

use crate::{
    context::Execution,
    history::{self, Edge, Import, Outcome, Report},
    import::{self, ImportOptions, ImportRefusal},
};

/// Largest file, in bytes.
const LIMIT: usize = 32 << 20;

/// What the file does not say itself.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Options {
    /// The app the file comes from: `strong` or `hevy`; `fitnotes` comes later.
    #[param(example = "strong")]
    source: String,
    /// Unit of weights without one: `kg` or `lb`.
    #[param(example = "kg")]
    unit: Option<String>,
    /// Unit of distances without one: `km` or `mi`.
    #[param(example = "km")]
    distance_unit: Option<String>,
    /// IANA zone of the clock that the file's times were read from.
    #[param(example = "Europe/Vienna")]
    zone: String,
    /// Only tell what would happen.
    #[serde(default)]
    dry_run: bool,
}

impl Options {
    /// Several mistakes at once, each with its parameter.
    fn read(&self) -> Result<(Source, ImportOptions), Problem> {
        let mut faults = Vec::new();
        let source = read("source", "unknown_value", Source::parse(&self.source), &mut faults);
        let unit = self.unit.as_deref().map(MassUnit::parse).transpose();
        let unit = read("unit", "unknown_value", unit, &mut faults);
        let distance_unit = match self.distance_unit.as_deref() {
            None => Ok(None),
            Some("km") => Ok(Some(DistanceUnit::Km)),
            Some("mi") => Ok(Some(DistanceUnit::Mi)),
            Some(_) => Err("one of km, mi is expected"),
        };
        let distance_unit = read("distance_unit", "unknown_value", distance_unit, &mut faults);
        let zone = read("zone", "invalid_zone", self.zone.parse::<Zone>(), &mut faults);
        match (source, unit, distance_unit, zone) {
            (Some(source), Some(unit), Some(distance_unit), Some(zone)) => {
                Ok((source, ImportOptions { unit, distance_unit, zone }))
            }
            (_, _, _, _) => Err(Problem::invalid(faults)),
        }
    }
}

fn read<T, E: Display>(name: &str, code: &'static str, read: Result<T, E>, faults: &mut Vec<Fault>) -> Option<T> {
    read.map_err(|error| faults.push(Fault::new(Place::Parameter(name.to_owned()), code, error.to_string()))).ok()
}

/// The answer to an import.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HistoryImported)]
struct ImportAnswer {
    #[serde(flatten)]
    accepted: Option<Accepted>,
    #[serde(flatten)]
    report: Report,
    /// As in the header; only in a stream, whose headers are sent before.
    #[serde(skip_serializing_if = "Option::is_none")]
    consistency_token: Option<String>,
}

/// Import the history that another app has exported.
///
/// Every workout is taken whole or not at all, and under an id that follows from the file: sending a file again brings only what
/// is new or has changed, and an import that broke off goes on. What you deleted stays deleted. With `Accept: text/event-stream`
/// come events `progress` {"done","total"} and at the end one `result` (this answer) or `problem`.
#[utoipa::path(
    operation_id = "import_history",
    tag = "imports",
    params(Options),
    request_body(content = String, content_type = "text/csv", description = "The file as exported, at most 32 MiB"),
    responses(
        (status = 201, description = "Something was new or had changed", body = ImportAnswer,
            headers(("ETag" = String), ("Consistency-Token" = String))),
        (status = 200, description = "Nothing was new, or a dry run", body = ImportAnswer,
            headers(("Consistency-Token" = String))),
        (status = 413, description = "The file is too large", body = Problem),
        (status = 415, description = "It is not sent as text/csv", body = Problem),
        (status = 422, description = "The file or a parameter is not what it should be", body = Problem),
    ),
)]
#[post("/v1/execution/imports")]
pub(super) async fn import_history(
    caller: Scoped<Log>,
    gateway: web::Data<Gateway<Execution>>,
    options: Parameters<Options>,
    request: HttpRequest,
    context: RequestContext,
    file: Upload<LIMIT>,
) -> Result<HttpResponse, Problem> {
    let (source, parsing) = options.0.read()?;
    let bytes = file.expect(&["text/csv"])?.bytes;
    let (request_id, user, body) = (new_id(caller.received_at), caller.subject, bytes.clone());
    let commands = Edge { gateway: gateway.get_ref().clone(), caller: caller.into_caller(), body, request: request_id };
    // reading 32 MiB takes a while: not on a thread that answers others
    let read = move || {
        let history = import::parse(source, &bytes, &parsing)?;
        Ok((history::import_id(user, source, &parsing, &bytes), history))
    };
    let (id, history) = web::block(read).await.map_err(Problem::internal)?.map_err(|refusal| refused(&refusal))?;
    let dry_run = options.0.dry_run;
    if !dry_run && let Some(before) = history::earlier(id, &commands).await? {
        return Ok(if wants_events(&request) { told(before) } else { answered(before) });
    }
    let import = Import { user, id, source, zone: parsing.zone, history, dry_run };
    if wants_events(&request) {
        return Ok(streamed(import, commands, context));
    }
    history::run(&import, &commands, |_| {}).await.map(answered)
}

fn wants_events(request: &HttpRequest) -> bool {
    let accepted = request.headers().get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    accepted
        .flat_map(|value| value.split(','))
        .any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/event-stream")))
}

fn answered(outcome: Outcome) -> HttpResponse {
    // an import that ended before may bring something once more
    let recorded = outcome.answer.as_ref().is_some_and(|answer| !answer.accepted.events.is_empty());
    let status = if recorded { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = HttpResponse::build(status);
    response.insert_header(("Consistency-Token", outcome.token.to_string()));
    let body = ImportAnswer::of(outcome);
    if let Some(accepted) = body.accepted.as_ref().filter(|accepted| accepted.version > 0) {
        response.insert_header(("ETag", format!("\"{}\"", accepted.version)));
    }
    response.json(body)
}

impl ImportAnswer {
    fn of(outcome: Outcome) -> Self {
        let accepted = outcome.answer.map(|answer| answer.accepted);
        Self { accepted, report: outcome.report, consistency_token: None }
    }
}

/// Runs the import beside the answer, which tells of it. Who hangs up leaves an import behind that a repeated one continues.
fn streamed(import: Import, commands: Edge, context: RequestContext) -> HttpResponse {
    let (events, told) = mpsc::unbounded_channel();
    let total = import.history.workouts.len();
    spawn_named("import", async move {
        let progress = |done| {
            // a caller who has hung up does not hear it
            let _ = events.send(event("progress", &serde_json::json!({"done": done, "total": total})));
        };
        let last = match history::run(&import, &commands, progress).await {
            Ok(outcome) => result(outcome),
            Err(problem) => event("problem", &problem.correlation(context.correlation_id).document()),
        };
        let _ = events.send(last);
    });
    let stream = stream::unfold(told, |mut told| async {
        let event = told.recv().await?;
        Some((Ok::<_, Problem>(web::Bytes::from(event)), told))
    });
    event_stream().streaming(stream)
}

/// The answer of an import that is over, for a caller who expects events.
fn told(outcome: Outcome) -> HttpResponse {
    event_stream().body(result(outcome))
}

fn event_stream() -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.content_type("text/event-stream").insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

fn result(outcome: Outcome) -> String {
    let consistency_token = Some(outcome.token.to_string());
    event("result", &ImportAnswer { consistency_token, ..ImportAnswer::of(outcome) })
}

fn event(name: &str, data: &impl Serialize) -> String {
    // counts, names and texts: nothing that JSON cannot hold
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {name}\ndata: {data}\n\n")
}

/// A file that is not taken at all: 422 with the line and the column to look at.
fn refused(refusal: &ImportRefusal) -> Problem {
    let place = match refusal.line() {
        Some(line) => Place::Line(line, refusal.column().map(str::to_owned)),
        None => Place::Parameter("source".to_owned()),
    };
    Problem::rule("unreadable-file", "The file cannot be imported").detail(refusal.to_string()).faults([Fault::new(
        place,
        refusal.code(),
        refusal.to_string(),
    )])
}

#[cfg(test)]
mod tests;
