use schemas::{
    execution::{HistoryImported, SetLogged, WorkoutExecuted, WorkoutStarted},
    testing::Example,
};

use super::{
    super::testing::{Log, json_of},
    *,
};

const OWNER: Uuid = Uuid::from_u128(1);
const WORKOUT: &str = "00000000-0000-0000-0000-0000000000aa";
const GOAL: &str = "00000000-0000-0000-0000-0000000000bb";

fn ours(mut value: Value) -> Value {
    value["user_id"] = json!(OWNER);
    value["workout_id"] = json!(WORKOUT);
    value
}

/// A live workout with one set, its snapshot, its exercise's name and the athlete's open workout.
fn live() -> Log {
    let mut log = Log::new();
    let started = ours(json_of(&WorkoutStarted::example()));
    let mut logged = ours(json_of(&SetLogged::example()));
    logged["exercise"] = json!("bench");
    logged["exercise_name"] = json!("Bench");
    let set = logged["set"].clone();
    let events =
        [("traintracker.execution.WorkoutStarted", started), ("traintracker.execution.SetLogged", logged.clone())];
    log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", WORKOUT, 1, &events);
    let exercise = json!({
        "exercise": "bench", "name": "Bench", "block": logged["block"], "completed": false, "skipped": false, "sets": [set],
    });
    let snapshot = json!({
        "user_id": OWNER, "workout_id": WORKOUT, "version": 2, "fold_version": 1, "status": "in_progress", "revision": 0,
        "origin": "live", "content_digest": null, "import_digest": null,
        "open": { "name": null, "started_at": "2026-11-20T18:00:00Z", "zone": "UTC", "exercises": [exercise] },
    });
    state(&mut log, "workout", WORKOUT, "WorkoutSnapshot", snapshot);
    let name = json!({ "user_id": OWNER, "exercise": "bench", "name": "Bench", "version": 0 });
    state(&mut log, "exercise", "bench", "ExerciseNameSnapshot", name);
    let open = json!({ "user_id": OWNER, "open_workout": WORKOUT });
    state(&mut log, "athlete", "open", "AthleteSnapshot", open);
    log
}

fn state(log: &mut Log, store: &str, key: &str, name: &str, value: Value) {
    let name = format!("traintracker.execution.{name}");
    log.state(Topic::EXECUTION_STATE, OWNER, format!("{OWNER}/{store}/{key}"), &name, value);
}

fn differences(log: &Log) -> u64 {
    check(&log.history(), &log.settled(), &log.settled()).differences()
}

#[test]
fn a_snapshot_that_says_what_the_events_say_is_fine() {
    assert_eq!(differences(&live()), 0);
}

#[test]
fn every_field_that_follows_from_the_events_is_compared() {
    for (path, lie) in [
        ("/version", json!(1)),
        ("/version", json!(3)),
        ("/status", json!("completed")),
        ("/revision", json!(1)),
        ("/origin", json!("import")),
        ("/open", Value::Null),
        ("/open/exercises/0/sets/0/reps", json!(999)),
        ("/open/exercises/0/sets/0/load/micrograms", json!(1)),
        ("/open/exercises/0/completed", json!(true)),
        ("/open/exercises/0/block", json!(9)),
    ] {
        let mut log = live();
        *log.value(2).pointer_mut(path).unwrap() = lie;
        assert_eq!(differences(&log), 1, "{path}");
    }
}

#[test]
fn a_snapshot_that_is_missing_or_too_much_is_noticed() {
    for number in [2, 3, 4] {
        let mut log = live();
        log.records.remove(number);
        assert_eq!(differences(&log), 1, "{number}");
    }
    for (store, key) in [("workout", GOAL), ("exercise", "squat")] {
        let mut log = live();
        let any = json!({ "user_id": OWNER, "name": "x", "version": 1 });
        state(&mut log, store, key, "WorkoutSnapshot", any);
        assert_eq!(differences(&log), 1, "{store}");
    }
}

