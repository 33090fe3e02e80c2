use schemas::{execution::SetKind, id::WorkoutId, time::Instant};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service::http::{
    json::parse,
    problem::{Place, Problem},
};

use super::*;
use crate::domain::{exercise::Naming, workout::scenario::now};

const ID: &str = "0191d2c8-7a3e-7b1f-8a55-00000000000a";
const OTHER: &str = "0191d2c8-7a3e-7b1f-8a55-00000000000b";

fn body<T: DeserializeOwned>(body: &Value) -> Result<T, Problem> {
    parse(&serde_json::to_vec(body).unwrap())
}

/// A body with some members replaced.
fn with(mut body: Value, changes: Value) -> Value {
    let members = body.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        members.insert(name.clone(), value.clone());
    }
    body
}

fn set() -> Value {
    json!({
        "id": ID, "exercise": "bench-press-barbell", "block": 0, "kind": "normal", "reps": 8,
        "load": {"value": 50, "unit": "kg"}, "rpe": 8, "rest_seconds": 90, "logged_at": "2026-11-20T18:00:00+01:00",
    })
}

fn whole() -> Value {
    let set = json!({"kind": "normal", "reps": 8, "load": {"value": 102.5, "unit": "lb"}});
    json!({
        "id": ID, "name": "Push", "started_at": "2026-11-20T17:00:00+01:00", "ended_at": "2026-11-20T18:00:00+01:00",
        "zone": "Europe/Vienna", "exercises": [{"exercise": "bench-press-barbell", "sets": [set.clone(), set]}],
    })
}

/// Places and codes of everything that is wrong.
fn wrong(problem: &Problem) -> Vec<(String, String)> {
    assert_eq!(problem.status().as_u16(), 422, "{problem}");
    let said = problem.errors().iter().map(|fault| {
        let (Place::Pointer(place) | Place::Parameter(place)) = &fault.place else { panic!("{fault:?}") };
        (place.clone(), fault.code.to_string())
    });
    said.collect()
}

fn set_faults(changes: Value) -> Vec<(String, String)> {
    let read = body::<LogSetBody>(&with(set(), changes)).and_then(|body| body.read(now()));
    wrong(&read.unwrap_err())
}

