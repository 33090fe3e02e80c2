//! Whom an athlete lets act for them.

use actix_web::test::TestRequest;
use command_api::testing::Person;
use schemas::{
    id::UserId,
    identity::{AccountState, IdentityAccess, Scope},
    topic::Topic,
};
use serde_json::{Value, json};

use crate::support::{EMAIL, identity, member};

const GRANTS: &str = "/v1/identity/coaching-grants";

fn grant(athlete: &Person, coach: UserId, scopes: Value) -> TestRequest {
    athlete.post(GRANTS).set_json(json!({"coach": coach, "scopes": scopes}))
}

#[actix_web::test]
async fn a_grant_is_given_changed_and_taken_back() {
    let mut identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (coach, _) = member(&identity, "coach@example.com").await;
    identity.news();
    let answered = identity.send(grant(&ann, coach.id, json!(["read", "log"]))).await;
    assert_eq!((answered.status, answered.header("etag")), (201, Some("\"1\"")), "{answered:?}");
    assert_eq!(answered.json()["id"], coach.id.to_string());
    // the same again, and another one
    assert_eq!(identity.send(grant(&ann, coach.id, json!(["log", "read"]))).await.status, 200);
    assert_eq!(identity.send(grant(&ann, coach.id, json!(["read"]))).await.status, 200);
    identity.restart();
    let path = format!("{GRANTS}/{}", coach.id);
    for _ in 0..2 {
        assert_eq!(identity.send(ann.delete(&path)).await.status, 200);
    }
    let news = identity.news();
    let said: Vec<_> = news.iter().map(|event| event.said()).collect();
    let expected = [
        ("identity.CoachingGranted", "1", "1/1"),
        ("identity.CoachingGranted", "2", "1/1"),
        ("identity.CoachingRevoked", "3", "1/1"),
    ];
    assert_eq!(said, expected);
    // what everybody checks
    let key = format!("{}/coaching-grant/{}", ann.id, coach.id);
    let records = identity.log.records(Topic::IDENTITY_ACCESS);
    assert!(records.iter().filter(|record| !record.key.starts_with("_engine/")).all(|record| record.key == key));
    let published: Vec<IdentityAccess> = identity.records_of(Topic::IDENTITY_ACCESS);
    let last = published.last().unwrap();
    let IdentityAccess::CoachingGrant(last) = last else { panic!("{last:?}") };
    assert_eq!((last.version, &last.scopes[..], last.revoked_at.is_some()), (3, &[Scope::Read][..], true));
}

#[actix_web::test]
async fn mistakes_are_named_and_nothing_recorded() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (coach, _) = member(&identity, "coach@example.com").await;
    identity.news();
    let ask = async |body: Value| identity.send(ann.post(GRANTS).set_json(body)).await.refused();
    let refused = ask(json!({"coach": "x", "scopes": ["sing"], "until": "soon"})).await;
    let wrong = [("/coach", "invalid_id"), ("/scopes/0", "invalid_value"), ("/until", "invalid_instant")];
    assert_eq!(refused, (422, "invalid", wrong));
    let refused = ask(json!({"coach": ann.id, "scopes": ["log"]})).await;
    assert_eq!(refused, (422, "invalid", [("/coach", "yourself")]));
    let refused = ask(json!({"coach": coach.id, "scopes": ["log"], "until": "2026-11-20T18:00:00Z"})).await;
    assert_eq!(refused, (422, "invalid", [("/until", "in_the_past")]));
    let stranger = identity.stranger().id;
    let refused = ask(json!({"coach": stranger, "scopes": ["log"]})).await;
    assert_eq!(refused, (422, "invalid", [("/coach", "unknown_user")]));
    identity.account(coach.id, AccountState::Deactivated);
    let refused = ask(json!({"coach": coach.id, "scopes": ["log"]})).await;
    assert_eq!(refused, (422, "invalid", [("/coach", "unknown_user")]));
    assert_eq!(identity.news().len(), 0);
}

#[actix_web::test]
async fn only_who_confirmed_their_address_grants() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (coach, _) = member(&identity, "coach@example.com").await;
    identity.unconfirmed_account(ann.id);
    identity.news();
    let refused = identity.send(grant(&ann, coach.id, json!(["log"]))).await.refused();
    assert_eq!((refused.status, refused.name.as_str()), (403, "activation-needed"));
    assert_eq!(identity.news().len(), 0);
}

#[actix_web::test]
async fn what_was_never_granted_cannot_be_taken_back() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    for coach in [identity.stranger().id.to_string(), "x".to_owned()] {
        let refused = identity.send(ann.delete(&format!("{GRANTS}/{coach}"))).await.refused();
        assert_eq!((refused.status, refused.name.as_str()), (404, "not-found"));
    }
}

#[actix_web::test]
async fn a_coach_grants_nothing_in_the_name_of_an_athlete() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (coach, _) = member(&identity, "coach@example.com").await;
    identity.news();
    let on_behalf = grant(&coach, coach.id, json!(["log"])).insert_header(("On-Behalf-Of", ann.id.to_string()));
    let refused = identity.send(on_behalf).await.refused();
    assert_eq!((refused.status, refused.name.as_str()), (403, "own-account-only"));
    assert_eq!(identity.news().len(), 0);
}
