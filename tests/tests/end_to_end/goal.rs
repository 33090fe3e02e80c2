//! The goal of the year: achieved by the set that crossed it, and moved by corrections.

use serde_json::{Value, json};

use crate::harness::{Answer, Client, CsvFile, shared, until};
use crate::read::everything;

const PUSH: &str = "2021-08-01T18:46:43";
const PULL: &str = "2021-08-02T16:40:23";

/// 500,000 kg in 2021.
async fn set_goal(athlete: &Client) -> String {
    let goal = json!({
        "name": "500 t in 2021", "kind": "accumulate", "metric": "volume", "target": {"value": 500_000, "unit": "kg"},
        "from": "2021-01-01", "until": "2021-12-31",
    });
    athlete.post("/v1/goal/goals", &goal).send().await.expect(201).id()
}

/// The workout that starts at this local time, with all its sets.
async fn workout_at(athlete: &Client, start: &str, after: &Answer) -> Value {
    let workouts = everything(athlete, "/v1/query/workouts", after).await;
    let found = workouts.iter().find(|workout| workout["started_at"].as_str().unwrap().starts_with(start)).unwrap();
    athlete.get(&path_of(found)).after(after).send().await.expect(200).body
}

fn path_of(workout: &Value) -> String {
    format!("/v1/query/workouts/{}", workout["id"].as_str().unwrap())
}

/// The body that corrects a workout into what was read of it.
fn as_command(read: &Value) -> Value {
    let set = |set: &Value| {
        let fields = [
            "id",
            "kind",
            "reps",
            "resistance",
            "rir",
            "rpe",
            "rest_seconds",
            "duration_seconds",
            "logged_at",
            "notes",
        ];
        let mut body: Value = fields.iter().map(|field| ((*field).to_owned(), set[*field].clone())).collect();
        body["load"] = set["load_entered"].clone();
        body["distance"] = set["distance_entered"].clone();
        body
    };
    let exercises = read["exercises"].as_array().unwrap().iter().map(|block| {
        let sets: Vec<Value> = block["sets"].as_array().unwrap().iter().map(set).collect();
        json!({
            "exercise": block["exercise"], "exercise_name": block["name"], "superset": block["superset"],
            "notes": block["notes"], "sets": sets,
        })
    });
    json!({
        "name": read["name"], "notes": read["notes"], "started_at": read["started_at"], "ended_at": read["ended_at"],
        "zone": read["zone"], "exercises": exercises.collect::<Vec<_>>(),
    })
}

async fn correct(athlete: &Client, workout: &Value, body: &Value) -> Answer {
    let path = format!("/v1/execution/workouts/{}", workout["id"].as_str().unwrap());
    athlete.put(&path, body).send().await.expect(200)
}

/// Sets of one exercise in a body.
fn sets<'b>(body: &'b mut Value, exercise: &str) -> &'b mut Vec<Value> {
    let blocks = body["exercises"].as_array_mut().unwrap();
    let block = blocks.iter_mut().find(|block| block["exercise_name"] == exercise).unwrap();
    block["sets"].as_array_mut().unwrap()
}

/// The goal once its progress includes the answer.
async fn progress(athlete: &Client, goal: &str, after: &Answer) -> Value {
    athlete.get(&format!("/v1/query/goals/{goal}")).after(after).send().await.expect(200).body
}

/// Waits until the goal says this of its achievement: it comes back through a process command.
async fn until_achieved(athlete: &Client, goal: &str, after: &Answer, start: &str, by: &Value) {
    let path = format!("/v1/query/goals/{goal}");
    let what = format!("the goal is achieved at {start} by {by}");
    until(&what, async || {
        let goal = athlete.get(&path).after(after).send().await.expect(200).body;
        let at_start = goal["achieved_at"].as_str().is_some_and(|at| at.starts_with(start));
        (goal["status"] == "achieved" && at_start && goal["achieved_by"] == *by).then_some(())
    })
    .await;
}

fn by(workout: &Value, exercise: &str, set: usize) -> Value {
    let blocks = workout["exercises"].as_array().unwrap();
    let block = blocks.iter().find(|block| block["name"] == exercise).unwrap();
    json!({"workout": workout["id"], "set": block["sets"][set]["id"]})
}

