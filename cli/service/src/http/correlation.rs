//! The outermost layer of every request: who it belongs to, and that every refusal is a problem.
//!
//! Takes `X-Correlation-Id` (a UUID; anything else is replaced by a new one) and `traceparent`,
//! opens the span that all log lines of the request stand in, and answers `X-Correlation-Id`.
//! Whatever refused the request (a handler, an extractor, the router, a panic), the answer is
//! a problem document that carries the correlation id.

use std::future::{Ready, ready};
use std::panic::AssertUnwindSafe;

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, ResponseError};
use futures_util::FutureExt;
use schemas::clock::{Clock, SystemClock, new_id};
use schemas::id::CorrelationId;
use schemas::trace::TraceParent;
use tracing::Instrument;
use tracing::field::Empty;

use super::problem::{CORRELATION_ID, MEDIA_TYPE, Problem};

/// What a request belongs to; put into headers of the records it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestContext {
    /// One id for everything that follows from what a person did.
    pub correlation_id: CorrelationId,
    /// Our place in the caller's trace, or in a new one.
    pub traceparent: TraceParent,
}

impl FromRequest for RequestContext {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let context = request.extensions().get::<Self>().copied();
        ready(context.ok_or_else(|| Problem::internal(anyhow::anyhow!("the correlation middleware is not installed"))))
    }
}

/// The middleware: `App::wrap(from_fn(correlate))`, last, so that it is outermost.
///
/// # Errors
/// None; every error becomes a response here or leaves as a [`Problem`] that is ready to be written.
pub async fn correlate<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    // whoever answers GET answers HEAD: the connection remembers to leave the body out
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let context = context_of(request.headers());
    request.extensions_mut().insert(context);
    let span = tracing::info_span!(
        "request",
        http.method = request.method().as_str(),
        http.route = Empty,
        http.status = Empty,
        correlation.id = %context.correlation_id,
        trace.parent = %context.traceparent,
    );
    let answered = AssertUnwindSafe(next.call(request)).catch_unwind().instrument(span.clone()).await;
    let _entered = span.enter();
    match answered {
        Ok(Ok(response)) => {
            let route = response.request().match_pattern();
            span.record("http.route", route.as_deref().unwrap_or("unmatched"));
            span.record("http.status", response.status().as_u16());
            tracing::debug!("answered");
            Ok(finish(response, context.correlation_id))
        }
        Ok(Err(error)) => Err(as_problem(&error).correlation(context.correlation_id).into()),
        // the panic hook has said where and why
        Err(_panic) => Err(Problem::broken().correlation(context.correlation_id).into()),
    }
}

fn context_of(headers: &HeaderMap) -> RequestContext {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let correlation_id = text(CORRELATION_ID.as_str())
        .and_then(|text| uuid::Uuid::try_parse(text).ok())
        .map_or_else(|| new_id(SystemClock.now()), CorrelationId::from_uuid);
    let traceparent = text("traceparent")
        .and_then(|text| text.parse().ok())
        .map_or_else(TraceParent::root, |parent: TraceParent| parent.child());
    RequestContext { correlation_id, traceparent }
}

fn finish<B: MessageBody + 'static>(response: ServiceResponse<B>, id: CorrelationId) -> ServiceResponse<EitherBody<B>> {
    let mut response = match problem_in(&response) {
        Some(problem) => rewritten(response, &problem.correlation(id)),
        None => response.map_into_left_body(),
    };
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(CORRELATION_ID, id);
    }
    response
}

/// The problem that an answer stands for: made from an error, or refused without a word.
fn problem_in<B: MessageBody>(response: &ServiceResponse<B>) -> Option<Problem> {
    let status = response.status();
    match response.response().error() {
        Some(error) => Some(as_problem(error)),
        None if !status.is_client_error() && !status.is_server_error() => None,
        None => matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0))
            .then(|| Problem::from_status(status)),
    }
}

/// Our own problems as they are; what actix says itself in our words.
fn as_problem(error: &Error) -> Problem {
    if let Some(problem) = error.as_error::<Problem>() {
        return problem.clone();
    }
    let status = error.as_response_error().status_code();
    if status.is_server_error() {
        return Problem::internal(anyhow::anyhow!("{error}"));
    }
    match status {
        StatusCode::BAD_REQUEST => Problem::unreadable(error.to_string()),
        _ => Problem::from_status(status).detail(error.to_string()),
    }
}

/// Replaces status and body, and keeps what inner layers put into the headers (CORS, `Allow`).
fn rewritten<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    problem: &Problem,
) -> ServiceResponse<EitherBody<B>> {
    let (request, response) = response.into_parts();
    let (mut head, _) = response.into_parts();
    *head.status_mut() = problem.status_code();
    head.headers_mut().remove(header::CONTENT_LENGTH);
    head.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    let body = EitherBody::right(BoxBody::new(problem.body()));
    ServiceResponse::new(request, head.set_body(body))
}
