//! What a person wrote stands in no record in clear.

use schemas::{execution::ExecutionEvent, text::Text, topic::Topic};
use serde_json::json;

use crate::{
    import::{PULL, PUSH, counts, import, strong},
    support::{ID, WORKOUTS, at, correct, execution, facts, given, log, past, start},
};

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

#[actix_web::test]
async fn texts_of_what_an_import_left_out_are_sealed_where_its_answer_is_kept() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    // one workout is refused by its rules, one row cannot be read, and one workout is taken
    let refused = PUSH.replace("2021-08-01", "2031-08-01").replace("Push", TITLE).replace("Guter Tag", NOTE);
    let unreadable = PULL.replace(",60,10,", ",sechzig mit Gurt,10,");
    let file = strong(&[&refused, &unreadable, PUSH]);
    let request = || import(&ann, &file).insert_header(("Idempotency-Key", "1"));
    let answered = given(&execution, request()).await;
    assert_eq!(counts(&answered), [1, 2, 1, 0, 0]);
    let told = answered.text().to_owned();
    for text in [TITLE, "sechzig mit Gurt"] {
        assert!(told.contains(text), "{told}");
        assert_eq!(execution.topics_that_tell(text), [], "{text}");
    }
    assert_eq!(execution.topics_that_tell(NOTE), []);
    // what was kept is that answer, and no other
    assert!(execution.log.records(Topic::EXECUTION_OUTCOMES).iter().any(|record| !record.key.starts_with("_engine/")));
    execution.restart();
    assert_eq!(given(&execution, request()).await.text(), told);
}

#[actix_web::test]
async fn texts_of_a_workout_that_is_refused_are_in_no_record() {
    let execution = execution().await;
    let ann = execution.person().await;
    let mut whole = past(8);
    whole["name"] = TITLE.into();
    whole["notes"] = NOTE.into();
    whole["started_at"] = "2031-11-19T18:00:00+01:00".into();
    whole["ended_at"] = "2031-11-19T19:00:00+01:00".into();
    let answered = execution.send(log(&ann, &whole).insert_header(("Idempotency-Key", "1"))).await;
    assert_eq!(answered.status, 422, "{answered:?}");
    assert_eq!(execution.topics_that_tell(TITLE), []);
    assert_eq!(execution.topics_that_tell(NOTE), []);
    assert!(execution.log.all().iter().all(|record| record.key.starts_with("_engine/")), "a refusal leaves no trace");
}
