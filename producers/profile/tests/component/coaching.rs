//! What a coach may do for somebody else: measure, and nothing besides.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Person};
use profile::Profiles;
use schemas::{header, identity::Scope};
use serde_json::json;
use service::http::permission::Permission;

use crate::support::{
    CALENDAR_LINKS, GOALS, ID, MEASUREMENTS, PREFERENCES, PROFILE, WEBHOOKS, ann, hook, post, profiles, put, weight,
};

fn permission(scopes: &[Scope]) -> Permission {
    Permission { scopes: scopes.to_vec(), until: None, revoked: false }
}

fn for_athlete(athlete: &Person, request: TestRequest) -> TestRequest {
    request.insert_header(("On-Behalf-Of", athlete.id.to_string()))
}

async fn refused(profiles: &Component<Profiles>, request: TestRequest) -> (u16, String) {
    let refused = profiles.send(request).await.refused();
    (refused.status, refused.name)
}

/// Each way to change a measurement.
fn measuring(person: &Person) -> [TestRequest; 3] {
    let one = format!("{MEASUREMENTS}/{ID}");
    let mut corrected = weight(81.0);
    corrected.as_object_mut().unwrap().remove("id");
    [post(person, MEASUREMENTS, &weight(80.5)), put(person, &one, &corrected), person.delete(&one)]
}

#[actix_web::test]
async fn a_coach_measures_and_the_events_say_who_acted_for_whom() {
    let profiles = profiles().await;
    let (athlete, coach) = (profiles.person().await, profiles.person().await);
    profiles.grant(athlete.id, coach.id, permission(&[Scope::Measurements]));
    for (request, status) in measuring(&coach).into_iter().zip([201, 200, 200]) {
        assert_eq!(profiles.send(for_athlete(&athlete, request)).await.status, status);
    }
    let news = profiles.news();
    assert_eq!(news.len(), 3);
    for event in &news {
        assert!(event.record.key.starts_with(&athlete.id.to_string()));
        assert_eq!(event.header(header::ACTOR), coach.id.to_string());
        assert_eq!(event.header(header::ON_BEHALF_OF), athlete.id.to_string());
    }
}

#[actix_web::test]
async fn another_scope_measures_nothing() {
    let profiles = profiles().await;
    let (athlete, coach) = (profiles.person().await, profiles.person().await);
    for request in measuring(&coach) {
        assert_eq!(refused(&profiles, for_athlete(&athlete, request)).await, (404, "not-found".to_owned()));
    }
    profiles.grant(athlete.id, coach.id, permission(&[Scope::Plan, Scope::Log, Scope::Read, Scope::Nutrition]));
    for request in measuring(&coach) {
        let answered = profiles.send(for_athlete(&athlete, request)).await;
        assert_eq!((answered.status, &answered.json()["missing_scope"]), (403, &json!("measurements")));
    }
    assert_eq!(profiles.news().len(), 0);
}

#[actix_web::test]
async fn who_somebody_is_and_where_their_data_goes_they_say_themselves() {
    let profiles = profiles().await;
    let (athlete, coach) = (profiles.person().await, profiles.person().await);
    let every = [Scope::Plan, Scope::Schedule, Scope::Log, Scope::Read, Scope::Nutrition, Scope::Measurements];
    profiles.grant(athlete.id, coach.id, permission(&every));
    let own = |person: &Person| {
        [
            put(person, PROFILE, &ann()),
            put(person, GOALS, &json!({"weekly_workouts": 3})),
            put(person, PREFERENCES, &json!({})),
            post(person, WEBHOOKS, &hook()),
            person.delete(&format!("{WEBHOOKS}/{ID}")),
            post(person, CALENDAR_LINKS, &json!({"id": ID})),
            person.delete(&format!("{CALENDAR_LINKS}/{ID}")),
            person.post(&format!("/v1/profile/notifications/{ID}/read")),
        ]
    };
    for request in own(&coach) {
        let refused = refused(&profiles, for_athlete(&athlete, request)).await;
        assert_eq!(refused, (403, "own-account-only".to_owned()));
    }
    let script = profiles.script(&athlete, permission(&every));
    for request in own(&script) {
        assert_eq!(refused(&profiles, request).await, (403, "session-needed".to_owned()));
    }
    assert_eq!(profiles.news().len(), 0);
}
