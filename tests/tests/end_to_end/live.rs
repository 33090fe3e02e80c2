//! A workout as it happens: CONTRACT's walk-through. Every read carries the token of the command before it.

use serde_json::{Value, json};

use crate::harness::{Answer, Client, new_id, shared};

async fn read(athlete: &Client, path: &str, after: &Answer) -> Value {
    athlete.get(path).after(after).send().await.expect(200).body
}

/// Types and sequences of the events that a command recorded.
fn events(answer: &Answer) -> Vec<(&str, u64)> {
    let events = answer.body["events"].as_array().unwrap().iter();
    events.map(|event| (event["type"].as_str().unwrap(), event["sequence"].as_u64().unwrap())).collect()
}

#[tokio::test]
async fn a_read_with_the_token_of_a_command_always_includes_it() {
    let athlete = shared().await.athlete().await;
    let goal = json!({
        "name": "presses", "kind": "accumulate", "metric": "volume", "exercise": "bench-press-barbell",
        "target": {"value": 800, "unit": "kg"},
    });
    let goal = athlete.post("/v1/goal/goals", &goal).send().await.expect(201).id();
    let goal = format!("/v1/query/goals/{goal}");

    let id = new_id();
    let start = json!({"id": id, "template": null, "entry": null, "name": "Push", "started_at": "2025-03-03T18:00:00+01:00",
        "zone": "Europe/Vienna"});
    let started = athlete.post("/v1/execution/workouts", &start).send().await.expect(201);
    assert_eq!(started.header("location"), format!("/v1/query/workouts/{id}"));
    assert_eq!((started.header("etag"), started.id()), ("\"1\"", id.clone()));
    assert_eq!(events(&started), [("execution.WorkoutStarted", 1)]);
    let (commands, query) = (format!("/v1/execution/workouts/{id}"), format!("/v1/query/workouts/{id}"));
    let seen = read(&athlete, &query, &started).await;
    assert_eq!((&seen["status"], &seen["name"], &seen["sets"]), (&json!("in_progress"), &json!("Push"), &json!(0)));

    let mut last = started;
    for number in 1..=3_u64 {
        let set = json!({"id": new_id(), "exercise": "bench-press-barbell", "exercise_name": "Bench Press (Barbell)", "block": 0,
            "kind": "normal", "reps": 8, "load": {"value": 50, "unit": "kg"}, "rpe": 8, "rest_seconds": 90,
            "logged_at": format!("2025-03-03T18:{:02}:00+01:00", 10 + number)});
        last = athlete.post(&format!("{commands}/sets"), &set).after(&last).send().await.expect(200);
        assert_eq!(events(&last), [("execution.SetLogged", number + 1)]);
        let seen = read(&athlete, &query, &last).await;
        assert_eq!((&seen["sets"], &seen["volume_g"]), (&json!(number), &json!(number * 400_000)));
        let set = &seen["exercises"][0]["sets"][number as usize - 1];
        assert_eq!((&set["load"], &set["rpe"]), (&json!({"value": 50, "unit": "kg"}), &json!(8)));
    }
    // what is not over yet is no progress
    assert_eq!(read(&athlete, &goal, &last).await["progress"]["value"], 0);

    let completion = json!({"completed_at": "2025-03-03T18:20:00+01:00"});
    let path = format!("{commands}/exercises/bench-press-barbell/completion");
    last = athlete.post(&path, &completion).send().await.expect(200);
    assert_eq!(events(&last), [("execution.ExerciseCompleted", 5)]);
    let end = json!({"completed_at": "2025-03-03T19:00:00+01:00"});
    last = athlete.post(&format!("{commands}/completion"), &end).send().await.expect(200);
    assert_eq!(events(&last), [("execution.WorkoutCompleted", 6), ("execution.WorkoutExecuted", 7)]);

    // the token asks for derived data too
    let progress = &read(&athlete, &goal, &last).await["progress"];
    assert_eq!((&progress["value"], &progress["percent"]), (&json!(1_200), &json!(150)));
    let seen = read(&athlete, &query, &last).await;
    assert_eq!((&seen["status"], &seen["origin"], &seen["version"]), (&json!("completed"), &json!("live"), &json!(7)));
    assert_eq!((&seen["started_at"], &seen["date"]), (&json!("2025-03-03T18:00:00+01:00"), &json!("2025-03-03")));
    let weeks = read(&athlete, "/v1/query/stats/weekly", &last).await;
    assert_eq!((&weeks["items"][0]["week"], &weeks["items"][0]["volume_g"]), (&json!("2025-W10"), &json!(1_200_000)));
    let records = read(&athlete, "/v1/query/exercises/bench-press-barbell/records", &last).await;
    assert_eq!((&records["heaviest"]["load_g"], &records["heaviest"]["workout"]), (&json!(50_000), &json!(id)));
}

#[tokio::test]
async fn a_second_open_workout_and_commands_on_a_closed_one_are_refused() {
    let athlete = shared().await.athlete().await;
    let start = json!({"name": "one", "zone": "Europe/Vienna"});
    let first = athlete.post("/v1/execution/workouts", &start).send().await.expect(201).id();
    let second = athlete.post("/v1/execution/workouts", &start).send().await.expect(409);
    assert_eq!(second.problem(), "another-workout-in-progress");
    assert_eq!(second.body["workout"], first);
    let nothing =
        athlete.post(&format!("/v1/execution/workouts/{first}/completion"), &json!({})).send().await.expect(409);
    assert_eq!(nothing.problem(), "nothing-done");
    athlete.post(&format!("/v1/execution/workouts/{first}/discard"), &json!({})).send().await.expect(200);
    let set = json!({"exercise": "squat", "reps": 5});
    let late = athlete.post(&format!("/v1/execution/workouts/{first}/sets"), &set).send().await.expect(409);
    assert_eq!(late.problem(), "workout-discarded");
    athlete.post("/v1/execution/workouts", &start).send().await.expect(201);
}

#[tokio::test]
async fn a_stale_version_is_refused_and_names_the_current_one() {
    let athlete = shared().await.athlete().await;
    let mut workout = json!({"name": "Legs", "started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5, "load": {"value": 100, "unit": "kg"}}]}]});
    let logged = athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201);
    let path = format!("/v1/execution/workouts/{}", logged.id());
    workout["name"] = json!("Legs, early");
    let corrected = athlete.put(&path, &workout).header("if-match", logged.header("etag")).send().await.expect(200);
    workout["name"] = json!("Legs, late");
    let stale = athlete.put(&path, &workout).header("if-match", logged.header("etag")).send().await.expect(412);
    assert_eq!((stale.problem(), &stale.body["current_version"]), ("stale-version", &corrected.body["version"]));
}

#[tokio::test]
async fn a_query_never_answers_with_older_state_than_its_token() {
    let athlete = shared().await.athlete().await;
    // nobody is there yet
    for token in ["execution-0-1000000000", "execution-0-0,goal-3-1000000000"] {
        let late =
            athlete.get("/v1/query/goals").header("consistency-token", token).try_send().await.unwrap().expect(503);
        assert_eq!(late.problem(), "unavailable", "{token}");
        assert!(late.header("retry-after").parse::<u64>().unwrap() >= 1);
    }
}
