//! Coaches act for athletes under a grant, and no longer than that.

use std::time::{Duration, Instant};

use schemas::topic::Topic;
use serde_json::{Value, json};

use crate::harness::{Client, Request, System, new_id, shared, until};

const WORKOUTS: &str = "/v1/execution/logged-workouts";
/// What is revoked is refused everywhere after this.
const SECOND: Duration = Duration::from_secs(1);

fn workout() -> Value {
    json!({"id": new_id(), "started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5, "load": {"value": 100, "unit": "kg"}}]}]})
}

fn goal() -> Value {
    json!({"name": "start", "kind": "accumulate", "metric": "count", "target": {"value": 1, "unit": "workouts"}})
}

/// An athlete and a coach who was granted this.
async fn pair(system: &System, scopes: &[&str]) -> (Client, Client) {
    let (athlete, coach) = (system.confirmed().await, system.confirmed().await);
    grant(&athlete, &coach, scopes).await;
    (athlete, coach)
}

async fn grant(athlete: &Client, coach: &Client, scopes: &[&str]) {
    let body = json!({"coach": coach.user, "scopes": scopes});
    let request = || athlete.post("/v1/identity/coaching-grants", &body).send();
    // that the address is confirmed has to come round
    until("the athlete may grant", async || {
        let answer = request().await;
        (answer.status != 403).then_some(answer)
    })
    .await;
}

fn on_behalf(athlete: &Client, request: Request) -> Request {
    request.header("on-behalf-of", &athlete.user)
}

#[tokio::test]
async fn a_coach_logs_a_workout_for_the_athlete_and_is_refused_within_a_second_of_the_revocation() {
    let system = shared().await;
    let (ann, coach) = pair(system, &["log", "read"]).await;
    let log = || on_behalf(&ann, coach.post(WORKOUTS, &workout())).send();
    let logged = until("the coach is known to be confirmed", async || {
        let answer = log().await;
        (answer.status != 403).then_some(answer)
    })
    .await
    .expect(201);
    // it is the athlete's, and says who acted
    ann.get(&format!("/v1/query/workouts/{}", logged.id())).after(&logged).send().await.expect(200);
    let records = system.log().of_user(Topic::EXECUTION_EVENTS, &ann.user);
    let header = |name: &str| records.last().unwrap().headers.get(name).unwrap().to_owned();
    assert_eq!((header("ce_actor"), header("ce_onbehalfof")), (coach.user.clone(), ann.user.clone()));
    // another scope is named
    let refused = on_behalf(&ann, coach.post("/v1/goal/goals", &goal())).send().await.expect(403);
    assert_eq!((refused.problem(), &refused.body["missing_scope"]), ("missing-scope", &json!("plan")));
    // the coach reads, the athlete's data and what they were granted
    let read = || on_behalf(&ann, coach.get("/v1/query/workouts")).send();
    until("the tables know the grant", async || (read().await.status == 200).then_some(())).await;
    assert_eq!(read().await.expect(200).body["items"].as_array().unwrap().len(), 1);
    let athletes = coach.get("/v1/query/athletes").send().await.expect(200).body;
    let expected = json!([ann.user, ["log", "read"], "in_force"]);
    let first = &athletes["items"][0];
    assert_eq!(json!([first["athlete"], first["scopes"], first["status"]]), expected);

    let workouts = || system.log().of_user(Topic::EXECUTION_EVENTS, &ann.user).len();
    let before = workouts();
    let path = format!("/v1/identity/coaching-grants/{}", coach.user);
    let revoked = ann.delete(&path).send().await.expect(200);
    let since = Instant::now();
    // commands that were still taken, refusals of those and of queries that began late
    let (mut taken, mut refused) = (0, [0, 0]);
    while since.elapsed() < SECOND * 2 || refused[0] < 3 {
        let began = since.elapsed();
        let answers = [log().await, read().await];
        taken += usize::from(answers[0].status == 201);
        for (answer, refused) in answers.iter().zip(&mut refused) {
            if began >= SECOND || answer.status >= 300 {
                assert_eq!((answer.status, answer.problem()), (403, "missing-scope"), "{began:?} after the revocation");
                *refused += usize::from(began >= SECOND);
            }
        }
    }
    assert!(refused[0] >= 3 && refused[1] >= 3, "{refused:?}");
    assert_eq!(workouts(), before + taken, "nothing was written but what was still taken");
    let grants = ann.get("/v1/query/grants").after(&revoked).send().await.expect(200).body;
    assert_eq!((&grants["items"][0]["coach"], &grants["items"][0]["status"]), (&json!(coach.user), &json!("revoked")));
}

#[tokio::test]
async fn a_deactivated_account_is_refused_everywhere_within_a_second_as_actor_and_as_coach() {
    let system = shared().await;
    let (ann, coach) = pair(system, &["log", "plan", "read"]).await;
    let log = || on_behalf(&ann, coach.post(WORKOUTS, &workout())).send();
    until("the coach may act", async || (log().await.status == 201).then_some(())).await;
    coach.post(&format!("/v1/identity/users/{}/deactivation", coach.user), &json!({})).send().await.expect(200);
    tokio::time::sleep(SECOND).await;
    let for_ann = [
        log().await,
        on_behalf(&ann, coach.post("/v1/goal/goals", &goal())).send().await,
        on_behalf(&ann, coach.get("/v1/query/workouts")).send().await,
        coach.post(WORKOUTS, &workout()).send().await,
        coach.get("/v1/query/me").send().await,
        coach.delete("/v1/identity/sessions/current").send().await,
    ];
    for answer in for_ann {
        assert_eq!((answer.status, answer.problem()), (403, "account-deactivated"));
    }
    // nothing is lost: the password brings it back
    let back = json!({"email": coach.email, "password": crate::harness::PASSWORD});
    let path = format!("/v1/identity/users/{}/reactivation", coach.user);
    system.stranger().post(&path, &back).send().await.expect(200);
    until("the coach may act again", async || (log().await.status == 201).then_some(())).await;
}

#[tokio::test]
async fn whoever_has_not_confirmed_their_address_neither_grants_nor_coaches() {
    let system = shared().await;
    let (ann, coach) = (system.athlete().await, system.confirmed().await);
    let body = json!({"coach": coach.user, "scopes": ["log"]});
    let refused = ann.post("/v1/identity/coaching-grants", &body).send().await.expect(403);
    assert_eq!(refused.problem(), "activation-needed");
    let newcomer = system.athlete().await;
    grant(&coach, &newcomer, &["log"]).await;
    let acting = on_behalf(&coach, newcomer.post(WORKOUTS, &workout())).send().await.expect(403);
    assert_eq!(acting.problem(), "activation-needed");
}
