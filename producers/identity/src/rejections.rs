//! Why identity says no, over HTTP.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use command_api::Refusal;
use service::http::problem::Problem;

use crate::domain::Rejection;

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::EmailTaken => Problem::conflict("email-taken", "This e-mail address has an account")
                .detail("sign in instead, or register with another address")
                .error("/email", "taken", "an account has this address"),
            Self::AccountDeactivated => {
                Problem::new(StatusCode::FORBIDDEN, "account-deactivated", "The account is deactivated")
            }
            // what these come from is over by the time of the next try
            Self::CredentialChanged => Problem::unavailable("the password was just changed; sign in again"),
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

/// A way to sign in that there is not.
pub(crate) fn unsupported_grant_type() -> Problem {
    Problem::rule("unsupported-grant-type", "This way to sign in is not supported yet")
        .detail("sign in again with grant_type password")
        .error("/grant_type", "not_supported_yet", "only password is supported so far")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_status() {
        let said = |rejection: Rejection| {
            let problem = rejection.problem();
            (problem.status().as_u16(), problem.name().to_owned())
        };
        assert_eq!(said(Rejection::EmailTaken), (409, "email-taken".to_owned()));
        assert_eq!(said(Rejection::AccountDeactivated), (403, "account-deactivated".to_owned()));
        assert_eq!(said(Rejection::CredentialChanged).0, 503);
        assert_eq!(said(Rejection::UserIdTaken).0, 503);
        assert_eq!(said(Rejection::SessionIdTaken).0, 503);
        assert_eq!(invalid_credentials().status().as_u16(), 401);
        assert_eq!(unsupported_grant_type().status().as_u16(), 422);
    }
}
