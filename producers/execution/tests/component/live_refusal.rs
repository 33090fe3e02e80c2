//! What a live workout refuses.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Refused};
use execution::Execution;
use serde_json::{Value, json};

use crate::support::{OTHER, SET, WORKOUTS, at, begun, execution, given, log, past, set, start};

const NOTHING: [(&str, &str); 0] = [];

async fn refused(component: &Component<Execution>, request: TestRequest) -> Refused {
    let answered = component.send(request).await;
    assert!((400..500).contains(&answered.status), "{answered:?}");
    assert_eq!(component.news().len(), 0);
    answered.refused()
}

fn with(mut body: Value, name: &str, value: impl Into<Value>) -> Value {
    body[name] = value.into();
    body
}

#[actix_web::test]
async fn there_is_one_workout_in_progress_at_a_time() {
    let execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    let other = ann.post(WORKOUTS).set_json(with(start(), "id", OTHER));
    assert_eq!(refused(&execution, other).await, (409, "another-workout-in-progress", NOTHING));
    let otherwise = ann.post(WORKOUTS).set_json(with(start(), "name", "Pull"));
    assert_eq!(refused(&execution, otherwise).await, (409, "workout-already-started", NOTHING));
    // another person has their own
    let ben = execution.neighbour(&ann).await;
    given(&execution, ben.post(WORKOUTS).set_json(start())).await;
}

#[actix_web::test]
async fn what_is_not_there_is_404() {
    let execution = execution().await;
    let ann = execution.person().await;
    let ben = execution.neighbour(&ann).await;
    begun(&execution, &ben).await;
    for request in [
        ann.post(&at("/sets")).set_json(set()),
        ann.post(&at("/exercises/dip/completion")).set_json(json!({})),
        ann.post(&at("/exercises/dip/skip")).set_json(json!({})),
        ann.post(&at("/completion")).set_json(json!({})),
        ann.post(&at("/discard")),
        ann.put(&at("")).set_json(past(8)),
        ann.delete(&at("")),
        ann.post(&format!("{WORKOUTS}/7/sets")).set_json(set()),
        ann.delete(&format!("{WORKOUTS}/7")),
    ] {
        assert_eq!(refused(&execution, request).await, (404, "not-found", NOTHING));
    }
}

#[actix_web::test]
async fn what_contradicts_the_state_is_409() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, ann.post(WORKOUTS).set_json(start())).await;
    execution.news();
    let complete = || ann.post(&at("/completion")).set_json(json!({}));
    assert_eq!(refused(&execution, complete()).await, (409, "nothing-done", NOTHING));
    let finish = || ann.post(&at("/exercises/bench-press-barbell/completion"));
    assert_eq!(refused(&execution, finish().set_json(json!({}))).await, (409, "no-sets-of-exercise", NOTHING));
    given(&execution, ann.post(&at("/sets")).set_json(set())).await;
    execution.news();
    let other = ann.post(&at("/sets")).set_json(with(set(), "reps", 9));
    assert_eq!(refused(&execution, other).await, (409, "set-id-taken", NOTHING));
    let sets = finish().set_json(json!({"sets": [{"reps": 1}]}));
    assert_eq!(refused(&execution, sets).await, (409, "sets-differ", NOTHING));
    let skip = ann.post(&at("/exercises/bench-press-barbell/skip")).set_json(json!({}));
    assert_eq!(refused(&execution, skip).await, (409, "exercise-has-sets", NOTHING));
    given(&execution, finish().set_json(json!({}))).await;
    execution.news();
    let late = ann.post(&at("/sets")).set_json(json!({"exercise": "bench-press-barbell", "block": 0, "reps": 1}));
    assert_eq!(refused(&execution, late).await, (409, "exercise-completed", NOTHING));
    for whole in [ann.put(&at("")).set_json(past(8)), ann.delete(&at("")), log(&ann, &past(8))] {
        assert_eq!(refused(&execution, whole).await, (409, "workout-in-progress", NOTHING));
    }
    given(&execution, complete()).await;
    execution.news();
    for over in [ann.post(&at("/sets")).set_json(json!({"exercise": "dip", "reps": 1})), ann.post(&at("/discard"))] {
        assert_eq!(refused(&execution, over).await, (409, "workout-not-in-progress", NOTHING));
    }
}

#[actix_web::test]
async fn every_mistake_is_named_where_it_stands() {
    let execution = execution().await;
    let ann = execution.person().await;
    let start = json!({"id": "1", "name": "", "zone": "Mars", "started_at": "soon", "entry": "MON"});
    let errors = [
        ("/id", "invalid_id"),
        ("/entry", "not_supported_yet"),
        ("/name", "empty"),
        ("/started_at", "invalid_time"),
        ("/zone", "invalid_zone"),
    ];
    assert_eq!(refused(&execution, ann.post(WORKOUTS).set_json(start)).await, (422, "invalid", errors));
    let set = json!({"id": SET, "exercise": "Bench", "reps": -1, "load": {"value": 1, "unit": "oz"}, "rpe": 11});
    let errors = [
        ("/reps", "out_of_range"),
        ("/load/unit", "unknown_value"),
        ("/rpe", "out_of_range"),
        ("/exercise", "invalid_exercise"),
    ];
    assert_eq!(refused(&execution, ann.post(&at("/sets")).set_json(set)).await, (422, "invalid", errors));
    let sets = json!({"block": -1, "sets": [{"reps": 1}, {"rir": -1}]});
    let complete = ann.post(&at("/exercises/dip/completion")).set_json(sets);
    let errors = [("/block", "out_of_range"), ("/sets/1/rir", "out_of_range")];
    assert_eq!(refused(&execution, complete).await, (422, "invalid", errors));
    let skip = ann.post(&at("/exercises/Dip!/skip")).set_json(json!({}));
    assert_eq!(refused(&execution, skip).await, (422, "invalid", [("exercise", "invalid_exercise")]));
    let complete = ann.post(&at("/completion")).set_json(json!({"notes": "a\u{0}", "completed_at": "1"}));
    let errors = [("/completed_at", "invalid_time"), ("/notes", "control_character")];
    assert_eq!(refused(&execution, complete).await, (422, "invalid", errors));
}

#[actix_web::test]
async fn what_lies_in_the_future_is_refused() {
    let execution = execution().await;
    let ann = execution.person().await;
    let start = with(start(), "started_at", "2026-11-21T18:00:01Z");
    let refusal = refused(&execution, ann.post(WORKOUTS).set_json(start)).await;
    assert_eq!(refusal, (422, "in-the-future", [("/started_at", "in_the_future")]));
}
