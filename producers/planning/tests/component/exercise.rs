//! Exercises: new ones, other names, merges.

use schemas::planning::PlanningEvent;
use serde_json::{Value, json};

use crate::support::{ID, create, planning, push};

const EXERCISES: &str = "/v1/planning/exercises";

fn larsen() -> Value {
    json!({"name": "Larsen Press", "primary_muscles": ["chest"], "secondary_muscles": ["triceps"], "equipment": "barbell"})
}

#[actix_web::test]
async fn an_exercise_is_defined_once() {
    let planning = planning().await;
    let ann = planning.person().await;
    let defined = planning.send(ann.post(EXERCISES).set_json(larsen())).await;
    assert_eq!((defined.status, &defined.json()["exercise"]), (201, &json!("larsen-press")));
    assert_eq!(defined.json()["id"], ann.id.to_string());
    assert_eq!(planning.news()[0].said(), ("planning.ExerciseDefined", "1", "1/1"));
    let again = planning.send(ann.post(EXERCISES).set_json(larsen())).await;
    assert_eq!((again.status, &again.json()["exercise"]), (200, &json!("larsen-press")));
    let mut other = larsen();
    other["equipment"] = json!("dumbbell");
    let refused = planning.send(ann.post(EXERCISES).set_json(other)).await;
    assert_eq!(refused.refused(), (409, "exercise-name-taken", [("/name", "taken")]));
    assert_eq!(refused.json()["exercise"], "larsen-press");
    let built_in = json!({"name": "bench press (barbell)", "primary_muscles": ["chest"]});
    assert_eq!(planning.send(ann.post(EXERCISES).set_json(built_in)).await.refused().status, 409);
}

#[actix_web::test]
async fn a_new_name_is_what_templates_call_it() {
    let planning = planning().await;
    let ann = planning.person().await;
    let name = ann.put(&format!("{EXERCISES}/bench-press-barbell/name")).set_json(json!({"name": "Bankerl"}));
    assert_eq!(planning.send(name).await.status, 200);
    planning.send(create(&ann, &push(40.0))).await;
    let PlanningEvent::WorkoutTemplateCreated(created) = &planning.events()[1].event else { panic!("a template") };
    assert_eq!(created.exercises[0].name, "Bankerl");
    assert_eq!(created.template_id, ID.parse().unwrap());
}

#[actix_web::test]
async fn exercises_are_merged_once_and_never_in_a_circle() {
    let planning = planning().await;
    let ann = planning.person().await;
    let merge = |from: &str, into: &str| ann.post(&format!("{EXERCISES}/{from}/merge")).set_json(json!({"into": into}));
    let merged = planning.send(merge("bench", "bench-press-barbell")).await;
    assert_eq!((merged.status, &merged.json()["exercise"]), (200, &json!("bench-press-barbell")));
    assert_eq!(planning.send(merge("bench", "bench-press-barbell")).await.json()["version"], 1);
    for (from, into, status, name) in [
        ("bench", "bench", 422, "merged-into-itself"),
        ("bench", "squat", 409, "merged-before"),
        ("bench-press-barbell", "bench", 409, "merge-in-circle"),
    ] {
        let refused = planning.send(merge(from, into)).await.refused();
        assert_eq!((refused.status, refused.name.as_str()), (status, name), "{from} into {into}");
    }
    assert_eq!(planning.send(merge("NotAnId", "a")).await.refused().status, 404);
    assert_eq!(planning.news().len(), 1);
}