#[tokio::test]
async fn the_goal_of_the_year_is_achieved_by_the_set_that_crossed_it_and_follows_every_correction() {
    const PRESS: &str = "Incline Chest Press (Machine)";
    let athlete = shared().await.athlete().await;
    let goal = set_goal(&athlete).await;
    let file = CsvFile::Breinsp;
    let imported = athlete.import(file.query(), &file.bytes()).send().await.expect(201);

    let push = workout_at(&athlete, PUSH, &imported).await;
    let pull = workout_at(&athlete, PULL, &imported).await;
    // 499,890 → 500,140
    let crossing = by(&push, PRESS, 1);
    until_achieved(&athlete, &goal, &imported, PUSH, &crossing).await;
    let now = progress(&athlete, &goal, &imported).await;
    assert_eq!(now["progress"]["value"], 800_773);
    assert_eq!((&now["progress"]["unit"], &now["progress"]["percent"]), (&json!("kg"), &json!(160.15)));

    // 25 kg × 1: the next set crosses, 499,915 → 500,165
    let whole = as_command(&push);
    let mut lowered = whole.clone();
    sets(&mut lowered, PRESS)[1]["reps"] = json!(1);
    let answer = correct(&athlete, &push, &lowered).await;
    assert_eq!(progress(&athlete, &goal, &answer).await["progress"]["value"], 800_548);
    until_achieved(&athlete, &goal, &answer, PUSH, &by(&push, PRESS, 2)).await;

    // 4,290 kg less: the day ends at 498,952, and the third set of the next one crosses, 499,992 → 500,492
    for set in sets(&mut lowered, "Dip Machine").iter_mut() {
        set["load"] = json!({"value": 1, "unit": "kg"});
    }
    for set in sets(&mut lowered, PRESS).iter_mut() {
        set["load"] = json!({"value": 1, "unit": "kg"});
        set["reps"] = json!(1);
    }
    for set in sets(&mut lowered, "Lateral Raise (Machine)").iter_mut() {
        set["load"] = json!({"value": 1, "unit": "kg"});
    }
    let answer = correct(&athlete, &push, &lowered).await;
    assert_eq!(progress(&athlete, &goal, &answer).await["progress"]["value"], 796_483);
    until_achieved(&athlete, &goal, &answer, PULL, &by(&pull, "Deadlift (Barbell)", 2)).await;

    // as it was
    let answer = correct(&athlete, &push, &whole).await;
    assert_eq!(progress(&athlete, &goal, &answer).await["progress"]["value"], 800_773);
    until_achieved(&athlete, &goal, &answer, PUSH, &crossing).await;

    // 499,936 → 500,976
    let path = format!("/v1/execution/workouts/{}", push["id"].as_str().unwrap());
    let answer = athlete.delete(&path).send().await.expect(200);
    assert_eq!(progress(&athlete, &goal, &answer).await["progress"]["value"], 790_611);
    until_achieved(&athlete, &goal, &answer, PULL, &by(&pull, "Seated Row (Machine)", 2)).await;
    athlete.get(&path_of(&push)).after(&answer).send().await.expect(404);
}

#[tokio::test]
async fn a_correction_that_says_what_was_read_changes_nothing() {
    let athlete = shared().await.athlete().await;
    let file = CsvFile::Gravitus;
    let imported = athlete.import(file.query(), &file.bytes()).send().await.expect(201);
    let workouts = everything(&athlete, "/v1/query/workouts", &imported).await;
    let read = athlete.get(&path_of(&workouts[0])).after(&imported).send().await.expect(200).body;
    let answer = correct(&athlete, &read, &as_command(&read)).await;
    assert_eq!((&answer.body["version"], &answer.body["events"]), (&read["version"], &json!([])), "{}", answer.text);
}

#[tokio::test]
async fn an_achievement_is_taken_back_when_what_achieved_it_goes() {
    let athlete = shared().await.athlete().await;
    let workout = json!({
        "name": "Squats", "started_at": "2024-05-06T18:00:00+02:00", "zone": "Europe/Berlin",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 10, "load": {"value": 100, "unit": "kg"}}]}],
    });
    let logged = athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201);
    let goal = json!({
        "name": "a ton", "kind": "accumulate", "metric": "volume", "target": {"value": 1_000, "unit": "kg"},
    });
    let set = athlete.post("/v1/goal/goals", &goal).send().await.expect(201);
    let path = format!("/v1/query/goals/{}", set.id());
    // facts before the goal was set count
    until("the goal is achieved", async || {
        let goal = athlete.get(&path).after(&set).send().await.expect(200).body;
        (goal["status"] == "achieved" && goal["achieved_at"] == "2024-05-06T18:00:00+02:00").then_some(())
    })
    .await;
    let deleted = athlete.delete(&format!("/v1/execution/workouts/{}", logged.id())).send().await.expect(200);
    assert_eq!(progress(&athlete, &set.id(), &deleted).await["progress"]["value"], 0);
    until("the goal is active again", async || {
        let goal = athlete.get(&path).after(&deleted).send().await.expect(200).body;
        let nothing = goal["achieved_at"].is_null() && goal["achieved_by"].is_null();
        (goal["status"] == "active" && nothing).then_some(())
    })
    .await;
}

/// A past workout of single sets of bench pressing, kilograms and repetitions.
fn pressed(date: &str, sets: &[(u32, u32)]) -> Value {
    let set = |(kilograms, reps): &(u32, u32)| json!({"reps": reps, "load": {"value": kilograms, "unit": "kg"}});
    let sets: Vec<Value> = sets.iter().map(set).collect();
    json!({
        "name": "Bench", "started_at": format!("{date}T18:00:00+02:00"), "zone": "Europe/Berlin",
        "exercises": [{"exercise": "bench-press-barbell", "sets": sets}],
    })
}

