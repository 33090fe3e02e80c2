//! What the log must not tell.

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use schemas::topic::Topic;
use serde_json::json;

use crate::support::{
    CALENDAR_LINKS, GOALS, ID, MEASUREMENTS, PROFILE, WEBHOOKS, ann, hook, post, profiles, put, weight,
};

#[actix_web::test]
async fn nothing_personal_stands_in_any_record() {
    let profiles = profiles().await;
    let person = profiles.person().await;
    let key = ("Idempotency-Key", "k");
    profiles.send(put(&person, PROFILE, &ann()).insert_header(key)).await;
    let moved = json!({"name": "Anne Musterfrau", "zone": "Europe/Berlin", "sex": "female"});
    profiles.send(put(&person, PROFILE, &moved)).await;
    let goals = json!({"target_weight": {"value": 71.25, "unit": "kg"}, "note": "for the wedding"});
    profiles.send(put(&person, GOALS, &goals)).await;
    let mut measured = weight(80.5);
    measured["note"] = "before breakfast".into();
    profiles.send(post(&person, MEASUREMENTS, &measured)).await;
    let corrected = json!({"kind": "body_weight", "value": {"value": 81.75, "unit": "kg"}, "date": "2026-11-20"});
    profiles.send(put(&person, &format!("{MEASUREMENTS}/{ID}"), &corrected)).await;
    let mut described = hook();
    described["description"] = "my own log".into();
    profiles.send(post(&person, WEBHOOKS, &described)).await;
    profiles.send(post(&person, CALENDAR_LINKS, &json!({"id": ID, "name": "phone"}))).await;
    assert_eq!(profiles.events().len(), 7);
    for secret in [
        "Ann Mustermann",
        "Anne Musterfrau",
        "1990-05-17",
        "female",
        "172.5",
        "71.25",
        "wedding",
        "80.5",
        "81.75",
        "breakfast",
        "1f9c",
        "my own log",
        "phone",
    ] {
        assert_eq!(profiles.topics_that_tell(secret), [], "{secret}");
    }
    // what is no text can be read
    assert_eq!(profiles.topics_that_tell("Europe/Berlin"), [Topic::PROFILE_EVENTS, Topic::PROFILE_STATE]);
}

#[actix_web::test]
async fn secrets_stand_sealed_or_as_a_digest_and_no_answer_that_holds_one_is_kept() {
    let profiles = profiles().await;
    let ann = profiles.person().await;
    let key = ("Idempotency-Key", "k");
    let registered = profiles.send(post(&ann, WEBHOOKS, &hook()).insert_header(key)).await.json();
    let created = profiles.send(post(&ann, CALENDAR_LINKS, &json!({})).insert_header(key)).await.json();
    let (signing, calendar) = (registered["secret"].as_str().unwrap(), created["secret"].as_str().unwrap());
    assert_eq!(profiles.topics_that_tell(signing), []);
    assert_eq!(profiles.topics_that_tell(STANDARD.decode(&signing["whsec_".len()..]).unwrap()), []);
    assert_eq!(profiles.topics_that_tell(calendar), []);
    let bytes = URL_SAFE_NO_PAD.decode(calendar).unwrap();
    assert_eq!(profiles.topics_that_tell(&bytes), []);
    let digest = schemas::digest::Digest::of(&bytes);
    assert_eq!(profiles.topics_that_tell(digest.bytes()), [Topic::PROFILE_EVENTS, Topic::PROFILE_STATE]);
    let outcomes = profiles.log.records(Topic::PROFILE_OUTCOMES);
    assert!(outcomes.iter().all(|record| record.key.starts_with("_engine/")), "{outcomes:?}");
}
