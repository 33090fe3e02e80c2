//! The same again, and a service that starts again.

use command_api::testing::Fault;

use crate::support::{PROGRESSION, at, create, kilograms, planning, push, update};

#[actix_web::test]
async fn the_same_template_again_is_agreed_with() {
    let planning = planning().await;
    let ann = planning.person().await;
    planning.send(create(&ann, &push(40.0))).await;
    let again = planning.send(create(&ann, &push(40.0))).await;
    assert_eq!((again.status, again.header("etag")), (200, Some("\"1\"")));
    planning.send(update(&ann, &push(50.0))).await;
    assert_eq!(planning.send(update(&ann, &push(50.0))).await.header("etag"), Some("\"2\""));
    assert_eq!(planning.news().len(), 2);
}

#[actix_web::test]
async fn a_key_gets_the_first_answer() {
    let planning = planning().await;
    let ann = planning.person().await;
    let keyed = |load| create(&ann, &push(load)).insert_header(("Idempotency-Key", "k"));
    let first = planning.send(keyed(40.0)).await;
    let again = planning.send(keyed(40.0)).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(planning.send(keyed(50.0)).await.refused().name, "idempotency-key-reused");
}

#[actix_web::test]
async fn a_retry_after_a_commit_that_nobody_heard_of_has_one_effect() {
    for fault in [Fault::Unheard, Fault::Lost, Fault::Fenced] {
        let planning = planning().await;
        let ann = planning.person().await;
        planning.send(create(&ann, &push(40.0))).await;
        let progress = || ann.post(&at(PROGRESSION)).set_json(kilograms(50.0)).insert_header(("Idempotency-Key", "k"));
        planning.log.fail_next(fault);
        assert_eq!(planning.send(progress()).await.status, 503, "{fault:?}");
        let again = planning.send_until_available(progress).await;
        assert_eq!((again.status, &again.json()["version"]), (200, &3.into()), "{fault:?}");
        assert_eq!(planning.events().len(), 3, "{fault:?}");
    }
}

#[actix_web::test]
async fn a_service_that_starts_again_knows_versions_names_and_proposals() {
    let mut planning = planning().await;
    let ann = planning.person().await;
    planning.send(create(&ann, &push(40.0))).await;
    planning.send(update(&ann, &push(50.0))).await;
    let rename = ann.put("/v1/planning/exercises/old/name");
    planning.send(rename.set_json(serde_json::json!({"name": "Mine"}))).await;
    planning.restart();
    assert_eq!(planning.send(update(&ann, &push(50.0))).await.header("etag"), Some("\"2\""));
    assert_eq!(planning.send(create(&ann, &push(40.0))).await.status, 200);
    // the newest version is there to progress from
    assert_eq!(planning.send(ann.post(&at(PROGRESSION)).set_json(kilograms(55.0))).await.header("etag"), Some("\"4\""));
    let other = ann.put("/v1/planning/exercises/other/name").set_json(serde_json::json!({"name": "mine"}));
    assert_eq!(planning.send(other).await.refused().name, "exercise-name-taken");
}
