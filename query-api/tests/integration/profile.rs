//! What the profile changes in answers, and what is read of it.

use projections::fold::Fact;
use schemas::{
    execution::SetKind,
    goal::{GoalEvent, GoalKind, GoalSet, GoalTarget, Metric},
    id::UserId,
    profile::{
        CalendarLinkCreated, CalendarLinkRevoked, ChannelChoice, GoalsChanged, MeasurementCorrected,
        MeasurementDeleted, MeasurementKind, MeasurementRecorded, NotificationKind, Policy, PreferencesChanged,
        ProfileCreated, ProfileEvent, QuietHours, Units, WebhookRegistered, WebhookRemoved, WeekStart,
    },
    quantity::{Mass, MassUnit},
    testing::{Example, id},
    text::Text,
    topic::Topic,
};
use serde_json::{Value, json};

use crate::{
    support::{Installation, batch, me, with_installation},
    training::{block, executed, kilograms, set, workout},
};

const PROFILE: Topic = Topic::PROFILE_EVENTS;

fn uuid(number: u64) -> String {
    id::<schemas::id::kind::Workout>(number).to_string()
}

fn created(units: Units, week_start: WeekStart, zone: &str) -> Fact {
    let zone = zone.parse().unwrap();
    let profile = ProfileCreated { user_id: me(), units, week_start, zone, ..ProfileCreated::example() };
    Fact::Profile(ProfileEvent::ProfileCreated(profile))
}

async fn commit(installation: &Installation, facts: impl IntoIterator<Item = Fact>) {
    installation.commit(&batch(PROFILE, 0, facts)).await;
}

fn lifted(number: u64, started: &str, load: Mass, reps: i32) -> Fact {
    let sets = vec![set(id(1000 * number), 0, SetKind::Normal, Some(load), Some(reps))];
    executed(workout(me(), id(number), started, vec![block("Bench Press", sets)]))
}

fn pounds(text: &str) -> Mass {
    Mass::parse(text, MassUnit::Lb).unwrap()
}

#[actix_web::test]
async fn masses_come_in_the_units_of_the_reader_and_grams_beside_them() {
    with_installation(async |installation| {
        let facts =
            [lifted(1, "2021-08-01T18:00:00", pounds("110"), 8), lifted(2, "2021-08-02T18:00:00", pounds("2.5"), 10)];
        installation.commit(&batch(Topic::EXECUTION_EVENTS, 0, facts)).await;
        let target = GoalTarget {
            mass: kilograms("1000"),
            distance: None,
            count: None,
            minutes: None,
            reps: None,
            lowest: None,
            highest: None,
            weeks: None,
        };
        let (kind, metric) = (GoalKind::Accumulate, Metric::Volume);
        let goal = GoalSet { user_id: me(), goal_id: id(7), kind, metric, target, ..GoalSet::example() };
        installation.commit(&batch(Topic::GOAL_EVENTS, 0, [Fact::Goal(GoalEvent::GoalSet(goal))])).await;
        let path = format!("/v1/query/workouts/{}", uuid(1));
        let metric = installation.get(&path).await;
        assert_eq!(metric["volume"], json!({"value": 399.1612856, "unit": "kg"}));
        assert_eq!(metric["exercises"][0]["sets"][0]["load"], json!({"value": 49.8951607, "unit": "kg"}));

        commit(installation, [created(Units::Imperial, WeekStart::Monday, "UTC")]).await;
        let imperial = installation.get(&path).await;
        assert_eq!(imperial["volume"], json!({"value": 880, "unit": "lb"}));
        assert_eq!(imperial["volume_g"], metric["volume_g"]);
        let set = &imperial["exercises"][0]["sets"][0];
        assert_eq!((&set["load"], &set["load_entered"]), (&json!({"value": 110, "unit": "lb"}), &set["load"]));
        assert_eq!(set["load_g"], 49_895);
        let list = installation.get("/v1/query/workouts").await;
        assert_eq!(list["items"][0]["volume"], json!({"value": 25, "unit": "lb"}));
        let records = installation.get("/v1/query/exercises/bench-press/records").await;
        assert_eq!(records["heaviest"]["load"], json!({"value": 110, "unit": "lb"}));
        assert_eq!(records["best_set_volume"]["volume"], json!({"value": 880, "unit": "lb"}));
        assert_eq!(records["best_session_volume"]["volume"], json!({"value": 880, "unit": "lb"}));
        // 36 × 110 / 29
        assert_eq!(records["best_e1rm"]["e1rm"], json!({"value": 136.551724, "unit": "lb"}));
        assert_eq!(installation.get("/v1/query/records").await["items"][0], records);
        let history = installation.get("/v1/query/exercises/bench-press/history").await;
        assert_eq!(history["items"][1]["volume"], json!({"value": 880, "unit": "lb"}));
        assert_eq!(history["items"][1]["sets"][0]["load"], json!({"value": 110, "unit": "lb"}));
        for (stats, volume) in [("weekly", 25), ("monthly", 905)] {
            let stats = installation.get(&format!("/v1/query/stats/{stats}")).await;
            let last = stats["items"].as_array().unwrap().last().unwrap();
            assert_eq!(last["volume"], json!({"value": volume, "unit": "lb"}));
        }
        let goal = installation.get(&format!("/v1/query/goals/{}", uuid(7))).await;
        assert_eq!(goal["target"], json!({"value": 2204.622622, "unit": "lb"}));
        assert_eq!(goal["progress"]["unit"], "lb");
        assert_eq!(installation.get("/v1/query/goals").await["items"][0]["target"], goal["target"]);
    })
    .await;
}

