//! JSON bodies, read strictly: what the caller wrote and we do not know is refused, not dropped.
//!
//! 415 for another media type, 413 beyond the limit, 400 for what is no JSON (with line and column),
//! 422 with a JSON pointer for JSON of another shape. Objects that name a member twice and arrays
//! in place of objects are refused at any depth. Types derive `Deserialize` with `#[serde(deny_unknown_fields)]`.

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::body::{self, DEFAULT_LIMIT};
use super::problem::{Fault, Place, Problem};

mod fault;
mod tree;

use self::tree::Tree;

pub(super) use fault::{code_of, named_in};

/// A JSON body of at most `LIMIT` bytes, and the bytes it was read from: the digest behind an
/// idempotency key is one of bytes, not of what we made of them.
#[derive(Debug, Clone)]
pub struct Body<T, const LIMIT: usize = DEFAULT_LIMIT> {
    /// What the caller sent.
    pub value: T,
    /// The bytes as sent.
    pub raw: Bytes,
}

impl<T, const LIMIT: usize> Body<T, LIMIT> {
    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T: DeserializeOwned + 'static, const LIMIT: usize> FromRequest for Body<T, LIMIT> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = check_media_type(request).and_then(|()| body::check(request, LIMIT));
        let payload = payload.take();
        Box::pin(async move {
            head?;
            let raw = body::read(payload, LIMIT).await?;
            Ok(Self { value: parse(&raw)?, raw })
        })
    }
}

/// Reads JSON as a body is read; also for JSON that comes another way.
///
/// # Errors
/// 400 for what is no JSON, 422 with a pointer for JSON of another shape.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(malformed("the body is empty, JSON is expected".to_owned(), 1));
    }
    let (tree, twice) =
        Tree::read(bytes).map_err(|error| malformed(format!("the body is not JSON: {error}"), error.line() as u64))?;
    if let Some(twice) = twice {
        return Err(Problem::invalid([twice]));
    }
    serde_path_to_error::deserialize(tree).map_err(|error| Problem::invalid([fault::describe(&error)]))
}

fn check_media_type(request: &HttpRequest) -> Result<(), Problem> {
    if request.content_type().eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::unsupported_media_type("send JSON, with the header Content-Type: application/json"))
}

fn malformed(detail: String, line: u64) -> Problem {
    Problem::unreadable_at(Fault::new(Place::Line(line, None), "malformed_json", detail))
}

#[cfg(test)]
mod tests;