#[test]
fn a_name_or_an_open_workout_that_is_another_is_noticed() {
    let mut name = live();
    name.value(3)["name"] = json!("Bank");
    assert_eq!(differences(&name), 1);
    let mut open = live();
    open.value(4)["open_workout"] = json!(GOAL);
    assert_eq!(differences(&open), 1);
}

#[test]
fn what_is_kept_of_an_import_is_counted_again() {
    const IMPORT: &str = "00000000-0000-0000-0000-0000000000cc";
    let mut log = Log::new();
    let mut executed = ours(json_of(&WorkoutExecuted::example()));
    executed["import_id"] = json!(IMPORT);
    executed["exercises"] = json!([]);
    let mut revised = executed.clone();
    revised["revision"] = json!(2);
    let name = "traintracker.execution.WorkoutExecuted";
    log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", WORKOUT, 1, &[(name, executed.clone())]);
    let mut ended = ours(json_of(&HistoryImported::example()));
    ended["import_id"] = json!(IMPORT);
    let end = "traintracker.execution.HistoryImported";
    log.command(Topic::EXECUTION_EVENTS, OWNER, "import", IMPORT, 1, &[(end, ended)]);
    let settled = log.settled();
    log.command(Topic::EXECUTION_EVENTS, OWNER, "workout", WORKOUT, 2, &[(name, revised)]);
    let snapshot = json!({
        "user_id": OWNER, "workout_id": WORKOUT, "version": 2, "fold_version": 2, "status": "completed", "revision": 2,
        "origin": executed["origin"], "content_digest": null, "import_digest": null, "open": null,
    });
    state(&mut log, "workout", WORKOUT, "WorkoutSnapshot", snapshot);
    let kept = json!({"user_id": OWNER, "import_id": IMPORT, "version": 1, "fold_version": 2, "new": 0, "revised": 1});
    state(&mut log, "import", IMPORT, "ImportSnapshot", kept);
    assert_eq!(differences(&log), 0);
    // while the workout after the end is not settled, it need not be counted yet
    log.value(4)["revised"] = json!(0);
    assert_eq!(check(&log.history(), &settled, &settled).differences(), 0);
    for (field, lie) in [("version", 0), ("version", 2), ("new", 1), ("revised", 0), ("revised", 2)] {
        log.value(4)["revised"] = json!(1);
        let before = log.value(4)[field].clone();
        log.value(4)[field] = json!(lie);
        assert_eq!(differences(&log), 1, "{field}");
        log.value(4)[field] = before;
    }
    let snapshot = log.records.remove(4);
    assert_eq!(differences(&log), 1);
    log.records.remove(2);
    log.records.remove(1);
    log.records.remove(0);
    log.records.push(snapshot);
    assert_eq!(differences(&log), 2, "the workout and the import that no event made");
}

#[test]
fn a_snapshot_may_be_older_than_events_that_came_after_the_settled_ones() {
    let mut log = live();
    let settled = log.settled();
    let event = ours(json!({ "discarded_at": "2026-11-20T19:00:00Z" }));
    log.command(
        Topic::EXECUTION_EVENTS,
        OWNER,
        "workout",
        WORKOUT,
        3,
        &[("traintracker.execution.WorkoutDiscarded", event)],
    );
    let history = log.history();
    assert_eq!(check(&history, &settled, &settled).differences(), 0);
    assert!(check(&history, &log.settled(), &log.settled()).differences() > 0);
}

#[test]
fn a_workout_that_is_over_has_the_revision_and_origin_of_its_last_fact() {
    let executed = ours(json_of(&WorkoutExecuted::example()));
    let (revision, origin) = (executed["revision"].clone(), executed["origin"].clone());
    let deleted = json!({ "revision": revision });
    let executed = Fact::read("traintracker.execution.WorkoutExecuted", executed).unwrap();
    let deleted = Fact::read("traintracker.execution.WorkoutDeleted", deleted).unwrap();
    let (over, gone) = (workout(&[&executed]), workout(&[&executed, &deleted]));
    assert_eq!((&over["status"], &over["revision"], &over["open"]), (&json!("completed"), &revision, &Value::Null));
    assert_eq!((&gone["status"], &gone["revision"], &gone["origin"]), (&json!("deleted"), &revision, &origin));
}

