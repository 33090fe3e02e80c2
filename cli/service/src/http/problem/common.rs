//! The problems that every service knows, by their status.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};

use super::{Fault, Problem};

impl Problem {
    /// 400: the request cannot be read at all.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unreadable", "The request cannot be read").detail(detail)
    }

    /// 400: one header, path segment or line cannot be read.
    pub fn unreadable_at(fault: Fault) -> Self {
        Self::unreadable(fault.detail.clone()).faults([fault])
    }

    /// 401: the call carries no access token. The challenge names no error: nothing was wrong.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "missing-token", "An access token is needed")
            .detail("send the header Authorization: Bearer <access token>")
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="train-tracker""#))
    }

    /// 401: the access token is not one to accept. `detail` must not quote it.
    pub fn invalid_token(name: &'static str, title: &'static str, detail: &'static str) -> Self {
        let challenge = format!(r#"Bearer realm="train-tracker", error="invalid_token", error_description="{detail}""#);
        let challenge = HeaderValue::try_from(challenge)
            .unwrap_or_else(|_| HeaderValue::from_static(r#"Bearer error="invalid_token""#));
        Self::new(StatusCode::UNAUTHORIZED, name, title).detail(detail).header(header::WWW_AUTHENTICATE, challenge)
    }

    /// 403: known, and not allowed to.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "This is not granted to you").detail(detail)
    }

    /// 404: unknown, or somebody else's, which must look the same. `what` as in "workout".
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing")
            .detail(format!("no {what} of yours has this id"))
    }

    /// 409: the state forbids it.
    pub fn conflict(name: &'static str, title: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, name, title)
    }

    /// 412: it has changed since the version in `If-Match`.
    pub fn precondition_failed(current: u64) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale-version", "It has changed since you read it")
            .detail(format!("its version is {current}"))
            .current_version(current)
    }

    /// 413: the body is larger than `limit` bytes.
    pub fn payload_too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "payload-too-large", "The body is too large")
            .detail(format!("at most {limit} bytes are read here"))
            .extension("limit", limit as u64)
    }

    /// 415: the body is of a kind that is not read here.
    pub fn unsupported_media_type(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "The body is of a kind that is not read here",
        )
        .detail(detail)
    }

    /// 422: readable, but a rule of the domain is against it.
    pub fn rule(name: &'static str, title: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, name, title)
    }

    /// 422: readable, but these fields are not what they should be. Every fault counts: say them all.
    pub fn invalid(faults: impl IntoIterator<Item = Fault>) -> Self {
        let problem = Self::rule("invalid", "Something in the request is not as it should be").faults(faults);
        match problem.errors() {
            [only] => {
                let detail = only.detail.clone();
                problem.detail(detail)
            }
            several => {
                let detail = format!("{} values are not as they should be", several.len());
                problem.detail(detail)
            }
        }
    }

    /// 429: too many calls.
    pub fn too_many_requests(wait: Duration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many calls").retry_after(wait)
    }

    /// 503: not now, and nothing was done or what was done a retry finds out. Asks to wait a second;
    /// [`Problem::retry_after`] says otherwise.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not possible at the moment")
            .detail(detail)
            .retry_after(Duration::from_secs(1))
    }

    /// What a framework's own refusal becomes: the type follows from the status.
    pub(in crate::http) fn from_status(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("The request was refused");
        Self::new(status, title.to_ascii_lowercase().replace([' ', '\''], "-"), title)
    }
}
