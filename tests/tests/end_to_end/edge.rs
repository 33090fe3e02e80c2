//! The edges of the system: who may call, what an operator sees.

use reqwest::Method;
use serde_json::json;

use crate::harness::{new_id, shared};

#[tokio::test]
async fn a_page_of_this_machine_may_call_and_read_the_headers_it_needs() {
    let system = shared().await;
    let preflight = system
        .stranger()
        .request(Method::OPTIONS, "/v1/execution/logged-workouts")
        .header("origin", "http://localhost:5173")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type,idempotency-key,consistency-token,if-match",
        )
        .send()
        .await
        .expect(200);
    assert_eq!(preflight.header("access-control-allow-origin"), "http://localhost:5173");
    let allowed = preflight.header("access-control-allow-headers").to_lowercase();
    for header in ["authorization", "content-type", "idempotency-key", "consistency-token", "if-match"] {
        assert!(allowed.contains(header), "{header}: {allowed}");
    }
    let athlete = system.athlete().await;
    let answer = athlete.get("/v1/query/me").header("consistency-token", &athlete.registered);
    let answer = answer.header("origin", "http://localhost:5173").send().await.expect(200);
    let exposed = answer.header("access-control-expose-headers").to_lowercase();
    for header in ["etag", "location", "consistency-token", "retry-after"] {
        assert!(exposed.contains(header), "{header}: {exposed}");
    }
    assert_eq!((&answer.body["id"], &answer.body["email"]), (&json!(athlete.user), &json!(athlete.email)));
}

#[tokio::test]
async fn health_and_metrics_name_every_service() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let goal =
        json!({"name": "start", "kind": "accumulate", "metric": "count", "target": {"value": 1, "unit": "workouts"}});
    athlete.post("/v1/goal/goals", &goal).send().await.expect(201);
    athlete.put("/v1/profile/profile", &json!({"name": "Ann", "zone": "UTC"})).send().await.expect(201);
    let workout = json!({"started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5}]}]});
    let logged = athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201);
    athlete.get("/v1/query/goals").after(&logged).send().await.expect(200);

    let stranger = system.stranger();
    assert_eq!(stranger.get("/healthz/live").send().await.expect(200).body["status"], "live");
    let ready = stranger.get("/healthz/ready").send().await.expect(200).body;
    let checks: Vec<&str> =
        ready["checks"].as_array().unwrap().iter().map(|check| check["name"].as_str().unwrap()).collect();
    for service in ["identity", "profile", "execution", "goal", "goal-progress", "projections"] {
        assert!(checks.contains(&service), "{service}: {checks:?}");
    }
    let metrics = stranger.get("/metrics").send().await.expect(200).text;
    for service in ["identity", "profile", "execution", "goal", "goal-progress"] {
        for metric in ["tt_transaction_seconds_count", "tt_restore_seconds_count", "tt_inputs_total"] {
            let line =
                metrics.lines().find(|line| line.starts_with(metric) && line.contains(&format!("\"{service}\"")));
            let line = line.unwrap_or_else(|| panic!("no {metric} of {service}:\n{metrics}"));
            let value: f64 = line.rsplit(' ').next().unwrap().parse().unwrap();
            assert!(value > 0.0, "{line}");
        }
    }
    let served = |service: &str| {
        metrics.lines().any(|line| line.starts_with("http_requests_total") && line.contains(&format!("\"{service}\"")))
    };
    assert!(["identity", "profile", "execution", "goal", "query-api"].into_iter().all(served), "{metrics}");
}

