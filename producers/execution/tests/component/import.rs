//! A history of another app is taken in.

use actix_web::test::TestRequest;
use command_api::testing::{Answered, Person};
use schemas::{
    execution::{ExecutionEvent, Origin, Source},
    header,
    text::Text,
    topic::Topic,
};
use serde_json::{Value, json};

use crate::support::{execution, facts, given, said};

const STRONG: &str = "/v1/execution/imports?source=strong&unit=kg&zone=Europe/Vienna";
const HEVY: &str = "/v1/execution/imports?source=hevy&zone=Europe/Vienna";

pub(crate) const PUSH: &str = "2021-08-01 18:46:43,Push,1h,Bench Press (Barbell),1,75.0,8,0,0,,Guter Tag,
2021-08-01 18:46:43,Push,1h,Bench Press (Barbell),2,75.0,7,0,0,,Guter Tag,
";
pub(crate) const PULL: &str = "2021-08-02 07:00:00,Pull,45m,Seated Row (Machine),1,60,10,0,0,,,
";

/// A file of Strong's with these rows.
pub(crate) fn strong(rows: &[&str]) -> String {
    let header =
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n";
    format!("{header}{}", rows.concat())
}

pub(crate) fn import(person: &Person, file: &str) -> TestRequest {
    import_to(person, STRONG, file)
}

fn import_to(person: &Person, uri: &str, file: &str) -> TestRequest {
    person.post(uri).insert_header(("content-type", "text/csv")).set_payload(file.to_owned())
}

/// workouts, sets, new, revised, unchanged
pub(crate) fn counts(answered: &Answered) -> [u64; 5] {
    let body = answered.json();
    ["workouts", "sets", "new", "revised", "unchanged"].map(|name| body[name].as_u64().unwrap())
}

#[actix_web::test]
async fn each_workout_of_strong_is_taken_whole_and_the_import_recorded_last() {
    let execution = execution().await;
    let ann = execution.person().await;
    let answered = given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
    assert_eq!((answered.status, answered.header("etag")), (201, Some("\"1\"")));
    assert_eq!(counts(&answered), [2, 3, 2, 0, 0]);
    let news = execution.news();
    assert_eq!(
        said(&news),
        [
            ("WorkoutLogged", "1", "1/2"),
            ("WorkoutExecuted", "2", "2/2"),
            ("WorkoutLogged", "1", "1/2"),
            ("WorkoutExecuted", "2", "2/2"),
            ("HistoryImported", "1", "1/1"),
        ]
    );
    let body = answered.json();
    assert_eq!((&body["version"], &body["events"][0]["id"]), (&1.into(), &news[4].header(header::ID).into()));
    assert_eq!(
        (&body["first_date"], &body["last_date"], &body["unit"]),
        (&"2021-08-01".into(), &"2021-08-02".into(), &"kg".into())
    );
    assert_eq!(body["exercises"], json!({"new": ["Bench Press (Barbell)", "Seated Row (Machine)"], "matched": []}));
    let fact = &facts(&news)[0];
    assert_eq!((fact.origin, fact.revision, &fact.name), (Origin::Import, 1, &Some(Text::from("Push"))));
    assert_eq!(fact.import_id.map(|id| id.to_string()).as_deref(), body["import"].as_str());
    assert_eq!(fact.started_at, "2021-08-01T18:46:43+02:00".parse().unwrap());
    let ExecutionEvent::HistoryImported(imported) = &news[4].event else { panic!("{:?}", news[4].event) };
    assert_eq!((imported.source, imported.workouts, imported.sets, imported.new), (Source::Strong, 2, 3, 2));
    // one request, one correlation, a command for each workout
    let told: Vec<_> = news.iter().map(|event| event.header(header::CORRELATION_ID)).collect();
    assert_eq!(told, [answered.header("x-correlation-id").unwrap(); 5]);
    let commands: std::collections::BTreeSet<_> = news.iter().map(|event| event.header(header::COMMAND_ID)).collect();
    assert_eq!(commands.len(), 3);
    let last = &news[4].record;
    assert_eq!(
        answered.header("consistency-token"),
        Some(format!("execution-{}-{}", last.partition, last.offset + 1).as_str())
    );
}

