//! Real exports in, golden numbers out.

use serde_json::json;

use crate::harness::{CsvFile, Golden, shared};
use crate::read::{assert_golden, everything};

#[tokio::test]
async fn a_strong_export_comes_out_as_the_golden_numbers() {
    import_and_compare(CsvFile::Breinsp).await;
}

#[tokio::test]
async fn a_hevy_export_comes_out_as_the_golden_numbers() {
    import_and_compare(CsvFile::Hevy).await;
}

#[tokio::test]
async fn an_export_with_rest_timers_and_split_exercises_comes_out_as_the_golden_numbers() {
    import_and_compare(CsvFile::Gravitus).await;
}

async fn import_and_compare(file: CsvFile) {
    let athlete = shared().await.athlete().await;
    let golden = file.golden();
    let answer = athlete.import(file.query(), &file.bytes()).send().await.expect(201);
    let workouts = golden.count("workouts");
    assert_eq!(answer.body["workouts"], workouts, "{}", answer.text);
    assert_eq!(answer.body["sets"], golden.count("set_rows"));
    let taken = ["new", "revised", "unchanged"].map(|count| answer.body[count].as_u64().unwrap());
    assert_eq!(taken, [workouts, 0, 0]);
    assert_eq!(answer.body["first_date"], golden.0["first_local_date"]);
    assert_eq!(answer.body["last_date"], golden.0["last_local_date"]);
    assert_eq!(answer.body["unit"], "kg");
    assert_eq!(answer.body["exercises"]["new"].as_array().unwrap().len() as u64, golden.count("exercises"));
    assert_eq!(answer.body["exercises"]["matched"], json!([]));
    assert_eq!((&answer.body["skipped"], &answer.body["warnings"]), (&json!([]), &json!([])), "{}", answer.text);
    assert_golden(&athlete, &golden, &answer).await;
}

#[tokio::test]
async fn a_dry_run_tells_what_would_come_and_writes_nothing() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let file = CsvFile::Hevy;
    let before = system.log().count(&athlete.user);
    let query = format!("{}&dry_run=true", file.query());
    let answer = athlete.import(&query, &file.bytes()).send().await.expect(200);
    assert_eq!(answer.body["new"], file.golden().count("workouts"), "{}", answer.text);
    assert_eq!(system.log().count(&athlete.user), before);
}

#[tokio::test]
async fn the_same_file_again_is_unchanged_and_writes_no_event() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let file = CsvFile::Hevy;
    athlete.import(file.query(), &file.bytes()).send().await.expect(201);
    let before = system.log().count(&athlete.user);
    let again = athlete.import(file.query(), &file.bytes()).send().await.expect(200);
    assert_eq!(again.body["unchanged"], file.golden().count("workouts"), "{}", again.text);
    assert_eq!((&again.body["new"], &again.body["revised"]), (&json!(0), &json!(0)));
    let exercises = &again.body["exercises"];
    assert_eq!(exercises["matched"].as_array().unwrap().len() as u64, file.golden().count("exercises"));
    assert_eq!(exercises["new"], json!([]));
    assert_eq!(system.log().count(&athlete.user), before);
}

#[tokio::test]
async fn a_changed_row_is_a_revision_and_what_was_deleted_stays_deleted() {
    let athlete = shared().await.athlete().await;
    let file = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n\
                2024-03-04 18:00:00,Push,1h,Bench Press (Barbell),1,80,8,0,0,,,\n\
                2024-03-06 18:00:00,Pull,1h,Deadlift (Barbell),1,120,5,0,0,,,\n";
    let query = CsvFile::Breinsp.query();
    let first = athlete.import(query, file.as_bytes()).send().await.expect(201);
    let workouts = everything(&athlete, "/v1/query/workouts", &first).await;
    let pull = workouts.iter().find(|workout| workout["name"] == "Pull").unwrap()["id"].as_str().unwrap().to_owned();
    athlete.delete(&format!("/v1/execution/workouts/{pull}")).send().await.expect(200);

    let corrected = file.replace(",80,8,", ",82.5,8,");
    let second = athlete.import(query, corrected.as_bytes()).send().await.expect(201);
    let counts = ["new", "revised", "unchanged"].map(|count| second.body[count].as_u64().unwrap());
    assert_eq!(counts, [0, 1, 1], "{}", second.text);
    let workouts = everything(&athlete, "/v1/query/workouts", &second).await;
    let left: Vec<_> =
        workouts.iter().map(|workout| (&workout["name"], &workout["volume_g"], &workout["revision"])).collect();
    assert_eq!(left, [(&json!("Push"), &json!(660_000), &json!(2))]);
}

#[tokio::test]
async fn who_asks_for_events_hears_how_far_the_import_is() {
    let athlete = shared().await.athlete().await;
    let file = CsvFile::Breinsp;
    let request = athlete.import(file.query(), &file.bytes()).header("accept", "text/event-stream");
    let answer = request.send().await.expect(200);
    assert_eq!(answer.header("content-type"), "text/event-stream");
    let blocks = || answer.text.split("\n\n").filter(|block| !block.is_empty());
    let (progress, result): (Vec<&str>, Vec<&str>) = blocks().partition(|block| block.starts_with("event: progress\n"));
    assert!(progress.len() >= 2, "{}", answer.text);
    let data = |block: &str| -> serde_json::Value {
        serde_json::from_str(block.lines().find_map(|line| line.strip_prefix("data: ")).unwrap()).unwrap()
    };
    assert_eq!(data(progress.last().unwrap()), json!({"done": 129, "total": 129}));
    assert_eq!(result.len(), 1, "{}", answer.text);
    let result = data(result[0]);
    assert_eq!(result["new"], 129);
    let token = result["consistency_token"].as_str().unwrap();
    let weeks = athlete.get("/v1/query/stats/weekly?limit=200").header("consistency-token", token).send().await;
    let golden: Golden = file.golden();
    assert_eq!(weeks.expect(200).body["items"].as_array().unwrap().len() as u64, golden.count("training_weeks"));
}
