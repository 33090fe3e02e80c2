//! Profile, goals, preferences: what is answered, and what stands in the log.

use command_api::testing::Fault;
use schemas::{
    header,
    profile::{ProfileEvent, ProfileField, Units, WeekStart},
    text::Text,
};
use serde_json::json;

use crate::support::{GOALS, PREFERENCES, PROFILE, ann, profiles, put};

#[actix_web::test]
async fn a_profile_is_made_once_and_changed_after_that() {
    let mut profiles = profiles().await;
    let person = profiles.person().await;
    let made = profiles.send(put(&person, PROFILE, &ann())).await;
    assert_eq!((made.status, made.header("etag"), made.header("location")), (201, Some("\"1\""), Some("/v1/query/me")));
    assert_eq!(made.json()["id"], person.id.to_string());
    let [recorded] = &profiles.news()[..] else { panic!("one event") };
    assert_eq!(recorded.said(), ("profile.ProfileCreated", "1", "1/1"));
    assert_eq!(recorded.record.key, format!("{0}/profile/{0}/1", person.id));
    assert_eq!(recorded.header(header::ACTOR), person.id.to_string());
    let ProfileEvent::ProfileCreated(created) = &recorded.event else { panic!("{recorded:?}") };
    assert_eq!((created.name.clear(), created.units), (Some("Ann Mustermann"), Units::Metric));
    assert_eq!(created.height.as_ref().and_then(Text::clear), Some("172.5 cm"));

    assert_eq!(profiles.send(put(&person, PROFILE, &ann())).await.status, 200);
    assert_eq!(profiles.news().len(), 0, "the same again");
    profiles.restart();
    let moved = json!({"name": "Ann Mustermann", "zone": "America/New_York", "units": "imperial", "week_start": "SUN"});
    let changed = profiles.send(put(&person, PROFILE, &moved)).await;
    assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2\"")));
    let [recorded] = &profiles.news()[..] else { panic!("one event") };
    let ProfileEvent::ProfileUpdated(updated) = &recorded.event else { panic!("{recorded:?}") };
    let fields: Vec<_> = updated.changes.iter().map(|change| change.field).collect();
    let expected = [
        ProfileField::DateOfBirth,
        ProfileField::Sex,
        ProfileField::Height,
        ProfileField::Units,
        ProfileField::Zone,
        ProfileField::WeekStart,
        ProfileField::Locale,
    ];
    assert_eq!(fields, expected);
    assert_eq!(updated.changes[2].old.as_ref().and_then(Text::clear), Some("172.5 cm"), "restored from its snapshot");
    assert_eq!((updated.week_start, updated.changes[0].new.clone()), (WeekStart::Sunday, None));
}

#[actix_web::test]
async fn of_two_that_change_one_version_one_wins() {
    let profiles = profiles().await;
    let person = profiles.person().await;
    profiles.send(put(&person, PROFILE, &ann())).await;
    let named = |name: &str| {
        let body = json!({"name": name, "zone": "UTC"});
        put(&person, PROFILE, &body).insert_header(("If-Match", "\"1\""))
    };
    assert_eq!(profiles.send(named("one")).await.status, 200);
    let stale = profiles.send(named("two")).await;
    assert_eq!((stale.status, &stale.json()["current_version"]), (412, &2.into()));
    // what somebody trains for is another matter, with a version of its own
    let goals = put(&person, GOALS, &json!({"weekly_workouts": 3})).insert_header(("If-Match", "\"0\""));
    assert_eq!(profiles.send(goals).await.header("etag"), Some("\"1\""));
}

#[actix_web::test]
async fn goals_and_preferences_are_replaced_whole() {
    let profiles = profiles().await;
    let person = profiles.person().await;
    let stronger = json!({"focus": "strength", "weekly_workouts": 3, "target_weight": {"value": 165, "unit": "lb"}});
    assert_eq!(profiles.send(put(&person, GOALS, &stronger)).await.status, 200);
    assert_eq!(profiles.send(put(&person, GOALS, &stronger)).await.status, 200);
    assert_eq!(profiles.send(put(&person, GOALS, &json!({}))).await.header("etag"), Some("\"2\""));
    let asked = json!({"progression": "ask", "leaderboards": ["weekly-volume"]});
    assert_eq!(profiles.send(put(&person, PREFERENCES, &asked)).await.header("etag"), Some("\"1\""));
    assert_eq!(profiles.send(put(&person, PREFERENCES, &json!({}))).await.header("etag"), Some("\"2\""));
    let said: Vec<_> = profiles.news().iter().map(|event| event.said().0.to_owned()).collect();
    let (goals, preferences) = ("profile.GoalsChanged", "profile.PreferencesChanged");
    assert_eq!(said, [goals, goals, preferences, preferences]);
}

#[actix_web::test]
async fn every_mistake_is_named_and_nothing_recorded() {
    let profiles = profiles().await;
    let person = profiles.person().await;
    let body = json!({"name": " ", "zone": "Berlin", "week_start": "FRI", "height": {"value": 0, "unit": "cm"}});
    let expected = [
        ("/name", "empty"),
        ("/height/value", "out_of_range"),
        ("/zone", "invalid_zone"),
        ("/week_start", "unknown_value"),
    ];
    assert_eq!(profiles.send(put(&person, PROFILE, &body)).await.refused(), (422, "invalid", expected));
    assert_eq!(profiles.log.transactions().len(), 0);
}

#[actix_web::test]
async fn a_retry_after_a_commit_that_nobody_heard_of_has_one_effect() {
    for (fault, events_before) in [(Fault::Unheard, 1), (Fault::Lost, 0), (Fault::Fenced, 0)] {
        let profiles = profiles().await;
        let person = profiles.person().await;
        profiles.log.fail_next(fault);
        let keyed = || put(&person, PROFILE, &ann()).insert_header(("Idempotency-Key", "k"));
        assert_eq!(profiles.send(keyed()).await.status, 503, "{fault:?}");
        assert_eq!(profiles.news().len(), events_before, "{fault:?}");
        let again = profiles.send_until_available(keyed).await;
        assert_eq!((again.status, &again.json()["version"]), (201, &1.into()), "{fault:?}");
        assert_eq!(profiles.events().len(), 1, "{fault:?}");
    }
}
