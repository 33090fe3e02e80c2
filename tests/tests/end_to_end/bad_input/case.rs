//! A request that must be refused, and how.

use crate::harness::{Answer, Request};

/// One row of the table.
#[derive(Debug)]
pub(super) struct Case {
    what: String,
    request: Request,
    status: u16,
    problem: &'static str,
    /// `/exercises/0/sets`, `?zone`, `line 3`, `line 3, Weight`, `If-Match:`; none when the whole request is meant.
    place: Option<String>,
}

impl Case {
    pub(super) fn new(what: impl Into<String>, request: Request, status: u16, problem: &'static str) -> Self {
        Self { what: what.into(), request, status, problem, place: None }
    }

    /// Where the problem must point.
    pub(super) fn at(self, place: impl Into<String>) -> Self {
        Self { place: Some(place.into()), ..self }
    }

    /// Sends it; says what is not as it should be.
    pub(super) async fn run(self) -> Option<String> {
        let Self { what, request, status, problem, place } = self;
        let answer = match request.try_send().await {
            Ok(answer) => answer,
            Err(error) => return Some(format!("{what}: {error:#}")),
        };
        if answer.status != status || answer.problem() != problem {
            return Some(format!("{what}: {status} {problem} expected: {} {}", answer.status, answer.text));
        }
        let places = places(&answer);
        let fits = match place {
            Some(place) => places.contains(&place).then_some(()),
            None => Some(()),
        };
        // where there is no place to point at, the title may say it all
        let spoken = places.is_empty() || answer.body["detail"].as_str().is_some_and(|detail| !detail.is_empty());
        (fits.is_none() || !spoken).then(|| format!("{what}: it points at {places:?}: {}", answer.text))
    }
}

fn places(answer: &Answer) -> Vec<String> {
    let errors = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let place = |error: &serde_json::Value| {
        let text = |name: &str| error[name].as_str().map(str::to_owned);
        let line = error["line"].as_u64().map(|line| match text("column") {
            Some(column) => format!("line {line}, {column}"),
            None => format!("line {line}"),
        });
        let parameter = text("parameter").map(|name| format!("?{name}"));
        let header = text("header").map(|name| format!("{name}:"));
        let place = text("pointer").or(parameter).or(header).or(line);
        assert!(error["code"].is_string() && error["detail"].is_string(), "{error}");
        place.unwrap_or_else(|| panic!("a fault without a place: {error}"))
    };
    errors.iter().map(place).collect()
}
