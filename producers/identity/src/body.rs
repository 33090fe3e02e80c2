//! The bodies of requests and answers, and the way into values.

use std::fmt;

use serde::{Deserialize, Serialize};
use service::http::problem::{Fault, Problem};
use utoipa::ToSchema;

use crate::domain::email::EmailAddress;
use crate::domain::password::Password;
use crate::rejections::unsupported_grant_type;
use crate::sign_in::SignedIn;

/// An account to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterUser {
    /// The address to sign in with.
    #[schema(format = Email, example = "ann@example.com")]
    email: String,
    /// 8 to 128 characters, not easy to guess.
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 128)]
    password: Secret,
}

/// A way to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// `password` with e-mail and password; `refresh_token` is not supported yet.
    grant_type: GrantType,
    /// The address of the account.
    #[schema(format = Email, example = "ann@example.com")]
    email: Option<String>,
    /// Its password.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
    /// A refresh token.
    #[schema(value_type = Option<String>, format = Password)]
    refresh_token: Option<Secret>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum GrantType {
    Password,
    RefreshToken,
}

/// Tokens of a session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    /// Goes into `Authorization: Bearer …`.
    access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds until the access token stops working.
    #[schema(example = 3600)]
    expires_in: u64,
    /// Gets the next access token.
    refresh_token: String,
}

/// A text that no log may show.
#[derive(Deserialize)]
#[serde(transparent)]
struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl RegisterUser {
    /// Address and password, or everything that is wrong with them.
    pub(crate) fn parse(&self) -> Result<(EmailAddress, Password), Problem> {
        let email = parse_email(&self.email);
        let password = Password::choose(&self.password.0, email.as_ref().ok())
            .map_err(|error| Fault::at("/password", error.code(), error.to_string()));
        match (email, password) {
            (Ok(email), Ok(password)) => Ok((email, password)),
            (email, password) => Err(Problem::invalid(email.err().into_iter().chain(password.err()))),
        }
    }
}

impl SignIn {
    /// The address and the password to verify.
    pub(crate) fn parse(&self) -> Result<(EmailAddress, Password), Problem> {
        match self.grant_type {
            GrantType::Password => {}
            GrantType::RefreshToken => return Err(unsupported_grant_type()),
        }
        let email = self.email.as_deref().ok_or_else(|| missing("/email")).and_then(parse_email);
        let password = self.password.as_ref().ok_or_else(|| missing("/password"));
        let unwanted = self.refresh_token.as_ref().map(|_| {
            Fault::at("/refresh_token", "unknown_field", "goes with grant_type refresh_token, not with password")
        });
        match (email, password, unwanted) {
            (Ok(email), Ok(password), None) => Ok((email, Password::typed(&password.0))),
            (email, password, unwanted) => {
                Err(Problem::invalid(email.err().into_iter().chain(password.err()).chain(unwanted)))
            }
        }
    }
}

impl From<&SignedIn> for Tokens {
    fn from(signed_in: &SignedIn) -> Self {
        Self {
            access_token: signed_in.access.token.clone(),
            token_type: "Bearer",
            expires_in: signed_in.access.expires_in,
            refresh_token: signed_in.refresh.expose(),
        }
    }
}

fn parse_email(text: &str) -> Result<EmailAddress, Fault> {
    EmailAddress::parse(text).map_err(|error| Fault::at("/email", error.code(), error.to_string()))
}

fn missing(pointer: &str) -> Fault {
    Fault::at(pointer, "missing_field", format!("{} is needed to sign in", &pointer[1..]))
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use service::http::json::parse;
    use service::http::problem::Place;

    use super::*;

    /// Pointers and codes of everything that is wrong.
    fn wrong<T: DeserializeOwned>(
        body: &str,
        read: impl Fn(&T) -> Result<(EmailAddress, Password), Problem>,
    ) -> Vec<(String, String)> {
        let problem = match parse::<T>(body.as_bytes()) {
            Ok(body) => read(&body).unwrap_err(),
            Err(problem) => problem,
        };
        assert_eq!(problem.status().as_u16(), 422);
        let said = |fault: &Fault| {
            let Place::Pointer(pointer) = &fault.place else { panic!("{fault:?}") };
            (pointer.clone(), fault.code.to_string())
        };
        problem.errors().iter().map(said).collect()
    }

    fn all(faults: &[(&str, &str)]) -> Vec<(String, String)> {
        faults.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
    }

    #[test]
    fn a_registration_has_an_address_and_a_password() {
        let body = br#"{"email":" Ann@Example.com","password":"correct horse battery staple"}"#;
        let (email, password) = parse::<RegisterUser>(body).unwrap().parse().unwrap();
        assert_eq!(email.normalised(), "ann@example.com");
        assert_eq!(password, Password::typed("correct horse battery staple"));
    }

    #[test]
    fn both_mistakes_of_a_registration_are_named() {
        let register = |body| wrong(body, RegisterUser::parse);
        let both = r#"{"email":"ann","password":"short"}"#;
        assert_eq!(register(both), all(&[("/email", "not_one_at"), ("/password", "too_short")]));
        let guessable = r#"{"email":"ann@example.com","password":"password1"}"#;
        assert_eq!(register(guessable), all(&[("/password", "guessable")]));
        assert_eq!(register(r#"{"email":"ann@example.com"}"#), all(&[("/password", "missing_field")]));
        let unknown = r#"{"email":"ann@example.com","password":"correct horse battery","id":"1"}"#;
        assert_eq!(register(unknown), all(&[("/id", "unknown_field")]));
        let number = r#"{"email":"ann@example.com","password":12345678}"#;
        assert_eq!(register(number), all(&[("/password", "invalid_type")]));
    }

    #[test]
    fn signing_in_asks_no_more_of_a_password_than_that_it_fits() {
        let body = br#"{"grant_type":"password","email":"ann@example.com","password":"x"}"#;
        let (email, password) = parse::<SignIn>(body).unwrap().parse().unwrap();
        assert_eq!(email.normalised(), "ann@example.com");
        assert_eq!(password, Password::typed("x"));
    }

    #[test]
    fn what_signing_in_lacks_is_named() {
        let sign_in = |body| wrong(body, SignIn::parse);
        let nothing = r#"{"grant_type":"password"}"#;
        assert_eq!(sign_in(nothing), all(&[("/email", "missing_field"), ("/password", "missing_field")]));
        let magic = r#"{"grant_type":"magic"}"#;
        assert_eq!(sign_in(magic), all(&[("/grant_type", "invalid_value")]));
        let both = r#"{"grant_type":"password","email":"a@b","password":"x","refresh_token":"y"}"#;
        assert_eq!(sign_in(both), all(&[("/refresh_token", "unknown_field")]));
        let refresh = r#"{"grant_type":"refresh_token","refresh_token":"y"}"#;
        assert_eq!(sign_in(refresh), all(&[("/grant_type", "not_supported_yet")]));
    }

    #[test]
    fn no_password_reaches_a_log() {
        let body = br#"{"email":"ann@example.com","password":"correct horse battery staple"}"#;
        let shown = format!("{:?}", parse::<RegisterUser>(body).unwrap());
        assert!(!shown.contains("horse"), "{shown}");
    }
}
