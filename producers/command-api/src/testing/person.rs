//! Who sends requests.

use actix_web::{http::header::AUTHORIZATION, test::TestRequest};
use schemas::id::UserId;

/// A person with an access token.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// Goes into `Authorization`.
    pub bearer: String,
}

impl Person {
    /// A request of theirs.
    pub fn get(&self, uri: &str) -> TestRequest {
        self.signed(TestRequest::get(), uri)
    }

    /// A request of theirs.
    pub fn post(&self, uri: &str) -> TestRequest {
        self.signed(TestRequest::post(), uri)
    }

    /// A request of theirs.
    pub fn put(&self, uri: &str) -> TestRequest {
        self.signed(TestRequest::put(), uri)
    }

    /// A request of theirs.
    pub fn delete(&self, uri: &str) -> TestRequest {
        self.signed(TestRequest::delete(), uri)
    }

    fn signed(&self, request: TestRequest, uri: &str) -> TestRequest {
        request.uri(uri).insert_header((AUTHORIZATION, self.bearer.clone()))
    }
}
