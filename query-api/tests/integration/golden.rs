//! Real histories: what the queries answer is what `golden.json` says, exactly.

use std::path::Path;

use schemas::exercise::ExerciseId;
use serde_json::Value;

use crate::{
    history::{hevy, strong},
    support::{Installation, batch, me, with_installation},
    training::executed,
};

fn data(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{} is needed: {error}", path.display()))
}

fn golden(file: &str) -> Value {
    let all: Value = serde_json::from_str(&data("golden.json")).unwrap();
    let files = all["files"].as_array().unwrap();
    files.iter().find(|facts| facts["file"] == file).unwrap().clone()
}

/// An exact value of `golden.json`, such as `1295/12`, in whole thousandths, half up.
fn thousandths(exact: &str) -> i64 {
    let (numerator, denominator) = exact.split_once('/').unwrap_or((exact, "1"));
    let (numerator, denominator): (i128, i128) = (numerator.parse().unwrap(), denominator.parse().unwrap());
    i64::try_from((2000 * numerator + denominator) / (2 * denominator)).unwrap()
}

fn grams(number: &Value) -> i64 {
    // up to six decimals, all of them multiples of a gram in these files
    format!("{:.0}", number.as_f64().unwrap() * 1000.0).parse().unwrap()
}

/// A record of ours against one of the golden facts.
fn check_set(ours: &Value, golden: &Value, value_g: &str) {
    if golden.is_null() {
        assert!(ours.is_null(), "{ours}");
        return;
    }
    assert_eq!(ours[value_g].as_i64().unwrap(), thousandths(golden["exact"].as_str().unwrap()), "{ours} {golden}");
    assert_eq!(ours["load_g"].as_i64().unwrap(), grams(&golden["weight"]), "{ours} {golden}");
    assert_eq!(ours["reps"].as_i64(), golden["reps"].as_i64(), "{ours} {golden}");
    check_at(ours, golden);
}

fn check_at(ours: &Value, golden: &Value) {
    assert_eq!(&ours["at"].as_str().unwrap()[..19], golden["at"].as_str().unwrap(), "{ours} {golden}");
}

async fn check_records(installation: &Installation, facts: &Value) {
    let list = installation.get("/v1/query/exercises?limit=200").await;
    let exercises = list["items"].as_array().unwrap();
    assert_eq!(exercises.len() as u64, facts["exercises"].as_u64().unwrap());
    let sets: i64 = exercises.iter().map(|exercise| exercise["sets"].as_i64().unwrap()).sum();
    assert_eq!(sets, facts["set_rows"].as_i64().unwrap());
    let all = installation.get("/v1/query/records?limit=200").await;
    for golden in facts["top_exercises"].as_array().unwrap() {
        let name = golden["exercise"].as_str().unwrap();
        let id = ExerciseId::of_name(name);
        let ours = installation.get(&format!("/v1/query/exercises/{id}/records")).await;
        assert_eq!(ours["sets"], golden["sets"], "{name}");
        check_set(&ours["heaviest"], &golden["heaviest"], "load_g");
        check_set(&ours["best_set_volume"], &golden["best_set_volume"], "volume_g");
        check_set(&ours["best_e1rm"], &golden["best_e1rm_brzycki"], "e1rm_g");
        let (session, best) = (&ours["best_session_volume"], &golden["best_session_volume"]);
        assert_eq!(session["volume_g"].as_i64().unwrap(), grams(&best["value"]), "{name}");
        check_at(session, best);
        let listed = exercises.iter().find(|exercise| exercise["id"] == id.as_str()).unwrap();
        assert_eq!((&listed["name"], &listed["sets"]), (&golden["exercise"], &golden["sets"]));
        assert_eq!(listed["imported_names"], serde_json::json!([name]));
        assert!(all["items"].as_array().unwrap().contains(&ours), "{name}");
    }
}

async fn check_weeks(installation: &Installation, facts: &Value) {
    let list = installation.get("/v1/query/stats/weekly?limit=200").await;
    let ours = list["items"].as_array().unwrap();
    let golden = facts["iso_weeks"].as_array().unwrap();
    assert_eq!(ours.len(), golden.len());
    for (ours, golden) in ours.iter().zip(golden) {
        assert_eq!(
            (&ours["week"], &ours["from"], &ours["workouts"], ours["volume_g"].as_i64().unwrap()),
            (&golden["week"], &golden["monday"], &golden["workouts"], grams(&golden["volume"]))
        );
    }
    let total = |list: &Value, member: &str| -> i64 {
        list["items"].as_array().unwrap().iter().map(|item| item[member].as_i64().unwrap()).sum()
    };
    let months = installation.get("/v1/query/stats/monthly").await;
    for totals in [&list, &months] {
        assert_eq!(total(totals, "volume_g"), grams(&facts["total_volume"]));
        assert_eq!(total(totals, "workouts"), facts["workouts"].as_i64().unwrap());
        assert_eq!(total(totals, "sets"), facts["set_rows"].as_i64().unwrap());
    }
    let streaks = installation.get("/v1/query/streaks").await;
    assert_eq!(streaks["weeks"]["longest"], facts["longest_week_streak"]["length"]);
    assert_eq!(streaks["days"]["longest"], facts["longest_day_streak"]["length"]);
    assert_eq!((&streaks["weeks"]["current"], &streaks["days"]["current"]), (&0.into(), &0.into()));
}

async fn check_workouts(installation: &Installation, facts: &Value) {
    let list = installation.get("/v1/query/workouts?limit=200").await;
    let ours = list["items"].as_array().unwrap();
    assert_eq!(ours.len() as u64, facts["workouts"].as_u64().unwrap());
    assert_eq!(ours[0]["date"], facts["last_local_date"]);
    assert_eq!(ours[ours.len() - 1]["date"], facts["first_local_date"]);
}

async fn check(file: &str, workouts: Vec<schemas::execution::WorkoutExecuted>) {
    let facts = golden(file);
    with_installation(async |installation| {
        let facts_of_log = workouts.into_iter().map(executed);
        installation.commit(&batch(schemas::topic::Topic::EXECUTION_EVENTS, 0, facts_of_log)).await;
        check_workouts(installation, &facts).await;
        check_records(installation, &facts).await;
        check_weeks(installation, &facts).await;
    })
    .await;
}

#[actix_web::test]
async fn strong_comes_to_the_golden_facts() {
    let file = "strong/breinsp-strong.csv";
    check(file, strong(me(), &data(file))).await;
}

#[actix_web::test]
async fn strong_with_rest_timers_and_two_blocks_comes_to_the_golden_facts() {
    let file = "strong/gravitus-strong.csv";
    check(file, strong(me(), &data(file))).await;
}

#[actix_web::test]
async fn hevy_comes_to_the_golden_facts() {
    let file = "hevy/workout_data.csv";
    check(file, hevy(me(), &data(file))).await;
}