#[actix_web::test]
async fn workouts_of_hevy_bring_their_units() {
    let execution = execution().await;
    let ann = execution.person().await;
    let file = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe
\"Legs\",\"30 Jun 2025, 19:56\",\"30 Jun 2025, 20:58\",,\"Squat (Barbell)\",,,0,\"warmup\",60,5,,,
\"Legs\",\"30 Jun 2025, 19:56\",\"30 Jun 2025, 20:58\",,\"Squat (Barbell)\",,,1,\"normal\",102.5,5,,,8.5
";
    let answered = given(&execution, import_to(&ann, HEVY, file)).await;
    assert_eq!((answered.status, counts(&answered)), (201, [1, 1, 1, 0, 0]));
    let news = execution.news();
    let sets = &facts(&news)[0].exercises[0].sets;
    assert_eq!((sets.len(), sets[1].rpe_tenths), (2, Some(85)));
    assert_eq!(sets[1].load.as_ref().map(|load| load.entered()), Some("102.5"));
    assert_eq!(given(&execution, import_to(&ann, HEVY, file)).await.status, 200);
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn a_dry_run_tells_the_same_and_writes_nothing() {
    let execution = execution().await;
    let ann = execution.person().await;
    let dry = || import_to(&ann, &format!("{STRONG}&dry_run=true"), &strong(&[PUSH, PULL]));
    let answered = given(&execution, dry().insert_header(("Idempotency-Key", "k"))).await;
    assert_eq!((answered.status, counts(&answered), &answered.json()["import"]), (200, [2, 3, 2, 0, 0], &Value::Null));
    assert_eq!((answered.header("etag"), answered.json().get("version")), (None, None));
    let own = execution.log.all().into_iter().filter(|record| !record.key.starts_with("_engine/")).count();
    assert_eq!(own, 0);
    given(&execution, import(&ann, &strong(&[PUSH]))).await;
    execution.news();
    assert_eq!(counts(&given(&execution, dry()).await), [2, 3, 1, 0, 1]);
    assert_eq!(execution.news().len(), 0);
}

/// Name and data of each event of a stream.
fn stream(answered: &Answered) -> Vec<(String, Value)> {
    assert_eq!(answered.header("content-type"), Some("text/event-stream"));
    let events = answered.text().split_terminator("\n\n").map(|event| {
        let (name, data) = event.strip_prefix("event: ").and_then(|event| event.split_once("\ndata: ")).unwrap();
        (name.to_owned(), serde_json::from_str(data).unwrap())
    });
    events.collect()
}

#[actix_web::test]
async fn progress_is_streamed_to_who_asks_for_it() {
    let execution = execution().await;
    let ann = execution.person().await;
    let rows: String =
        (0..150).map(|n| format!("2021-01-01 {:02}:{:02}:00,W,1h,Squat,1,100,5,0,0,,,\n", n / 60, n % 60)).collect();
    let request = || {
        import(&ann, &strong(&[&rows]))
            .insert_header(("accept", "text/event-stream"))
            .insert_header(("Idempotency-Key", "k"))
    };
    let answered = execution.send(request()).await;
    let mut events = stream(&answered);
    let (name, result) = events.pop().unwrap();
    assert_eq!((name.as_str(), &result["workouts"], &result["new"]), ("result", &150.into(), &150.into()));
    let progress: Vec<_> =
        events.iter().map(|(name, data)| (name.as_str(), data["done"].as_u64(), data["total"].as_u64())).collect();
    assert_eq!(progress, [0, 100, 150].map(|done| ("progress", Some(done), Some(150))));
    let news = execution.news();
    let last = &news.last().unwrap().record;
    assert_eq!(result["consistency_token"], format!("execution-{}-{}", last.partition, last.offset + 1));
    // the answer is kept however it was told
    assert_eq!(stream(&execution.send(request()).await), [("result".to_owned(), result)]);
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn a_row_that_cannot_be_read_is_named_and_the_rest_taken() {
    let execution = execution().await;
    let ann = execution.person().await;
    let broken = PULL.replace(",60,10,", ",sixty,10,");
    let future = PULL.replace("2021-08-02", "2031-08-02");
    let answered = given(&execution, import(&ann, &strong(&[PUSH, &broken, &future]))).await;
    assert_eq!(counts(&answered), [1, 2, 1, 0, 0]);
    let skipped = answered.json()["skipped"].clone();
    assert_eq!(
        (&skipped[0]["line"], &skipped[0]["column"], &skipped[0]["value"]),
        (&4.into(), &"Weight".into(), &"sixty".into())
    );
    assert_eq!(skipped.as_array().map(Vec::len), Some(2));
    assert_eq!(facts(&execution.news()).len(), 1);
}

#[actix_web::test]
async fn a_file_that_is_not_what_it_should_be_is_refused_whole() {
    let execution = execution().await;
    let ann = execution.person().await;
    let without_unit = "/v1/execution/imports?source=strong&zone=Europe/Vienna";
    let refused = execution.send(import_to(&ann, without_unit, &strong(&[PUSH]))).await.refused();
    assert_eq!(
        (refused.status, refused.name.as_str(), refused.errors[0].0.as_str()),
        (422, "unreadable-file", "1:Weight")
    );
    let other = execution.send(import_to(&ann, HEVY, &strong(&[PUSH]))).await.refused();
    assert_eq!((other.status, other.name.as_str()), (422, "unreadable-file"));
    let everything = "/v1/execution/imports?source=stronk&unit=stone&distance_unit=m&zone=Mars";
    let errors = [
        ("source", "unknown_value"),
        ("unit", "unknown_value"),
        ("distance_unit", "unknown_value"),
        ("zone", "invalid_zone"),
    ];
    assert_eq!(execution.send(import_to(&ann, everything, "")).await.refused(), (422, "invalid", errors));
    let json = ann.post(STRONG).set_json(json!({}));
    assert_eq!(execution.send(json).await.status, 415);
    let large = import(&ann, &"x".repeat((32 << 20) + 1));
    assert_eq!(execution.send(large).await.status, 413);
    // a stream begins only when there is something to do
    let streamed = import_to(&ann, HEVY, "x").insert_header(("accept", "text/event-stream"));
    assert_eq!(execution.send(streamed).await.refused().status, 422);
    assert_eq!(execution.log.transactions().len(), 0);
}

#[actix_web::test]
async fn texts_of_a_file_are_sealed() {
    let execution = execution().await;
    let ann = execution.person().await;
    let file = strong(&[&PUSH.replace("Push", "Eisen am Abend"), PULL]);
    given(&execution, import(&ann, &file).insert_header(("Idempotency-Key", "k"))).await;
    assert_eq!(execution.topics_that_tell("Eisen am Abend"), []);
    assert_eq!(execution.topics_that_tell("Guter Tag"), []);
    assert!(execution.topics_that_tell("Bench Press (Barbell)").contains(&Topic::EXECUTION_EVENTS));
}