fn whole_faults(changes: Value) -> Vec<(String, String)> {
    let read = body::<WorkoutBody>(&with(whole(), changes)).and_then(|body| body.logged(now()));
    wrong(&read.unwrap_err())
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(place, code)| ((*place).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn a_set_of_the_contract_is_read() {
    let log = body::<LogSetBody>(&set()).unwrap().read(now()).unwrap();
    assert_eq!(log.exercise, Naming::Id("bench-press-barbell".parse().unwrap()));
    assert_eq!(log.set.id.unwrap().to_string(), ID);
    assert_eq!(log.set.load.unwrap().mass().micrograms(), 50_000_000_000);
    assert_eq!((log.set.rpe.unwrap().tenths(), log.set.kind), (80, SetKind::Normal));
    assert_eq!(log.set.logged_at, Some("2026-11-20T17:00:00Z".parse().unwrap()));
}

#[test]
fn a_set_may_leave_out_all_but_its_exercise() {
    let log = body::<LogSetBody>(&json!({"exercise": "plank"})).unwrap().read(now()).unwrap();
    assert_eq!(log.set.id.unwrap().uuid().get_version_num(), 7);
    assert_eq!((log.block, log.set.reps, log.set.logged_at), (None, None, None));
    let nulls = json!({"exercise": "plank", "exercise_name": null, "load": null, "rpe": null, "notes": null});
    body::<LogSetBody>(&nulls).unwrap().read(now()).unwrap();
}

#[test]
fn every_mistake_in_a_set_is_named_where_it_stands() {
    for (changes, place, code) in [
        (json!({"id": "1"}), "/id", "invalid_id"),
        (json!({"exercise": "Bench Press"}), "/exercise", "invalid_exercise"),
        (json!({"exercise_name": " "}), "/exercise_name", "empty"),
        (json!({"block": -1}), "/block", "out_of_range"),
        (json!({"kind": "cool_down"}), "/kind", "unknown_value"),
        (json!({"kind": "unknown"}), "/kind", "unknown_value"),
        (json!({"reps": 1_000_001}), "/reps", "out_of_range"),
        (json!({"load": {"value": 50, "unit": "stone"}}), "/load/unit", "unknown_value"),
        (json!({"load": {"value": -1, "unit": "kg"}}), "/load/value", "out_of_range"),
        (json!({"load": {"value": 10_001, "unit": "kg"}}), "/load/value", "out_of_range"),
        (json!({"distance": {"value": 5, "unit": "kg"}}), "/distance/unit", "unknown_value"),
        (json!({"resistance": "rubber"}), "/resistance", "unknown_value"),
        (json!({"rpe": 8.3}), "/rpe", "out_of_range"),
        (json!({"rir": -1}), "/rir", "out_of_range"),
        (json!({"rest_seconds": 86_401}), "/rest_seconds", "out_of_range"),
        (json!({"duration_seconds": -1}), "/duration_seconds", "out_of_range"),
        (json!({"logged_at": "2026-02-30T18:00:00Z"}), "/logged_at", "invalid_time"),
        (json!({"logged_at": "0001-01-01T00:00:00Z"}), "/logged_at", "out_of_range"),
        (json!({"notes": "a\u{0}"}), "/notes", "control_character"),
    ] {
        assert_eq!(set_faults(changes.clone()), pairs(&[(place, code)]), "{changes}");
    }
}

#[test]
fn several_mistakes_are_named_at_once() {
    let changes = json!({"reps": -1, "rpe": 11, "load": {"value": 1, "unit": "oz"}, "exercise": ""});
    let expected = [
        ("/reps", "out_of_range"),
        ("/load/unit", "unknown_value"),
        ("/rpe", "out_of_range"),
        ("/exercise", "invalid_exercise"),
    ];
    assert_eq!(set_faults(changes), pairs(&expected));
}

#[test]
fn what_a_body_does_not_have_is_refused() {
    let typing_error = [("/rep", "unknown_field")];
    assert_eq!(set_faults(json!({"rep": 8})), pairs(&typing_error));
    assert_eq!(set_faults(json!({"load": {"value": 1, "unit": "kg", "plates": 2}})).len(), 1);
    assert_eq!(set_faults(json!({"reps": 8.5}))[0].0, "/reps");
    assert_eq!(set_faults(json!({"load": "50 kg"}))[0].0, "/load");
}

#[test]
fn a_whole_workout_is_read() {
    let (id, content) = body::<WorkoutBody>(&whole()).unwrap().logged(now()).unwrap();
    assert_eq!(id.to_string(), ID);
    assert_eq!((content.sets(), content.has_work()), (2, true));
    assert_eq!(content.date().to_string(), "2026-11-20");
    assert_eq!(content.exercises[0].sets[0].load.as_ref().unwrap().mass().entered(), "102.5");
}

#[test]
fn an_id_that_is_left_out_is_made() {
    let (id, _) = body::<WorkoutBody>(&with(whole(), json!({"id": null}))).unwrap().logged(now()).unwrap();
    assert_eq!(id.uuid().get_version_num(), 7);
    let start = json!({"zone": "Europe/Vienna"});
    let (id, start) = body::<StartWorkoutBody>(&start).unwrap().read(now()).unwrap();
    assert_eq!((id.uuid().get_version_num(), start.started_at), (7, None));
}

#[test]
fn every_mistake_in_a_whole_workout_is_named_where_it_stands() {
    let sets = |sets: Value| json!({"exercises": [{"exercise": "a", "sets": []}, {"exercise": "b", "sets": sets}]});
    for (changes, place, code) in [
        (json!({"id": "1"}), "/id", "invalid_id"),
        (json!({"template": {"id": ID, "version": 1}}), "/template", "not_supported_yet"),
        (json!({"entry": "MON"}), "/entry", "not_supported_yet"),
        (json!({"name": ""}), "/name", "empty"),
        (json!({"started_at": "2026-11-20"}), "/started_at", "invalid_time"),
        (json!({"ended_at": "2026-11-20T25:00:00Z"}), "/ended_at", "invalid_time"),
        (json!({"zone": "Europe/Atlantis"}), "/zone", "invalid_zone"),
        (sets(json!([{"reps": 1}, {"reps": -1}])), "/exercises/1/sets/1/reps", "out_of_range"),
        (sets(json!([{"id": ID}, {"id": ID}])), "/exercises/1/sets/1/id", "duplicate_id"),
        (json!({"exercises": [{"exercise": "A", "sets": []}]}), "/exercises/0/exercise", "invalid_exercise"),
        (
            json!({"exercises": [{"exercise": "a", "sets": [], "superset": -1}]}),
            "/exercises/0/superset",
            "out_of_range",
        ),
        (json!({"exercises": [{"exercise": "a", "sets": [], "rest": 1}]}), "/exercises/0/rest", "unknown_field"),
    ] {
        assert_eq!(whole_faults(changes.clone()), pairs(&[(place, code)]), "{changes}");
    }
    let (template, zone) =
        (json!({"template": {}, "zone": "x"}), [("/template", "not_supported_yet"), ("/zone", "invalid_zone")]);
    assert_eq!(whole_faults(template), pairs(&zone));
}

#[test]
fn a_correction_belongs_to_the_workout_of_its_address() {
    let read = |id: &str| body::<WorkoutBody>(&whole()).unwrap().corrected(id.parse::<WorkoutId>().unwrap());
    assert!(read(ID).is_ok());
    assert_eq!(wrong(&read(OTHER).unwrap_err()), pairs(&[("/id", "other_id")]));
}

#[test]
fn the_exercise_of_an_address_is_read_too() {
    let complete: CompleteExerciseBody = body(&json!({"completed_at": "2026-11-20T18:00:00+01:00"})).unwrap();
    assert!(complete.read("bench-press-barbell").is_ok());
    assert_eq!(wrong(&complete.read("Bench Press").unwrap_err()), pairs(&[("exercise", "invalid_exercise")]));
    let sets: CompleteExerciseBody = body(&json!({"sets": [{"reps": 8}, {"reps": -8}]})).unwrap();
    assert_eq!(wrong(&sets.read("bench").unwrap_err()), pairs(&[("/sets/1/reps", "out_of_range")]));
    let skip: SkipExerciseBody = body(&json!({"reason": "shoulder", "skipped_at": "tomorrow"})).unwrap();
    assert_eq!(wrong(&skip.read("bench").unwrap_err()), pairs(&[("/skipped_at", "invalid_time")]));
}

#[test]
fn a_completion_may_say_nothing() {
    let complete = body::<CompleteWorkoutBody>(&json!({})).unwrap().read().unwrap();
    assert_eq!((complete.completed_at, complete.notes), (None::<Instant>, None));
    let at: CompleteWorkoutBody = body(&json!({"completed_at": "2026-11-20T18:00:00"})).unwrap();
    assert_eq!(wrong(&at.read().unwrap_err()), pairs(&[("/completed_at", "invalid_time")]));
}
