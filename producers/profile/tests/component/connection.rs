//! Webhooks, calendar links, notifications that were read.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use schemas::{digest::Digest, profile::ProfileEvent};
use serde_json::{Value, json};

use crate::support::{CALENDAR_LINKS, ID, NOTHING, OTHER, WEBHOOKS, hook, post, profiles};

#[actix_web::test]
async fn a_webhook_tells_its_secret_once_and_keeps_it() {
    let mut profiles = profiles().await;
    let ann = profiles.person().await;
    let first = profiles.send(post(&ann, WEBHOOKS, &hook()).insert_header(("Idempotency-Key", "k"))).await;
    assert_eq!(
        (first.status, first.header("cache-control"), first.header("etag")),
        (201, Some("no-store"), Some("\"1\""))
    );
    let secret = first.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_"));
    let ProfileEvent::WebhookRegistered(registered) = &profiles.news()[0].event else { panic!("a registration") };
    assert_eq!(registered.secret.clear(), Some(secret.as_str()));
    profiles.restart();
    let again = profiles.send(post(&ann, WEBHOOKS, &hook()).insert_header(("Idempotency-Key", "k"))).await;
    assert_eq!((again.status, &again.json()["secret"], &again.json()["version"]), (200, &Value::Null, &1.into()));
    assert_eq!(profiles.news().len(), 0);
}

#[actix_web::test]
async fn a_webhook_leads_to_public_https_and_nowhere_else() {
    let profiles = profiles().await;
    let ann = profiles.person().await;
    for (url, code) in [
        ("http://example.com/", "not_https"),
        ("http://127.0.0.1/", "not_https"),
        ("https://127.0.0.1/", "not_public"),
        ("https://169.254.169.254/", "not_public"),
        ("https://ann:pass@example.com/", "has_credentials"),
        ("example.com", "invalid_url"),
    ] {
        let refused = profiles.send(post(&ann, WEBHOOKS, &json!({"url": url}))).await.refused();
        assert_eq!(refused, (422, "invalid", [("/url", code)]), "{url}");
    }
    assert_eq!(profiles.news().len(), 0);
}

#[actix_web::test]
async fn there_are_ten_at_most_until_one_goes() {
    let mut profiles = profiles().await;
    let ann = profiles.person().await;
    for (path, body, name) in
        [(WEBHOOKS, hook(), "too-many-webhooks"), (CALENDAR_LINKS, json!({"id": ID}), "too-many-calendar-links")]
    {
        let mut without_id = body.clone();
        without_id.as_object_mut().unwrap().remove("id");
        assert_eq!(profiles.send(post(&ann, path, &body)).await.status, 201);
        for _ in 1..10 {
            assert_eq!(profiles.send(post(&ann, path, &without_id)).await.status, 201);
        }
        assert_eq!(profiles.send(post(&ann, path, &without_id)).await.refused(), (409, name, NOTHING));
        profiles.restart();
        assert_eq!(profiles.send(post(&ann, path, &without_id)).await.refused(), (409, name, NOTHING));
        assert_eq!(profiles.send(ann.delete(&format!("{path}/{ID}"))).await.status, 200);
        assert_eq!(profiles.send(post(&ann, path, &without_id)).await.status, 201);
    }
}

#[actix_web::test]
async fn what_was_removed_stays_removed() {
    let profiles = profiles().await;
    let ann = profiles.person().await;
    profiles.send(post(&ann, WEBHOOKS, &hook())).await;
    let other = json!({"id": ID, "url": "https://example.com/other"});
    assert_eq!(
        profiles.send(post(&ann, WEBHOOKS, &other)).await.refused(),
        (409, "webhook-exists", [("/id", "taken")])
    );
    for version in ["\"2\"", "\"2\""] {
        assert_eq!(profiles.send(ann.delete(&format!("{WEBHOOKS}/{ID}"))).await.header("etag"), Some(version));
    }
    assert_eq!(profiles.send(post(&ann, WEBHOOKS, &hook())).await.refused(), (409, "webhook-removed", NOTHING));
    assert_eq!(profiles.send(ann.delete(&format!("{WEBHOOKS}/{OTHER}"))).await.status, 404);
}

#[actix_web::test]
async fn a_calendar_link_is_known_by_the_digest_of_its_secret() {
    let profiles = profiles().await;
    let ann = profiles.person().await;
    let phone = json!({"id": ID, "name": "phone"});
    let created = profiles.send(post(&ann, CALENDAR_LINKS, &phone)).await;
    assert_eq!((created.status, created.header("cache-control")), (201, Some("no-store")));
    let body = created.json();
    let secret = body["secret"].as_str().unwrap();
    assert_eq!(body["path"], format!("/v1/query/calendar/{secret}.ics"));
    let ProfileEvent::CalendarLinkCreated(event) = &profiles.news()[0].event else { panic!("a link") };
    assert_eq!(event.secret_hash, Digest::of(&URL_SAFE_NO_PAD.decode(secret).unwrap()));
    let again = profiles.send(post(&ann, CALENDAR_LINKS, &phone)).await;
    assert_eq!((again.status, &again.json()["secret"], &again.json()["path"]), (200, &Value::Null, &Value::Null));
    assert_eq!(profiles.send(ann.delete(&format!("{CALENDAR_LINKS}/{ID}"))).await.header("etag"), Some("\"2\""));
    let revoked = profiles.send(post(&ann, CALENDAR_LINKS, &phone)).await.refused();
    assert_eq!(revoked, (409, "calendar-link-revoked", NOTHING));
}

#[actix_web::test]
async fn a_notification_is_read_once() {
    let mut profiles = profiles().await;
    let ann = profiles.person().await;
    let read = || ann.post(&format!("/v1/profile/notifications/{ID}/read"));
    assert_eq!(profiles.send(read()).await.header("etag"), Some("\"1\""));
    profiles.restart();
    assert_eq!(profiles.send(read()).await.header("etag"), Some("\"1\""));
    let [recorded] = &profiles.news()[..] else { panic!("one event") };
    assert_eq!(recorded.said(), ("profile.NotificationRead", "1", "1/1"));
    assert_eq!(profiles.send(ann.post("/v1/profile/notifications/7/read")).await.status, 404);
}
