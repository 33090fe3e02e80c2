use schemas::topic::Topic;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{super::testing::Log, *};

const OWNER: Uuid = Uuid::from_u128(1);
const GOAL: &str = "00000000-0000-0000-0000-0000000000bb";
const KG: i64 = 1_000_000_000;

fn workout(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

/// A set of `kg` × 10.
fn set(id: u128, kg: i64) -> Value {
    json!({
        "id": Uuid::from_u128(id), "index": 0, "kind": "normal", "reps": 10, "resistance": "external",
        "load": { "micrograms": kg * KG, "entered": kg.to_string(), "unit": "kg" },
        "rpe_tenths": null, "rir": null, "rest_seconds": null, "duration_seconds": null, "distance": null,
        "logged_at": null, "notes": null,
    })
}

/// Two sets on one day of August 2021.
fn executed(day: u32, revision: i64, sets: &[Value]) -> Value {
    json!({
        "user_id": OWNER, "workout_id": workout(day.into()), "revision": revision, "name": null, "notes": null,
        "local_date": format!("2021-08-{day:02}"), "started_at": format!("2021-08-{day:02}T10:00:00Z"),
        "utc_offset_seconds": 7200, "ended_at": format!("2021-08-{day:02}T11:30:59Z"), "zone": "Europe/Vienna",
        "exercises": [{ "exercise": "bench", "name": "Bench", "block": 0, "superset": null, "notes": null, "sets": sets }],
        "template": null, "entry": null, "origin": "import", "import_id": null,
    })
}

fn goal_set(metric: &str, target: &Value) -> Value {
    let mut all = json!({ "mass": null, "distance": null, "count": null, "minutes": null, "reps": null,
        "lowest": null, "highest": null, "weeks": null });
    for (field, value) in target.as_object().unwrap() {
        all[field] = value.clone();
    }
    json!({
        "user_id": OWNER, "goal_id": GOAL, "name": "goal", "kind": "accumulate", "metric": metric, "exercise": null,
        "target": all, "from": "2021-08-01", "until": "2021-08-31", "set_at": "2021-07-01T10:00:00Z",
    })
}

fn volume(kg: i64) -> Value {
    goal_set("volume", &json!({ "mass": { "micrograms": kg * KG, "entered": kg.to_string(), "unit": "kg" } }))
}

const EXECUTED: &str = "traintracker.execution.WorkoutExecuted";
const SET: &str = "traintracker.goal.GoalSet";
const ACHIEVED: &str = "traintracker.goal.GoalAchieved";
const PROGRESSED: &str = "traintracker.goal_progress.GoalProgressed";
const PROCESSED: &str = "traintracker.engine.InputsProcessed";

/// A goal of 300 kg; two workouts of 200 kg; progress said; the achievement recorded; everything read.
fn log() -> Log {
    let mut log = Log::new();
    log.command(Topic::GOAL_EVENTS, OWNER, "goal", GOAL, 1, &[(SET, volume(300))]);
    for day in [1, 2] {
        let sets = [set(u128::from(day) * 10, 10), set(u128::from(day) * 10 + 1, 10)];
        let events = [(EXECUTED, executed(day, 1, &sets))];
        log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", &workout(day.into()), 1, &events);
    }
    let achieved = json!({
        "user_id": OWNER, "goal_id": GOAL, "achieved_at": "2021-08-02T10:00:00Z", "utc_offset_seconds": 7200,
        "workout_id": workout(2), "set_id": Uuid::from_u128(20), "value": 300 * KG, "recorded_at": "2026-11-20T18:00:00Z",
    });
    log.command(Topic::GOAL_EVENTS, OWNER, "goal", GOAL, 2, &[(ACHIEVED, achieved)]);
    let progressed = json!({
        "user_id": OWNER, "goal_id": GOAL, "goal_version": 2, "n": 1, "value": 400 * KG, "target": 300 * KG,
        "metric": "volume", "percent_hundredths": 13333, "inputs": inputs(3, 4),
    });
    log.command(Topic::GOAL_PROGRESS_EVENTS, OWNER, "", GOAL, 1, &[(PROGRESSED, progressed)]);
    let partition = super::super::testing::partition(OWNER);
    let processed = json!({ "service": "goal-progress", "partition": partition.number(), "inputs": inputs(3, 4) });
    log.state(Topic::GOAL_PROGRESS_EVENTS, OWNER, format!("_engine/inputs/{partition}"), PROCESSED, processed);
    log
}

fn inputs(execution: i64, goal: i64) -> Value {
    let partition = super::super::testing::partition(OWNER).number();
    json!([
        { "topic": "execution.events", "partition": partition, "next_offset": execution },
        { "topic": "goal.events", "partition": partition, "next_offset": goal },
    ])
}

/// Differences of progress and of achievements, and how many partitions are behind.
fn found(log: &Log) -> (u64, u64, usize) {
    let Goals { progress, achievements, behind } = check(&log.history(), &log.settled());
    (progress.differences(), achievements.differences(), behind.len())
}

#[test]
fn progress_and_achievement_as_recomputed_are_fine() {
    assert_eq!(found(&log()), (0, 0, 0));
}

#[test]
fn every_number_of_a_progress_is_compared() {
    for (field, lie) in [
        ("value", json!(399 * KG)),
        ("target", json!(1)),
        ("metric", json!("count")),
        ("percent_hundredths", json!(13334)),
        ("n", json!(2)),
        ("goal_version", json!(1)),
    ] {
        let mut log = log();
        log.value(4)[field] = lie;
        assert!(found(&log).0 > 0, "{field}");
    }
}

#[test]
fn progress_is_recomputed_at_the_inputs_it_names() {
    let mut log = log();
    // before the second workout the value was 200 kg, so it lies about its inputs
    log.value(4)["inputs"] = inputs(2, 4);
    assert_eq!(found(&log).0, 2);
    // and the right value there has been overtaken by what was read since
    log.value(4)["value"] = json!(200 * KG);
    log.value(4)["percent_hundredths"] = json!(6667);
    assert_eq!(found(&log).0, 1);
}

#[test]
fn a_workout_that_was_read_and_not_counted_is_noticed() {
    let mut log = log();
    let events = [(EXECUTED, executed(3, 1, &[set(30, 10)]))];
    log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", &workout(3), 1, &events);
    // not read yet: late, not wrong
    assert_eq!(found(&log), (0, 0, 1));
    log.value(5)["inputs"] = inputs(7, 4);
    assert_eq!(found(&log), (1, 0, 0));
}

#[test]
fn no_progress_at_all_is_noticed() {
    let mut log = log();
    log.records.remove(4);
    assert_eq!(found(&log).0, 1);
}

#[test]
fn progress_of_a_goal_that_nobody_set_is_noticed() {
    let mut log = log();
    log.records.remove(3);
    log.records.remove(0);
    assert_eq!(found(&log).0, 1);
}

#[test]
fn an_achievement_at_another_set_or_none_is_noticed() {
    for (field, lie) in [
        ("set_id", json!(Uuid::from_u128(21))),
        ("workout_id", json!(workout(1))),
        ("achieved_at", json!("2021-08-02T11:00:00Z")),
        ("utc_offset_seconds", json!(0)),
    ] {
        let mut log = log();
        log.value(3)[field] = lie;
        assert_eq!(found(&log).1, 1, "{field}");
    }
    let mut revoked = log();
    let event = json!({ "user_id": OWNER, "goal_id": GOAL, "value": 0, "recorded_at": "2026-11-20T18:00:00Z" });
    let events = [("traintracker.goal.GoalAchievementRevoked", event)];
    revoked.command(Topic::GOAL_EVENTS, OWNER, "goal", GOAL, 3, &events);
    revoked.value(5)["inputs"] = inputs(3, 7);
    assert_eq!(found(&revoked).1, 1);
}

#[test]
fn commands_that_goal_has_not_handled_are_under_way() {
    let mut log = log();
    log.value(3)["set_id"] = json!(Uuid::from_u128(21));
    let command = json!({ "user_id": OWNER, "goal_id": GOAL });
    log.state(
        Topic::GOAL_COMMANDS,
        OWNER,
        format!("{OWNER}/{GOAL}"),
        "traintracker.goal.RecordGoalAchievement",
        command,
    );
    assert_eq!(found(&log), (0, 0, 1));
    let partition = super::super::testing::partition(OWNER);
    let inputs = json!([{ "topic": "goal.commands", "partition": partition.number(), "next_offset": 7 }]);
    let position = json!({ "batch": 1, "fold_version": 1, "inputs": inputs, "events_before": [] });
    log.state(
        Topic::GOAL_STATE,
        OWNER,
        format!("_engine/position/{partition}"),
        "traintracker.engine.Position",
        position,
    );
    assert_eq!(found(&log), (0, 1, 0));
}

fn fact(name: &str, value: Value) -> Fact {
    Fact::read(name, value).unwrap()
}

fn total(goal: Value, workouts: &[Value]) -> i64 {
    let goal = fact(SET, goal);
    let Some(GoalFact::Set(set)) = goal.of_goal() else { panic!("a goal") };
    let facts: Vec<Fact> = workouts.iter().map(|value| fact(EXECUTED, value.clone())).collect();
    let executed = facts.iter().map(|fact| match fact.of_workout() {
        Some(WorkoutFact::Executed(executed)) => executed,
        other => panic!("{other:?}"),
    });
    let standing = (1..).zip(executed).map(|(id, executed)| (Uuid::from_u128(id), executed)).collect();
    Goal { set, target: 1 }.total(&standing)
}

#[test]
fn each_metric_adds_up_its_own() {
    let mut run = set(1, 0);
    run["distance"] = json!({ "millimetres": 5_000_000, "entered": "5", "unit": "km" });
    let mut warm = set(2, 100);
    warm["kind"] = json!("warm_up");
    let mut bare = set(3, 20);
    bare["reps"] = Value::Null;
    let day = executed(1, 1, &[run, warm, bare, set(4, 20)]);
    let any = json!({});
    assert_eq!(total(goal_set("volume", &any), std::slice::from_ref(&day)), 200 * KG);
    assert_eq!(total(goal_set("distance", &any), std::slice::from_ref(&day)), 5_000_000);
    assert_eq!(total(goal_set("count", &any), std::slice::from_ref(&day)), 1);
    assert_eq!(total(goal_set("minutes", &any), std::slice::from_ref(&day)), 90);
}

#[test]
fn windows_and_exercises_narrow_what_counts() {
    let days: Vec<Value> = [1, 15, 31].map(|day| executed(day, 1, &[set(day.into(), 10)])).to_vec();
    let mut goal = volume(300);
    assert_eq!(total(goal.clone(), &days), 300 * KG);
    goal["from"] = json!("2021-08-15");
    goal["until"] = json!("2021-08-30");
    assert_eq!(total(goal.clone(), &days), 100 * KG);
    goal["exercise"] = json!("squat");
    assert_eq!(total(goal, &days), 0);
}

/// A goal of 100 workouts instead, by an event of its own, at the offset after all others.
fn changed(log: &mut Log, version: u64) {
    let mut anew = goal_set("count", &json!({ "count": 100 }));
    anew["changed_at"] = anew["set_at"].take();
    anew.as_object_mut().unwrap().remove("set_at");
    log.command(Topic::GOAL_EVENTS, OWNER, "goal", GOAL, version, &[("traintracker.goal.GoalChanged", anew)]);
}

#[test]
fn a_change_that_was_read_and_not_measured_is_noticed() {
    let mut log = log();
    changed(&mut log, 3);
    // not read yet: late, not wrong
    assert_eq!(found(&log), (0, 0, 1));
    log.value(5)["inputs"] = inputs(3, 7);
    // the target, the value, and the achievement that is none any more
    assert_eq!(found(&log), (2, 1, 0));
}

#[test]
fn of_an_abandoned_goal_nothing_is_expected() {
    let mut log = log();
    let event = json!({ "user_id": OWNER, "goal_id": GOAL, "abandoned_at": "2026-11-20T18:00:00Z" });
    log.command(Topic::GOAL_EVENTS, OWNER, "goal", GOAL, 3, &[("traintracker.goal.GoalAbandoned", event)]);
    log.value(5)["inputs"] = inputs(3, 7);
    assert_eq!(found(&log), (0, 0, 0));
    // but not what was said after it was read
    log.value(4)["inputs"] = inputs(3, 7);
    assert_eq!(found(&log).0, 1);
}

#[test]
fn each_kind_is_measured_its_own_way() {
    let kg = |kg: i64| json!({ "micrograms": kg * KG, "entered": kg.to_string(), "unit": "kg" });
    let of = |kind: &str, metric: &str, target: Value| {
        let mut goal = goal_set(metric, &target);
        goal["kind"] = json!(kind);
        goal["from"] = Value::Null;
        goal["until"] = Value::Null;
        goal
    };
    let mut single = set(2, 120);
    single["reps"] = json!(1);
    let mut many = set(3, 110);
    many["reps"] = json!(11);
    // 2021-08-02, 09, 16 and 30 are Mondays
    let days: Vec<Value> = [2, 3, 9, 10, 16, 30]
        .map(|day| executed(day, 1, &[set(day.into(), 100), single.clone(), many.clone()]))
        .to_vec();
    let lift = |reps: i64| total(of("reach", "load", json!({ "mass": kg(200), "reps": reps })), &days);
    assert_eq!([lift(1), lift(2), lift(11), lift(12)], [120 * KG, 110 * KG, 110 * KG, 0]);
    // 36 × 100 / 27 of ten repetitions; those of eleven are none
    assert_eq!(total(of("reach", "e1rm", json!({ "mass": kg(200) })), &days), 133_333_333_333);
    let weekly = |kind, count: i64| total(of(kind, "count", json!({ "count": count, "weeks": 9 })), &days);
    assert_eq!([weekly("frequency", 1), weekly("streak", 1)], [4, 3]);
    assert_eq!([weekly("frequency", 2), weekly("streak", 2), weekly("streak", 3)], [2, 2, 0]);
    let mut run = set(1, 0);
    run["distance"] = json!({ "millimetres": 5_000_000, "entered": "5", "unit": "km" });
    let longest = of("reach", "distance", json!({ "distance": run["distance"] }));
    assert_eq!(total(longest, &[executed(2, 1, &[run.clone(), run])]), 5_000_000);
}

#[test]
fn what_a_record_cannot_hold_is_held_at_its_end() {
    let mut heavy = set(1, 9_000_000);
    heavy["reps"] = json!(i32::MAX);
    assert_eq!(total(volume(1), &[executed(1, 1, &[heavy.clone(), heavy])]), i64::MAX);
    assert_eq!(percent(1, 20_000), 1);
    assert_eq!(percent(1, 20_001), 0);
}
