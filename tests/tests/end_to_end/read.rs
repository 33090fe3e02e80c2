//! Reading everything that golden facts speak of, and comparing it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Answer, Client, Golden, grams};

/// Every item of a list, page by page; the answer includes everything up to `after`.
pub(crate) async fn everything(client: &Client, path: &str, after: &Answer) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        // an odd size, so that pages end everywhere
        let page = format!("{path}?limit=37{cursor}");
        let page = client.get(&page).after(after).send().await.expect(200).body;
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

/// Weeks, months, exercises, records and streaks are those of the golden facts.
pub(crate) async fn assert_golden(client: &Client, golden: &Golden, after: &Answer) {
    assert_weeks(client, golden, after).await;
    assert_workouts(client, golden, after).await;
    assert_exercises(client, golden, after).await;
    assert_streaks(client, golden, after).await;
}

async fn assert_weeks(client: &Client, golden: &Golden, after: &Answer) {
    let weeks = everything(client, "/v1/query/stats/weekly", after).await;
    let ours: Vec<Value> =
        weeks.iter().map(|week| json!([week["week"], week["from"], week["workouts"], week["volume_g"]])).collect();
    let theirs: Vec<Value> = golden
        .list("iso_weeks")
        .iter()
        .map(|week| json!([week["week"], week["monday"], week["workouts"], grams(&week["volume"])]))
        .collect();
    assert_eq!(ours, theirs);
    for week in &weeks {
        assert_eq!(grams(&week["volume"]["value"]), week["volume_g"].as_i64().unwrap(), "{week}");
        assert_eq!(week["volume"]["unit"], "kg");
    }
}

/// The list of workouts adds up to the totals, and months to what the list says.
async fn assert_workouts(client: &Client, golden: &Golden, after: &Answer) {
    let workouts = everything(client, "/v1/query/workouts", after).await;
    assert_eq!(workouts.len() as u64, golden.count("workouts"));
    let sum = |field: &str| workouts.iter().map(|workout| workout[field].as_i64().unwrap()).sum::<i64>();
    assert_eq!(sum("sets") as u64, golden.count("set_rows"));
    assert_eq!(sum("volume_g"), grams(&golden.0["total_volume"]));
    let mut expected: BTreeMap<&str, [i64; 3]> = BTreeMap::new();
    for workout in &workouts {
        let month = expected.entry(&workout["date"].as_str().unwrap()[..7]).or_default();
        month[0] += 1;
        month[1] += workout["sets"].as_i64().unwrap();
        month[2] += workout["volume_g"].as_i64().unwrap();
        assert_eq!(workout["date"], workout["started_at"].as_str().unwrap()[..10], "{workout}");
        assert_eq!((&workout["status"], &workout["origin"]), (&json!("completed"), &json!("import")));
    }
    let months = everything(client, "/v1/query/stats/monthly", after).await;
    let counts = |month: &Value| ["workouts", "sets", "volume_g"].map(|field| month[field].as_i64().unwrap());
    let ours: BTreeMap<&str, [i64; 3]> =
        months.iter().map(|month| (month["month"].as_str().unwrap(), counts(month))).collect();
    assert_eq!(ours, expected);
    assert!(months.iter().all(|month| month["from"] == format!("{}-01", month["month"].as_str().unwrap())));
}

async fn assert_exercises(client: &Client, golden: &Golden, after: &Answer) {
    let exercises = everything(client, "/v1/query/exercises", after).await;
    assert_eq!(exercises.len() as u64, golden.count("exercises"));
    let sets: u64 = exercises.iter().map(|exercise| exercise["sets"].as_u64().unwrap()).sum();
    assert_eq!(sets, golden.count("set_rows"));
    for top in golden.list("top_exercises") {
        let found = exercises.iter().find(|exercise| exercise["name"] == top["exercise"]);
        let exercise = found.unwrap_or_else(|| panic!("{} is missing", top["exercise"]));
        assert_eq!(exercise["sets"], top["sets"], "{exercise}");
        assert_eq!(exercise["imported_names"], json!([top["exercise"]]));
        let path = format!("/v1/query/exercises/{}/records", exercise["id"].as_str().unwrap());
        let records = client.get(&path).after(after).send().await.expect(200).body;
        assert_eq!((&records["exercise"], &records["sets"]), (&exercise["id"], &top["sets"]));
        assert_records(&records, top);
    }
}

fn assert_records(records: &Value, golden: &Value) {
    let set = |record: &Value| json!([record["load_g"], record["reps"], local(record)]);
    let golden_set = |record: &Value| json!([grams(&record["weight"]), record["reps"], record["at"]]);
    let both = |ours: &str, theirs: &str| {
        let (ours, theirs) = (records[ours].clone(), golden[theirs].clone());
        assert!(records.is_object() && ours.is_null() == theirs.is_null(), "{records} {theirs}");
        (!theirs.is_null()).then_some((ours, theirs))
    };
    for name in ["heaviest", "best_set_volume", "best_e1rm", "best_session_volume"] {
        assert!(records.get(name).is_some(), "{name} is always there: {records}");
    }
    if let Some((ours, theirs)) = both("heaviest", "heaviest") {
        assert_eq!(set(&ours), golden_set(&theirs), "{}", golden["exercise"]);
        assert_eq!(grams(&ours["load"]["value"]), grams(&theirs["weight"]));
    }
    if let Some((ours, theirs)) = both("best_set_volume", "best_set_volume") {
        assert_eq!(set(&ours), golden_set(&theirs), "{}", golden["exercise"]);
        assert_eq!(ours["volume_g"], grams(&theirs["exact"]));
    }
    if let Some((ours, theirs)) = both("best_e1rm", "best_e1rm_brzycki") {
        assert_eq!(set(&ours), golden_set(&theirs), "{}", golden["exercise"]);
        assert_eq!((&ours["formula"], &ours["e1rm_g"]), (&json!("brzycki"), &json!(grams(&theirs["exact"]))));
    }
    if let Some((ours, theirs)) = both("best_session_volume", "best_session_volume") {
        assert_eq!(json!([ours["volume_g"], local(&ours)]), json!([grams(&theirs["value"]), theirs["at"]]));
    }
}

async fn assert_streaks(client: &Client, golden: &Golden, after: &Answer) {
    let streaks = client.get("/v1/query/streaks").after(after).send().await.expect(200).body;
    assert_eq!(streaks["weeks"]["longest"], golden.0["longest_week_streak"]["length"]);
    assert_eq!(streaks["days"]["longest"], golden.0["longest_day_streak"]["length"]);
    // years ago
    assert_eq!((&streaks["weeks"]["current"], &streaks["days"]["current"]), (&json!(0), &json!(0)));
    assert_eq!(streaks["target_weeks"], Value::Null);
}

/// The first 19 characters of an instant are the local time.
pub(crate) fn local(record: &Value) -> &str {
    &record["at"].as_str().unwrap()[..19]
}
