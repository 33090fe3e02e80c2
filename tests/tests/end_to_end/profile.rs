//! Who somebody is, what they measure, and how they want to read it.

use schemas::topic::Topic;
use serde_json::{Value, json};

use crate::harness::{Answer, Client, System, assert_gapless, new_id, rows, shared};

const PROFILE: &str = "/v1/profile/profile";
const MEASUREMENTS: &str = "/v1/profile/measurements";

fn ann() -> Value {
    json!({
        "name": "Ann Mustermann", "date_of_birth": "1990-05-17", "sex": "female", "height": {"value": 172.5, "unit": "cm"},
        "zone": "Europe/Berlin", "units": "metric", "week_start": "MON", "locale": "de-DE",
    })
}

async fn me(athlete: &Client, after: &Answer) -> Value {
    athlete.get("/v1/query/me").after(after).send().await.expect(200).body
}

#[tokio::test]
async fn a_person_says_who_they_are_and_reads_it_at_once_and_after_a_crash() {
    let mut system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    assert_eq!(athlete.get("/v1/query/me").send().await.expect(200).body["profile"], Value::Null);
    let created = athlete.put(PROFILE, &ann()).send().await.expect(201);
    assert_eq!((created.header("etag"), created.header("location")), ("\"1\"", "/v1/query/me"));
    let told = me(&athlete, &created).await;
    assert_eq!((&told["profile"]["name"], &told["profile"]["version"]), (&json!("Ann Mustermann"), &json!(1)));
    assert_eq!(told["profile"]["height"], json!({"value": 172.5, "unit": "cm"}));
    assert_eq!(told["id"], athlete.user);

    let goals = json!({"focus": "strength", "weekly_workouts": 3, "target_weight": {"value": 165, "unit": "lb"}});
    athlete.put("/v1/profile/goals", &goals).send().await.expect(200);
    let asked = json!({"progression": "ask", "notifications": {"quiet_hours": {"from": "22:00", "until": "07:00"}}});
    athlete.put("/v1/profile/preferences", &asked).send().await.expect(200);
    let id = new_id();
    let weight = json!({"id": id, "kind": "body_weight", "value": {"value": 80.5, "unit": "kg"}, "date": "2026-11-20"});
    athlete.post(MEASUREMENTS, &weight).send().await.expect(201);
    let corrected = json!({"kind": "body_weight", "value": {"value": 177.5, "unit": "lb"}, "date": "2026-11-19"});
    let path = format!("{MEASUREMENTS}/{id}");
    athlete.put(&path, &corrected).header("if-match", "\"1\"").send().await.expect(200);
    let gone = athlete
        .post(MEASUREMENTS, &json!({"kind": "body_fat", "value": {"value": 15, "unit": "%"}, "date": "2026-11-20"}));
    let gone = gone.send().await.expect(201);
    athlete.delete(&format!("{MEASUREMENTS}/{}", gone.id())).send().await.expect(200);
    let hook = json!({"id": new_id(), "url": "https://example.com/hook"});
    let registered = athlete.post("/v1/profile/webhooks", &hook).send().await.expect(201);
    let secret = registered.body["secret"].as_str().unwrap().to_owned();
    let link = athlete.post("/v1/profile/calendar-links", &json!({"name": "phone"})).send().await.expect(201);
    let read = format!("/v1/profile/notifications/{}/read", new_id());
    let last = athlete.request(reqwest::Method::POST, &read).send().await.expect(200);

    system.crash().await;
    let athlete = athlete.at(&system.process.url);
    // what was decided before is known: the same again agrees, and tells no secret
    athlete.put(PROFILE, &ann()).send().await.expect(200);
    let again = athlete.post("/v1/profile/webhooks", &hook).send().await.expect(200);
    assert_eq!((&again.body["secret"], &again.body["events"]), (&Value::Null, &json!([])));
    assert_eq!(athlete.post(MEASUREMENTS, &weight).send().await.expect(409).problem(), "measurement-exists");
    let told = me(&athlete, &last).await;
    assert_eq!(told["goals"]["target_weight_entered"], json!({"value": 165, "unit": "lb"}));
    assert_eq!(told["preferences"]["notifications"]["quiet_hours"], json!({"from": "22:00", "until": "07:00"}));
    let measured = athlete.get("/v1/query/measurements?kind=body_weight").after(&last).send().await.expect(200).body;
    assert_eq!(measured["items"].as_array().unwrap().len(), 1);
    assert_eq!(measured["items"][0]["value_entered"], json!({"value": 177.5, "unit": "lb"}));
    assert_eq!(athlete.get("/v1/query/measurements").send().await.body["items"].as_array().unwrap().len(), 1);
    let hooks = athlete.get("/v1/query/webhooks").after(&last).send().await.expect(200);
    assert!(hooks.text.contains("https://example.com/hook") && !hooks.text.contains(&secret), "{}", hooks.text);
    let links = athlete.get("/v1/query/calendar-links").after(&last).send().await.expect(200);
    assert!(!links.text.contains(link.body["secret"].as_str().unwrap()), "{}", links.text);

    let records = system.log().of_user(Topic::PROFILE_EVENTS, &athlete.user);
    assert_eq!(records.len(), 10);
    assert_gapless(&records);
    for record in &records {
        let value = String::from_utf8_lossy(record.value.as_deref().unwrap());
        for text in ["Mustermann", "1990-05-17", "80.5", "177.5", "example.com", "whsec_", secret.as_str(), "phone"] {
            assert!(!value.contains(text), "{} tells {text}", record.key);
        }
    }
    system.verify().await;
    let before = rows(&system.environment).await;
    assert!(system.environment.tool(&["rebuild"]).await.status.success());
    assert_eq!(rows(&system.environment).await, before);
    system.verify().await;
}

