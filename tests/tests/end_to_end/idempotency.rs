//! A repeated request: one effect, and the first answer.

use serde_json::{Value, json};

use crate::harness::{Answer, System, new_id, shared};

fn workout() -> Value {
    json!({"id": new_id(), "name": "Legs", "started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5, "load": {"value": 100, "unit": "kg"}}]}]})
}

#[track_caller]
fn assert_same(first: &Answer, again: &Answer) {
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    for header in ["etag", "location"] {
        assert_eq!(first.header(header), again.header(header));
    }
}

#[tokio::test]
async fn the_same_key_gets_the_first_answer_and_has_one_effect() {
    let system = shared().await;
    let athlete = system.athlete().await;
    // without an id the server makes one: the answer can only be the same if it was kept
    let mut body = workout();
    body.as_object_mut().unwrap().remove("id");
    let send = || athlete.post("/v1/execution/logged-workouts", &body).header("idempotency-key", "monday").send();
    let first = send().await.expect(201);
    let count = system.log().count(&athlete.user);
    assert_same(&first, &send().await);
    assert_eq!(system.log().count(&athlete.user), count);
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let athlete = shared().await.athlete().await;
    let send =
        |body: Value| athlete.post("/v1/execution/logged-workouts", &body).header("idempotency-key", "monday").send();
    send(workout()).await.expect(201);
    let refused = send(workout()).await.expect(422);
    assert_eq!(refused.problem(), "idempotency-key-reused");
}

#[tokio::test]
async fn a_key_belongs_to_its_user() {
    let system = shared().await;
    for athlete in [system.athlete().await, system.athlete().await] {
        let request = athlete.post("/v1/execution/logged-workouts", &workout()).header("idempotency-key", "monday");
        request.send().await.expect(201);
    }
}

#[tokio::test]
async fn a_refused_command_is_decided_afresh() {
    let athlete = shared().await.athlete().await;
    let body = workout();
    let path = format!("/v1/execution/workouts/{}", body["id"].as_str().unwrap());
    let delete = || athlete.delete(&path).header("idempotency-key", "gone").send();
    assert_eq!(delete().await.expect(404).problem(), "not-found");
    athlete.post("/v1/execution/logged-workouts", &body).send().await.expect(201);
    delete().await.expect(200);
}

#[tokio::test]
async fn the_same_key_after_a_restart_still_gets_the_first_answer() {
    let mut system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    let body = workout();
    let send = |url: &str| {
        athlete.at(url).post("/v1/execution/logged-workouts", &body).header("idempotency-key", "monday").send()
    };
    let first = send(&system.process.url).await.expect(201);
    let count = system.log().count(&athlete.user);
    system.crash().await;
    assert_same(&first, &send(&system.process.url).await);
    assert_eq!(system.log().count(&athlete.user), count);
}
