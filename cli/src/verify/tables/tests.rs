use schemas::{
    execution::{SetLogged, WorkoutExecuted, WorkoutStarted},
    testing::Example,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    super::testing::{Log, json_of},
    *,
};

const OWNER: Uuid = Uuid::from_u128(1);
const WORKOUT: &str = "00000000-0000-0000-0000-0000000000aa";

fn ours(mut value: Value) -> Value {
    value["user_id"] = json!(OWNER);
    value["workout_id"] = json!(WORKOUT);
    value
}

fn event(log: &mut Log, version: u64, name: &str, value: Value) {
    let name = format!("traintracker.execution.{name}");
    log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", WORKOUT, version, &[(&name, ours(value))]);
}

fn key() -> String {
    format!("{OWNER}/{WORKOUT}")
}

/// The row of the workout and the number of its sets, with the log folded up to `next`.
fn at(log: &Log, next: i64) -> (Option<Value>, usize) {
    let history = log.history();
    let positions = history.read_to.keys().map(|at| (*at, next)).collect();
    let rows = rows(&history, &positions);
    (rows.workouts.get(&key()).cloned(), rows.sets.len())
}

#[test]
fn a_workout_is_folded_up_to_the_position_and_no_further() {
    let mut log = Log::new();
    event(&mut log, 1, "WorkoutStarted", json_of(&WorkoutStarted::example()));
    event(&mut log, 2, "SetLogged", json_of(&SetLogged::example()));
    let executed = json_of(&WorkoutExecuted::example());
    let sets: usize =
        executed["exercises"].as_array().unwrap().iter().map(|e| e["sets"].as_array().unwrap().len()).sum();
    event(&mut log, 3, "WorkoutExecuted", executed.clone());
    event(&mut log, 4, "WorkoutDeleted", json!({ "revision": 1 }));

    assert_eq!(at(&log, 0), (None, 0));
    let (row, count) = at(&log, 2);
    let row = row.unwrap();
    assert_eq!(
        (&row["status"], &row["position"], &row["version"], count),
        (&json!("in_progress"), &json!(1), &json!(2), 1)
    );
    assert!(row["local_date"].is_string() && row["utc_offset_seconds"].is_i64() && row["ended_at"].is_null());
    let (row, count) = at(&log, 3);
    let row = row.unwrap();
    assert_eq!((&row["status"], &row["name"], count), (&json!("completed"), &executed["name"], sets));
    let (row, count) = at(&log, 4);
    let row = row.unwrap();
    assert_eq!(
        (&row["status"], &row["revision"], &row["started_at"], count),
        (&json!("deleted"), &json!(1), &Value::Null, 0)
    );
}

#[test]
fn a_set_logged_twice_under_one_id_is_one_row_and_volume_is_exact() {
    let mut log = Log::new();
    let mut logged = json_of(&SetLogged::example());
    logged["set"]["kind"] = json!("normal");
    logged["set"]["reps"] = json!(i32::MAX);
    logged["set"]["load"] = json!({ "micrograms": 10_000_000_000_000_i64, "entered": "10000", "unit": "kg" });
    event(&mut log, 1, "WorkoutStarted", json_of(&WorkoutStarted::example()));
    event(&mut log, 2, "SetLogged", logged.clone());
    event(&mut log, 3, "SetLogged", logged);
    let history = log.history();
    let rows = rows(&history, &history.read_to);
    let sets: Vec<Value> = rows.sets.values().map(Row::json).collect();
    assert_eq!(sets.len(), 1);
    assert_eq!((&sets[0]["volume_ug"], &sets[0]["position"]), (&json!("21474836470000000000000"), &json!(2)));
}

fn differing(found: Option<Value>, expected: Option<Value>) -> Value {
    let mut check = Check::new("rows", "rows");
    compare_row(&mut check, "key", found, expected);
    serde_json::to_value(&check).unwrap()["examples"].clone()
}

#[test]
fn a_row_that_is_missing_too_much_or_another_is_told_with_its_columns() {
    let row = |reps: i64| Some(json!({ "reps": reps, "kind": "normal" }));
    assert_eq!(differing(row(8), row(8)), json!([]));
    assert_eq!(differing(None, row(8)), json!(["key: missing"]));
    assert_eq!(differing(row(8), None), json!(["key: the log has no such row"]));
    assert_eq!(differing(row(7), row(8)), json!(["key: reps 7, should be 8"]));
    let more = Some(json!({ "reps": 8, "kind": "normal", "tempo": 3 }));
    assert_eq!(differing(more, row(8)), json!(["key: tempo 3, should be null"]));
}

#[test]
fn tables_cannot_stand_beyond_the_log() {
    let mut log = Log::new();
    event(&mut log, 1, "WorkoutStarted", json_of(&WorkoutStarted::example()));
    let history = log.history();
    let at = *history.read_to.keys().next().unwrap();
    assert_eq!(within(&history, &Positions::from([(at, 1)])).differences(), 0);
    assert_eq!(within(&history, &Positions::from([(at, 2)])).differences(), 1);
}

#[test]
fn instants_are_asked_for_in_microseconds() {
    let sql = statement("SELECT µ(a), 'x', µ(b) FROM t");
    assert_eq!(
        sql,
        "SELECT (extract(epoch FROM a) * 1000000)::bigint, 'x', (extract(epoch FROM b) * 1000000)::bigint FROM t"
    );
    for table in TABLES {
        assert!(!statement(table.sql).contains('µ'), "{}", table.name);
    }
}
