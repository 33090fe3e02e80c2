//! A live workout: what each step answers and records, and what it says when it is sent again.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Person, Recorded};
use execution::Execution;
use schemas::{
    execution::{ExecutionEvent, Origin, WorkoutExecuted},
    header,
    partition::partition_of,
    text::Text,
};
use serde_json::{Value, json};

use crate::support::{ID, SET, WORKOUTS, at, begun, execution, facts, given, said, set, start};

const CORRELATION: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";

type News = Vec<Recorded<ExecutionEvent>>;

/// Sends a request, then the same again: it has to agree and to record nothing.
async fn twice(component: &Component<Execution>, request: impl Fn() -> TestRequest, status: u16) -> (Value, News) {
    let answered = component.send(request().insert_header(("X-Correlation-Id", CORRELATION))).await;
    assert_eq!(answered.status, status, "{answered:?}");
    let (body, news) = (answered.json(), component.news());
    let version = body["version"].as_u64().unwrap();
    assert_eq!(answered.header("etag"), Some(format!("\"{version}\"").as_str()));
    let last = &news.last().unwrap().record;
    let token = format!("execution-{}-{}", last.partition, last.offset + 1);
    assert_eq!(answered.header("consistency-token"), Some(token.as_str()));
    let named: Vec<_> = news.iter().map(|event| (event.said(), event.header(header::ID))).collect();
    let events = named
        .iter()
        .map(|((kind, sequence, _), id)| json!({"id": id, "type": kind, "sequence": sequence.parse::<u64>().unwrap()}));
    assert_eq!(body["events"], events.collect::<Value>());

    let again = component.send(request()).await;
    assert_eq!((again.status, &again.json()["version"]), (200, &body["version"]), "{again:?}");
    assert_eq!((&again.json()["id"], again.json()["events"].as_array().map(Vec::len)), (&body["id"], Some(0)));
    assert_eq!(again.header("consistency-token"), Some(token.as_str()));
    assert_eq!(component.news().len(), 0);
    (body, news)
}

/// What the headers of every event of one request say.
fn assert_headers(component: &Component<Execution>, person: &Person, news: &News) {
    let owner = person.id.to_string();
    for event in news {
        let (_, sequence, _) = event.said();
        assert_eq!(event.record.key, format!("{owner}/workout/{ID}/{sequence}"));
        assert_eq!(event.record.partition, partition_of(person.id.uuid(), component.parts.gateway.partitions()));
        for (name, value) in [
            (header::SOURCE, "execution"),
            (header::SUBJECT, ID),
            (header::TIME, "2026-11-20T18:00:00Z"),
            (header::PARTITION_KEY, &owner),
            (header::ACTOR, &owner),
            (header::CORRELATION_ID, CORRELATION),
            (header::COMMAND_ID, news[0].header(header::COMMAND_ID)),
            (header::CAUSATION_ID, news[0].header(header::COMMAND_ID)),
            (header::DEPTH, "0"),
        ] {
            assert_eq!(event.header(name), value, "{name}");
        }
    }
}

#[actix_web::test]
async fn a_workout_is_started() {
    let execution = execution().await;
    let ann = execution.person().await;
    let (body, news) = twice(&execution, || ann.post(WORKOUTS).set_json(start()), 201).await;
    assert_eq!(body["id"], ID);
    assert_eq!(said(&news), [("WorkoutStarted", "1", "1/1")]);
    assert_headers(&execution, &ann, &news);
    let ExecutionEvent::WorkoutStarted(started) = &news[0].event else { panic!("{:?}", news[0].event) };
    assert_eq!((started.user_id, &started.name), (ann.id, &Some(Text::from("Push"))));
    assert_eq!(started.started_at, "2026-11-20T17:00:00Z".parse().unwrap());
}

#[actix_web::test]
async fn a_set_is_logged() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, ann.post(WORKOUTS).set_json(start())).await;
    execution.news();
    let (body, news) = twice(&execution, || ann.post(&at("/sets")).set_json(set()), 200).await;
    assert_eq!(body["set"], json!({"id": SET, "exercise": "bench-press-barbell", "block": 0, "index": 0}));
    assert_eq!(said(&news), [("SetLogged", "2", "1/1")]);
    assert_headers(&execution, &ann, &news);
    let ExecutionEvent::SetLogged(logged) = &news[0].event else { panic!("{:?}", news[0].event) };
    assert_eq!((logged.exercise_name.as_str(), logged.set.reps), ("Bench Press (Barbell)", Some(8)));
    assert_eq!(logged.set.load.as_ref().map(|load| load.entered()), Some("50"));
}

