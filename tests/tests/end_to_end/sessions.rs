//! Sessions, tokens for scripts, other addresses: what an account goes through.

use std::time::Duration;

use schemas::topic::Topic;
use serde_json::{Value, json};

use crate::harness::{Client, PASSWORD, System, assert_gapless, shared, until};

const TOKENS: &str = "/v1/identity/tokens";

async fn sign_in(client: &Client, email: &str, password: &str) -> u16 {
    let grant = json!({"grant_type": "password", "email": email, "password": password});
    client.post(TOKENS, &grant).send().await.status
}

fn refresh(token: &Value) -> Value {
    json!({"grant_type": "refresh_token", "refresh_token": token})
}

#[tokio::test]
async fn refresh_tokens_rotate_and_one_that_comes_again_ends_the_session() {
    let mut system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    let grant = json!({"grant_type": "password", "email": athlete.email, "password": PASSWORD});
    let first = athlete.post(TOKENS, &grant).send().await.expect(200).body;
    let second = athlete.post(TOKENS, &refresh(&first["refresh_token"])).send().await.expect(200).body;
    let bearing = athlete.bearing(second["access_token"].as_str());
    bearing.get("/v1/query/me").send().await.expect(200);
    // a crash forgets nothing
    system.crash().await;
    let athlete = athlete.at(&system.process.url);
    let third = athlete.post(TOKENS, &refresh(&second["refresh_token"])).send().await.expect(200).body;
    let reused = athlete.post(TOKENS, &refresh(&first["refresh_token"])).send().await.expect(401);
    assert_eq!(reused.problem(), "invalid-refresh-token");
    athlete.post(TOKENS, &refresh(&third["refresh_token"])).send().await.expect(401);
    // the session of the registration goes on until its end
    athlete.delete("/v1/identity/sessions/current").send().await.expect(200);
    assert_gapless(&system.log().read(Topic::IDENTITY_PRIVATE));
    system.verify().await;
}

#[tokio::test]
async fn an_account_moves_to_another_address_and_password() {
    let system = System::start(4).await.unwrap();
    let athlete = system.athlete().await;
    let email = format!("new-{}", athlete.email);
    let change = json!({"email": email, "password": PASSWORD});
    athlete.put("/v1/identity/email", &change).send().await.expect(202);
    until("the account has moved", async || (sign_in(&athlete, &email, PASSWORD).await == 200).then_some(())).await;
    assert_eq!(sign_in(&athlete, &athlete.email, PASSWORD).await, 401);
    until("the tables show it", async || {
        let me = athlete.get("/v1/query/me").send().await.expect(200).body;
        (me["email"] == json!(email)).then_some(())
    })
    .await;
    // the address before is free again
    let register = json!({"email": athlete.email, "password": "somebody else walks over hills"});
    until("the old address is free", async || {
        (athlete.post("/v1/identity/users", &register).send().await.status == 201).then_some(())
    })
    .await;
    let password = "seven hills over a long walk";
    let change = json!({"current_password": PASSWORD, "new_password": password});
    athlete.put("/v1/identity/password", &change).send().await.expect(200);
    assert_eq!(sign_in(&athlete, &email, PASSWORD).await, 401);
    assert_eq!(sign_in(&athlete, &email, password).await, 200);
    for topic in [Topic::IDENTITY_EVENTS, Topic::IDENTITY_PRIVATE] {
        assert_gapless(&system.log().read(topic));
    }
    system.verify().await;
}

#[tokio::test]
async fn of_two_hundred_registrations_of_one_address_one_gets_it() {
    let system = shared().await;
    let stranger = system.stranger();
    let account = json!({"email": stranger.email, "password": PASSWORD});
    let asked = (0..200).map(|_| stranger.post("/v1/identity/users", &account).send());
    let answers = futures_util::future::join_all(asked).await;
    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(made.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        // who waited too long for their password to be hashed is told so
        assert!([409, 503].contains(&answer.status), "{answer:?}");
    }
    let id = made[0].id();
    let registered = system.log().of_user(Topic::IDENTITY_EVENTS, &id);
    assert_eq!(registered.len(), 1);
    assert_eq!(sign_in(&stranger, &stranger.email, PASSWORD).await, 200);
}

#[tokio::test]
async fn a_script_reads_with_its_token_until_that_is_revoked() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let body = json!({"name": "nightly backup", "scopes": ["read"]});
    let made = athlete.post("/v1/identity/access-tokens", &body).send().await.expect(201);
    let script = athlete.bearing(made.body["token"].as_str());
    let read = || script.get("/v1/query/workouts").send();
    until("the tables know the token", async || (read().await.status == 200).then_some(())).await;
    let workout = json!({"started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5}]}]});
    let refused = script.post("/v1/execution/logged-workouts", &workout).send().await.expect(403);
    assert_eq!(refused.body["missing_scope"], "log");
    let refused = script.put("/v1/identity/password", &json!({})).send().await.expect(403);
    assert_eq!(refused.problem(), "session-needed");
    let listed = athlete.get("/v1/query/access-tokens").send().await.expect(200).body;
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["name"]), (&made.body["id"], &body["name"]));
    athlete.delete(&format!("/v1/identity/access-tokens/{}", made.id())).send().await.expect(200);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(read().await.expect(401).problem(), "unknown-token");
    let refused = script.post("/v1/execution/logged-workouts", &workout).send().await.expect(401);
    assert_eq!(refused.problem(), "unknown-token");
}
