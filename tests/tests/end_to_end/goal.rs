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
