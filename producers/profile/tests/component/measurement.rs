//! Measurements: recorded, corrected, deleted.

use schemas::{profile::ProfileEvent, text::Text};
use serde_json::json;

use crate::support::{ID, MEASUREMENTS, NOTHING, OTHER, post, profiles, put, weight};

fn path(id: &str) -> String {
    format!("{MEASUREMENTS}/{id}")
}

#[actix_web::test]
async fn a_measurement_goes_its_way_from_recording_to_deletion() {
    let mut profiles = profiles().await;
    let ann = profiles.person().await;
    let recorded = profiles.send(post(&ann, MEASUREMENTS, &weight(80.5))).await;
    assert_eq!((recorded.status, recorded.header("etag")), (201, Some("\"1\"")));
    assert_eq!(recorded.header("location"), Some(format!("/v1/query/measurements/{ID}").as_str()));
    assert_eq!(profiles.send(post(&ann, MEASUREMENTS, &weight(80.5))).await.status, 200);
    profiles.restart();
    let mut corrected = weight(81.0);
    corrected.as_object_mut().unwrap().remove("id");
    assert_eq!(profiles.send(put(&ann, &path(ID), &corrected)).await.header("etag"), Some("\"2\""));
    assert_eq!(profiles.send(put(&ann, &path(ID), &corrected)).await.header("etag"), Some("\"2\""));
    profiles.restart();
    for _ in 0..2 {
        assert_eq!(profiles.send(ann.delete(&path(ID))).await.header("etag"), Some("\"3\""));
    }
    let news = profiles.news();
    let said: Vec<_> = news.iter().map(|event| event.said().0).collect();
    assert_eq!(said, ["profile.MeasurementRecorded", "profile.MeasurementCorrected", "profile.MeasurementDeleted"]);
    assert_eq!(news[0].record.key, format!("{}/measurement/{ID}/1", ann.id));
    let ProfileEvent::MeasurementCorrected(event) = &news[1].event else { panic!("{:?}", news[1]) };
    assert_eq!((event.value.clear(), event.previous_value.clear()), (Some("81 kg"), Some("80.5 kg")));
    assert_eq!(event.note.as_ref().and_then(Text::clear), None);
}

#[actix_web::test]
async fn what_the_state_forbids_is_409_and_what_is_not_there_404() {
    let profiles = profiles().await;
    let ann = profiles.person().await;
    profiles.send(post(&ann, MEASUREMENTS, &weight(80.5))).await;
    let taken = profiles.send(post(&ann, MEASUREMENTS, &weight(80.6))).await;
    assert_eq!(taken.refused(), (409, "measurement-exists", [("/id", "taken")]));
    assert_eq!(taken.json()["current_version"], 1);
    let body = json!({"kind": "waist", "value": {"value": 32, "unit": "in"}, "date": "2026-11-20"});
    assert_eq!(profiles.send(put(&ann, &path(OTHER), &body)).await.refused(), (404, "not-found", NOTHING));
    assert_eq!(profiles.send(ann.delete(&path(OTHER))).await.refused(), (404, "not-found", NOTHING));
    assert_eq!(profiles.send(ann.delete(&path("7"))).await.refused(), (404, "not-found", NOTHING));
    let ben = profiles.neighbour(&ann).await;
    assert_eq!(profiles.send(ben.delete(&path(ID))).await.refused(), (404, "not-found", NOTHING));
    profiles.send(ann.delete(&path(ID))).await;
    let deleted = profiles.send(post(&ann, MEASUREMENTS, &weight(80.5))).await;
    assert_eq!(deleted.refused(), (409, "measurement-deleted", NOTHING));
    let refused = profiles.send(put(&ann, &path(ID), &body)).await.refused();
    assert_eq!(refused, (409, "measurement-deleted", NOTHING));
}

#[actix_web::test]
async fn every_mistake_is_named_and_nothing_recorded() {
    let profiles = profiles().await;
    let ann = profiles.person().await;
    let body = json!({"id": "7", "kind": "body_fat", "value": {"value": 101, "unit": "%"}, "date": "2027-01-01"});
    let expected = [("/id", "invalid_id"), ("/value/value", "out_of_range"), ("/date", "in_the_future")];
    assert_eq!(profiles.send(post(&ann, MEASUREMENTS, &body)).await.refused(), (422, "invalid", expected));
    assert_eq!(profiles.log.transactions().len(), 0);
}

#[actix_web::test]
async fn only_the_version_that_was_seen_is_corrected() {
    let profiles = profiles().await;
    let ann = profiles.person().await;
    profiles.send(post(&ann, MEASUREMENTS, &weight(80.5))).await;
    let body = json!({"kind": "body_weight", "value": {"value": 81, "unit": "kg"}, "date": "2026-11-20"});
    let stale = put(&ann, &path(ID), &body).insert_header(("If-Match", "\"2\""));
    assert_eq!(profiles.send(stale).await.status, 412);
    let seen = put(&ann, &path(ID), &body).insert_header(("If-Match", "\"1\""));
    assert_eq!(profiles.send(seen).await.status, 200);
}
