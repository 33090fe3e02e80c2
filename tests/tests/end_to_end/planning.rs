//! Plans: versions that never change, two clients at once, and a system that starts again.

use serde_json::{Value, json};

use crate::harness::{Answer, Client, System, new_id, rows, shared};

const TEMPLATES: &str = "/v1/planning/workout-templates";

fn push(id: &str, load: f64, minutes: Option<i32>) -> Value {
    let set = json!({"kind": "normal", "reps": 8, "load": {"value": load, "unit": "kg"}, "rest_seconds": 90});
    json!({"id": id, "name": "Push", "duration_minutes": minutes,
        "exercises": [{"exercise": "bench-press-barbell", "sets": [set.clone(), set.clone(), set], "notes": "slowly"}]})
}

fn at(id: &str) -> String {
    format!("{TEMPLATES}/{id}")
}

async fn read(athlete: &Client, path: &str, after: &Answer) -> Value {
    athlete.get(&format!("/v1/query/{path}")).after(after).send().await.expect(200).body
}

#[tokio::test]
async fn versions_of_a_template_stay_readable_and_their_difference_is_told() {
    let athlete = shared().await.athlete().await;
    let id = new_id();
    let created = athlete.post(TEMPLATES, &push(&id, 40.0, None)).send().await.expect(201);
    assert_eq!((created.header("etag"), created.id()), ("\"1\"", id.clone()));
    let updated =
        athlete.put(&at(&id), &push(&id, 40.0, Some(45))).header("if-match", "\"1\"").send().await.expect(200);
    assert_eq!(updated.header("etag"), "\"2\"");
    let progression = format!("{}/exercises/bench-press-barbell/progression", at(&id));
    let progressed = athlete.post(&progression, &json!({"load": {"value": 50, "unit": "kg"}})).send().await.expect(200);
    let types: Vec<&str> =
        progressed.body["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["planning.ExerciseProgressionUpdated", "planning.WorkoutTemplateUpdated"]);

    let first = read(&athlete, &format!("templates/{id}/versions/1"), &progressed).await;
    // 3 × (8 × 4 s + 90 s) + 60 s = 426 s
    assert_eq!((&first["minutes"], &first["reason"], &first["derived_from"]), (&json!(8), &Value::Null, &Value::Null));
    let exercise = &first["exercises"][0];
    assert_eq!((&exercise["name"], &exercise["notes"]), (&json!("Bench Press (Barbell)"), &json!("slowly")));
    let set = &exercise["sets"][0];
    assert_eq!((&set["load"], &set["load_g"]), (&json!({"value": 40, "unit": "kg"}), &json!(40_000)));
    assert_eq!((&set["kind"], &set["reps"], &set["rest_seconds"]), (&json!("normal"), &json!(8), &json!(90)));

    let answer = athlete.get(&format!("/v1/query/templates/{id}")).after(&progressed).send().await.expect(200);
    assert_eq!(answer.header("etag"), "\"4\"");
    let newest = answer.body;
    assert_eq!((&newest["version"], &newest["reason"]), (&json!(3), &json!("UserRequested")));
    assert_eq!(newest["exercises"][0]["sets"][2]["load_g"], 50_000);
    assert_eq!(read(&athlete, "templates", &progressed).await["items"].as_array().unwrap().len(), 1);
    let diff = read(&athlete, &format!("templates/{id}/diff?from=1&to=3"), &progressed).await;
    assert_eq!((&diff["minutes"], &diff["name"]), (&json!({"before": 8, "after": 45}), &Value::Null));
    let [change] = &diff["exercises"].as_array().unwrap()[..] else { panic!("{diff}") };
    assert_eq!((&change["change"], &change["exercise"]), (&json!("changed"), &json!("bench-press-barbell")));
    assert_eq!(change["before"]["sets"][0]["load_g"], 40_000);

    let archived = athlete.delete(&at(&id)).send().await.expect(200);
    assert_eq!(read(&athlete, "templates", &archived).await["items"], json!([]));
    assert_eq!(read(&athlete, "templates?archived=true", &archived).await["items"][0]["id"], id.as_str());
    assert_eq!(read(&athlete, &format!("templates/{id}/versions/1"), &archived).await, first);
    let stranger = shared().await.athlete().await;
    for path in
        [format!("templates/{id}"), format!("templates/{id}/versions/1"), format!("templates/{id}/diff?from=1&to=2")]
    {
        stranger.get(&format!("/v1/query/{path}")).send().await.expect(404);
    }
}

#[tokio::test]
async fn of_two_clients_that_edit_one_version_exactly_one_wins() {
    let athlete = shared().await.athlete().await;
    for _ in 0..5 {
        let id = new_id();
        athlete.post(TEMPLATES, &push(&id, 40.0, None)).send().await.expect(201);
        let edit = |load| athlete.put(&at(&id), &push(&id, load, None)).header("if-match", "\"1\"").send();
        let (one, other) = tokio::join!(edit(50.0), edit(60.0));
        let (won, lost) = if one.status == 200 { (one, other) } else { (other, one) };
        assert_eq!((won.status, lost.status), (200, 412), "{} {}", won.text, lost.text);
        assert_eq!(won.header("etag"), "\"2\"");
        assert_eq!((lost.problem(), &lost.body["current_version"]), ("stale-version", &json!(2)));
    }
}

#[tokio::test]
async fn the_catalogue_and_what_was_said_of_exercises_is_read() {
    let athlete = shared().await.athlete().await;
    let own = json!({"name": "Larsen Press", "primary_muscles": ["chest"], "equipment": "barbell"});
    let defined = athlete.post("/v1/planning/exercises", &own).send().await.expect(201);
    assert_eq!(defined.body["exercise"], "larsen-press");
    let name = json!({"name": "Bankerl"});
    athlete.put("/v1/planning/exercises/bench-press-barbell/name", &name).send().await.expect(200);
    let merge = json!({"into": "bench-press-barbell"});
    let merged = athlete.post("/v1/planning/exercises/bench-press/merge", &merge).send().await.expect(200);

    assert_eq!(read(&athlete, "exercises", &merged).await["items"], json!([]));
    let mut all = Vec::new();
    let mut path = "exercises?all=true&limit=100".to_owned();
    loop {
        let page = read(&athlete, &path, &merged).await;
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("exercises?all=true&limit=100&cursor={cursor}");
    }
    assert!(all.len() > 150, "{}", all.len());
    let one = |id: &str| all.iter().find(|exercise| exercise["id"] == id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(
        (&one("larsen-press")["source"], &one("larsen-press")["primary_muscles"]),
        (&json!("own"), &json!(["chest"]))
    );
    let bench = one("bench-press-barbell");
    assert_eq!((&bench["name"], &bench["source"], &bench["sets"]), (&json!("Bankerl"), &json!("catalogue"), &json!(0)));
    assert_eq!(one("bench-press")["merged_into"], "bench-press-barbell");
    assert_eq!(one("squat-barbell")["measurement"], "reps_load");
}

#[tokio::test]
async fn plans_survive_a_crash_and_everything_agrees_with_the_log() {
    let mut system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    let id = new_id();
    athlete.post(TEMPLATES, &push(&id, 40.0, None)).send().await.expect(201);
    athlete.put(&at(&id), &push(&id, 45.0, None)).send().await.expect(200);
    let rule = json!({"kind": "double", "increment": {"value": 2.5, "unit": "kg"}, "rep_range": {"min": 8, "max": 12}});
    let rule_path = format!("{}/exercises/bench-press-barbell/progression-rule", at(&id));
    athlete.put(&rule_path, &rule).send().await.expect(200);
    let oats = json!({"name": "Oats", "amount": {"value": 100, "unit": "g"},
        "nutrients": {"protein_g": 13, "carbohydrate_g": 59, "fat_g": 7, "fibre_g": 10}});
    let meals = json!({"name": "Cut", "targets": {"training_day": {"energy_kcal": {"min": 2_000, "max": 2_200}}},
        "meals": [{"name": "Breakfast", "at": "07:30", "ingredients": [oats, {"name": "Salt"}]}]});
    let meal_plan = athlete.post("/v1/planning/meal-plans", &meals).send().await.expect(201);
    let vitamin = json!({"supplement": "Vitamin D", "dose": {"value": 1_000, "unit": "iu"}, "cadence": {"kind": "daily"}, "times": ["08:00"]});
    let supplements = json!({"name": "Winter", "supplements": [vitamin]});
    let supplement_plan = athlete.post("/v1/planning/supplement-plans", &supplements).send().await.expect(201);
    let recommendation = format!("/v1/planning/recommendations/{}/acceptance", new_id());
    athlete.post(&recommendation, &Value::Null).send().await.expect(200);
    athlete
        .post("/v1/planning/exercises/bench/merge", &json!({"into": "bench-press-barbell"}))
        .send()
        .await
        .expect(200);

    system.crash().await;
    let athlete = athlete.at(&system.process.url);
    // what was decided before the crash is known: the same again is nothing new, and versions go on
    let again = athlete.put(&at(&id), &push(&id, 45.0, None)).send().await.expect(200);
    assert_eq!((again.header("etag"), &again.body["events"]), ("\"3\"", &json!([])));
    let progression = format!("{}/exercises/bench-press-barbell/progression", at(&id));
    let progressed = athlete.post(&progression, &json!({"load": {"value": 50, "unit": "kg"}})).send().await.expect(200);
    assert_eq!(progressed.header("etag"), "\"5\"");
    let template = read(&athlete, &format!("templates/{id}"), &progressed).await;
    assert_eq!(template["progression_rules"], json!([{"exercise": "bench-press-barbell", "rule": rule}]));

    let plan = read(&athlete, &format!("meal-plans/{}", meal_plan.id()), &progressed).await;
    // 4 × 13 + 4 × 59 + 9 × 7 + 2 × 10
    assert_eq!(plan["meals"][0]["ingredients"][0]["nutrients"]["energy_kcal"], 371);
    assert_eq!(
        (&plan["meals"][0]["at"], &plan["totals"]["training_day"]["protein_g"]),
        (&json!("07:30"), &Value::Null)
    );
    assert_eq!(plan["targets"]["training_day"]["energy_kcal"], json!({"min": 2_000, "max": 2_200}));
    let plan = read(&athlete, &format!("supplement-plans/{}/versions/1", supplement_plan.id()), &progressed).await;
    assert_eq!(plan["supplements"][0]["dose"], json!({"value": 1_000, "unit": "iu"}));
    assert_eq!(read(&athlete, "supplement-plans", &progressed).await["items"].as_array().unwrap().len(), 1);
    system.verify().await;
    let before = rows(&system.environment).await;
    let output = system.environment.tool(&["rebuild", "--json"]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(rows(&system.environment).await, before);
}
