use serde_json::json;
use service::http::json::parse;
use service::http::problem::Place;

use super::*;

const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);

/// A body that is fine, with some members replaced.
fn body(changes: Value) -> Vec<u8> {
    let mut body = json!({
        "id": "0191d2c8-7a3e-7b1f-8a55-00000000000a",
        "name": "500 t in 2021",
        "kind": "accumulate",
        "metric": "volume",
        "target": {"value": 500_000, "unit": "kg"},
        "from": "2021-01-01",
        "until": "2021-12-31",
    });
    let members = body.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        members.insert(name.clone(), value.clone());
    }
    serde_json::to_vec(&body).unwrap()
}

/// Pointers and codes of everything that is wrong.
fn wrong(changes: Value) -> Vec<(String, String)> {
    let faults = match parse::<SetGoal>(&body(changes)) {
        Ok(body) => body.parse(NOW).unwrap_err(),
        Err(problem) => problem.errors().to_vec(),
    };
    let said = |fault: &Fault| {
        let Place::Pointer(pointer) = &fault.place else { panic!("{fault:?}") };
        (pointer.clone(), fault.code.to_string())
    };
    faults.iter().map(said).collect()
}

fn one(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

#[test]
fn a_body_becomes_a_definition() {
    let (id, goal) = parse::<SetGoal>(&body(json!({}))).unwrap().parse(NOW).unwrap();
    assert_eq!(id.to_string(), "0191d2c8-7a3e-7b1f-8a55-00000000000a");
    assert_eq!(goal.name.as_str(), "500 t in 2021");
    assert_eq!(goal.target.canonical(), 500_000_000_000_000);
    assert_eq!(goal.window.from(), Some("2021-01-01".parse().unwrap()));
    assert_eq!(goal.exercise, None);
}

#[test]
fn what_is_optional_may_be_left_out_or_null() {
    let open = json!({"from": null, "until": null, "id": null, "exercise": "squat"});
    let (id, goal) = parse::<SetGoal>(&body(open)).unwrap().parse(NOW).unwrap();
    assert_eq!(id.uuid().get_version_num(), 7);
    assert_eq!((goal.window.from(), goal.window.until()), (None, None));
    assert_eq!(goal.exercise, Some("squat".parse().unwrap()));
}

#[test]
fn every_mistake_is_named_where_it_stands() {
    let changes = json!({
        "id": "7", "name": " ", "exercise": "Bench Press", "from": "2021-02-30", "until": "soon",
        "target": {"value": "much", "unit": "kg", "reps": 1},
    });
    let expected = [
        ("/id", "invalid_id"),
        ("/name", "invalid_name"),
        ("/exercise", "invalid_exercise"),
        ("/target/reps", "unknown_field"),
        ("/target/value", "invalid_type"),
        ("/from", "invalid_date"),
        ("/until", "invalid_date"),
    ];
    assert_eq!(wrong(changes), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
}

#[test]
fn a_target_is_an_amount_in_a_fitting_unit() {
    let target = |target: Value| wrong(json!({"target": target}));
    assert_eq!(target(json!({"value": 5, "unit": "km"})), one("/target/unit", "unit_does_not_fit"));
    assert_eq!(target(json!({"value": 0, "unit": "kg"})), one("/target/value", "not_above_zero"));
    assert_eq!(target(json!({"value": 1e300, "unit": "kg"})), one("/target/value", "invalid_quantity"));
    assert_eq!(target(json!({"unit": "kg"})), one("/target/value", "missing_field"));
    assert_eq!(target(json!({"value": 5})), one("/target/unit", "missing_field"));
    assert_eq!(target(json!(5)), one("/target", "invalid_type"));
    let half = json!({"metric": "count", "target": {"value": 0.5, "unit": "workouts"}});
    assert_eq!(wrong(half), one("/target/value", "not_whole"));
    let many = json!({"metric": "minutes", "target": {"value": 1e10, "unit": "min"}});
    assert_eq!(wrong(many), one("/target/value", "too_large"));
}

#[test]
fn what_is_not_supported_yet_says_so() {
    let reach = json!({"kind": "reach", "metric": "load", "target": {"load": {"value": 100, "unit": "kg"}, "reps": 1}});
    assert_eq!(wrong(reach), one("/kind", "not_supported_yet"));
    assert_eq!(wrong(json!({"metric": "e1rm"})), one("/metric", "not_supported_yet"));
    assert_eq!(wrong(json!({"metric": "steps"})), one("/metric", "invalid_value"));
}

#[test]
fn a_window_does_not_end_before_it_begins() {
    assert_eq!(wrong(json!({"until": "2020-12-31"})), one("/until", "before_from"));
}

#[test]
fn unknown_members_are_refused() {
    assert_eq!(wrong(json!({"colour": "red"})), one("/colour", "unknown_field"));
}
