//! Tokens for scripts.

use schemas::{
    identity::{IdentityAccess, Scope},
    topic::Topic,
};
use serde_json::json;
use service::http::{permission::Permission, personal_token::PersonalToken};

use crate::support::{EMAIL, identity, member};

const TOKENS: &str = "/v1/identity/access-tokens";

#[actix_web::test]
async fn a_token_is_shown_once_and_its_hash_stands_in_the_log() {
    let mut identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    let body = json!({"name": "nightly backup", "scopes": ["read", "log"], "expires_in_days": 30});
    let answered = identity.send(ann.post(TOKENS).set_json(body)).await;
    assert_eq!((answered.status, answered.header("cache-control")), (201, Some("no-store")), "{answered:?}");
    let made = answered.json();
    let text = made["token"].as_str().unwrap();
    let token = PersonalToken::parse(text).unwrap();
    assert_eq!((token.user, made["id"].as_str().unwrap()), (ann.id, token.token.to_string().as_str()));
    assert_eq!(identity.topics_that_tell(text), []);
    assert_eq!(identity.topics_that_tell("nightly backup"), []);
    assert_eq!(identity.topics_that_tell(token.hash.bytes()), [Topic::IDENTITY_ACCESS, Topic::IDENTITY_PRIVATE]);

    let same_id = json!({"id": made["id"], "name": "other", "scopes": ["read"]});
    let refused = identity.send(ann.post(TOKENS).set_json(same_id)).await.refused();
    assert_eq!(refused, (409, "access-token-exists", [("/id", "taken")]));
    identity.restart();
    let path = format!("{TOKENS}/{}", made["id"].as_str().unwrap());
    for _ in 0..2 {
        assert_eq!(identity.send(ann.delete(&path)).await.status, 200);
    }
    let news = identity.news();
    let said: Vec<_> = news.iter().map(|event| event.said()).collect();
    assert_eq!(said, [("identity.AccessTokenCreated", "1", "1/1"), ("identity.AccessTokenRevoked", "2", "1/1")]);
    let published: Vec<IdentityAccess> = identity.records_of(Topic::IDENTITY_ACCESS);
    let Some(IdentityAccess::AccessToken(last)) = published.last() else { panic!("{published:?}") };
    assert_eq!((&last.scopes[..], last.revoked_at.is_some()), (&[Scope::Log, Scope::Read][..], true));
    assert_eq!(last.name.clear(), Some("nightly backup"));
}

#[actix_web::test]
async fn mistakes_are_named_and_what_is_not_there_cannot_be_revoked() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (ben, _) = member(&identity, "ben@example.com").await;
    let body = json!({"id": "1", "name": "", "scopes": [], "expires_in_days": 0});
    let refused = identity.send(ann.post(TOKENS).set_json(body)).await.refused();
    let wrong = [
        ("/id", "invalid_id"),
        ("/name", "invalid_name"),
        ("/scopes", "required"),
        ("/expires_in_days", "out_of_range"),
    ];
    assert_eq!(refused, (422, "invalid", wrong));
    let made = identity.send(ann.post(TOKENS).set_json(json!({"name": "x", "scopes": ["read"]}))).await.json();
    for id in [made["id"].as_str().unwrap(), "x"] {
        let refused = identity.send(ben.delete(&format!("{TOKENS}/{id}"))).await.refused();
        assert_eq!((refused.status, refused.name.as_str()), (404, "not-found"));
    }
}

#[actix_web::test]
async fn a_script_changes_nothing_about_the_account() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    let all = vec![Scope::Plan, Scope::Schedule, Scope::Log, Scope::Read, Scope::Nutrition, Scope::Measurements];
    let script = identity.script(&ann, Permission { scopes: all, until: None, revoked: false });
    let account = |step: &str| format!("/v1/identity/users/{}/{step}", ann.id);
    for request in [
        script.post(&account("deactivation")),
        script.post(&account("activation-tokens")),
        script.put("/v1/identity/password").set_json(json!({"current_password": "x", "new_password": "y"})),
        script.put("/v1/identity/email").set_json(json!({"email": "a@b", "password": "x"})),
        script.delete("/v1/identity/sessions/current"),
        script.post("/v1/identity/coaching-grants").set_json(json!({"coach": ann.id, "scopes": ["log"]})),
        script.post(TOKENS).set_json(json!({"name": "x", "scopes": ["log"]})),
    ] {
        let refused = identity.send(request).await.refused();
        assert_eq!((refused.status, refused.name.as_str()), (403, "session-needed"));
    }
    assert_eq!(identity.news().len(), 0);
}
