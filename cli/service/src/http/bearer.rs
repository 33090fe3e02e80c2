//! Who is asking: `Authorization: Bearer <access token>`.
//!
//! A handler that takes an [`Actor`] cannot be reached without a good access token of a session; one
//! that takes a [`Credential`] also takes tokens for scripts, unchecked. Whether those are good, and
//! whether the account is still active, is for the layers above, which know the log.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpRequest, web};

use super::permission::session_needed;
use super::personal_token::{self, PersonalToken};
use super::problem::Problem;
pub use super::token::Actor;
use super::token::{TokenError, TokenVerifier};

/// What the server puts among its data, so that the extractor finds it.
pub(super) type Tokens = web::Data<Arc<TokenVerifier>>;

/// What a caller shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A good access token of a session.
    Session(Actor),
    /// A token for scripts, to be looked up.
    Personal(PersonalToken),
}

impl FromRequest for Actor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(actor(request))
    }
}

impl FromRequest for Credential {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(credential(request))
    }
}

fn actor(request: &HttpRequest) -> Result<Actor, Problem> {
    match credential(request)? {
        Credential::Session(actor) => Ok(actor),
        Credential::Personal(_) => Err(session_needed()),
    }
}

fn credential(request: &HttpRequest) -> Result<Credential, Problem> {
    let Some(tokens) = request.app_data::<Tokens>() else {
        return Err(Problem::internal(anyhow::anyhow!("this server has no token verifier")));
    };
    let token = bearer_token(request.headers())?;
    if token.starts_with(personal_token::PREFIX) {
        let personal = PersonalToken::parse(token).ok_or_else(|| refusal(TokenError::Malformed))?;
        return Ok(Credential::Personal(personal));
    }
    tokens.verify(token).map_err(refusal).map(Credential::Session)
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
