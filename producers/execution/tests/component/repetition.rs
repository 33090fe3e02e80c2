//! A request that is sent again under its key.

use std::time::Duration;

use actix_web::test::TestRequest;
use command_api::testing::Fault;
use serde_json::json;

use crate::support::{OTHER, WORKOUTS, at, begun, correct, execution, given, log, past, said, set, start};

fn keyed(request: TestRequest) -> TestRequest {
    request.insert_header(("Idempotency-Key", "k"))
}

#[actix_web::test]
async fn the_first_answer_is_given_again_whatever_happened_since() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, log(&ann, &past(8))).await;
    let request = || keyed(correct(&ann, &past(9)).insert_header(("If-Match", "\"2\"")));
    let first = given(&execution, request()).await;
    given(&execution, correct(&ann, &past(10))).await;
    given(&execution, ann.delete(&at(""))).await;
    execution.news();
    execution.clock.advance(Duration::from_secs(23 * 3_600));
    // neither 412 nor 409
    let again = execution.send(request()).await;
    assert_eq!((again.status, again.header("etag"), &again.body), (200, Some("\"4\""), &first.body));
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn a_set_that_the_client_gave_no_id_is_logged_once() {
    let execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    let request = || keyed(ann.post(&at("/sets")).set_json(json!({"exercise": "dip", "reps": 8})));
    let first = given(&execution, request()).await;
    let again = given(&execution, request()).await;
    assert_eq!(again.body, first.body);
    assert_eq!(execution.news().len(), 1);
    // without the key it is another set
    given(&execution, ann.post(&at("/sets")).set_json(json!({"exercise": "dip", "reps": 8}))).await;
    assert_eq!(execution.news().len(), 1);
}

#[actix_web::test]
async fn another_request_under_the_key_is_refused() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, keyed(ann.post(WORKOUTS).set_json(start()))).await;
    given(&execution, ann.post(&at("/sets")).set_json(set())).await;
    execution.news();
    let mut otherwise = start();
    otherwise["name"] = "Pull".into();
    for request in [
        ann.post(WORKOUTS).set_json(otherwise),
        ann.post(&format!("{WORKOUTS}?")).set_json(start()),
        ann.post(&at("/discard")),
        ann.delete(&at("")),
    ] {
        let refused = execution.send(keyed(request)).await.refused();
        assert_eq!((refused.status, refused.name.as_str()), (422, "idempotency-key-reused"));
    }
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn a_refused_request_is_decided_afresh() {
    let execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    let mut second = start();
    second["id"] = OTHER.into();
    let request = || keyed(ann.post(WORKOUTS).set_json(&second));
    assert_eq!(execution.send(request()).await.status, 409);
    given(&execution, ann.post(&at("/discard"))).await;
    execution.news();
    assert_eq!(execution.send(request()).await.status, 201);
    assert_eq!(said(&execution.news()), [("WorkoutStarted", "1", "1/1")]);
}

#[actix_web::test]
async fn a_retry_after_a_lost_writer_has_one_effect() {
    for (fault, before) in [(Fault::Unheard, 2), (Fault::Lost, 0), (Fault::Fenced, 0)] {
        let execution = execution().await;
        let ann = execution.person().await;
        execution.log.fail_next(fault);
        assert_eq!(execution.send(keyed(log(&ann, &past(8)))).await.status, 503);
        assert_eq!(execution.events().len(), before, "{fault:?}");
        let answered = execution.send_until_available(|| keyed(log(&ann, &past(8)))).await;
        assert_eq!((answered.status, answered.header("etag")), (201, Some("\"2\"")), "{fault:?}");
        assert_eq!(execution.events().len(), 2, "{fault:?}");
    }
}