/// The goal once it says this of where it stands.
async fn until_status(athlete: &Client, goal: &str, after: &Answer, status: &str) -> Value {
    let path = format!("/v1/query/goals/{goal}");
    until(&format!("the goal is {status}"), async || {
        let goal = athlete.get(&path).after(after).send().await.expect(200).body;
        (goal["status"] == status).then_some(goal)
    })
    .await
}

#[tokio::test]
async fn a_lowered_target_is_achieved_by_what_was_done_and_an_abandoned_goal_is_left_alone() {
    let athlete = shared().await.athlete().await;
    let workout = athlete.post("/v1/execution/logged-workouts", &pressed("2024-05-06", &[(100, 5), (100, 5)]));
    let workout = workout.send().await.expect(201);
    let mut goal = json!({
        "name": "tons", "kind": "accumulate", "metric": "volume", "target": {"value": 2_000, "unit": "kg"},
    });
    let set = athlete.post("/v1/goal/goals", &goal).send().await.expect(201);
    let path = format!("/v1/goal/goals/{}", set.id());
    assert_eq!(progress(&athlete, &set.id(), &set).await["progress"]["percent"], 50);

    goal["target"]["value"] = json!(1_000);
    let changed = athlete.put(&path, &goal).send().await.expect(200);
    assert_eq!(changed.body["version"], 2);
    assert_eq!(progress(&athlete, &set.id(), &changed).await["progress"]["percent"], 100);
    let achieved = until_status(&athlete, &set.id(), &changed, "achieved").await;
    assert_eq!(achieved["achieved_at"], "2024-05-06T18:00:00+02:00");
    assert_eq!((&achieved["target"]["value"], &achieved["version"]), (&json!(1_000), &json!(3)));

    // and raised again: not achieved any more
    goal["target"]["value"] = json!(3_000);
    let raised = athlete.put(&path, &goal).send().await.expect(200);
    until_status(&athlete, &set.id(), &raised, "active").await;

    let abandoned = athlete.post(&format!("{path}/abandonment"), &json!({})).send().await.expect(200);
    let read = progress(&athlete, &set.id(), &abandoned).await;
    assert_eq!((&read["status"], &read["progress"]), (&json!("abandoned"), &Value::Null));
    let refused = athlete.put(&path, &goal).send().await.expect(409);
    assert_eq!(refused.body["current_version"], abandoned.body["version"]);
    // what comes later moves it no more
    let deleted = athlete.delete(&format!("/v1/execution/workouts/{}", workout.id())).send().await.expect(200);
    assert_eq!(progress(&athlete, &set.id(), &deleted).await, read);
}

#[tokio::test]
async fn a_lift_is_reached_by_one_set_and_taken_back_by_its_correction() {
    let athlete = shared().await.athlete().await;
    let kg = |value: u32| json!({"value": value, "unit": "kg"});
    let goal = json!({
        "name": "two plates", "kind": "reach", "metric": "load", "exercise": "bench-press-barbell",
        "target": {"load": kg(100), "reps": 5},
    });
    let goal = athlete.post("/v1/goal/goals", &goal).send().await.expect(201).id();
    let log = async |date: &str, sets: &[(u32, u32)]| {
        athlete.post("/v1/execution/logged-workouts", &pressed(date, sets)).send().await.expect(201)
    };
    // the load in one set, the repetitions in another
    let apart = log("2024-05-06", &[(110, 1), (90, 5)]).await;
    let read = progress(&athlete, &goal, &apart).await;
    assert_eq!((&read["progress"]["value"], &read["status"]), (&json!(90), &json!("active")));
    assert_eq!(read["target"], json!({"load": kg(100), "reps": 5}));

    let both = log("2024-05-08", &[(90, 5), (100, 5)]).await;
    let workout = athlete.get(&format!("/v1/query/workouts/{}", both.id())).after(&both).send().await.expect(200).body;
    let achieved = until_status(&athlete, &goal, &both, "achieved").await;
    assert_eq!(achieved["achieved_at"], "2024-05-08T18:00:00+02:00");
    assert_eq!(
        achieved["achieved_by"],
        json!({"workout": workout["id"], "set": workout["exercises"][0]["sets"][1]["id"]})
    );
    assert_eq!(achieved["progress"], json!({"value": 100, "unit": "kg", "value_g": 100_000, "percent": 100}));

    let mut lowered = as_command(&workout);
    lowered["exercises"][0]["sets"][1]["reps"] = json!(4);
    let corrected = correct(&athlete, &workout, &lowered).await;
    assert_eq!(progress(&athlete, &goal, &corrected).await["progress"]["value"], 90);
    let revoked = until_status(&athlete, &goal, &corrected, "active").await;
    assert_eq!((&revoked["achieved_at"], &revoked["achieved_by"]), (&Value::Null, &Value::Null));
}
