//! Headers that make a request conditional, repeatable, consistent, or one on behalf of another.
//! Whatever cannot be read is 400 and names the header; a header sent twice counts as such.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, HeaderName, IF_MATCH};
use actix_web::{FromRequest, HttpRequest};
use schemas::id::UserId;
use schemas::token::ConsistencyToken;

use super::problem::{Fault, Place, Problem};

/// `Consistency-Token`, in both directions.
pub const CONSISTENCY_TOKEN: HeaderName = HeaderName::from_static("consistency-token");
/// `Idempotency-Key`.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// `On-Behalf-Of`.
pub const ON_BEHALF_OF: HeaderName = HeaderName::from_static("on-behalf-of");

const LONGEST_KEY: usize = 128;

/// `If-Match: "3"`: the version that the caller has seen. `*` and no header are the same: any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<u64>);

/// `Idempotency-Key`: 1 to 128 printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

/// `Consistency-Token`: what the answer must include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After(pub Option<ConsistencyToken>);

/// `On-Behalf-Of`: the athlete for whom a coach acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnBehalfOf(pub Option<UserId>);

impl IfMatch {
    /// # Errors
    /// 400 for anything but `"<version>"` and `*`.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(text) = single(headers, &IF_MATCH)? else { return Ok(Self(None)) };
        if text == "*" {
            return Ok(Self(None));
        }
        let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).and_then(version_of);
        match version {
            Some(version) => Ok(Self(Some(version))),
            None => Err(malformed(&IF_MATCH, r#"one version in quotes is expected, such as "3""#)),
        }
    }
}

impl IdempotencyKey {
    /// # Errors
    /// 400 for an empty key, a longer one, or one with other characters.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(key) = single(headers, &IDEMPOTENCY_KEY)? else { return Ok(Self(None)) };
        let printable = key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if printable && (1..=LONGEST_KEY).contains(&key.len()) {
            return Ok(Self(Some(key.to_owned())));
        }
        Err(malformed(&IDEMPOTENCY_KEY, "1 to 128 printable ASCII characters are expected"))
    }
}

impl After {
    /// # Errors
    /// 400 for what is no token.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Problem> {
        // a list header: several lines mean the same as one with commas
        let lines: Result<Vec<&str>, Problem> =
            headers.get_all(&CONSISTENCY_TOKEN).map(|line| text(&CONSISTENCY_TOKEN, line)).collect();
        let lines = lines?;
        if lines.is_empty() {
            return Ok(Self(None));
        }
        match lines.join(",").parse() {
            Ok(token) => Ok(Self(Some(token))),
            Err(error) => Err(malformed(&CONSISTENCY_TOKEN, &format!("{error}"))),
        }
    }
}

impl OnBehalfOf {
    /// # Errors
    /// 400 for what is no user id.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(id) = single(headers, &ON_BEHALF_OF)? else { return Ok(Self(None)) };
        match id.parse() {
            Ok(user) => Ok(Self(Some(user))),
            Err(error) => Err(malformed(&ON_BEHALF_OF, &format!("{error}"))),
        }
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::from_headers(request.headers()))
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::from_headers(request.headers()))
    }
}

impl FromRequest for After {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::from_headers(request.headers()))
    }
}

impl FromRequest for OnBehalfOf {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::from_headers(request.headers()))
    }
}

/// Digits without a sign or leading zeros: one version has one spelling.
fn version_of(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}

fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Problem> {
    let mut lines = headers.get_all(name);
    let first = lines.next().map(|line| text(name, line)).transpose()?;
    if lines.next().is_some() {
        return Err(malformed(name, "the header is sent twice"));
    }
    Ok(first)
}

fn text<'a>(name: &HeaderName, line: &'a actix_web::http::header::HeaderValue) -> Result<&'a str, Problem> {
    line.to_str().map(str::trim).map_err(|_| malformed(name, "only ASCII characters are expected"))
}

fn malformed(name: &HeaderName, detail: &str) -> Problem {
    Problem::unreadable_at(Fault::new(Place::Header(name.to_string()), "malformed_header", detail))
}

#[cfg(test)]
mod tests;
