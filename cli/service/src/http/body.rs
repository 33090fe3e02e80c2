//! Reading a body: within a limit, of a kind that is expected, from a caller who goes on sending.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;

use super::problem::Problem;

/// How long a caller may pause in the middle of a body.
const PAUSE: Duration = Duration::from_secs(10);

/// Enough for a command.
pub const DEFAULT_LIMIT: usize = 1 << 20;

/// A body of another kind than JSON, whole: files to import. `LIMIT` is in bytes.
#[derive(Debug, Clone)]
pub struct Upload<const LIMIT: usize = DEFAULT_LIMIT> {
    /// Media type without parameters, lower case; empty when the caller named none.
    pub media_type: String,
    /// The bytes as sent.
    pub bytes: Bytes,
}

impl<const LIMIT: usize> Upload<LIMIT> {
    /// Refuses other media types than those given.
    ///
    /// # Errors
    /// 415 that names what is read here.
    pub fn expect(self, media_types: &[&str]) -> Result<Self, Problem> {
        if media_types.contains(&self.media_type.as_str()) {
            return Ok(self);
        }
        Err(Problem::unsupported_media_type(format!("send {}", media_types.join(" or "))))
    }
}

impl<const LIMIT: usize> FromRequest for Upload<LIMIT> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_type = request.content_type().to_ascii_lowercase();
        let head = check(request, LIMIT);
        let payload = payload.take();
        Box::pin(async move {
            head?;
            Ok(Self { media_type, bytes: read(payload, LIMIT).await? })
        })
    }
}

/// What the headers already tell: too long, or packed in a way that is not unpacked here.
pub(super) fn check(request: &HttpRequest, limit: usize) -> Result<(), Problem> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok()).is_some_and(|n| n > limit as u64) {
        return Err(Problem::payload_too_large(limit));
    }
    match text(header::CONTENT_ENCODING) {
        None | Some("identity") => Ok(()),
        Some(_) => Err(Problem::unsupported_media_type("send the body without content-encoding")),
    }
}

/// Reads to the end.
///
/// # Errors
/// 413 beyond `limit` bytes, 408 when the caller pauses too long, 400 when the connection breaks.
pub(super) async fn read(mut payload: Payload, limit: usize) -> Result<Bytes, Problem> {
    let mut body = BytesMut::new();
    loop {
        let Ok(next) = tokio::time::timeout(PAUSE, payload.next()).await else {
            return Err(Problem::from_status(StatusCode::REQUEST_TIMEOUT).detail("the body did not arrive in time"));
        };
        match next {
            None => return Ok(body.freeze()),
            Some(Err(error)) => return Err(Problem::unreadable(format!("the body broke off: {error}"))),
            Some(Ok(chunk)) if body.len() + chunk.len() > limit => return Err(Problem::payload_too_large(limit)),
            Some(Ok(chunk)) => body.extend_from_slice(&chunk),
        }
    }
}
