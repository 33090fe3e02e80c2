//! `kill -9` at a bad moment.

use schemas::topic::Topic;
use serde_json::json;

use crate::harness::{Client, CsvFile, System, assert_gapless};
use crate::read::assert_golden;

#[tokio::test]
async fn an_import_that_was_killed_goes_on_when_it_is_sent_again() {
    let mut system = System::start(2).await.unwrap();
    let file = CsvFile::Breinsp;
    let athlete = broken_off(&mut system, file).await;

    let kept = system.log().of_user(Topic::EXECUTION_EVENTS, &athlete.user).len();
    assert!(kept > 0, "nothing of the first try was kept");
    // the workouts of both tries are one import
    let answer = athlete.import(file.query(), &file.bytes()).send().await.expect(201);
    let counts = ["new", "revised", "unchanged"].map(|count| answer.body[count].as_u64().unwrap());
    assert_eq!(counts, [file.golden().count("workouts"), 0, 0]);
    let told = system.log().of_user(Topic::EXECUTION_EVENTS, &athlete.user);
    assert_eq!(told.iter().filter(|record| record.key.contains("/import/")).count(), 1);
    assert_golden(&athlete, &file.golden(), &answer).await;
    assert_gapless(&system.log().read(Topic::EXECUTION_EVENTS));

    // what follows from it is written too
    athlete.get("/v1/query/goals").after(&answer).send().await.expect(200);
    let before = system.log().ends();
    let again = athlete.import(file.query(), &file.bytes()).send().await.expect(200);
    assert_eq!(again.body["unchanged"], file.golden().count("workouts"));
    assert_eq!(system.log().ends(), before, "nothing new means no new record in any topic of events");
    system.verify().await;
    assert!(system.process.stop().await.success());
}

/// An athlete whose import was killed after some workouts, and before the end. It may end first: then somebody else's is tried.
async fn broken_off(system: &mut System, file: CsvFile) -> Client {
    for _ in 0..10 {
        let athlete = system.athlete().await;
        let import = athlete.import(file.query(), &file.bytes());
        let log = system.log();
        let first_workouts = log.growth(Topic::EXECUTION_EVENTS);
        let process = &mut system.process;
        let kill = async {
            first_workouts.await;
            process.kill();
        };
        let (answer, ()) = tokio::join!(import.try_send(), kill);
        system.crash().await;
        let athlete = athlete.at(&system.process.url);
        let ended =
            log.of_user(Topic::EXECUTION_EVENTS, &athlete.user).iter().any(|record| record.key.contains("/import/"));
        assert!(ended || answer.is_err(), "an answer came, but no end: {answer:?}");
        if !ended {
            return athlete;
        }
    }
    panic!("every import ended before it was killed");
}

#[tokio::test]
async fn what_was_answered_before_a_crash_is_there_after_it() {
    let mut system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    let mut last = None;
    for day in 1..=20 {
        let workout = json!({"started_at": format!("2025-01-{day:02}T07:00:00Z"), "zone": "UTC",
            "exercises": [{"exercise": "squat", "sets": [{"reps": 5, "load": {"value": 100, "unit": "kg"}}]}]});
        last = Some(athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201));
    }
    system.crash().await;
    let athlete = athlete.at(&system.process.url);
    // the token is from before the crash, and so is the session
    let workouts = athlete.get("/v1/query/workouts").after(&last.unwrap()).send().await.expect(200);
    assert_eq!(workouts.body["items"].as_array().unwrap().len(), 20);
    let records = athlete.get("/v1/query/exercises/squat/records").send().await.expect(200);
    assert_eq!((&records.body["sets"], &records.body["heaviest"]["load_g"]), (&json!(20), &json!(100_000)));
    athlete.sign_in().await;
    system.verify().await;
}
