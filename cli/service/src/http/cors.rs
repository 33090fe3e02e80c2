//! Which web pages of other origins may call.

use actix_cors::Cors;
use actix_web::http::header::{self, HeaderValue};

use super::conditional::{CONSISTENCY_TOKEN, IDEMPOTENCY_KEY, ON_BEHALF_OF};
use super::problem::CORRELATION_ID;
use crate::settings::CorsOrigins;

const REMEMBER_SECONDS: usize = 3600;

/// The layer for these origins. A call from elsewhere is answered without the headers that would
/// let the browser show it to the page; cookies are never used, so nothing else is at stake.
pub(super) fn layer(origins: &CorsOrigins) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT, header::IF_MATCH])
        .allowed_headers([CONSISTENCY_TOKEN, IDEMPOTENCY_KEY, ON_BEHALF_OF, CORRELATION_ID])
        .allowed_header("traceparent")
        .expose_headers([header::ETAG, header::LOCATION, header::RETRY_AFTER])
        .expose_headers([CONSISTENCY_TOKEN, CORRELATION_ID])
        .max_age(REMEMBER_SECONDS);
    match origins {
        CorsOrigins::Any => cors.allow_any_origin().send_wildcard(),
        CorsOrigins::Local => cors.allowed_origin_fn(|origin, _| is_local(origin)),
        CorsOrigins::Only(origins) => origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin)),
    }
}

fn is_local(origin: &HeaderValue) -> bool {
    let host = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
    let host = host.map(|host| {
        host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name)
    });
    matches!(host, Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests;
