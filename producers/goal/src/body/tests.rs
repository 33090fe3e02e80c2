use serde_json::json;
use service::http::json::parse;
use service::http::problem::Place;

use super::*;
use crate::domain::aim::Aim;

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

fn set(changes: Value) -> (GoalId, Definition) {
    parse::<GoalBody>(&body(changes)).unwrap().set(NOW).unwrap()
}

/// Pointers and codes of everything that is wrong.
fn wrong(changes: Value) -> Vec<(String, String)> {
    let faults = match parse::<GoalBody>(&body(changes)) {
        Ok(body) => body.set(NOW).unwrap_err(),
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
    let (id, goal) = set(json!({}));
    assert_eq!(id.to_string(), "0191d2c8-7a3e-7b1f-8a55-00000000000a");
    assert_eq!(goal.name.as_str(), "500 t in 2021");
    let Aim::Accumulate { amount, exercise } = goal.aim else { panic!("{goal:?}") };
    assert_eq!((amount.canonical(), exercise), (500_000_000_000_000, None));
    assert_eq!(goal.window.from(), Some("2021-01-01".parse().unwrap()));
}

#[test]
fn what_is_optional_may_be_left_out_or_null() {
    let open = json!({"from": null, "until": null, "id": null, "exercise": "squat"});
    let (id, goal) = set(open);
    assert_eq!(id.uuid().get_version_num(), 7);
    assert_eq!((goal.window.from(), goal.window.until()), (None, None));
    let Aim::Accumulate { exercise, .. } = goal.aim else { panic!("{goal:?}") };
    assert_eq!(exercise, Some("squat".parse().unwrap()));
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
fn every_kind_has_its_metrics_and_a_target_of_its_shape() {
    let kg = json!({"value": 100, "unit": "kg"});
    let squat = |kind: &str, metric: &str, target: Value| json!({"kind": kind, "metric": metric, "exercise": "squat", "target": target});
    let bare = |kind: &str, metric: &str, target: Value| json!({"kind": kind, "metric": metric, "target": target});
    let aim = |changes: Value| set(changes).1.aim;
    assert!(matches!(aim(squat("reach", "load", json!({"load": kg, "reps": 1}))), Aim::Lift { .. }));
    assert!(matches!(aim(squat("reach", "e1rm", kg.clone())), Aim::OneRepMax { .. }));
    assert!(matches!(aim(bare("reach", "body_weight", kg.clone())), Aim::BodyWeight(_)));
    assert!(matches!(aim(bare("reach", "distance", json!({"value": 10, "unit": "km"}))), Aim::Distance { .. }));
    assert!(matches!(aim(bare("keep", "body_weight", json!({"min": kg, "max": null}))), Aim::Keep(_)));
    assert!(matches!(aim(bare("streak", "count", json!({"workouts": 3, "weeks": 12}))), Aim::Streak(_)));
    assert!(matches!(aim(squat("frequency", "count", json!({"workouts": 1, "weeks": 4}))), Aim::Frequency(_)));
}

#[test]
fn a_metric_that_does_not_fit_its_kind_is_the_only_fault_of_the_target() {
    for (kind, metric) in [
        ("accumulate", "e1rm"),
        ("accumulate", "load"),
        ("accumulate", "body_weight"),
        ("reach", "volume"),
        ("reach", "count"),
        ("reach", "minutes"),
        ("keep", "volume"),
        ("keep", "load"),
        ("streak", "volume"),
        ("frequency", "distance"),
    ] {
        let changes = json!({"kind": kind, "metric": metric, "target": 5});
        assert_eq!(wrong(changes), one("/metric", "does_not_fit_kind"), "{kind} {metric}");
    }
    assert_eq!(wrong(json!({"metric": "steps"})), one("/metric", "invalid_value"));
    assert_eq!(wrong(json!({"kind": "hope"})), one("/kind", "invalid_value"));
}

/// Several pointers and codes.
fn all(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().flat_map(|(pointer, code)| one(pointer, code)).collect()
}

#[test]
fn a_lift_is_of_an_exercise_and_has_a_load_and_repetitions() {
    let lift = |target: Value| wrong(json!({"kind": "reach", "metric": "load", "exercise": "squat", "target": target}));
    let kg = |value: f64| json!({"value": value, "unit": "kg"});
    let bare = json!({"kind": "reach", "metric": "load", "target": {"reps": 0}});
    let expected =
        [("/exercise", "missing_field"), ("/target/load", "missing_field"), ("/target/reps", "not_above_zero")];
    assert_eq!(wrong(bare), all(&expected));
    assert_eq!(
        lift(json!({"load": kg(0.0), "reps": 1.5})),
        all(&[("/target/load/value", "not_above_zero"), ("/target/reps", "not_whole")])
    );
    assert_eq!(
        lift(json!({"load": kg(10_000.1), "reps": 1001})),
        all(&[("/target/load/value", "too_large"), ("/target/reps", "too_large")])
    );
    assert_eq!(
        lift(json!({"load": {"value": 1, "unit": "km"}, "reps": "1"})),
        all(&[("/target/load/unit", "unit_does_not_fit"), ("/target/reps", "invalid_type")])
    );
    assert_eq!(
        lift(kg(100.0)),
        all(&[
            ("/target/unit", "unknown_field"),
            ("/target/value", "unknown_field"),
            ("/target/load", "missing_field"),
            ("/target/reps", "missing_field")
        ])
    );
    assert_eq!(
        wrong(json!({"kind": "reach", "metric": "e1rm", "target": kg(100.0)})),
        one("/exercise", "missing_field")
    );
    // what was given and is wrong is not missing
    let wrong_one = json!({"kind": "reach", "metric": "e1rm", "exercise": "Bench Press", "target": kg(100.0)});
    assert_eq!(wrong(wrong_one), one("/exercise", "invalid_exercise"));
}

#[test]
fn a_range_of_body_weights_has_an_end_and_is_not_empty() {
    let keep = |target: Value| wrong(json!({"kind": "keep", "metric": "body_weight", "target": target}));
    let kg = |value: f64| json!({"value": value, "unit": "kg"});
    assert_eq!(keep(json!({})), one("/target", "no_range"));
    assert_eq!(keep(json!({"min": null})), one("/target", "no_range"));
    assert_eq!(keep(json!({"min": kg(80.0), "max": kg(79.9)})), one("/target/max", "below_min"));
    assert_eq!(
        keep(json!({"min": 5, "max": kg(-1.0)})),
        all(&[("/target/min", "invalid_type"), ("/target/max/value", "not_above_zero")])
    );
    assert_eq!(keep(json!(5)), one("/target", "invalid_type"));
    let squat = json!({"kind": "keep", "metric": "body_weight", "exercise": "squat", "target": {"min": kg(80.0)}});
    assert_eq!(wrong(squat), one("/exercise", "does_not_fit_metric"));
}

#[test]
fn weeks_and_their_workouts_are_whole_and_bounded() {
    let streak = |target: Value| wrong(json!({"kind": "streak", "metric": "count", "target": target}));
    assert_eq!(
        streak(json!({"workouts": 0, "weeks": -1})),
        all(&[("/target/workouts", "not_above_zero"), ("/target/weeks", "not_above_zero")])
    );
    assert_eq!(
        streak(json!({"workouts": 101, "weeks": 521})),
        all(&[("/target/workouts", "too_large"), ("/target/weeks", "too_large")])
    );
    assert_eq!(
        streak(json!({"workouts": 1e300, "weeks": 0.5})),
        all(&[("/target/workouts", "too_large"), ("/target/weeks", "not_whole")])
    );
    assert_eq!(
        streak(json!({"value": 3})),
        all(&[
            ("/target/value", "unknown_field"),
            ("/target/workouts", "missing_field"),
            ("/target/weeks", "missing_field")
        ])
    );
}

#[test]
fn a_changed_goal_is_the_one_of_the_address() {
    let goal = |text: &str| text.parse::<GoalId>().unwrap();
    let changed = |changes: Value, id: &str| parse::<GoalBody>(&body(changes)).unwrap().changed(goal(id));
    let own = "0191d2c8-7a3e-7b1f-8a55-00000000000a";
    assert_eq!(changed(json!({}), own).unwrap(), set(json!({})).1);
    assert!(changed(json!({"id": null}), own).is_ok());
    let faults = changed(json!({"name": ""}), "0191d2c8-7a3e-7b1f-8a55-00000000000b").unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.code.to_string()).collect::<Vec<_>>(), ["other_id", "invalid_name"]);
}

#[test]
fn a_window_does_not_end_before_it_begins() {
    assert_eq!(wrong(json!({"until": "2020-12-31"})), one("/until", "before_from"));
}

#[test]
fn unknown_members_are_refused() {
    assert_eq!(wrong(json!({"colour": "red"})), one("/colour", "unknown_field"));
}
