use schemas::profile::{MeasurementKind, NotificationKind, Policy, Preferences, QuietHours};
use schemas::symbol::Symbol;
use schemas::time::Instant;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service::http::json::parse;
use service::http::problem::{Fault, Place, Problem};

use super::*;
use crate::secret::WebhookSecret;
use crate::settings::Settings;

fn now() -> Instant {
    "2026-11-20T18:00:00Z".parse().unwrap()
}

fn read<B: DeserializeOwned, T>(body: &Value, read: impl Fn(&B) -> Result<T, Problem>) -> Result<T, Problem> {
    parse::<B>(body.to_string().as_bytes()).and_then(|body| read(&body))
}

/// Pointers and codes of everything that is wrong.
#[track_caller]
fn wrong<T: std::fmt::Debug>(result: Result<T, Problem>) -> Vec<(String, String)> {
    let said = |fault: &Fault| {
        let Place::Pointer(pointer) = &fault.place else { panic!("{fault:?}") };
        (pointer.clone(), fault.code.to_string())
    };
    result.unwrap_err().errors().iter().map(said).collect()
}

fn all(faults: &[(&str, &str)]) -> Vec<(String, String)> {
    faults.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
}

fn profile(body: &Value) -> Result<crate::domain::profile::Details, Problem> {
    read(body, |body: &SaveProfile| body.read(now()))
}

fn preferences(body: &Value) -> Result<Preferences, Problem> {
    read(body, ChangePreferences::read)
}

#[test]
fn a_profile_is_what_was_said_and_metric_from_monday_where_nothing_was() {
    let whole = json!({
        "name": " Ann ", "date_of_birth": "1990-05-17", "sex": "female", "height": {"value": 172, "unit": "cm"},
        "units": "imperial", "zone": "Europe/Berlin", "week_start": "SUN", "locale": "de-at",
    });
    let content = profile(&whole).unwrap().content();
    assert_eq!((content.name.clear(), content.locale.as_deref()), (Some("Ann"), Some("de-AT")));
    assert_eq!((content.units.as_str(), content.week_start.as_str()), ("imperial", "SUN"));
    assert_eq!(content.height.unwrap().clear(), Some("172 cm"));
    let least = profile(&json!({"name": "Ann", "zone": "UTC", "sex": null})).unwrap().content();
    assert_eq!((least.units.as_str(), least.week_start.as_str()), ("metric", "MON"));
    assert_eq!((least.sex, least.height, least.date_of_birth, least.locale), (None, None, None, None));
}

#[test]
fn every_mistake_of_a_profile_is_named_where_it_stands() {
    let body = json!({
        "name": "", "date_of_birth": "2030-01-01", "sex": "f", "height": {"value": 172, "unit": "kg"},
        "units": "si", "zone": "Berlin", "week_start": "monday", "locale": "german!",
    });
    let expected = [
        ("/name", "empty"),
        ("/date_of_birth", "in_the_future"),
        ("/sex", "unknown_value"),
        ("/height/unit", "unit_does_not_fit"),
        ("/units", "unknown_value"),
        ("/zone", "invalid_zone"),
        ("/week_start", "unknown_value"),
        ("/locale", "invalid_locale"),
    ];
    assert_eq!(wrong(profile(&body)), all(&expected));
    assert_eq!(wrong(profile(&json!({"name": "Ann"}))), all(&[("/zone", "missing_field")]));
    assert_eq!(wrong(profile(&json!({"name": "Ann", "zone": "UTC", "age": 36}))), all(&[("/age", "unknown_field")]));
    // what only a newer reader knows is nothing to choose
    let unknown = json!({"name": "Ann", "zone": "UTC", "units": "unknown"});
    assert_eq!(wrong(profile(&unknown)), all(&[("/units", "unknown_value")]));
}

#[test]
fn goals_may_say_nothing_and_are_checked_in_everything() {
    let goals = |body: &Value| read(body, ChangeGoals::read);
    assert_eq!(goals(&json!({})).unwrap().content().weekly_workouts, None);
    let body = json!({
        "focus": "fame", "weekly_workouts": 0, "weekly_minutes": 10_081, "target_weight": {"value": -1, "unit": "kg"},
        "target_body_fat": {"value": 15, "unit": "pounds"}, "target_date": "soon", "note": "\u{0}",
    });
    let expected = [
        ("/focus", "unknown_value"),
        ("/weekly_workouts", "out_of_range"),
        ("/weekly_minutes", "out_of_range"),
        ("/target_weight/value", "out_of_range"),
        ("/target_body_fat/unit", "unknown_value"),
        ("/target_date", "invalid_date"),
        ("/note", "control_character"),
    ];
    assert_eq!(wrong(goals(&body)), all(&expected));
}

