//! A running service and what is asked of it.

use actix_web::test::TestRequest;
use command_api::{
    FurtherTopics,
    testing::{Component, Person},
};
use goal::Goals;
use serde_json::{Value, json};

pub(crate) const GOALS: &str = "/v1/goal/goals";
pub(crate) const ID: &str = "0191d2c8-7a3e-7b1f-8a55-000000000004";
/// A text that stands in the log sealed or not at all.
pub(crate) const NAME: &str = "Ein Jahr voller Eisen";

pub(crate) async fn goals() -> Component<Goals> {
    Component::start(FurtherTopics::default(), |parts| goal::service(parts.gateway.clone(), parts.edge.clone())).await
}

/// 500 t of bench pressing in 2026.
pub(crate) fn iron() -> Value {
    json!({
        "id": ID, "name": NAME, "kind": "accumulate", "metric": "volume", "exercise": "bench-press-barbell",
        "target": {"value": 500_000, "unit": "kg"}, "from": "2026-01-01", "until": "2026-12-31",
    })
}

/// Another goal under the same id.
pub(crate) fn distance() -> Value {
    json!({"id": ID, "name": "far", "kind": "accumulate", "metric": "distance", "target": {"value": 100, "unit": "km"}})
}

pub(crate) fn set(person: &Person, goal: &Value) -> TestRequest {
    person.post(GOALS).set_json(goal)
}

pub(crate) fn set_with_key(person: &Person, goal: &Value, key: &str) -> TestRequest {
    set(person, goal).insert_header(("Idempotency-Key", key))
}