#[tokio::test]
async fn everything_but_signing_in_needs_a_token() {
    let stranger = shared().await.stranger();
    let id = new_id();
    let execution = format!("/v1/execution/workouts/{id}");
    let routes = [
        (Method::POST, "/v1/execution/workouts".to_owned()),
        (Method::POST, format!("{execution}/sets")),
        (Method::POST, format!("{execution}/exercises/squat/completion")),
        (Method::POST, format!("{execution}/exercises/squat/skip")),
        (Method::POST, format!("{execution}/completion")),
        (Method::POST, format!("{execution}/discard")),
        (Method::POST, "/v1/execution/logged-workouts".to_owned()),
        (Method::PUT, execution.clone()),
        (Method::DELETE, execution),
        (Method::POST, "/v1/execution/imports?source=strong&zone=UTC".to_owned()),
        (Method::POST, "/v1/goal/goals".to_owned()),
        (Method::PUT, format!("/v1/goal/goals/{id}")),
        (Method::POST, format!("/v1/goal/goals/{id}/abandonment")),
        (Method::PUT, "/v1/profile/profile".to_owned()),
        (Method::PUT, "/v1/profile/goals".to_owned()),
        (Method::PUT, "/v1/profile/preferences".to_owned()),
        (Method::POST, "/v1/profile/measurements".to_owned()),
        (Method::PUT, format!("/v1/profile/measurements/{id}")),
        (Method::DELETE, format!("/v1/profile/measurements/{id}")),
        (Method::POST, "/v1/profile/webhooks".to_owned()),
        (Method::DELETE, format!("/v1/profile/webhooks/{id}")),
        (Method::POST, "/v1/profile/calendar-links".to_owned()),
        (Method::DELETE, format!("/v1/profile/calendar-links/{id}")),
        (Method::POST, format!("/v1/profile/notifications/{id}/read")),
        (Method::GET, "/v1/query/measurements".to_owned()),
        (Method::GET, format!("/v1/query/measurements/{id}")),
        (Method::GET, "/v1/query/webhooks".to_owned()),
        (Method::GET, "/v1/query/calendar-links".to_owned()),
        (Method::POST, "/v1/planning/workout-templates".to_owned()),
        (Method::PUT, format!("/v1/planning/workout-templates/{id}")),
        (Method::DELETE, format!("/v1/planning/workout-templates/{id}")),
        (Method::POST, format!("/v1/planning/workout-templates/{id}/exercises/squat/progression")),
        (Method::PUT, format!("/v1/planning/workout-templates/{id}/exercises/squat/progression-rule")),
        (Method::POST, format!("/v1/planning/workout-templates/{id}/proposals/{id}/acceptance")),
        (Method::POST, format!("/v1/planning/workout-templates/{id}/proposals/{id}/refusal")),
        (Method::POST, format!("/v1/planning/recommendations/{id}/acceptance")),
        (Method::POST, format!("/v1/planning/recommendations/{id}/refusal")),
        (Method::POST, "/v1/planning/exercises".to_owned()),
        (Method::PUT, "/v1/planning/exercises/squat/name".to_owned()),
        (Method::POST, "/v1/planning/exercises/squat/merge".to_owned()),
        (Method::POST, "/v1/planning/meal-plans".to_owned()),
        (Method::PUT, format!("/v1/planning/meal-plans/{id}")),
        (Method::DELETE, format!("/v1/planning/meal-plans/{id}")),
        (Method::POST, "/v1/planning/supplement-plans".to_owned()),
        (Method::PUT, format!("/v1/planning/supplement-plans/{id}")),
        (Method::DELETE, format!("/v1/planning/supplement-plans/{id}")),
        (Method::GET, "/v1/query/templates".to_owned()),
        (Method::GET, format!("/v1/query/templates/{id}")),
        (Method::GET, format!("/v1/query/templates/{id}/versions/1")),
        (Method::GET, format!("/v1/query/templates/{id}/diff?from=1&to=2")),
        (Method::GET, "/v1/query/meal-plans".to_owned()),
        (Method::GET, format!("/v1/query/meal-plans/{id}")),
        (Method::GET, format!("/v1/query/meal-plans/{id}/versions/1")),
        (Method::GET, "/v1/query/supplement-plans".to_owned()),
        (Method::GET, format!("/v1/query/supplement-plans/{id}")),
        (Method::GET, format!("/v1/query/supplement-plans/{id}/versions/1")),
        (Method::GET, "/v1/query/me".to_owned()),
        (Method::GET, "/v1/query/workouts".to_owned()),
        (Method::GET, format!("/v1/query/workouts/{id}")),
        (Method::GET, "/v1/query/exercises".to_owned()),
        (Method::GET, "/v1/query/exercises/squat/records".to_owned()),
        (Method::GET, "/v1/query/exercises/squat/history".to_owned()),
        (Method::GET, "/v1/query/records".to_owned()),
        (Method::GET, "/v1/query/stats/weekly".to_owned()),
        (Method::GET, "/v1/query/stats/monthly".to_owned()),
        (Method::GET, "/v1/query/streaks".to_owned()),
        (Method::GET, "/v1/query/goals".to_owned()),
        (Method::GET, format!("/v1/query/goals/{id}")),
    ];
    for (method, path) in &routes {
        let answer = stranger.request(method.clone(), path).json(&json!({})).send().await;
        assert_eq!((answer.status, answer.problem()), (401, "missing-token"), "{method} {path}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"), "{method} {path}");
    }
    // none was forgotten here: the documents know every route
    let mut known = 0;
    for service in ["identity", "profile", "planning", "execution", "goal", "query-api"] {
        let document = stranger.get(&format!("/openapi/{service}.json")).send().await.expect(200).body;
        let items = document["paths"].as_object().unwrap().values();
        let operations = items.flat_map(|item| item.as_object().unwrap().values());
        known += operations
            .filter(|operation| operation["security"] != json!([{}]) && operation["operationId"].is_string())
            .count();
    }
    assert_eq!(known, routes.len(), "operations that need a token");
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_there() {
    let system = shared().await;
    let (ann, ben) = (system.athlete().await, system.athlete().await);
    let workout = json!({"started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5}]}]});
    let logged = ann.post("/v1/execution/logged-workouts", &workout).send().await.expect(201);
    let goal =
        json!({"name": "start", "kind": "accumulate", "metric": "count", "target": {"value": 1, "unit": "workouts"}});
    let goal = ann.post("/v1/goal/goals", &goal).send().await.expect(201);
    let (command, query) =
        (format!("/v1/execution/workouts/{}", logged.id()), format!("/v1/query/workouts/{}", logged.id()));
    let before = system.log().count(&ann.user);
    let tries = [
        ben.get(&query).after(&logged),
        ben.get(&format!("/v1/query/goals/{}", goal.id())).after(&goal),
        ben.put(&command, &workout),
        ben.delete(&command),
        ben.post(&format!("{command}/sets"), &json!({"exercise": "squat", "reps": 5})),
        ben.post(&format!("{command}/completion"), &json!({})),
    ];
    for request in tries {
        assert_eq!(request.send().await.expect(404).problem(), "not-found");
    }
    let coach = ben.delete(&command).header("on-behalf-of", &ann.user).send().await.expect(403);
    assert_eq!(coach.problem(), "no-grant");
    assert_eq!(system.log().count(&ann.user), before);
    ann.get(&query).after(&logged).send().await.expect(200);
}

#[tokio::test]
async fn an_address_has_one_account_and_a_wrong_password_tells_nothing() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let stranger = system.stranger();
    let again = json!({"email": athlete.email.to_uppercase(), "password": "seven hills over a long walk"});
    let taken = stranger.post("/v1/identity/users", &again).send().await.expect(409);
    let sign_in = async |email: &str, password: &str| {
        let grant = json!({"grant_type": "password", "email": email, "password": password});
        stranger.post("/v1/identity/tokens", &grant).send().await.expect(401)
    };
    let wrong = sign_in(&athlete.email, "not the password").await;
    let unknown = sign_in("nobody@example.com", "not the password").await;
    assert!(!taken.problem().is_empty());
    assert_eq!((wrong.problem(), &wrong.body["detail"]), (unknown.problem(), &unknown.body["detail"]));
}
