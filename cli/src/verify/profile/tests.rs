use schemas::{
    profile::{
        CalendarLinkCreated, CalendarLinkSnapshot, MeasurementRecorded, MeasurementSnapshot, PreferencesChanged,
        PreferencesSnapshot, ProfileCreated, ProfileSnapshot, ProfileUpdated, WebhookRegistered, WebhookSnapshot,
    },
    record::Record,
    testing::Example,
    topic::Topic,
};

use super::{
    super::{
        snapshots,
        testing::{Log, json_of},
    },
    *,
};

const OWNER: Uuid = Uuid::from_u128(1);
const THING: &str = "00000000-0000-0000-0000-0000000000aa";

fn event<R: Record>(log: &mut Log, kind: &str, id: &str, version: u64, record: &R) {
    let mut value = json_of(record);
    value["user_id"] = json!(OWNER);
    for field in ["measurement_id", "webhook_id", "calendar_link_id"] {
        if value.get(field).is_some() {
            value[field] = json!(id);
        }
    }
    log.command(Topic::PROFILE_EVENTS, OWNER, kind, id, version, &[(R::NAME, value)]);
}

fn state<R: Record>(log: &mut Log, store: &str, id: &str, version: u64, record: &R) {
    let mut value = json_of(record);
    value["version"] = version.into();
    log.state(Topic::PROFILE_STATE, OWNER, format!("{OWNER}/{store}/{id}"), R::NAME, value);
}

/// One of each, and what the service keeps of it.
fn told() -> Log {
    let mut log = Log::new();
    let own = OWNER.to_string();
    event(&mut log, "profile", &own, 1, &ProfileCreated::example());
    event(&mut log, "profile", &own, 2, &ProfileUpdated::example());
    event(&mut log, "preferences", &own, 1, &PreferencesChanged::example());
    event(&mut log, "measurement", THING, 1, &MeasurementRecorded::example());
    event(&mut log, "webhook", THING, 1, &WebhookRegistered::example());
    event(&mut log, "calendar-link", THING, 1, &CalendarLinkCreated::example());
    state(&mut log, "profile", &own, 2, &ProfileSnapshot::example());
    state(&mut log, "preferences", &own, 1, &PreferencesSnapshot::example());
    state(&mut log, "measurement", THING, 1, &MeasurementSnapshot::example());
    state(&mut log, "webhook", THING, 1, &WebhookSnapshot::example());
    state(&mut log, "calendar-link", THING, 1, &CalendarLinkSnapshot::example());
    let counted = json!({ "user_id": OWNER, "fold_version": 1, "webhooks": [THING], "calendar_links": [THING] });
    let key = format!("{OWNER}/connections/{OWNER}");
    log.state(Topic::PROFILE_STATE, OWNER, key, "traintracker.profile.ConnectionsSnapshot", counted);
    log
}

fn compared(log: &Log) -> Check {
    snapshots::check(&log.history(), &log.settled(), &log.settled())
}

#[test]
fn snapshots_that_say_what_the_events_say_are_fine() {
    let check = compared(&told());
    assert_eq!(check.differences(), 0, "{}", serde_json::to_string(&check).unwrap());
}

#[test]
fn every_part_of_a_snapshot_is_compared() {
    for (number, path, lie) in [
        (6, "/profile/name", json!("Bea")),
        (6, "/profile/height", Value::Null),
        (6, "/profile/week_start", json!("SUN")),
        (7, "/preferences/progression", json!("auto")),
        (7, "/preferences/channels/0/email", json!(false)),
        (8, "/measurement/value", json!("80.6 kg")),
        (8, "/measurement", Value::Null),
        (9, "/webhook/url", json!("https://example.org/")),
        (9, "/webhook/secret", json!("whsec_other")),
        (10, "/link/secret_hash", json!("00")),
        (11, "/webhooks", json!([])),
        (11, "/calendar_links/0", json!(OWNER)),
    ] {
        let mut log = told();
        *log.value(number).pointer_mut(path).unwrap() = lie;
        assert_eq!(compared(&log).differences(), 1, "{path}");
    }
    for number in 6..12 {
        let mut log = told();
        log.records.remove(number);
        assert_eq!(compared(&log).differences(), 1, "without {number}");
    }
}

#[test]
fn a_webhook_secret_does_not_reach_the_report() {
    let mut log = told();
    log.value(9)["webhook"]["secret"] = json!("whsec_other");
    let told = serde_json::to_string(&compared(&log)).unwrap();
    assert!(!told.contains("whsec_"), "{told}");
}

#[test]
fn rows_are_the_last_word_of_each_thing() {
    let mut tables = Tables::default();
    let mut log = told();
    for event in &log.history().events {
        tables.take(event);
    }
    let [profiles, goals, preferences, measurements, webhooks, links, read] = tables.into_tables();
    assert_eq!((goals.len(), read.len()), (0, 0));
    let profile = &profiles[&OWNER.to_string()];
    assert_eq!((&profile["version"], &profile["position"]), (&json!(2), &json!(1)));
    assert_eq!((&profile["height_um"], &profile["height_unit"]), (&json!(1_800_000), &json!("cm")));
    let channels = json!({ "goal_achieved": ["in_app", "email", "webhook"] });
    assert_eq!(preferences[&OWNER.to_string()]["channels"], channels);
    let key = format!("{OWNER}/{THING}");
    assert_eq!(measurements[&key]["canonical"], 80_500_000_000_i64);
    assert_eq!((&webhooks[&key]["standing"], &webhooks[&key]["secret"]), (&json!(true), &Value::Null));
    assert!(links[&key]["secret_hash"].as_str().unwrap().starts_with("\\x"));

    let removed = json!({ "user_id": OWNER, "webhook_id": THING, "removed_at": "2026-11-20T18:00:00Z" });
    let events = [("traintracker.profile.WebhookRemoved", removed)];
    log.command(Topic::PROFILE_EVENTS, OWNER, "webhook", THING, 2, &events);
    let mut tables = Tables::default();
    log.history().events.iter().for_each(|event| tables.take(event));
    let [.., webhooks, _, _] = tables.into_tables();
    let emptied = json!({
        "user_id": OWNER, "webhook_id": THING, "position": 12, "version": 2, "standing": false, "url": null,
        "description": null, "kinds": [], "registered_at": null,
    });
    assert_eq!(webhooks[&key], emptied);
}

#[test]
fn amounts_are_counted_half_up() {
    let canonical = |text: &str| Amount::of(&json!(text)).canonical;
    assert_eq!(canonical("80.5 kg"), Some(80_500_000_000));
    assert_eq!(canonical("177.55 lb"), Some(80_535_325_294), "… 293.5");
    assert_eq!(canonical("15.2 %"), Some(152_000));
    assert_eq!(canonical("71 in"), Some(1_803_400));
    assert_eq!(Amount::of(&Value::Null), Amount::default());
}
