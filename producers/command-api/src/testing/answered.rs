//! What a request was answered.
#![expect(clippy::expect_used, reason = "an answer that is not what every answer is fails the test")]

use std::fmt::Debug;

use actix_web::{
    Error, HttpResponse,
    body::{MessageBody, to_bytes},
    dev::ServiceResponse,
    http::header::HeaderMap,
    web::Bytes,
};
use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Bytes,
    headers: HeaderMap,
}

/// A problem, as far as programs look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// The last part of its type.
    pub name: String,
    /// Everything wrong: the pointer, parameter, header, or `line:column`, and the code.
    pub errors: Vec<(String, String)>,
}

impl Answered {
    pub(super) async fn read<B: MessageBody + 'static>(response: Result<ServiceResponse<B>, Error>) -> Self {
        let response = match response {
            Ok(response) => response.map_into_boxed_body().into_parts().1,
            // what the server does with it
            Err(error) => HttpResponse::from_error(error),
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.expect("a body that does not break off");
        Self { status, body, headers }
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }

    /// The problem that it is, having checked what every problem has.
    pub fn refused(&self) -> Refused {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let document = self.json();
        assert_eq!(document["status"], self.status, "{document}");
        assert_eq!(document["correlation_id"].as_str(), self.header("x-correlation-id"), "{document}");
        let errors = document["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        Refused {
            status: self.status,
            name: text(&document["type"]).strip_prefix("/problems/").expect("a type of ours").to_owned(),
            errors: errors.iter().map(|error| (place(error), text(&error["code"]).to_owned())).collect(),
        }
    }
}

fn place(error: &Value) -> String {
    if let Some(line) = error["line"].as_u64() {
        return format!("{line}:{}", error["column"].as_str().unwrap_or_default());
    }
    let named = ["pointer", "parameter", "header"].into_iter().find_map(|kind| error[kind].as_str());
    named.expect("a place").to_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// `(409, "goal-exists", […])` compares with a refusal.
impl<P: AsRef<str> + Debug, C: AsRef<str> + Debug, const N: usize> PartialEq<(u16, &str, [(P, C); N])> for Refused {
    fn eq(&self, (status, name, errors): &(u16, &str, [(P, C); N])) -> bool {
        let expected = errors.iter().map(|(place, code)| (place.as_ref(), code.as_ref()));
        self.status == *status
            && self.name == *name
            && self.errors.iter().map(|(place, code)| (place.as_str(), code.as_str())).eq(expected)
    }
}
