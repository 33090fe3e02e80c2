//! What stands in the log: who did what, when and why, for everyone who can read a topic.

use std::collections::BTreeMap;
use std::process::Command;

use schemas::header;
use schemas::partition::partition_of;
use schemas::topic::Topic;
use serde_json::{Value, json};

use crate::harness::{Client, System, shared, until};

async fn log_workout(athlete: &Client) -> crate::harness::Answer {
    let workout = json!({"name": "A secret title", "started_at": "2025-01-02T07:00:00+01:00", "zone": "Europe/Vienna",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5, "load": {"value": 225.5, "unit": "lb"}}]}]});
    athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201)
}

#[tokio::test]
async fn headers_say_who_did_what_when_and_why() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let answer = log_workout(&athlete).await;
    let records = system.log().of_user(Topic::EXECUTION_EVENTS, &athlete.user);
    let said: Vec<BTreeMap<String, String>> = records
        .iter()
        .map(|record| {
            let text = |(name, value): (&str, &[u8])| (name.to_owned(), String::from_utf8(value.to_vec()).unwrap());
            record.headers.iter().map(text).collect()
        })
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
    for (place, headers) in said.iter().enumerate() {
        let event = &answer.body["events"][place];
        let exactly = [
            (header::SPEC_VERSION, "1.0".to_owned()),
            (header::CONTENT_TYPE, "application/vnd.confluent.avro".to_owned()),
            (header::ID, event["id"].as_str().unwrap().to_owned()),
            (header::TYPE, event["type"].as_str().unwrap().to_owned()),
            (header::SEQUENCE, event["sequence"].to_string()),
            (header::SOURCE, "execution".to_owned()),
            (header::SUBJECT, answer.id()),
            (header::PARTITION_KEY, athlete.user.clone()),
            (header::ACTOR, athlete.user.clone()),
            (header::CORRELATION_ID, answer.header("x-correlation-id").to_owned()),
            (header::PART, format!("{}/2", place + 1)),
            (header::DEPTH, "0".to_owned()),
        ];
        for (name, value) in exactly {
            assert_eq!(headers.get(name), Some(&value), "{name}");
        }
        let time: schemas::time::Instant = headers[header::TIME].parse().unwrap();
        assert!(time.micros() > 0 && headers[header::TIME].ends_with('Z'), "{headers:?}");
        let lease: i64 = headers[header::LEASE].parse().unwrap();
        assert!(lease >= 0);
        headers[header::COMMAND_ID].parse::<schemas::id::CommandId>().unwrap();
        headers[header::CAUSATION_ID].parse::<schemas::id::CommandId>().unwrap();
        headers[header::TRACE_PARENT].parse::<schemas::trace::TraceParent>().unwrap();
        assert!(!headers.contains_key(header::ON_BEHALF_OF), "nobody acted for anybody");
        let others = headers.keys().filter(|name| !name.starts_with("ce_"));
        assert_eq!(others.collect::<Vec<_>>(), [header::CONTENT_TYPE, header::TRACE_PARENT]);
    }
    let keys: Vec<&str> = records.iter().map(|record| record.key.as_str()).collect();
    let key = |version: u32| format!("{}/workout/{}/{version}", athlete.user, answer.id());
    assert_eq!(keys, [key(1), key(2)]);
    let expected =
        partition_of(athlete.user.parse::<schemas::id::UserId>().unwrap().uuid(), system.environment.kafka.partitions);
    assert!(records.iter().all(|record| record.partition == expected));
    let plain = records.iter().filter_map(|record| record.value.as_deref());
    for value in plain {
        assert_eq!(value[0], 0, "Confluent's wire format");
        let title = b"A secret title";
        assert!(!value.windows(title.len()).any(|bytes| bytes == title), "what a person wrote is sealed");
    }
}

#[tokio::test]
async fn a_trace_and_a_correlation_id_lead_from_the_request_to_the_goal_it_achieved() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let goal =
        json!({"name": "start", "kind": "accumulate", "metric": "count", "target": {"value": 1, "unit": "workouts"}});
    athlete.post("/v1/goal/goals", &goal).send().await.expect(201);
    let workout = json!({"started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5}]}]});
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let correlation = crate::harness::new_id();
    athlete
        .post("/v1/execution/logged-workouts", &workout)
        .header("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"))
        .header("x-correlation-id", &correlation)
        .send()
        .await
        .expect(201);
    let achieved = until("the goal is achieved", async || {
        let records = system.log().of_user(Topic::GOAL_EVENTS, &athlete.user);
        records.into_iter().find(|record| record.headers.get(header::TYPE) == Some("goal.GoalAchieved"))
    })
    .await;
    let progress = system.log().of_user(Topic::GOAL_PROGRESS_EVENTS, &athlete.user);
    let executed = system.log().of_user(Topic::EXECUTION_EVENTS, &athlete.user);
    for record in executed.iter().chain(progress.last()).chain([&achieved]) {
        let headers = &record.headers;
        assert_eq!(headers.get(header::CORRELATION_ID), Some(correlation.as_str()), "{}", record.key);
        assert!(headers.get(header::TRACE_PARENT).unwrap().contains(trace), "{}", record.key);
    }
    assert_eq!(achieved.headers.get(header::DEPTH), Some("1"));
}

async fn events(system: &System, arguments: &[&str]) -> Vec<Value> {
    let output = system.environment.tool(&[&["events"], arguments].concat()).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn the_events_command_shows_values() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let answer = log_workout(&athlete).await;
    let all = events(system, &["--topic", "execution.events", "--from", "beginning", "--json"]).await;
    let key = format!("{}/workout/{}/2", athlete.user, answer.id());
    let executed = all.iter().find(|event| event["key"] == key).unwrap();
    let members: Vec<&String> = executed.as_object().unwrap().keys().collect();
    for name in ["topic", "partition", "offset", "key", "headers", "type", "value"] {
        assert!(members.iter().any(|member| *member == name), "{name}: {members:?}");
    }
    assert_eq!(
        (&executed["topic"], &executed["type"]),
        (&json!("execution.events"), &json!("execution.WorkoutExecuted"))
    );
    assert_eq!(executed["headers"][header::ACTOR], athlete.user);
    let value = &executed["value"];
    assert_eq!((&value["workout_id"], &value["local_date"]), (&json!(answer.id()), &json!("2025-01-02")));
    let load = &value["exercises"][0]["sets"][0]["load"];
    // 225.5 lb × 453,592,370 µg
    assert_eq!(*load, json!({"micrograms": 102_285_079_435_i64, "entered": "225.5", "unit": "lb"}));
}

#[tokio::test]
async fn plain_kcat_shows_who_did_what_when() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let answer = log_workout(&athlete).await;
    let kafka = &system.environment.kafka;
    let mut kcat = Command::new("kcat");
    kcat.args([
        "-b",
        &kafka.bootstrap,
        "-C",
        "-e",
        "-q",
        "-t",
        &kafka.topic(Topic::EXECUTION_EVENTS),
        "-f",
        "%k %h\\n",
    ]);
    let output =
        tokio::task::spawn_blocking(move || kcat.output()).await.unwrap().expect("kcat is needed: apt install kcat");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let key = format!("{}/workout/{}/2 ", athlete.user, answer.id());
    let line = text.lines().find(|line| line.starts_with(&key)).unwrap_or_else(|| panic!("no {key} in\n{text}"));
    let actor = format!("ce_actor={}", athlete.user);
    for said in ["ce_type=execution.WorkoutExecuted", &actor, "ce_time=2", "ce_causationid=", "traceparent=00-"] {
        assert!(line.contains(said), "{said}: {line}");
    }
}