#[tokio::test]
async fn answers_follow_the_units_and_the_week_of_the_profile() {
    let athlete = shared().await.athlete().await;
    let workout = json!({
        "name": "Push", "started_at": "2026-11-15T18:00:00+01:00", "zone": "Europe/Berlin",
        "exercises": [{"exercise": "bench-press", "sets": [{"reps": 8, "load": {"value": 110, "unit": "lb"}}]}],
    });
    let logged = athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201);
    let path = format!("/v1/query/workouts/{}", logged.id());
    let load = async |after: &Answer| {
        let workout = athlete.get(&path).after(after).send().await.expect(200).body;
        workout["exercises"][0]["sets"][0]["load"].clone()
    };
    assert_eq!(load(&logged).await, json!({"value": 49.8951607, "unit": "kg"}));
    let imperial = json!({"name": "Ann", "zone": "America/New_York", "units": "imperial", "week_start": "SUN"});
    let saved = athlete.put(PROFILE, &imperial).send().await.expect(201);
    assert_eq!(load(&saved).await, json!({"value": 110, "unit": "lb"}), "as it was entered");
    let weeks = athlete.get("/v1/query/stats/weekly").after(&saved).send().await.expect(200).body;
    let week = &weeks["items"][0];
    // a Sunday: the first day of this week, and the last of the ISO week before
    assert_eq!((&week["week"], &week["from"]), (&Value::Null, &json!("2026-11-15")));
    assert_eq!((&week["volume"], &week["volume_g"]), (&json!({"value": 880, "unit": "lb"}), &json!(399_161)));
}

#[tokio::test]
async fn of_two_that_change_the_same_version_one_wins() {
    let athlete = shared().await.athlete().await;
    athlete.put(PROFILE, &ann()).send().await.expect(201);
    let named = |name: &str| {
        let body = json!({"name": name, "zone": "UTC"});
        athlete.put(PROFILE, &body).header("if-match", "\"1\"").send()
    };
    let (one, other) = tokio::join!(named("one"), named("other"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let stale = if one.status == 412 { one } else { other };
    assert_eq!((stale.problem(), &stale.body["current_version"]), ("stale-version", &json!(2)));
}
