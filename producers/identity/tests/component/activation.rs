//! An e-mail address is confirmed.

use actix_web::test::TestRequest;
use schemas::topic::Topic;
use serde_json::json;

use crate::support::{EMAIL, activation_token, identity, member, notices};

fn activate(user: &str, token: &str) -> TestRequest {
    TestRequest::post().uri(&format!("/v1/identity/users/{user}/activation")).set_json(json!({"token": token}))
}

const USELESS: (u16, &str, [(&str, &str); 1]) = (422, "invalid-activation-token", [("/token", "useless")]);

#[actix_web::test]
async fn the_token_that_went_to_the_address_confirms_it() {
    let mut identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (user, token) = (ann.id.to_string(), activation_token(&identity, &ann));
    identity.news();
    assert_eq!(identity.send(activate(&user, "another")).await.refused(), USELESS);
    identity.restart();
    for _ in 0..2 {
        assert_eq!(identity.send(activate(&user, &token)).await.status, 200);
    }
    let news = identity.news();
    let said: Vec<_> = news.iter().map(|event| event.said()).collect();
    assert_eq!(said, [("identity.UserActivated", "2", "1/1"), ("identity.ActivationTokenUsed", "2", "1/1")]);
    let again = ann.post(&format!("/v1/identity/users/{user}/activation-tokens"));
    assert_eq!(identity.send(again).await.refused().name, "already-activated");
}

#[actix_web::test]
async fn the_token_is_sealed_on_its_way() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let token = activation_token(&identity, &ann);
    assert_eq!(token.len(), 43);
    assert_eq!(identity.topics_that_tell(&token), []);
    let sent = identity.log.records(Topic::NOTIFICATION_COMMANDS);
    let header = |name: &str| sent[0].headers.get(name).unwrap().to_owned();
    assert_eq!((header("ce_type").as_str(), header("ce_depth").as_str()), ("notification.RequestNotification", "1"));
    assert_eq!(header("ce_actor"), ann.id.to_string());
    assert!(sent[0].key.starts_with(&format!("{}/", ann.id)));
}

#[actix_web::test]
async fn another_token_replaces_the_one_before() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let first = activation_token(&identity, &ann);
    let again = ann.post(&format!("/v1/identity/users/{}/activation-tokens", ann.id));
    assert_eq!(identity.send(again).await.status, 202);
    let second = activation_token(&identity, &ann);
    assert_ne!(first, second);
    assert_eq!(notices(&identity).len(), 2);
    let user = ann.id.to_string();
    assert_eq!(identity.send(activate(&user, &first)).await.refused(), USELESS);
    assert_eq!(identity.send(activate(&user, &second)).await.status, 200);
}

#[actix_web::test]
async fn a_token_is_good_for_its_user_and_its_time() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (ben, _) = member(&identity, "ben@example.com").await;
    let token = activation_token(&identity, &ann);
    assert_eq!(identity.send(activate(&ben.id.to_string(), &token)).await.refused(), USELESS);
    assert_eq!(identity.send(activate("nobody", &token)).await.refused().status, 404);
    let foreign = ben.post(&format!("/v1/identity/users/{}/activation-tokens", ann.id));
    assert_eq!(identity.send(foreign).await.refused().status, 404);
    identity.clock.advance(std::time::Duration::from_secs(7 * 86_400));
    assert_eq!(identity.send(activate(&ann.id.to_string(), &token)).await.refused(), USELESS);
}
