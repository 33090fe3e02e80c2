//! A running service and what is asked of it.

use actix_web::test::TestRequest;
use command_api::{
    FurtherTopics,
    testing::{Component, Person},
};
use profile::{Profiles, Settings};
use serde_json::{Value, json};

pub(crate) const PROFILE: &str = "/v1/profile/profile";
pub(crate) const GOALS: &str = "/v1/profile/goals";
pub(crate) const PREFERENCES: &str = "/v1/profile/preferences";
pub(crate) const MEASUREMENTS: &str = "/v1/profile/measurements";
pub(crate) const WEBHOOKS: &str = "/v1/profile/webhooks";
pub(crate) const CALENDAR_LINKS: &str = "/v1/profile/calendar-links";
pub(crate) const ID: &str = "0191d2c8-7a3e-7b1f-8a55-000000000005";
pub(crate) const OTHER: &str = "0191d2c8-7a3e-7b1f-8a55-000000000006";
pub(crate) const NOTHING: [(&str, &str); 0] = [];

pub(crate) async fn profiles() -> Component<Profiles> {
    let settings = Settings { webhook_loopback: false };
    Component::start(FurtherTopics::default(), |parts| {
        profile::service(parts.gateway.clone(), parts.edge.clone(), settings)
    })
    .await
}

pub(crate) fn ann() -> Value {
    json!({
        "name": "Ann Mustermann", "date_of_birth": "1990-05-17", "sex": "female", "height": {"value": 172.5, "unit": "cm"},
        "units": "metric", "zone": "Europe/Berlin", "week_start": "MON", "locale": "de-DE",
    })
}

pub(crate) fn weight(kilograms: f64) -> Value {
    json!({"id": ID, "kind": "body_weight", "value": {"value": kilograms, "unit": "kg"}, "date": "2026-11-20"})
}

pub(crate) fn hook() -> Value {
    json!({"id": ID, "url": "https://example.com/hook/1f9c", "kinds": ["personal_record"]})
}

pub(crate) fn put(person: &Person, path: &str, body: &Value) -> TestRequest {
    person.put(path).set_json(body)
}

pub(crate) fn post(person: &Person, path: &str, body: &Value) -> TestRequest {
    person.post(path).set_json(body)
}
