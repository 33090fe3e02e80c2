use schemas::{
    planning::{
        ExerciseDefined, ExerciseListSnapshot, ExerciseNameTakenSnapshot, ExerciseSnapshot, ProgressionProposed,
        WorkoutTemplateCreated, WorkoutTemplateSnapshot, WorkoutTemplateVersionSnapshot,
    },
    record::Record,
    testing::Example,
};

use super::{
    super::{
        snapshots,
        testing::{Log, json_of},
    },
    *,
};

const OWNER: Uuid = Uuid::from_u128(1);
const TEMPLATE: &str = "00000000-0000-0000-0000-0000000000aa";

fn with(mut value: Value, changes: &Value) -> Value {
    for (field, change) in changes.as_object().unwrap() {
        value[field] = change.clone();
    }
    value["user_id"] = json!(OWNER);
    value
}

fn event<R: Record + Example>(log: &mut Log, kind: &str, id: &str, version: u64, changes: &Value) {
    let value = with(json_of(&R::example()), changes);
    log.command(Topic::PLANNING_EVENTS, OWNER, kind, id, version, &[(R::NAME, value)]);
}

fn snapshot<R: Record + Example>(log: &mut Log, store: &str, key: &str, changes: &Value) {
    let value = with(json_of(&R::example()), changes);
    log.state(Topic::PLANNING_STATE, OWNER, format!("{OWNER}/{store}/{key}"), R::NAME, value);
}

fn differences(log: &Log) -> u64 {
    snapshots::check(&log.history(), &log.settled(), &log.settled()).differences()
}

/// A template with one version and a proposal, as events and as snapshots.
fn planned() -> Log {
    let mut log = Log::new();
    let version = json!({"template_id": TEMPLATE, "version": 1});
    event::<WorkoutTemplateCreated>(&mut log, "workout-template", TEMPLATE, 1, &version);
    event::<ProgressionProposed>(&mut log, "workout-template", TEMPLATE, 2, &version);
    let head = json!({"template_id": TEMPLATE, "version": 2, "template_version": 1, "rules": []});
    snapshot::<WorkoutTemplateSnapshot>(&mut log, "workout-template", TEMPLATE, &head);
    let proposal = json_of(&ProgressionProposed::example());
    let proposals = &mut log.value(2)["proposals"][0];
    for field in ["proposal_id", "exercise", "old_load", "new_load", "reason", "evidence_event_id"] {
        proposals[field] = proposal[field].clone();
    }
    proposals["status"] = "open".into();
    let key = format!("{TEMPLATE}/1");
    let part = json!({"template_id": TEMPLATE, "template_version": 1});
    snapshot::<WorkoutTemplateVersionSnapshot>(&mut log, "workout-template-version", &key, &part);
    log
}

#[test]
fn a_template_and_its_versions_are_compared() {
    assert_eq!(differences(&planned()), 0);
    for (number, field, lie) in [
        (2, "template_version", json!(2)),
        (2, "archived", json!(true)),
        (2, "proposals", json!([])),
        (2, "rules", json!([{}])),
        (3, "name", json!("Pull")),
        (3, "exercises", json!([])),
        (3, "estimated_duration_minutes", json!(46)),
        (3, "template_version", json!(2)),
        (3, "created_at", json!("2021-08-02T10:00:00Z")),
    ] {
        let mut log = planned();
        log.value(number)[field] = lie;
        assert_eq!(differences(&log), 1, "{number} {field}");
    }
}

#[test]
fn a_version_is_missing_or_idle() {
    let mut log = planned();
    log.records.pop();
    assert_eq!(differences(&log), 1);
    let mut log = planned();
    let part = json!({"template_id": TEMPLATE, "template_version": 2});
    snapshot::<WorkoutTemplateVersionSnapshot>(&mut log, "workout-template-version", &format!("{TEMPLATE}/2"), &part);
    assert_eq!(differences(&log), 1);
}

/// An exercise that was defined, as an event and as snapshots.
fn defined() -> Log {
    let mut log = Log::new();
    let owner = OWNER.to_string();
    event::<ExerciseDefined>(&mut log, "exercise-list", &owner, 1, &json!({"exercise": "a", "name": "A"}));
    snapshot::<ExerciseListSnapshot>(&mut log, "exercise-list", &owner, &json!({"version": 1}));
    let said = json!({"exercise": "a", "name": "A", "merged_into": null, "absorbed": []});
    snapshot::<ExerciseSnapshot>(&mut log, "exercise", "a", &said);
    snapshot::<ExerciseNameTakenSnapshot>(&mut log, "exercise-name", "digest", &json!({"exercise": "a", "name": "A"}));
    log
}

#[test]
fn what_was_said_of_exercises_is_compared() {
    assert_eq!(differences(&defined()), 0);
    for (number, field, lie) in [
        (2, "name", json!("B")),
        (2, "merged_into", json!("b")),
        (2, "absorbed", json!(["b"])),
        (3, "exercise", json!("b")),
        (3, "name", json!("B")),
    ] {
        let mut log = defined();
        log.value(number)[field] = lie;
        assert_eq!(differences(&log), 1, "{number} {field}");
    }
    let mut log = defined();
    log.records.remove(2);
    assert_eq!(differences(&log), 1);
}
