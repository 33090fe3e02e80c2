//! Refusals and failures as RFC 9457 problem documents: the one error type of every handler.
//!
//! A handler returns `Result<_, Problem>`. The correlation id is put in by
//! [`correlation`](super::correlation), whoever made the problem.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use schemas::id::CorrelationId;
use serde::Serialize;
use serde_json::{Map, Value};

mod common;
mod document;

pub use document::{FaultDocument, Place, ProblemDocument};

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The header that carries a correlation id in both directions.
pub const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");

/// Why a request was not answered as asked.
#[derive(Debug, Clone)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    status: StatusCode,
    name: Cow<'static, str>,
    title: Cow<'static, str>,
    detail: Option<String>,
    correlation: Option<CorrelationId>,
    errors: Vec<Fault>,
    current_version: Option<u64>,
    extensions: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// One of possibly several things wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the request.
    pub place: Place,
    /// For programs: `missing_field`, `reps_out_of_range`.
    pub code: Cow<'static, str>,
    /// For people.
    pub detail: String,
}

impl Fault {
    /// Something wrong at a JSON pointer (RFC 6901) into the body; `""` is the whole body.
    pub fn at(pointer: impl Into<String>, code: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Self { place: Place::Pointer(pointer.into()), code: code.into(), detail: detail.into() }
    }

    /// Something wrong elsewhere.
    pub fn new(place: Place, code: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Self { place, code: code.into(), detail: detail.into() }
    }
}

impl Problem {
    /// A problem of type `/problems/<name>`. `title` is the same for every problem of that type.
    pub fn new(status: StatusCode, name: impl Into<Cow<'static, str>>, title: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            status,
            name: name.into(),
            title: title.into(),
            detail: None,
            correlation: None,
            errors: Vec::new(),
            current_version: None,
            extensions: Map::new(),
            headers: Vec::new(),
        }))
    }

    /// What happened this time, for people.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds something wrong at a JSON pointer into the body.
    #[must_use]
    pub fn error(
        self,
        pointer: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
    ) -> Self {
        self.faults([Fault::at(pointer, code, detail)])
    }

    /// Adds everything that is wrong.
    #[must_use]
    pub fn faults(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.0.errors.extend(faults);
        self
    }

    /// The version that the aggregate has now.
    #[must_use]
    pub fn current_version(mut self, version: u64) -> Self {
        self.0.current_version = Some(version);
        self
    }

    /// A member of its own beside the standard ones, `"preview"`; a standard one is never replaced.
    #[must_use]
    pub fn extension(mut self, name: &str, value: impl Into<Value>) -> Self {
        if !document::MEMBERS.contains(&name) {
            self.0.extensions.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Like [`Problem::extension`], from anything serialisable.
    ///
    /// # Errors
    /// When `value` cannot be written as JSON.
    pub fn try_extension(self, name: &str, value: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(self.extension(name, serde_json::to_value(value)?))
    }

    /// When trying again makes sense; whole seconds, rounded up.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// A header of the answer; replaces one of the same name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.retain(|(known, _)| *known != name);
        self.0.headers.push((name, value));
        self
    }

    /// The request it belongs to.
    #[must_use]
    pub fn correlation(mut self, id: CorrelationId) -> Self {
        self.0.correlation = Some(id);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The last part of its type, `workout-not-in-progress`.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Everything wrong with the request.
    pub fn errors(&self) -> &[Fault] {
        &self.0.errors
    }

    /// What it looks like to the caller.
    pub fn document(&self) -> ProblemDocument {
        let parts = &*self.0;
        ProblemDocument {
            kind: format!("/problems/{}", parts.name),
            title: parts.title.to_string(),
            status: parts.status.as_u16(),
            // where nothing else was said, the first fault says what happened
            detail: parts.detail.clone().or_else(|| parts.errors.first().map(|fault| fault.detail.clone())),
            correlation_id: parts.correlation.map(|id| id.to_string()),
            errors: parts.errors.iter().map(document::FaultDocument::from).collect(),
            current_version: parts.current_version,
            extensions: parts.extensions.clone(),
        }
    }

    /// The document as JSON bytes.
    pub(super) fn body(&self) -> Vec<u8> {
        // strings, numbers and values that are JSON already: nothing here can refuse to be written
        serde_json::to_vec(&self.document()).unwrap_or_default()
    }

    /// Nothing is gained from telling a caller the inside: `cause` is logged, once and here, and the
    /// correlation id leads from the answer to the line.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        tracing::error!(error = format!("{:#}", cause.into()), "request failed");
        Self::broken()
    }

    /// [`Problem::internal`] of something that was logged already.
    pub(super) fn broken() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something broke on our side")
            .detail("the correlation id leads us to the cause")
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.status.as_u16(), self.0.name)?;
        self.0.detail.iter().try_for_each(|detail| write!(f, ": {detail}"))
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut answer = HttpResponse::build(self.0.status);
        for header in &self.0.headers {
            answer.insert_header(header.clone());
        }
        if let Some(id) = self.0.correlation {
            answer.insert_header((CORRELATION_ID, id.to_string()));
        }
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        answer.content_type(MEDIA_TYPE).body(self.body())
    }
}

impl From<anyhow::Error> for Problem {
    fn from(cause: anyhow::Error) -> Self {
        Self::internal(cause)
    }
}

#[cfg(test)]
mod tests;
