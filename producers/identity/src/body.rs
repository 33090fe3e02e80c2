//! The bodies of requests and answers about accounts and sessions, and the way into values.

pub(crate) mod access;

use std::fmt;

use serde::{Deserialize, Serialize};
use service::http::problem::{Fault, Problem};
use utoipa::ToSchema;

use crate::domain::email::EmailAddress;
use crate::domain::one_time_token::OneTimeToken;
use crate::domain::password::Password;
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
    /// `password` with e-mail and password, or `refresh_token` with the token that came last.
    grant_type: GrantType,
    /// The address of the account.
    #[schema(format = Email, example = "ann@example.com")]
    email: Option<String>,
    /// Its password.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
    /// The refresh token; works once.
    #[schema(value_type = Option<String>, format = Password)]
    refresh_token: Option<Secret>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum GrantType {
    Password,
    RefreshToken,
}

/// How somebody signs in.
#[derive(Debug)]
pub(crate) enum Way {
    /// With a password.
    Password(EmailAddress, Password),
    /// With the refresh token of a session.
    Refresh(Secret),
}

/// What confirms an address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActivateUser {
    /// The token that was sent to the address.
    #[schema(value_type = String, format = Password, max_length = 128)]
    token: Secret,
}

/// Who wants their account back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReactivateUser {
    /// The address of the account.
    #[schema(format = Email, example = "ann@example.com")]
    email: String,
    /// Its password.
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// Another password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    /// The password so far.
    #[schema(value_type = String, format = Password)]
    current_password: Secret,
    /// 8 to 128 characters, not easy to guess.
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 128)]
    pub(crate) new_password: Secret,
}

/// Another address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeEmail {
    /// The new address.
    #[schema(format = Email, example = "ann@new.example")]
    email: String,
    /// The password of the account.
    #[schema(value_type = String, format = Password)]
    password: Secret,
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
pub(crate) struct Secret(String);

impl Secret {
    /// The text.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

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
    /// The way it is, or everything that is wrong with it.
    pub(crate) fn parse(self) -> Result<Way, Problem> {
        match self.grant_type {
            GrantType::Password => self.password(),
            GrantType::RefreshToken => self.refresh(),
        }
    }

    fn password(self) -> Result<Way, Problem> {
        let email = self.email.as_deref().ok_or_else(|| missing("/email")).and_then(parse_email);
        let password = self.password.as_ref().ok_or_else(|| missing("/password"));
        let unwanted = unwanted("/refresh_token", self.refresh_token.is_some());
        match (email, password, unwanted) {
            (Ok(email), Ok(password), None) => Ok(Way::Password(email, Password::typed(&password.0))),
            (email, password, unwanted) => {
                Err(Problem::invalid(email.err().into_iter().chain(password.err()).chain(unwanted)))
            }
        }
    }

    fn refresh(self) -> Result<Way, Problem> {
        let surplus = [unwanted("/email", self.email.is_some()), unwanted("/password", self.password.is_some())];
        match (self.refresh_token.ok_or_else(|| missing("/refresh_token")), surplus) {
            (Ok(token), [None, None]) => Ok(Way::Refresh(token)),
            (token, surplus) => Err(Problem::invalid(token.err().into_iter().chain(surplus.into_iter().flatten()))),
        }
    }
}

impl ActivateUser {
    /// The token.
    pub(crate) fn parse(&self) -> OneTimeToken {
        OneTimeToken::shown(&self.token.0)
    }
}

impl ReactivateUser {
    /// The address and the password to verify.
    pub(crate) fn parse(&self) -> Result<(EmailAddress, Password), Problem> {
        let email = parse_email(&self.email).map_err(|fault| Problem::invalid([fault]))?;
        Ok((email, Password::typed(&self.password.0)))
    }
}

impl ChangePassword {
    /// The password to verify.
    pub(crate) fn current(&self) -> Password {
        Password::typed(&self.current_password.0)
    }
}

impl ChangeEmail {
    /// The address and the password to verify.
    pub(crate) fn parse(&self) -> Result<(EmailAddress, Password), Problem> {
        let email = parse_email(&self.email).map_err(|fault| Problem::invalid([fault]))?;
        Ok((email, Password::typed(&self.password.0)))
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

fn unwanted(pointer: &str, given: bool) -> Option<Fault> {
    given.then(|| Fault::at(pointer, "unknown_field", format!("{} does not go with this grant_type", &pointer[1..])))
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
    fn wrong<T: DeserializeOwned, V: fmt::Debug>(
        body: &str,
        read: impl Fn(T) -> Result<V, Problem>,
    ) -> Vec<(String, String)> {
        let problem = match parse::<T>(body.as_bytes()) {
            Ok(body) => read(body).unwrap_err(),
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
        let register = |body| wrong(body, |body: RegisterUser| body.parse());
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
        let Way::Password(email, password) = parse::<SignIn>(body).unwrap().parse().unwrap() else {
            panic!("another way")
        };
        assert_eq!(email.normalised(), "ann@example.com");
        assert_eq!(password, Password::typed("x"));
        let body = br#"{"grant_type":"refresh_token","refresh_token":"y"}"#;
        let Way::Refresh(token) = parse::<SignIn>(body).unwrap().parse().unwrap() else { panic!("another way") };
        assert_eq!(token.expose(), "y");
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
        let neither = r#"{"grant_type":"refresh_token","email":"a@b","password":"x"}"#;
        let wrong = [("/refresh_token", "missing_field"), ("/email", "unknown_field"), ("/password", "unknown_field")];
        assert_eq!(sign_in(neither), all(&wrong));
    }

    #[test]
    fn no_password_reaches_a_log() {
        let body = br#"{"email":"ann@example.com","password":"correct horse battery staple"}"#;
        let shown = format!("{:?}", parse::<RegisterUser>(body).unwrap());
        assert!(!shown.contains("horse"), "{shown}");
    }
}
