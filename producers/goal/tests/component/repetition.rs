//! The same again: by its id, by its key, by its version.

use std::time::Duration;

use command_api::testing::Fault;

use crate::support::{distance, goals, iron, set, set_with_key};

#[actix_web::test]
async fn the_same_goal_again_is_agreed_with() {
    let goals = goals().await;
    let ann = goals.person().await;
    let first = goals.send(set(&ann, &iron())).await;
    let again = goals.send(set(&ann, &iron())).await;
    assert_eq!((again.status, again.header("etag")), (200, Some("\"1\"")));
    assert_eq!(again.json()["events"].as_array().map(Vec::len), Some(0));
    // it speaks of the log as it was left by the first
    assert_eq!(again.header("consistency-token"), first.header("consistency-token"));
    assert_eq!(goals.news().len(), 1);
}

#[actix_web::test]
async fn another_goal_under_the_same_id_is_refused() {
    let goals = goals().await;
    let ann = goals.person().await;
    goals.send(set(&ann, &iron())).await;
    let answered = goals.send(set(&ann, &distance())).await;
    assert_eq!(answered.refused(), (409, "goal-exists", [("/id", "taken")]));
    assert_eq!(answered.json()["current_version"], 1);
    assert_eq!(goals.news().len(), 1);
}

#[actix_web::test]
async fn a_key_gets_the_first_answer_for_a_day() {
    let goals = goals().await;
    let ann = goals.person().await;
    let first = goals.send(set_with_key(&ann, &iron(), "k")).await;
    goals.clock.advance(Duration::from_secs(24 * 3_600 - 1));
    let again = goals.send(set_with_key(&ann, &iron(), "k")).await;
    // not what setting it again says, but what was said then
    assert_eq!((again.status, &again.body), (201, &first.body));
    for header in ["etag", "location", "consistency-token"] {
        assert_eq!(again.header(header), first.header(header), "{header}");
    }
    assert_eq!(goals.news().len(), 1);
    goals.clock.advance(Duration::from_secs(1));
    assert_eq!(goals.send(set_with_key(&ann, &iron(), "k")).await.status, 200, "decided afresh");
}

#[actix_web::test]
async fn a_key_belongs_to_one_request_of_one_person() {
    let goals = goals().await;
    let ann = goals.person().await;
    let ben = goals.neighbour(&ann).await;
    assert_eq!(goals.send(set_with_key(&ann, &iron(), "k")).await.status, 201);
    let other = goals.send(set_with_key(&ann, &distance(), "k")).await.refused();
    assert_eq!(other, (422, "idempotency-key-reused", [] as [(&str, &str); 0]));
    assert_eq!(goals.send(set_with_key(&ben, &distance(), "k")).await.status, 201);
}

#[actix_web::test]
async fn a_refusal_is_not_kept() {
    let goals = goals().await;
    let ann = goals.person().await;
    goals.send(set(&ann, &iron())).await;
    assert_eq!(goals.send(set_with_key(&ann, &distance(), "k")).await.status, 409);
    // the key is free still, for another body as well
    let mut other = distance();
    other["id"].take();
    assert_eq!(goals.send(set_with_key(&ann, &other, "k")).await.status, 201);
}

#[actix_web::test]
async fn a_key_that_is_none_is_400() {
    let goals = goals().await;
    let ann = goals.person().await;
    let long = "k".repeat(129);
    let answered = goals.send(set_with_key(&ann, &iron(), &long)).await;
    assert_eq!(answered.refused(), (400, "unreadable", [("idempotency-key", "malformed_header")]));
}

#[actix_web::test]
async fn only_the_version_that_is_named_is_accepted() {
    let goals = goals().await;
    let ann = goals.person().await;
    let set_at = |version: &str| set(&ann, &iron()).insert_header(("If-Match", version));
    let early = goals.send(set_at("\"1\"")).await;
    assert_eq!((early.status, &early.json()["current_version"]), (412, &0.into()));
    assert_eq!(goals.news().len(), 0);
    assert_eq!(goals.send(set_at("\"0\"")).await.status, 201);
    assert_eq!(goals.send(set_at("\"1\"")).await.status, 200);
    assert_eq!(goals.send(set_at("*")).await.status, 200);
    let stale = goals.send(set_at("\"2\"")).await;
    assert_eq!((stale.status, &stale.json()["current_version"]), (412, &1.into()));
    assert_eq!(goals.send(set_at("1")).await.refused(), (400, "unreadable", [("if-match", "malformed_header")]));
    assert_eq!(goals.news().len(), 1);
}

#[actix_web::test]
async fn a_service_that_starts_again_knows_goals_and_keys() {
    let mut goals = goals().await;
    let ann = goals.person().await;
    let first = goals.send(set_with_key(&ann, &iron(), "k")).await;
    goals.restart();
    let again = goals.send(set_with_key(&ann, &iron(), "k")).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(goals.send(set(&ann, &iron())).await.status, 200);
    assert_eq!(goals.send(set(&ann, &distance())).await.status, 409);
    assert_eq!(goals.news().len(), 1);
}

#[actix_web::test]
async fn a_retry_after_a_commit_that_nobody_heard_of_has_one_effect() {
    for (fault, events_before) in [(Fault::Unheard, 1), (Fault::Lost, 0), (Fault::Fenced, 0)] {
        let goals = goals().await;
        let ann = goals.person().await;
        goals.log.fail_next(fault);
        let answered = goals.send(set_with_key(&ann, &iron(), "k")).await;
        assert_eq!(answered.status, 503, "{fault:?}");
        assert!(answered.header("retry-after").is_some());
        assert_eq!(goals.news().len(), events_before, "{fault:?}");
        let again = goals.send_until_available(|| set_with_key(&ann, &iron(), "k")).await;
        assert_eq!((again.status, &again.json()["version"]), (201, &1.into()), "{fault:?}");
        assert_eq!(goals.events().len(), 1, "{fault:?}");
    }
}