#[actix_web::test]
async fn weeks_begin_when_the_reader_says() {
    with_installation(async |installation| {
        // Sunday, Monday, the Saturday of that week, the Sunday after it
        let days = ["2026-08-09", "2026-08-10", "2026-08-15", "2026-08-16"];
        let facts = (1..).zip(days).map(|(number, day)| {
            let load = Mass::parse("10", MassUnit::Kg).unwrap();
            lifted(number, &format!("{day}T18:00:00"), load, 1)
        });
        installation.commit(&batch(Topic::EXECUTION_EVENTS, 0, facts)).await;
        let weeks = async || {
            let stats = installation.get("/v1/query/stats/weekly").await;
            let week = |week: &Value| json!([week["week"], week["from"], week["workouts"]]);
            stats["items"].as_array().unwrap().iter().map(week).collect::<Value>()
        };
        assert_eq!(weeks().await, json!([["2026-W32", "2026-08-03", 1], ["2026-W33", "2026-08-10", 3]]));
        commit(installation, [created(Units::Metric, WeekStart::Sunday, "UTC")]).await;
        assert_eq!(weeks().await, json!([[null, "2026-08-09", 3], [null, "2026-08-16", 1]]));
        installation.commit(&batch(PROFILE, 1, [created(Units::Metric, WeekStart::Saturday, "UTC")])).await;
        assert_eq!(weeks().await, json!([[null, "2026-08-08", 2], [null, "2026-08-15", 2]]));
        let page = installation.get("/v1/query/stats/weekly?limit=1").await;
        let next = format!("/v1/query/stats/weekly?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
        assert_eq!(installation.get(&next).await["items"][0]["from"], "2026-08-15");
        let months = installation.get("/v1/query/stats/monthly").await;
        assert_eq!(months["items"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn streaks_follow_the_zone_the_week_and_the_target_of_the_reader() {
    with_installation(async |installation| {
        // two in the week of 08-10, one in that of 08-17
        let days = ["2026-08-10", "2026-08-16", "2026-08-17"];
        let facts = (1..).zip(days).map(|(number, day)| lifted(number, &format!("{day}T18:00:00"), pounds("1"), 1));
        installation.commit(&batch(Topic::EXECUTION_EVENTS, 0, facts)).await;
        // Sunday night in Vienna, where the workouts were; Monday morning in Auckland
        installation.clock.set("2026-08-30T20:30:00Z".parse().unwrap());
        let streaks = async || installation.get("/v1/query/streaks").await;
        let without = streaks().await;
        assert_eq!((&without["weeks"], &without["target_weeks"]), (&json!({"current": 2, "longest": 2}), &Value::Null));
        let goals = GoalsChanged { user_id: me(), weekly_workouts: Some(2), ..GoalsChanged::example() };
        let facts = [
            created(Units::Metric, WeekStart::Monday, "Pacific/Auckland"),
            Fact::Profile(ProfileEvent::GoalsChanged(goals.clone())),
        ];
        commit(installation, facts).await;
        let there = streaks().await;
        assert_eq!(there["weeks"], json!({"current": 0, "longest": 2}));
        assert_eq!(there["target_weeks"], json!({"current": 0, "longest": 1}));
        let sunday = created(Units::Metric, WeekStart::Sunday, "Europe/Vienna");
        installation.clock.set("2026-08-22T12:00:00Z".parse().unwrap());
        installation.commit(&batch(PROFILE, 2, [sunday])).await;
        // from Sunday: one in the week of 08-09, two in that of 08-16
        assert_eq!(streaks().await["target_weeks"], json!({"current": 1, "longest": 1}));
        let none = Fact::Profile(ProfileEvent::GoalsChanged(GoalsChanged { weekly_workouts: None, ..goals }));
        installation.commit(&batch(PROFILE, 3, [none])).await;
        assert_eq!(streaks().await["target_weeks"], Value::Null);
    })
    .await;
}

#[actix_web::test]
async fn somebody_is_told_what_they_said_of_themselves() {
    with_installation(async |installation| {
        let nothing = installation.get("/v1/query/me").await;
        assert_eq!((&nothing["profile"], &nothing["goals"]), (&Value::Null, &Value::Null));
        let usual = &nothing["preferences"];
        assert_eq!((&usual["progression"], &usual["version"]), (&json!("auto"), &json!(0)));
        assert_eq!(usual["template_updates"], json!({"progression": "auto", "edit": "ask"}));
        let channels = usual["notifications"]["channels"].as_object().unwrap();
        assert_eq!(channels.len(), 15);
        assert!(channels.values().all(|channels| *channels == json!(["in_app", "webhook"])));

        let goals = GoalsChanged { user_id: me(), ..GoalsChanged::example() };
        let choice = ChannelChoice { kind: NotificationKind::GoalMissed, in_app: false, email: true, webhook: false };
        let preferences = PreferencesChanged {
            user_id: me(),
            progression: Policy::Ask,
            channels: vec![choice],
            quiet_hours: Some(QuietHours { from_minute: 1_320, until_minute: 425 }),
            ..PreferencesChanged::example()
        };
        let facts = [
            created(Units::Imperial, WeekStart::Sunday, "Europe/Vienna"),
            Fact::Profile(ProfileEvent::GoalsChanged(goals)),
            Fact::Profile(ProfileEvent::PreferencesChanged(preferences)),
        ];
        commit(installation, facts).await;
        let told = installation.get("/v1/query/me").await;
        let profile = json!({
            "name": "Ann", "date_of_birth": "1990-05-17", "sex": "female", "height": {"value": 70.866142, "unit": "in"},
            "height_entered": {"value": 180, "unit": "cm"}, "units": "imperial", "zone": "Europe/Vienna",
            "week_start": "SUN", "locale": "de-AT", "version": 1,
        });
        assert_eq!(told["profile"], profile);
        assert_eq!(told["goals"]["target_weight"], json!({"value": 165.346697, "unit": "lb"}));
        assert_eq!(told["goals"]["target_weight_entered"], json!({"value": 75, "unit": "kg"}));
        assert_eq!((&told["goals"]["target_weight_g"], &told["goals"]["version"]), (&json!(75_000), &json!(2)));
        assert_eq!(told["goals"]["target_body_fat"], json!({"value": 15, "unit": "%"}));
        let preferences = &told["preferences"];
        assert_eq!(
            (&preferences["progression"], &preferences["leaderboards"]),
            (&json!("ask"), &json!(["weekly-volume"]))
        );
        let notifications = &preferences["notifications"];
        assert_eq!(notifications["quiet_hours"], json!({"from": "22:00", "until": "07:05"}));
        assert_eq!(notifications["channels"]["goal_missed"], json!(["email"]));
        assert_eq!(notifications["channels"]["goal_achieved"], json!(["in_app", "webhook"]));
        // what is theirs is nobody else's
        assert_eq!(installation.ask_as(id(2), "/v1/query/me").await.1["profile"], Value::Null);
    })
    .await;
}

#[actix_web::test]
async fn what_was_erased_is_null() {
    with_installation(async |installation| {
        let profile = ProfileCreated {
            user_id: me(),
            name: Text::Erased,
            date_of_birth: Some(Text::Erased),
            sex: Some(Text::Erased),
            height: Some(Text::Erased),
            ..ProfileCreated::example()
        };
        let measured = MeasurementRecorded { user_id: me(), value: Text::Erased, ..MeasurementRecorded::example() };
        let facts = [ProfileEvent::ProfileCreated(profile), ProfileEvent::MeasurementRecorded(measured)];
        commit(installation, facts.map(Fact::Profile)).await;
        let told = &installation.get("/v1/query/me").await["profile"];
        for field in ["name", "date_of_birth", "sex", "height", "height_entered"] {
            assert_eq!(told[field], Value::Null, "{field}");
        }
        let list = installation.get("/v1/query/measurements").await;
        assert_eq!((&list["items"][0]["value"], &list["items"][0]["kind"]), (&Value::Null, &json!("body_weight")));
    })
    .await;
}

fn measured(number: u64, kind: MeasurementKind, value: &str, date: &str) -> Fact {
    Fact::Profile(ProfileEvent::MeasurementRecorded(MeasurementRecorded {
        user_id: me(),
        measurement_id: id(number),
        kind,
        value: Text::from(value),
        date: date.parse().unwrap(),
        note: None,
        ..MeasurementRecorded::example()
    }))
}

fn ids(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn measurements_are_listed_newest_first_by_kind_and_day() {
    with_installation(async |installation| {
        use MeasurementKind::{BodyFat, BodyWeight, Waist};
        let corrected = MeasurementCorrected {
            user_id: me(),
            measurement_id: id(2),
            value: Text::from("177.5 lb"),
            date: "2026-08-11".parse().unwrap(),
            ..MeasurementCorrected::example()
        };
        let deleted = MeasurementDeleted { user_id: me(), measurement_id: id(5), ..MeasurementDeleted::example() };
        let facts = [
            measured(1, BodyWeight, "80.5 kg", "2026-08-10"),
            measured(2, BodyWeight, "81 kg", "2026-08-01"),
            measured(3, BodyFat, "15.2 %", "2026-08-10"),
            measured(4, Waist, "82 cm", "2026-08-12"),
            measured(5, BodyWeight, "90 kg", "2026-08-13"),
            Fact::Profile(ProfileEvent::MeasurementCorrected(corrected)),
            Fact::Profile(ProfileEvent::MeasurementDeleted(deleted)),
        ];
        commit(installation, facts).await;
        let listed = async |query: &str| ids(&installation.get(&format!("/v1/query/measurements{query}")).await);
        assert_eq!(listed("").await, [4, 2, 3, 1].map(uuid));
        assert_eq!(listed("?kind=body_weight").await, [2, 1].map(uuid));
        assert_eq!(listed("?from=2026-08-11&to=2026-08-12").await, [4, 2].map(uuid));
        assert_eq!(listed("?kind=waist&to=2026-08-11").await, [0; 0].map(uuid));
        let page = installation.get("/v1/query/measurements?limit=3").await;
        let next = format!("?limit=3&cursor={}", page["next_cursor"].as_str().unwrap());
        assert_eq!((ids(&page), listed(&next).await), ([4, 2, 3].map(uuid).to_vec(), [1].map(uuid).to_vec()));

        let (status, etag, one) = installation
            .ask(
                &format!("/v1/query/measurements/{}", uuid(2)),
                &[("authorization", &format!("Bearer {}", installation.token(me())))],
            )
            .await;
        assert_eq!((status, etag.as_deref()), (200, Some("\"6\"")));
        assert_eq!(one["value"], json!({"value": 80.512646, "unit": "kg"}));
        assert_eq!((&one["value_g"], &one["value_entered"]), (&json!(80_513), &json!({"value": 177.5, "unit": "lb"})));
        assert_eq!((&one["date"], &one["kind"]), (&json!("2026-08-11"), &json!("body_weight")));
        let share = installation.get(&format!("/v1/query/measurements/{}", uuid(3))).await;
        assert_eq!((&share["value"], share.get("value_g")), (&json!({"value": 15.2, "unit": "%"}), None));
        for gone in [uuid(5), uuid(6), "7".to_owned()] {
            assert_eq!(installation.refused(&format!("/v1/query/measurements/{gone}")).await.0, 404);
        }
        let other: UserId = id(2);
        assert_eq!(installation.ask_as(other, "/v1/query/measurements").await.1["items"], json!([]));
        assert_eq!(installation.ask_as(other, &format!("/v1/query/measurements/{}", uuid(1))).await.0, 404);
        for (query, code) in [
            ("kind=mood", "unknown_value"),
            ("kind=unknown", "unknown_value"),
            ("from=2026-02-30", "invalid_date"),
            ("from=2026-08-02&to=2026-08-01", "before_from"),
            ("cursor=xyz", "invalid_cursor"),
        ] {
            let (status, _, found) = installation.refused(&format!("/v1/query/measurements?{query}")).await;
            assert_eq!((status, found.as_str()), (422, code), "{query}");
        }
    })
    .await;
}

#[actix_web::test]
async fn connections_are_listed_while_they_stand_and_without_secrets() {
    with_installation(async |installation| {
        let hook = |number| WebhookRegistered { user_id: me(), webhook_id: id(number), ..WebhookRegistered::example() };
        let link = |number| CalendarLinkCreated {
            user_id: me(),
            calendar_link_id: id(number),
            ..CalendarLinkCreated::example()
        };
        let removed = WebhookRemoved { user_id: me(), webhook_id: id(1), ..WebhookRemoved::example() };
        let revoked = CalendarLinkRevoked { user_id: me(), calendar_link_id: id(3), ..CalendarLinkRevoked::example() };
        let facts = [
            ProfileEvent::WebhookRegistered(hook(1)),
            ProfileEvent::WebhookRegistered(hook(2)),
            ProfileEvent::CalendarLinkCreated(link(3)),
            ProfileEvent::CalendarLinkCreated(link(4)),
            ProfileEvent::WebhookRemoved(removed),
            ProfileEvent::CalendarLinkRevoked(revoked),
        ];
        commit(installation, facts.map(Fact::Profile)).await;
        let webhooks = installation.get("/v1/query/webhooks").await;
        let expected = json!({
            "id": uuid(2), "url": "https://example.com/hook", "description": "my own log", "kinds": ["goal_achieved"],
            "registered_at": "2021-08-01T16:46:43Z", "version": 2,
        });
        assert_eq!(webhooks, json!({"items": [expected], "next_cursor": null}));
        let links = installation.get("/v1/query/calendar-links").await;
        let expected = json!({"id": uuid(4), "name": "Ann", "created_at": "2021-08-01T16:46:43Z", "version": 4});
        assert_eq!(links, json!({"items": [expected], "next_cursor": null}));
        for path in ["webhooks", "calendar-links"] {
            assert_eq!(installation.ask_as(id(2), &format!("/v1/query/{path}")).await.1["items"], json!([]), "{path}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_token_of_profile_is_waited_for() {
    with_installation(async |installation| {
        commit(installation, [created(Units::Metric, WeekStart::Monday, "UTC")]).await;
        let (status, me) = installation.after("profile-0-1", "/v1/query/me").await;
        assert_eq!((status, &me["profile"]["name"]), (200, &json!("Ann")));
        // what the units are belongs to every answer
        assert_eq!(installation.after("profile-0-2", "/v1/query/workouts").await.0, 503);
    })
    .await;
}
