//! Tables that are made anew, and records that nobody can read.

use std::time::Duration;

use kafka_client::{Headers, OutgoingRecord, TransactionalProducer};
use schemas::header;
use schemas::id::UserId;
use schemas::partition::{Partition, partition_of};
use schemas::topic::Topic;
use serde_json::{Value, json};

use crate::harness::{Answer, Client, CsvFile, System, new_id, rows, tamper, until};

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_rebuild_makes_the_same_rows_again_and_mends_what_verify_finds() {
    let system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    let goal = json!({"name": "ton", "kind": "accumulate", "metric": "volume", "target": {"value": 1, "unit": "kg"}});
    athlete.post("/v1/goal/goals", &goal).send().await.expect(201);
    for file in [CsvFile::Gravitus, CsvFile::Hevy] {
        athlete.import(file.query(), &file.bytes()).send().await.expect(201);
    }
    let logged = log_workout(&athlete).await;
    athlete.delete(&format!("/v1/execution/workouts/{}", logged.id())).send().await.expect(200);
    let set = log_workout(&athlete).await;
    until("the goal is achieved and nothing is under way", async || {
        let goals = athlete.get("/v1/query/goals").after(&set).send().await.expect(200).body;
        (goals["items"][0]["status"] == "achieved").then_some(())
    })
    .await;
    system.verify().await;

    let before = rows(&system.environment).await;
    assert!(before.values().filter(|rows| !rows.is_empty()).count() >= 6, "{:?}", before.keys());
    tamper(&system.environment).await;
    let output = system.environment.tool(&["verify"]).await;
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));

    let output = system.environment.tool(&["rebuild", "--json"]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rebuilt: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(rebuilt["records"].as_u64().unwrap() > 0 && rebuilt["skipped"] == 0, "{rebuilt}");
    // how far it is stands beside the answer, not in it
    let told = String::from_utf8(output.stderr).unwrap();
    let last = told.lines().rfind(|line| line.starts_with("folding: ")).unwrap_or_default();
    let (done, total) = last["folding: ".len()..].trim_end_matches(" records").split_once(" of ").unwrap();
    assert!(done == total && told.contains("folding: 0 of "), "{told}");
    assert_eq!(rows(&system.environment).await, before);
    system.verify().await;
    // the projection goes on in the new tables
    let after = log_workout(&athlete).await;
    athlete.get(&format!("/v1/query/workouts/{}", after.id())).after(&after).send().await.expect(200);
}

#[tokio::test]
async fn a_record_that_nobody_can_read_is_pointed_at_and_stops_nothing() {
    let mut system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    let goal =
        json!({"name": "two", "kind": "accumulate", "metric": "count", "target": {"value": 2, "unit": "workouts"}});
    let goal = athlete.post("/v1/goal/goals", &goal).send().await.expect(201).id();
    log_workout(&athlete).await;
    let offsets = poison(&system, &athlete);
    let after = log_workout(&athlete).await;
    let progress = athlete.get(&format!("/v1/query/goals/{goal}")).after(&after).send().await.expect(200).body;
    assert_eq!(progress["progress"]["value"], 2, "{progress}");

    for service in ["projections", "goal-progress"] {
        let letters = until("the records are pointed at", async || {
            let letters = dead_letters(&system).await;
            let mut of_service: Vec<Value> =
                letters.into_iter().filter(|letter| letter["service"] == service).collect();
            of_service.sort_by_key(|letter| letter["offset"].as_i64());
            (of_service.len() == offsets.len()).then_some(of_service)
        })
        .await;
        for (letter, offset) in letters.iter().zip(&offsets) {
            assert_eq!((&letter["topic"], &letter["offset"]), (&json!("execution.events"), &json!(offset)), "{letter}");
            assert!(letter["cause"].as_str().is_some_and(|cause| !cause.is_empty()), "{letter}");
        }
    }
    // as the last of its partition it also stands in the way of who takes the partition over
    poison(&system, &athlete);
    system.crash().await;
    let athlete = athlete.at(&system.process.url);
    let after = log_workout(&athlete).await;
    let progress = athlete.get(&format!("/v1/query/goals/{goal}")).after(&after).send().await.expect(200).body;
    assert_eq!(progress["progress"]["value"], 3, "{progress}");
}

async fn log_workout(athlete: &Client) -> Answer {
    let workout = json!({"started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5, "load": {"value": 100, "unit": "kg"}}]}]});
    athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201)
}

/// Writes past all services, into the events of an athlete who has a workout: no wire format, a schema that there is not, a
/// body that is none of its schema's.
fn poison(system: &System, athlete: &Client) -> Vec<i64> {
    let environment = &system.environment;
    let events = system.log().of_user(Topic::EXECUTION_EVENTS, &athlete.user);
    let fact =
        events.iter().find(|event| event.headers.get(header::TYPE) == Some("execution.WorkoutExecuted")).unwrap();
    // its first five bytes name its schema
    let misfit = [&fact.value.as_ref().unwrap()[..5], &[0xff; 3]].concat();
    let partition: Partition =
        partition_of(athlete.user.parse::<UserId>().unwrap().uuid(), environment.kafka.partitions);
    let mut producer =
        TransactionalProducer::new(&environment.kafka, &format!("{}poison", environment.kafka.prefix)).unwrap();
    producer.init(PATIENCE).unwrap();
    producer.begin().unwrap();
    for value in [b"rubbish".as_slice(), &[0, 0x7f, 0xff, 0xff, 0xff, 1], &misfit] {
        let headers = Headers::new().with(header::TYPE, "execution.WorkoutExecuted").with(header::SEQUENCE, "1");
        let key = format!("{}/workout/{}/1", athlete.user, new_id());
        let record =
            OutgoingRecord { topic: Topic::EXECUTION_EVENTS, partition, key, headers, value: Some(value.to_vec()) };
        producer.send(record).unwrap();
    }
    let offsets = producer.await_deliveries(PATIENCE).unwrap();
    producer.commit(PATIENCE).unwrap();
    offsets
}

async fn dead_letters(system: &System) -> Vec<Value> {
    let output = system.environment.tool(&["dead-letters", "list", "--json"]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
