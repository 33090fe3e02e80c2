//! A running service and what is asked of it.

use actix_web::test::TestRequest;
use command_api::{
    FurtherTopics,
    testing::{Component, Person},
};
use planning::Planning;
use serde_json::{Value, json};

pub(crate) const TEMPLATES: &str = "/v1/planning/workout-templates";
pub(crate) const ID: &str = "0191d2c8-7a3e-7b1f-8a55-000000000009";
/// A text that stands in the log sealed or not at all.
pub(crate) const NAME: &str = "Montagsschinderei";

pub(crate) async fn planning() -> Component<Planning> {
    let routes =
        |parts: &command_api::testing::Parts<Planning>| planning::service(parts.gateway.clone(), parts.edge.clone());
    Component::start(FurtherTopics::default(), routes).await
}

/// Bench press, three times eight.
pub(crate) fn push(load: f64) -> Value {
    let set = json!({"kind": "normal", "reps": 8, "load": {"value": load, "unit": "kg"}, "rest_seconds": 90});
    json!({"id": ID, "name": NAME, "duration_minutes": null,
        "exercises": [{"exercise": "bench-press-barbell", "sets": [set.clone(), set.clone(), set], "notes": null}]})
}

pub(crate) fn create(person: &Person, template: &Value) -> TestRequest {
    person.post(TEMPLATES).set_json(template)
}

pub(crate) fn update(person: &Person, template: &Value) -> TestRequest {
    person.put(&at("")).set_json(template)
}

/// An address under the template.
pub(crate) fn at(path: &str) -> String {
    format!("{TEMPLATES}/{ID}{path}")
}

pub(crate) const PROGRESSION: &str = "/exercises/bench-press-barbell/progression";

pub(crate) fn kilograms(value: f64) -> Value {
    json!({"load": {"value": value, "unit": "kg"}})
}