#[test]
fn goals_and_accounts_are_compared_too() {
    let mut log = Log::new();
    let user = json!({ "user_id": OWNER, "email": "ann@example.com", "registered_at": "2026-11-20T18:00:00Z" });
    let owner = OWNER.to_string();
    log.command(Topic::IDENTITY_EVENTS, OWNER, "user", &owner, 1, &[("traintracker.identity.UserRegistered", user)]);
    let snapshot = json!({ "user_id": OWNER, "version": 1, "fold_version": 1, "email": "ann@example.com" });
    let key = format!("{OWNER}/user/{OWNER}");
    log.state(Topic::IDENTITY_STATE, OWNER, key, "traintracker.identity.UserSnapshot", snapshot);
    let account = json!({ "user_id": OWNER, "status": "active", "activated": false, "version": 1 });
    let key = format!("{OWNER}/account/{OWNER}");
    log.state(Topic::IDENTITY_ACCOUNTS, OWNER, key, "traintracker.identity.AccountStatus", account);
    assert_eq!(differences(&log), 0);

    let achieved = json!({
        "user_id": OWNER, "goal_id": GOAL, "achieved_at": "2021-08-02T10:00:00Z", "utc_offset_seconds": 0,
        "workout_id": WORKOUT, "set_id": null, "value": 1, "recorded_at": "2026-11-20T18:00:00Z",
    });
    log.command(Topic::GOAL_EVENTS, OWNER, "goal", GOAL, 1, &[("traintracker.goal.GoalAchieved", achieved)]);
    let snapshot = json!({
        "user_id": OWNER, "goal_id": GOAL, "version": 1, "fold_version": 1, "status": "achieved",
        "achieved_at": "2021-08-02T10:00:00Z", "workout_id": WORKOUT, "set_id": null,
    });
    let key = format!("{OWNER}/goal/{GOAL}");
    log.state(Topic::GOAL_STATE, OWNER, key, "traintracker.goal.GoalSnapshot", snapshot);
    assert_eq!(differences(&log), 0);
    for (number, field, lie) in [
        (1, "email", json!("bob@example.com")),
        (2, "status", json!("deactivated")),
        (4, "status", json!("active")),
        (4, "achieved_at", json!("2021-08-02T10:00:01Z")),
        (4, "workout_id", json!(GOAL)),
    ] {
        let before = log.value(number)[field].clone();
        log.value(number)[field] = lie;
        assert_eq!(differences(&log), 1, "{field}");
        log.value(number)[field] = before;
    }
}

#[test]
fn secrets_do_not_reach_the_report() {
    let mut log = Log::new();
    let (id, hash) = (OWNER.to_string(), "$argon2id$secret");
    let event = json!({ "user_id": OWNER, "password_hash": hash, "created_at": "2026-11-20T18:00:00Z" });
    log.command(
        Topic::IDENTITY_PRIVATE,
        OWNER,
        "credential",
        &id,
        1,
        &[("traintracker.identity.CredentialCreated", event)],
    );
    let snapshot = json!({ "user_id": OWNER, "version": 1, "password_hash": "other" });
    let key = format!("{OWNER}/credential/{OWNER}");
    log.state(Topic::IDENTITY_PRIVATE_STATE, OWNER, key, "traintracker.identity.CredentialSnapshot", snapshot);
    let check = check(&log.history(), &log.settled(), &log.settled());
    let told = serde_json::to_string(&check).unwrap();
    assert!(check.differences() == 1 && !told.contains("argon2") && !told.contains("other"), "{told}");
}
