//! Profiles, measurements, webhooks, calendar links.

use serde_json::{Value, json};

use super::Case;
use super::command::with;
use crate::harness::{Client, new_id};

fn profile() -> Value {
    json!({"name": "Ann", "zone": "UTC", "height": {"value": 172, "unit": "cm"}})
}

fn measurement() -> Value {
    json!({"kind": "body_weight", "value": {"value": 80.5, "unit": "kg"}, "date": "2025-01-02"})
}

pub(super) fn cases(athlete: &Client) -> Vec<Case> {
    let saving = |body: &Value| athlete.put("/v1/profile/profile", body);
    let changing = |body: &Value| athlete.put("/v1/profile/goals", body);
    let choosing = |body: &Value| athlete.put("/v1/profile/preferences", body);
    let recording = |body: &Value| athlete.post("/v1/profile/measurements", body);
    let registering = |body: &Value| athlete.post("/v1/profile/webhooks", body);
    let mut cases = Vec::new();
    for (pointer, value) in [
        ("/name", json!("")),
        ("/name", json!("two\nlines")),
        ("/name", json!("n".repeat(101))),
        ("/date_of_birth", json!("1899-12-31")),
        ("/date_of_birth", json!("2999-01-01")),
        ("/sex", json!("f")),
        ("/height/unit", json!("kg")),
        ("/height/value", json!(301)),
        ("/height/value", json!("tall")),
        ("/units", json!("si")),
        ("/zone", json!("Berlin")),
        ("/week_start", json!("FRI")),
        ("/locale", json!("de_AT")),
        ("/age", json!(36)),
    ] {
        let what = format!("a profile with {value} at {pointer}");
        cases.push(Case::new(what, saving(&with(profile(), pointer, value)), 422, "invalid").at(pointer));
    }
    for (pointer, body) in [
        ("/focus", json!({"focus": "fame"})),
        ("/weekly_workouts", json!({"weekly_workouts": 51})),
        ("/target_weight/unit", json!({"target_weight": {"value": 15, "unit": "%"}})),
        ("/target_date", json!({"target_date": "2201-01-01"})),
    ] {
        cases.push(Case::new(format!("goals {body}"), changing(&body), 422, "invalid").at(pointer));
    }
    for (pointer, body) in [
        ("/progression", json!({"progression": "never"})),
        ("/template_updates/edit", json!({"template_updates": {"edit": true}})),
        ("/leaderboards/0", json!({"leaderboards": ["fame"]})),
        ("/notifications/channels/fame", json!({"notifications": {"channels": {"fame": []}}})),
        (
            "/notifications/quiet_hours/from",
            json!({"notifications": {"quiet_hours": {"from": "25:00", "until": "07:00"}}}),
        ),
    ] {
        cases.push(Case::new(format!("preferences {body}"), choosing(&body), 422, "invalid").at(pointer));
    }
    for (pointer, value) in [
        ("/id", json!("7")),
        ("/kind", json!("mood")),
        ("/value/unit", json!("cm")),
        ("/value/value", json!(0)),
        ("/value/value", json!(1_001)),
        ("/date", json!("2025-02-29")),
        ("/date", json!("2999-01-01")),
        ("/note", json!("n".repeat(2_001))),
    ] {
        let what = format!("a measurement with {value} at {pointer}");
        cases.push(Case::new(what, recording(&with(measurement(), pointer, value)), 422, "invalid").at(pointer));
    }
    for url in ["http://example.com/", "https://127.0.0.1/", "https://ann:pass@example.com/", "https://10.0.0.1/", "x"]
    {
        cases.push(Case::new(url, registering(&json!({"url": url})), 422, "invalid").at("/url"));
    }
    for id in [new_id(), "7".to_owned()] {
        let of = |what: &str| format!("/v1/profile/{what}/{id}");
        cases.extend([
            Case::new("correcting no measurement", athlete.put(&of("measurements"), &measurement()), 404, "not-found"),
            Case::new("deleting no measurement", athlete.delete(&of("measurements")), 404, "not-found"),
            Case::new("removing no webhook", athlete.delete(&of("webhooks")), 404, "not-found"),
            Case::new("revoking no link", athlete.delete(&of("calendar-links")), 404, "not-found"),
            Case::new("reading no measurement", athlete.get(&format!("/v1/query/measurements/{id}")), 404, "not-found"),
        ]);
    }
    cases.push(
        Case::new("measurements of no kind", athlete.get("/v1/query/measurements?kind=mood"), 422, "invalid")
            .at("?kind"),
    );
    cases
}
