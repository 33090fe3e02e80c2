//! Why identity says no, over HTTP.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use command_api::Refusal;
use service::http::permission::account_deactivated;
use service::http::problem::{Fault, Problem};

use crate::domain::Rejection;

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::EmailTaken => Problem::conflict("email-taken", "This e-mail address has an account")
                .detail("sign in instead, or choose another address")
                .error("/email", "taken", "an account has this address"),
            Self::AccountDeactivated => account_deactivated(),
            Self::SessionOver => invalid_refresh_token(),
            Self::UserUnknown => Problem::not_found("user"),
            Self::AlreadyActivated => Problem::conflict("already-activated", "The e-mail address is confirmed already"),
            Self::ActivationTokenUseless => Problem::rule("invalid-activation-token", "This token confirms nothing")
                .detail("it is another one, or it was used, replaced or left too long: ask for the next one")
                .error("/token", "useless", "the token does not confirm this account's address"),
            Self::EmailChangeUnderWay => {
                Problem::conflict("email-change-under-way", "Another change of the address is under way")
                    .detail("it takes a moment; try again then")
            }
            Self::CoachIsAthlete => Problem::invalid([Fault::at("/coach", "yourself", "nobody coaches themselves")]),
            Self::EndsInThePast => {
                Problem::invalid([Fault::at("/until", "in_the_past", "it would end before it begins")])
            }
            Self::GrantUnknown => Problem::not_found("grant"),
            Self::TokenIdTaken => Problem::conflict("access-token-exists", "There is an access token with this id")
                .detail("its secret was shown once and cannot be shown again")
                .error("/id", "taken", "an access token has this id"),
            Self::TokenUnknown => Problem::not_found("access token"),
            // what these come from is over by the time of the next try
            Self::CredentialChanged => Problem::unavailable("the password was just changed; try again"),
            Self::UserIdTaken | Self::SessionIdTaken => Problem::unavailable("an id was taken; try again"),
        }
    }
}

/// One answer for a wrong password and for an address without an account, so that nobody learns
/// who has one.
pub(crate) fn invalid_credentials() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "invalid-credentials", "E-mail address or password is wrong")
        .header(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="train-tracker""#))
}

/// One answer for a refresh token that is over, was used before or was never ours.
pub(crate) fn invalid_refresh_token() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "invalid-refresh-token", "The refresh token does not work")
        .detail("its session is over; sign in with the password")
        .header(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="train-tracker""#))
}

/// The password of somebody who is signed in, asked for once more.
pub(crate) fn wrong_password(pointer: &str) -> Problem {
    Problem::invalid([Fault::at(pointer, "wrong_password", "this is not the password of the account")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_status() {
        for (rejection, status, name) in [
            (Rejection::EmailTaken, 409, "email-taken"),
            (Rejection::AccountDeactivated, 403, "account-deactivated"),
            (Rejection::CredentialChanged, 503, "unavailable"),
            (Rejection::UserIdTaken, 503, "unavailable"),
            (Rejection::SessionIdTaken, 503, "unavailable"),
            (Rejection::SessionOver, 401, "invalid-refresh-token"),
            (Rejection::UserUnknown, 404, "not-found"),
            (Rejection::AlreadyActivated, 409, "already-activated"),
            (Rejection::ActivationTokenUseless, 422, "invalid-activation-token"),
            (Rejection::EmailChangeUnderWay, 409, "email-change-under-way"),
            (Rejection::CoachIsAthlete, 422, "invalid"),
            (Rejection::EndsInThePast, 422, "invalid"),
            (Rejection::GrantUnknown, 404, "not-found"),
            (Rejection::TokenIdTaken, 409, "access-token-exists"),
            (Rejection::TokenUnknown, 404, "not-found"),
        ] {
            let problem = rejection.problem();
            assert_eq!((problem.status().as_u16(), problem.name()), (status, name), "{rejection:?}");
        }
        assert_eq!(invalid_credentials().status().as_u16(), 401);
        assert_eq!(wrong_password("/password").status().as_u16(), 422);
    }
}