#[test]
fn a_measurement_is_checked_in_everything() {
    let record = |body: &Value| read(body, |body: &RecordMeasurement| body.read(now()));
    let fine = json!({"kind": "body_weight", "value": {"value": 80.50, "unit": "kg"}, "date": "2026-11-20"});
    let (id, reading) = record(&fine).unwrap();
    assert_eq!(id.uuid().get_version_num(), 7);
    assert_eq!((reading.kind, reading.value.to_string().as_str()), (MeasurementKind::BodyWeight, "80.5 kg"));
    let body =
        json!({"id": "1", "kind": "mood", "value": {"value": 80, "unit": "kg"}, "date": "2026-13-01", "note": ""});
    assert_eq!(
        wrong(record(&body)),
        all(&[("/id", "invalid_id"), ("/kind", "unknown_value"), ("/date", "invalid_date")])
    );
    let waist = json!({"kind": "waist", "value": {"value": 80, "unit": "kg"}, "date": "2026-11-22"});
    let expected = all(&[("/value/unit", "unit_does_not_fit"), ("/date", "in_the_future")]);
    assert_eq!(wrong(record(&waist)), expected);
    assert_eq!(wrong(read(&waist, |body: &CorrectMeasurement| body.read(now()))), expected);
    let precise = json!({"kind": "waist", "value": {"value": 1e300, "unit": "cm"}, "date": "2026-11-20"});
    assert_eq!(wrong(record(&precise)), all(&[("/value/value", "invalid_number")]));
}

#[test]
fn preferences_are_the_usual_where_nothing_was_said() {
    assert_eq!(preferences(&json!({})).unwrap(), Preferences::default());
    assert_eq!(preferences(&json!({"notifications": {}, "template_updates": {}})).unwrap(), Preferences::default());
}

#[test]
fn preferences_are_what_was_said() {
    let body = json!({
        "progression": "ask", "template_updates": {"progression": "ask", "edit": "auto"},
        "leaderboards": ["weekly-workouts", "longest-streak"],
        "notifications": {
            "channels": {"goal_missed": [], "goal_achieved": ["email", "in_app"]},
            "quiet_hours": {"from": "22:00", "until": "07:00"},
        },
    });
    let read = preferences(&body).unwrap();
    let policies = [read.progression, read.template_updates_by_progression, read.template_updates_by_edit];
    assert_eq!(policies, [Policy::Ask, Policy::Ask, Policy::Auto]);
    assert_eq!(read.leaderboards, ["longest-streak", "weekly-workouts"], "sorted");
    assert_eq!(read.quiet_hours, Some(QuietHours { from_minute: 1_320, until_minute: 420 }));
    let achieved = read.channels_of(NotificationKind::GoalAchieved);
    assert_eq!((achieved.in_app, achieved.email, achieved.webhook), (true, true, false));
    let missed = read.channels_of(NotificationKind::GoalMissed);
    assert_eq!((missed.in_app, missed.email, missed.webhook), (false, false, false));
    assert_eq!(read.channels.len(), 2);
}

#[test]
fn every_mistake_of_preferences_is_named_where_it_stands() {
    let body = json!({
        "progression": "never", "template_updates": {"edit": "maybe"},
        "leaderboards": ["weekly-volume", "fame", "weekly-volume"],
        "notifications": {
            "channels": {"a/b": ["in_app"], "goal_missed": ["fax", "email", "email"]},
            "quiet_hours": {"from": "7", "until": "24:00"},
        },
    });
    let expected = [
        ("/progression", "unknown_value"),
        ("/template_updates/edit", "unknown_value"),
        ("/leaderboards/1", "unknown_value"),
        ("/leaderboards/2", "duplicate"),
        ("/notifications/channels/a~1b", "unknown_value"),
        ("/notifications/channels/goal_missed/0", "unknown_value"),
        ("/notifications/channels/goal_missed/2", "duplicate"),
        ("/notifications/quiet_hours/from", "invalid_time"),
        ("/notifications/quiet_hours/until", "invalid_time"),
    ];
    assert_eq!(wrong(preferences(&body)), all(&expected));
    let empty = json!({"notifications": {"quiet_hours": {"from": "07:00", "until": "07:00"}}});
    assert_eq!(wrong(preferences(&empty)), all(&[("/notifications/quiet_hours/until", "empty")]));
}

#[test]
fn a_webhook_is_checked_in_everything() {
    let secret = WebhookSecret::generate().unwrap();
    let register = |body: &Value, loopback| {
        let settings = Settings { webhook_loopback: loopback };
        read(body, |body: &RegisterWebhook| body.read(&secret, settings, now()))
    };
    let local = json!({"url": "http://127.0.0.1:9000/", "kinds": ["goal_missed", "personal_record"]});
    let (_, registration) = register(&local, true).unwrap();
    assert_eq!(registration.kinds, [NotificationKind::PersonalRecord, NotificationKind::GoalMissed], "sorted");
    assert_eq!(registration.secret.clear(), Some(secret.expose().as_str()));
    assert_eq!(wrong(register(&local, false)), all(&[("/url", "not_https")]));
    let body = json!({
        "id": "x", "url": "https://ann:pass@example.com", "description": "a\nb",
        "kinds": ["goal_missed", "goal_missed", "fame"],
    });
    let expected = [
        ("/id", "invalid_id"),
        ("/url", "has_credentials"),
        ("/description", "control_character"),
        ("/kinds/1", "duplicate"),
        ("/kinds/2", "unknown_value"),
    ];
    assert_eq!(wrong(register(&body, false)), all(&expected));
}

#[test]
fn a_calendar_link_may_have_a_name() {
    let create = |body: &Value| read(body, |body: &CreateCalendarLink| body.read(now()));
    assert_eq!(create(&json!({})).unwrap().1, None);
    assert_eq!(create(&json!({"name": "phone"})).unwrap().1.unwrap().as_str(), "phone");
    assert_eq!(wrong(create(&json!({"id": 1}))), all(&[("/id", "invalid_type")]));
    assert_eq!(wrong(create(&json!({"name": "n".repeat(101)}))), all(&[("/name", "too_long")]));
}
