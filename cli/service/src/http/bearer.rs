//! Who is asking: `Authorization: Bearer <access token>`.
//!
//! A handler that takes an [`Actor`] cannot be reached without a good token. Whether the account
//! behind it is still active is for the layers above, which know accounts.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpRequest, web};

use super::problem::Problem;
pub use super::token::Actor;
use super::token::{TokenError, TokenVerifier};

/// What the server puts among its data, so that the extractor finds it.
pub(super) type Tokens = web::Data<Arc<TokenVerifier>>;

impl FromRequest for Actor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(actor(request))
    }
}

fn actor(request: &HttpRequest) -> Result<Actor, Problem> {
    let Some(tokens) = request.app_data::<Tokens>() else {
        return Err(Problem::internal(anyhow::anyhow!("this server has no token verifier")));
    };
    tokens.verify(bearer_token(request.headers())?).map_err(refusal)
}

/// The token as sent, unchecked.
fn bearer_token(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut lines = headers.get_all(AUTHORIZATION);
    let Some(line) = lines.next() else { return Err(Problem::unauthorized()) };
    let token = line.to_str().ok().and_then(|text| text.split_once(' ')).and_then(|(scheme, token)| {
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    });
    match (token, lines.next()) {
        (Some(token), None) => Ok(token),
        (None, _) | (_, Some(_)) => Err(Problem::unauthorized()),
    }
}

fn refusal(error: TokenError) -> Problem {
    match error {
        TokenError::Expired => {
            Problem::invalid_token("expired-token", "The access token has expired", "the access token has expired")
        }
        TokenError::Signature => Problem::invalid_token(
            "untrusted-token",
            "The access token is not one of ours",
            "the access token is not signed by us",
        ),
        TokenError::Foreign => Problem::invalid_token(
            "foreign-token",
            "The token is not an access token of this service",
            "another type, algorithm, issuer or audience is expected",
        ),
        TokenError::Malformed => Problem::invalid_token(
            "malformed-token",
            "The access token cannot be read",
            "the access token is not a token that we make",
        ),
    }
}

#[cfg(test)]
mod tests;
