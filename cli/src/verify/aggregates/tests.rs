use schemas::{header, key::EventKey, topic::Topic};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{
    report::Check,
    testing::{Log, partition, with},
};

const OWNER: Uuid = Uuid::from_u128(1);
const WORKOUT: &str = "00000000-0000-0000-0000-0000000000aa";

fn discarded() -> Value {
    json!({ "user_id": OWNER, "workout_id": WORKOUT, "discarded_at": "2026-11-20T18:00:00Z" })
}

fn deleted() -> Value {
    json!({ "user_id": OWNER, "workout_id": WORKOUT, "revision": 1, "deleted_at": "2026-11-20T18:00:00Z" })
}

/// Two commands on one workout, the first of two events. What they say together makes no sense, which is not looked at here.
fn log() -> Log {
    let mut log = Log::new();
    let (first, second) = ("traintracker.execution.WorkoutDiscarded", "traintracker.execution.WorkoutDeleted");
    log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", WORKOUT, 1, &[(first, discarded()), (second, deleted())]);
    log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", WORKOUT, 3, &[(second, deleted())]);
    let account = json!({ "user_id": OWNER, "status": "active", "activated": false, "version": 1 });
    log.state(
        Topic::IDENTITY_ACCOUNTS,
        OWNER,
        format!("{OWNER}/account/{OWNER}"),
        "traintracker.identity.AccountStatus",
        account,
    );
    log
}

/// The names of the checks that notice something.
fn noticed(log: &Log) -> Vec<String> {
    let checks = log.history().envelopes.checks(&log.settled());
    let named = |check: &Check| serde_json::to_value(check).unwrap()["name"].as_str().unwrap().to_owned();
    checks.iter().filter(|check| check.differences() > 0).map(named).collect()
}

const KEYS: &str = "keys name the owner, and the owner the partition";
const HEADERS: &str = "headers say what keys and values say";
const IDS: &str = "ids of events and commands are unique";
const VERSIONS: &str = "versions are 1, 2, 3 …";
const WHOLE: &str = "the events of each command are all there";

#[test]
fn a_log_as_it_should_be_is_fine() {
    assert_eq!(noticed(&log()), [""; 0]);
}

#[test]
fn every_header_that_lies_is_noticed() {
    for (name, lie) in [
        (header::SPEC_VERSION, "0.3"),
        (header::TYPE, "execution.SetLogged"),
        (header::SOURCE, "goal"),
        (header::SUBJECT, "x"),
        (header::TIME, "yesterday"),
        (header::PARTITION_KEY, WORKOUT),
        (header::CONTENT_TYPE, "application/json"),
        (header::CORRELATION_ID, ""),
        (header::CAUSATION_ID, ""),
        (header::ACTOR, "somebody"),
        (header::SEQUENCE, "2"),
        (header::DEPTH, "9"),
        (header::LEASE, "none"),
        (header::TRACE_PARENT, "00"),
        (header::PART, "2/1"),
    ] {
        let mut log = log();
        let record = log.record(0);
        record.headers = with(&record.headers, name, lie);
        assert!(noticed(&log).contains(&HEADERS.to_owned()), "{name}");
    }
}

#[test]
fn an_id_that_comes_twice_is_noticed() {
    let mut log = log();
    let id = log.record(0).headers.get(header::ID).unwrap().to_owned();
    let record = log.record(2);
    record.headers = with(&record.headers, header::ID, &id);
    assert_eq!(noticed(&log), [IDS]);
}

#[test]
fn a_record_in_another_partition_or_with_another_key_is_noticed() {
    let elsewhere = partition(Uuid::from_u128(2));
    assert_ne!(elsewhere, partition(OWNER));
    for number in [2, 3] {
        let mut log = log();
        log.record(number).partition = elsewhere;
        assert!(noticed(&log).contains(&KEYS.to_owned()), "{number}");
    }
    let mut log = log();
    log.record(2).key = "nonsense".to_owned();
    assert_eq!(noticed(&log), [KEYS]);
}

#[test]
fn a_value_of_somebody_else_is_noticed() {
    let mut event = log();
    event.value(2)["user_id"] = json!(Uuid::from_u128(2));
    assert_eq!(noticed(&event), [HEADERS]);
    let mut account = log();
    account.value(3)["user_id"] = json!(Uuid::from_u128(2));
    assert_eq!(noticed(&account), [KEYS]);
}

#[test]
fn a_version_that_is_missing_or_comes_twice_is_noticed() {
    let mut missing = log();
    missing.records.remove(2);
    missing.command(
        Topic::EXECUTION_EVENTS,
        OWNER,
        "workout",
        WORKOUT,
        4,
        &[("traintracker.execution.WorkoutDeleted", deleted())],
    );
    assert_eq!(noticed(&missing), [VERSIONS]);
    let mut twice = log();
    twice.command(
        Topic::EXECUTION_EVENTS,
        OWNER,
        "workout",
        WORKOUT,
        3,
        &[("traintracker.execution.WorkoutDeleted", deleted())],
    );
    assert_eq!(noticed(&twice), [VERSIONS]);
}

#[test]
fn an_event_that_was_erased_keeps_its_place_among_the_versions() {
    let mut log = log();
    log.record(2).value = None;
    log.records[2].1 = None;
    assert_eq!(noticed(&log), [""; 0]);
    let key: EventKey = log.record(2).key.parse().unwrap();
    assert_eq!(key.version, 3);
}

#[test]
fn half_a_command_is_noticed_once_it_is_settled() {
    let mut log = log();
    log.records.remove(1);
    assert_eq!(noticed(&log), [VERSIONS, WHOLE]);
    let history = log.history();
    let nothing = history.read_to.keys().map(|at| (*at, 0)).collect();
    let under_way = history.envelopes.checks(&nothing);
    assert!(under_way.iter().filter(|check| check.differences() > 0).count() == 1, "the versions alone");
}

#[test]
fn a_record_that_cannot_be_decoded_is_noticed_and_no_gap() {
    let log = log();
    let mut history = super::super::scan::History::default();
    for (number, (record, decoded)) in log.records.iter().enumerate() {
        let decoded = if number == 2 { Err("damaged".to_owned()) } else { Ok(decoded.clone()) };
        history.take(record, decoded);
    }
    let checks = history.envelopes.checks(&log.settled());
    assert_eq!(checks.iter().map(Check::differences).collect::<Vec<_>>(), [1, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn a_revision_that_is_missing_is_noticed() {
    use schemas::{execution::WorkoutExecuted, testing::Example};
    let mut log = Log::new();
    for (version, revision) in [(1, 1), (2, 3)] {
        let mut value = super::super::testing::json_of(&WorkoutExecuted::example());
        (value["user_id"], value["workout_id"], value["revision"]) = (json!(OWNER), json!(WORKOUT), json!(revision));
        let events = [("traintracker.execution.WorkoutExecuted", value)];
        log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", WORKOUT, version, &events);
    }
    assert_eq!(noticed(&log), ["revisions of workouts are 1, 2, 3 …"]);
}
