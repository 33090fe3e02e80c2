//! Signing in.

use actix_web::test::TestRequest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use identity::records::Event;
use schemas::{header, identity::IdentityPrivateEvent, topic::Topic};
use serde_json::{Value, json};

use crate::support::{EMAIL, PASSWORD, identity, register, sign_in};

const NOTHING: [(&str, &str); 0] = [];

/// Header and claims of a token.
fn read(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (next(), next())
}

#[actix_web::test]
async fn who_knows_the_password_gets_tokens_of_a_session() {
    let mut identity = identity().await;
    let user = identity.send(register(EMAIL, PASSWORD)).await.json()["id"].clone();
    identity.news();
    identity.restart();
    let answered = identity.send(sign_in("Ann@example.com ", PASSWORD)).await;
    assert_eq!((answered.status, answered.header("cache-control")), (200, Some("no-store")), "{answered:?}");
    let body = answered.json();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&"Bearer".into(), &3_600.into()));

    let [recorded] = &identity.news()[..] else { panic!("one event") };
    assert_eq!(recorded.said(), ("identity.SessionStarted", "1", "1/1"));
    assert_eq!(
        (recorded.record.topic, recorded.header(header::ACTOR)),
        (Topic::IDENTITY_PRIVATE, user.as_str().unwrap())
    );
    let Event::Private(IdentityPrivateEvent::SessionStarted(started)) = &recorded.event else { panic!("{recorded:?}") };
    assert_eq!((started.user_id.to_string().as_str(), started.credential_version), (user.as_str().unwrap(), 1));
    let (head, claims) = read(body["access_token"].as_str().unwrap());
    assert_eq!((&claims["sub"], &claims["sid"]), (&user, &json!(started.session_id.to_string())));
    assert_eq!(claims["exp"].as_i64(), claims["iat"].as_i64().map(|at| at + 3_600));
    let keys = identity.send(TestRequest::get().uri("/.well-known/jwks.json")).await.json();
    assert_eq!((&keys["keys"][0]["kid"], keys["keys"][0].get("d")), (&head["kid"], None));
}

#[actix_web::test]
async fn each_time_is_another_session() {
    let identity = identity().await;
    identity.send(register(EMAIL, PASSWORD)).await;
    identity.news();
    let first = identity.send(sign_in(EMAIL, PASSWORD)).await.json();
    let second = identity.send(sign_in(EMAIL, PASSWORD)).await.json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(identity.news().len(), 2);
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_are_told_the_same() {
    let identity = identity().await;
    identity.send(register(EMAIL, PASSWORD)).await;
    identity.news();
    let refuse = async |request: TestRequest| {
        let answered = identity.send(request).await;
        assert_eq!(answered.refused(), (401, "invalid-credentials", NOTHING));
        assert!(answered.header("www-authenticate").is_some());
        let mut body = answered.json();
        body["correlation_id"].take();
        body
    };
    let wrong = refuse(sign_in(EMAIL, "wrong horse battery staple")).await;
    let unknown = refuse(sign_in("ben@example.com", PASSWORD)).await;
    assert_eq!(wrong, unknown);
    assert_eq!(identity.news().len(), 0);
}

#[actix_web::test]
async fn what_is_missing_is_named() {
    let identity = identity().await;
    let ask = |body: Value| TestRequest::post().uri("/v1/identity/tokens").set_json(body);
    let refused = identity.send(ask(json!({"grant_type": "password"}))).await.refused();
    assert_eq!(refused, (422, "invalid", [("/email", "missing_field"), ("/password", "missing_field")]));
    let refresh = ask(json!({"grant_type": "refresh_token"}));
    let refused = identity.send(refresh).await.refused();
    assert_eq!(refused, (422, "invalid", [("/refresh_token", "missing_field")]));
    assert_eq!(identity.log.transactions().len(), 0);
}
