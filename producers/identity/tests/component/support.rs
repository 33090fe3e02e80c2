//! A running service and what is asked of it.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Parts};
use identity::{Identity, Lifetimes, Tools, domain::email::EmailKey, hashing::PasswordHasher};
use serde_json::json;

pub(crate) const EMAIL: &str = "ann@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery staple";

pub(crate) async fn identity() -> Component<Identity> {
    Component::start(identity::further_topics(), routes).await
}

fn routes(parts: &Parts<Identity>) -> service::http::openapi::HttpService {
    let tools = Tools {
        gateway: parts.gateway.clone(),
        keys: parts.keys.clone(),
        email_key: EmailKey::new([9; 32]),
        hasher: PasswordHasher::new().unwrap(),
        issuer: parts.issuer.clone(),
        lifetimes: Lifetimes::default(),
    };
    identity::service(tools, parts.edge.clone())
}

pub(crate) fn register(email: &str, password: &str) -> TestRequest {
    TestRequest::post().uri("/v1/identity/users").set_json(json!({"email": email, "password": password}))
}

pub(crate) fn sign_in(email: &str, password: &str) -> TestRequest {
    let body = json!({"grant_type": "password", "email": email, "password": password});
    TestRequest::post().uri("/v1/identity/tokens").set_json(body)
}