#[actix_web::test]
async fn an_exercise_is_completed_with_the_sets_that_were_not_logged() {
    let execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    let mut logged = set();
    for name in ["exercise", "exercise_name", "block"] {
        logged.as_object_mut().unwrap().remove(name);
    }
    let body = json!({"completed_at": "2026-11-20T18:30:00+01:00", "sets": [logged, {"reps": 6}, {"reps": 5}]});
    let complete = || ann.post(&at("/exercises/bench-press-barbell/completion")).set_json(&body);
    let (_, news) = twice(&execution, complete, 200).await;
    assert_eq!(said(&news), [("SetLogged", "3", "1/3"), ("SetLogged", "4", "2/3"), ("ExerciseCompleted", "5", "3/3")]);
    assert_headers(&execution, &ann, &news);
    let ExecutionEvent::ExerciseCompleted(completed) = &news[2].event else { panic!("{:?}", news[2].event) };
    let reps: Vec<_> = completed.sets.iter().map(|set| (set.index, set.reps)).collect();
    assert_eq!(reps, [(0, Some(8)), (1, Some(6)), (2, Some(5))]);
}

#[actix_web::test]
async fn an_exercise_is_skipped() {
    let execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    let skip = || ann.post(&at("/exercises/dip/skip")).set_json(json!({"reason": "shoulder"}));
    let (_, news) = twice(&execution, skip, 200).await;
    assert_eq!(said(&news), [("ExerciseSkipped", "3", "1/1")]);
    assert_headers(&execution, &ann, &news);
}

#[actix_web::test]
async fn a_workout_that_is_completed_becomes_a_fact() {
    let execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    let body = json!({"completed_at": "2026-11-20T18:45:00+01:00", "notes": "good"});
    let (_, news) = twice(&execution, || ann.post(&at("/completion")).set_json(&body), 200).await;
    assert_eq!(said(&news), [("WorkoutCompleted", "3", "1/2"), ("WorkoutExecuted", "4", "2/2")]);
    assert_headers(&execution, &ann, &news);
    let [WorkoutExecuted { revision, origin, local_date, utc_offset_seconds, exercises, .. }] = &facts(&news)[..]
    else {
        panic!("one fact")
    };
    assert_eq!((*revision, *origin, *utc_offset_seconds), (1, Origin::Live, 3_600));
    assert_eq!((local_date.to_string().as_str(), exercises[0].sets.len()), ("2026-11-20", 1));
}

#[actix_web::test]
async fn a_workout_is_discarded_and_makes_room_for_another() {
    let execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    let (_, news) = twice(&execution, || ann.post(&at("/discard")), 200).await;
    assert_eq!(said(&news), [("WorkoutDiscarded", "3", "1/1")]);
    assert_headers(&execution, &ann, &news);
    let mut other = start();
    other["id"].take();
    given(&execution, ann.post(WORKOUTS).set_json(other)).await;
}

#[actix_web::test]
async fn a_workout_goes_on_after_the_service_was_started_again() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    begun(&execution, &ann).await;
    execution.restart();
    assert_eq!(given(&execution, ann.post(&at("/sets")).set_json(set())).await.json()["version"], 2);
    let mut second = json!({"exercise": "bench-press-barbell", "reps": 6});
    assert_eq!(given(&execution, ann.post(&at("/sets")).set_json(&second)).await.json()["set"]["index"], 1);
    second["exercise"] = "dip".into();
    given(&execution, ann.post(&at("/sets")).set_json(&second)).await;
    given(&execution, ann.post(&at("/completion")).set_json(json!({}))).await;
    let news = execution.news();
    let last = facts(&news).pop().unwrap();
    let sets: Vec<_> = last.exercises.iter().map(|exercise| (exercise.name.as_str(), exercise.sets.len())).collect();
    assert_eq!(sets, [("Bench Press (Barbell)", 2), ("dip", 1)]);
}
