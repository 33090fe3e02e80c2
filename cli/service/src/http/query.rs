//! Parameters of the query, read as strictly as a body: 422 names the parameter.
//!
//! Types derive `Deserialize` with `#[serde(deny_unknown_fields)]`; lists are texts with commas.

use std::collections::HashSet;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;
use serde::de::value::Error;

use super::json::{code_of, named_in};
use super::problem::{Fault, Place, Problem};

/// The parameters behind the `?`.
#[derive(Debug, Clone)]
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Parameters<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self))
    }
}

/// Reads parameters as they stand in a URL.
///
/// # Errors
/// 422 for a parameter that is missing, unknown, given twice or of another form.
pub fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|error| Problem::unreadable(error.to_string()))?;
    let mut names = HashSet::new();
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !names.insert(name)) {
        return Err(fault(name, "duplicate_field", "this parameter is given twice"));
    }
    let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(reader).map_err(|error: serde_path_to_error::Error<Error>| {
        let message = error.inner().to_string();
        let code = code_of(&message);
        let path = error.path().to_string();
        let named = named_in(&message).filter(|_| matches!(code, "missing_field" | "unknown_field"));
        fault(named.unwrap_or(&path), code, &message.replace("field", "parameter"))
    })
}

fn fault(name: &str, code: &'static str, detail: &str) -> Problem {
    Problem::invalid([Fault::new(Place::Parameter(name.to_owned()), code, detail)])
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::parse;
    use crate::http::problem::{Place, Problem};

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Page {
        limit: u8,
        cursor: Option<String>,
        #[serde(default)]
        all: bool,
    }

    fn refused(query: &str) -> (String, String) {
        let problem: Problem = parse::<Page>(query).unwrap_err();
        assert_eq!(problem.status(), 422);
        let fault = problem.errors()[0].clone();
        let Place::Parameter(name) = fault.place else { panic!("{fault:?}") };
        (name, fault.code.into_owned())
    }

    #[test]
    fn parameters_are_read_into_their_types() {
        let page = Page { limit: 20, cursor: Some("a b".to_owned()), all: true };
        assert_eq!(parse::<Page>("limit=20&cursor=a+b&all=true").unwrap(), page);
    }

    #[test]
    fn each_mistake_names_its_parameter() {
        let mistakes = [
            ("", "limit", "missing_field"),
            ("limit=1&offset=2", "offset", "unknown_field"),
            ("limit=1&limit=2", "limit", "duplicate_field"),
            ("limit=many", "limit", "invalid_value"),
            ("limit=300", "limit", "invalid_value"),
            ("limit=1&all=yes", "all", "invalid_value"),
        ];
        for (query, name, code) in mistakes {
            assert_eq!(refused(query), (name.to_owned(), code.to_owned()), "{query}");
        }
    }
}
