//! Commands.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Case, Ids};
use crate::harness::{Client, Request, new_id};

const LOG: &str = "/v1/execution/logged-workouts";

fn workout() -> Value {
    json!({"name": "Legs", "started_at": "2025-01-02T07:00:00Z", "zone": "UTC", "exercises": [{"exercise": "squat",
        "sets": [{"kind": "normal", "reps": 5, "load": {"value": 100, "unit": "kg"}, "distance": {"value": 1, "unit": "km"}}]}]})
}

fn goal() -> Value {
    json!({"name": "g", "kind": "accumulate", "metric": "volume", "target": {"value": 1, "unit": "kg"}, "from": "2025-01-01"})
}

/// The body with another value at a JSON pointer; a member that is not there is added.
pub(super) fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
    body
}

pub(super) fn cases(athlete: &Client, ids: &Ids) -> Vec<Case> {
    let mut cases = unreadable(athlete);
    cases.extend(workouts(athlete));
    cases.extend(goals(athlete));
    cases.extend(accounts(athlete));
    cases.extend(addressed(athlete, ids));
    cases
}

/// What is no request at all.
fn unreadable(athlete: &Client) -> Vec<Case> {
    let raw = |body: &[u8]| {
        athlete.request(Method::POST, LOG).header("content-type", "application/json").bytes(body.to_vec())
    };
    let header = |name: &str, value: &str| athlete.post(LOG, &workout()).header(name, value);
    let twice = br#"{"name":"a","name":"b","started_at":"2025-01-02T07:00:00Z","zone":"UTC","exercises":[]}"#;
    let large = format!(r#"{{"name":"{}"}}"#, "a".repeat(1 << 20));
    vec![
        Case::new("malformed JSON", raw(b"{\n  \"name\": \"Legs\",\n  \"zone\": UTC\n}"), 400, "unreadable")
            .at("line 3"),
        Case::new("half a body", raw(b"{\"name\": \"Legs\", \"exercises\": ["), 400, "unreadable").at("line 1"),
        Case::new("no body", raw(b""), 400, "unreadable").at("line 1"),
        Case::new("binary rubbish", raw(&[0xff, 0, 0x89, b'P']), 400, "unreadable").at("line 1"),
        Case::new("an array", raw(b"[]"), 422, "invalid"),
        Case::new("a member twice", raw(twice), 422, "invalid").at("/name"),
        Case::new("a body over the limit", raw(large.as_bytes()), 413, "payload-too-large"),
        Case::new(
            "a form",
            athlete
                .request(Method::POST, LOG)
                .header("content-type", "application/x-www-form-urlencoded")
                .bytes(b"name=Legs".to_vec()),
            415,
            "unsupported-media-type",
        ),
        Case::new("an empty key", header("idempotency-key", ""), 400, "unreadable").at("idempotency-key:"),
        Case::new("a version without quotes", header("if-match", "3"), 400, "unreadable").at("if-match:"),
        Case::new("no token", header("consistency-token", "yesterday"), 400, "unreadable").at("consistency-token:"),
        Case::new("on behalf of nobody", header("on-behalf-of", "ann"), 400, "unreadable").at("on-behalf-of:"),
    ]
}

fn workouts(athlete: &Client) -> Vec<Case> {
    let set = "/exercises/0/sets/0";
    let wrong = [
        ("/nmae", json!("Legs")),
        ("/exercises/0/sets/0/wieght", json!(100)),
        ("/started_at", json!("2025-02-30T07:00:00Z")),
        ("/started_at", json!("2025-01-02T25:00:00Z")),
        ("/started_at", json!("2025-01-02")),
        ("/ended_at", json!("soon")),
        ("/zone", json!("Europe/Atlantis")),
        ("/zone", json!("")),
        ("/id", json!("7")),
        ("/template", json!({"id": new_id(), "version": 1})),
        ("/entry", json!(new_id())),
        ("/name", json!("two\nlines")),
        ("/exercises/0/exercise", json!("Bench Press")),
        ("/exercises/0/sets/0/kind", json!("hard")),
        ("/exercises/0/sets/0/reps", json!(-1)),
        ("/exercises/0/sets/0/reps", json!(1_000_001)),
        ("/exercises/0/sets/0/reps", json!(8.5)),
        ("/exercises/0/sets/0/reps", json!("8")),
        ("/exercises/0/sets/0/load/unit", json!("stone")),
        ("/exercises/0/sets/0/load/value", json!(10_001)),
        ("/exercises/0/sets/0/load/value", json!(-1)),
        ("/exercises/0/sets/0/distance/unit", json!("league")),
        ("/exercises/0/sets/0/rpe", json!(8.3)),
        ("/exercises/0/sets/0/rpe", json!(11)),
    ];
    let mut cases: Vec<Case> = wrong
        .into_iter()
        .map(|(pointer, value)| {
            let what = format!("a workout with {value} at {pointer}");
            Case::new(what, athlete.post(LOG, &with(workout(), pointer, value)), 422, "invalid").at(pointer)
        })
        .collect();
    let mut missing = workout();
    missing.as_object_mut().unwrap().remove("zone");
    let log = |body: Value| athlete.post(LOG, &body);
    cases.extend([
        Case::new("no zone", log(missing), 422, "invalid").at("/zone"),
        Case::new(
            "warm-ups only",
            log(with(workout(), &format!("{set}/kind"), json!("warm_up"))),
            422,
            "no-working-set",
        )
        .at("/exercises"),
        Case::new("no exercise", log(with(workout(), "/exercises", json!([]))), 422, "no-working-set").at("/exercises"),
        Case::new(
            "next century",
            log(with(workout(), "/started_at", json!("2099-01-02T07:00:00Z"))),
            422,
            "in-the-future",
        )
        .at("/started_at"),
        Case::new(
            "an end before the start",
            log(with(workout(), "/ended_at", json!("2025-01-02T06:00:00Z"))),
            422,
            "ends-before-start",
        ),
        Case::new(
            "a live workout by template",
            athlete.post("/v1/execution/workouts", &json!({"template": {"id": new_id(), "version": 1}, "zone": "UTC"})),
            422,
            "invalid",
        )
        .at("/template"),
    ]);
    cases
}

fn goals(athlete: &Client) -> Vec<Case> {
    let wrong = [
        ("/kind", json!("wish")),
        ("/metric", json!("e1rm")),
        ("/target/unit", json!("km")),
        ("/target/value", json!(0)),
        ("/target/amount", json!(1)),
        ("/from", json!("2025-02-29")),
        ("/until", json!("2024-12-31")),
        ("/exercise", json!("Bench Press")),
        ("/colour", json!("red")),
        ("/name", json!("")),
    ];
    let case = |(pointer, value): (&'static str, Value)| {
        let what = format!("a goal with {value} at {pointer}");
        Case::new(what, athlete.post("/v1/goal/goals", &with(goal(), pointer, value)), 422, "invalid").at(pointer)
    };
    let kg = |value: f64| json!({"value": value, "unit": "kg"});
    let aim = |kind: &str, metric: &str, target: Value| json!({"name": "g", "kind": kind, "metric": metric, "exercise": "squat", "target": target});
    let body_weight = |target: Value| json!({"name": "g", "kind": "keep", "metric": "body_weight", "target": target});
    let aims = [
        (aim("reach", "volume", kg(1.0)), "/metric"),
        (aim("keep", "load", kg(1.0)), "/metric"),
        (aim("streak", "minutes", json!({"workouts": 1, "weeks": 1})), "/metric"),
        (aim("reach", "load", json!({"reps": 1})), "/target/load"),
        (aim("reach", "load", json!({"load": kg(100.0), "reps": 0})), "/target/reps"),
        (aim("reach", "load", json!({"load": kg(1e6), "reps": 1})), "/target/load/value"),
        (aim("reach", "e1rm", json!({"value": 1, "unit": "km"})), "/target/unit"),
        (with(aim("reach", "e1rm", kg(100.0)), "/exercise", Value::Null), "/exercise"),
        (aim("reach", "body_weight", kg(80.0)), "/exercise"),
        (body_weight(json!({})), "/target"),
        (body_weight(json!({"min": kg(80.0), "max": kg(70.0)})), "/target/max"),
        (aim("frequency", "count", json!({"workouts": 101, "weeks": 1})), "/target/workouts"),
        (aim("streak", "count", json!({"workouts": 1, "weeks": 1.5})), "/target/weeks"),
    ];
    let aims = aims.into_iter().map(|(body, pointer)| {
        let what = format!("a goal of {body}");
        Case::new(what, athlete.post("/v1/goal/goals", &body), 422, "invalid").at(pointer)
    });
    let path = "/v1/goal/goals/0191d2c8-7a3e-7b1f-8a55-0123456789ab";
    let unknown = [
        Case::new("a change of no goal", athlete.put(path, &goal()), 404, "not-found"),
        Case::new("a wrong change", athlete.put(path, &with(goal(), "/name", json!(""))), 422, "invalid").at("/name"),
        Case::new("no goal given up", athlete.post(&format!("{path}/abandonment"), &json!({})), 404, "not-found"),
        Case::new("what is no id given up", athlete.post("/v1/goal/goals/7/abandonment", &json!({})), 404, "not-found"),
    ];
    wrong.into_iter().map(case).chain(aims).chain(unknown).collect()
}

fn accounts(athlete: &Client) -> Vec<Case> {
    let stranger = athlete.bearing(None);
    let register = |body: Value| stranger.post("/v1/identity/users", &body);
    let sign_in = |body: Value| stranger.post("/v1/identity/tokens", &body);
    let password = "a long walk over seven hills";
    vec![
        Case::new("no address", register(json!({"email": "ann", "password": password})), 422, "invalid").at("/email"),
        Case::new("a short password", register(json!({"email": "a@example.com", "password": "short"})), 422, "invalid")
            .at("/password"),
        Case::new(
            "a guessable password",
            register(json!({"email": "a@example.com", "password": "password1"})),
            422,
            "invalid",
        )
        .at("/password"),
        Case::new(
            "an id of one's own",
            register(json!({"email": "a@example.com", "password": password, "id": new_id()})),
            422,
            "invalid",
        )
        .at("/id"),
        Case::new("another grant", sign_in(json!({"grant_type": "magic"})), 422, "invalid").at("/grant_type"),
        Case::new("nothing to sign in with", sign_in(json!({"grant_type": "password"})), 422, "invalid").at("/email"),
        Case::new(
            "malformed JSON to sign in",
            stranger
                .request(Method::POST, "/v1/identity/tokens")
                .header("content-type", "application/json")
                .bytes(b"{".to_vec()),
            400,
            "unreadable",
        )
        .at("line 1"),
    ]
}

/// Commands on workouts of others, on none, and on the right one in the wrong way.
fn addressed(athlete: &Client, ids: &Ids) -> Vec<Case> {
    let on = |id: &str, command: &str| format!("/v1/execution/workouts/{id}{command}");
    let set = json!({"exercise": "squat", "reps": 5});
    let mut cases = Vec::new();
    for (whose, id) in [("somebody else's", ids.foreign.clone()), ("an unknown", new_id()), ("no", "7".to_owned())] {
        let requests: [(&str, Request); 5] = [
            ("correcting", athlete.put(&on(&id, ""), &workout())),
            ("deleting", athlete.delete(&on(&id, ""))),
            ("a set of", athlete.post(&on(&id, "/sets"), &set)),
            ("completing", athlete.post(&on(&id, "/completion"), &json!({}))),
            ("discarding", athlete.post(&on(&id, "/discard"), &json!({}))),
        ];
        cases.extend(
            requests.map(|(what, request)| Case::new(format!("{what} {whose} workout"), request, 404, "not-found")),
        );
    }
    let own = with(workout(), "/id", json!(new_id()));
    cases.extend([
        Case::new("another id in the body", athlete.put(&on(&ids.own, ""), &own), 422, "invalid").at("/id"),
        Case::new("a set of what is over", athlete.post(&on(&ids.own, "/sets"), &set), 409, "workout-not-in-progress"),
        Case::new(
            "a stale version",
            athlete.put(&on(&ids.own, ""), &workout()).header("if-match", "\"1\""),
            412,
            "stale-version",
        ),
        Case::new("no such route", athlete.post("/v1/execution/wishes", &json!({})), 404, "no-such-route"),
        Case::new("no such method", athlete.request(Method::PATCH, LOG), 405, "method-not-allowed"),
    ]);
    cases
}
