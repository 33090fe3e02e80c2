//! What a person wrote stands in no record in clear.

use schemas::{execution::ExecutionEvent, text::Text, topic::Topic};
use serde_json::json;

use crate::support::{ID, WORKOUTS, at, correct, execution, facts, given, log, past, start};

const TITLE: &str = "Eisen am Abend";
const NOTE: &str = "Schulter zwickt";

#[actix_web::test]
async fn texts_of_a_live_workout_are_sealed() {
    let execution = execution().await;
    let ann = execution.person().await;
    let mut body = start();
    body["name"] = TITLE.into();
    given(&execution, ann.post(WORKOUTS).set_json(body).insert_header(("Idempotency-Key", "1"))).await;
    let set = json!({"exercise": "dip", "exercise_name": "Weighted Dip", "reps": 8, "notes": NOTE});
    given(&execution, ann.post(&at("/sets")).set_json(set).insert_header(("Idempotency-Key", "2"))).await;
    given(&execution, ann.post(&at("/exercises/row/skip")).set_json(json!({"reason": NOTE}))).await;
    given(&execution, ann.post(&at("/completion")).set_json(json!({"notes": NOTE}))).await;
    assert_eq!(execution.topics_that_tell(TITLE), []);
    assert_eq!(execution.topics_that_tell(NOTE), []);
    // what is no text of theirs can be read
    assert_eq!(execution.topics_that_tell("Weighted Dip"), [Topic::EXECUTION_EVENTS, Topic::EXECUTION_STATE]);
    let fact = facts(&execution.events()).pop().unwrap();
    assert_eq!((fact.name, fact.notes), (Some(Text::from(TITLE)), Some(Text::from(NOTE))));
    assert_eq!(fact.exercises[0].sets[0].notes, Some(Text::from(NOTE)));
}

#[actix_web::test]
async fn texts_of_a_whole_workout_are_sealed_and_gone_with_their_key() {
    let execution = execution().await;
    let ann = execution.person().await;
    let mut whole = past(8);
    whole["name"] = TITLE.into();
    whole["notes"] = NOTE.into();
    whole["exercises"][0]["notes"] = NOTE.into();
    whole["exercises"][0]["sets"][0]["notes"] = NOTE.into();
    given(&execution, log(&ann, &whole)).await;
    whole["exercises"][0]["sets"][0]["reps"] = 9.into();
    given(&execution, correct(&ann, &whole)).await;
    assert_eq!(execution.topics_that_tell(TITLE), []);
    assert_eq!(execution.topics_that_tell(NOTE), []);
    assert_eq!(facts(&execution.events())[1].exercises[0].notes, Some(Text::from(NOTE)));
    execution.parts.keys.destroy(ann.id).await.unwrap();
    let ExecutionEvent::WorkoutLogged(logged) = execution.events().remove(0).event else { panic!("the first event") };
    assert_eq!((logged.name, logged.workout_id.to_string().as_str()), (Some(Text::Erased), ID));
}
