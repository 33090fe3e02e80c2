//! The exports of `shared/data` against the facts that other code computed of them (`golden.json`).

use std::{collections::HashSet, fs, path::PathBuf};

use serde_json::Value;

use super::*;

/// A file of the shared data. It belongs to the workplace, not to this repository: without it these tests fail.
fn shared(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{} is needed: {error}", path.display()))
}

fn facts(name: &str) -> Value {
    let golden: Value = serde_json::from_slice(&shared("golden.json")).unwrap();
    golden["files"].as_array().unwrap().iter().find(|file| file["file"] == name).unwrap().clone()
}

fn history(source: Source, name: &str, unit: Option<MassUnit>) -> ParsedHistory {
    let options = ImportOptions { unit, distance_unit: None, zone: "Europe/Vienna".parse().unwrap() };
    parse(source, &shared(name), &options).unwrap()
}

fn working_sets(history: &ParsedHistory) -> impl Iterator<Item = &ParsedSet> {
    let exercises = history.workouts.iter().flat_map(|workout| &workout.exercises);
    exercises.flat_map(|exercise| &exercise.sets).filter(|set| set.kind != SetKind::WarmUp)
}

fn agrees(source: Source, name: &str, unit: Option<MassUnit>) -> ParsedHistory {
    let (history, facts) = (history(source, name, unit), facts(name));
    let count = |fact: &str| usize::try_from(facts[fact].as_u64().unwrap()).unwrap();
    assert_eq!(history.sets, count("set_rows"));
    assert_eq!(history.warm_ups, usize::try_from(facts["excluded_rows"]["warmup"].as_u64().unwrap()).unwrap());
    assert_eq!(history.workouts.len(), count("workouts"));
    let exercises: HashSet<&str> =
        history.workouts.iter().flat_map(|workout| &workout.exercises).map(|exercise| exercise.name.as_str()).collect();
    assert_eq!(exercises.len(), count("exercises"));
    let volume: i128 = working_sets(&history)
        .filter_map(|set| Some(i128::from(set.load.as_ref()?.micrograms()) * i128::from(set.reps?)))
        .sum();
    assert_eq!(volume, i128::from(facts["total_volume"].as_i64().unwrap()) * 1_000_000_000);
    let zero =
        working_sets(&history).filter(|set| set.load.as_ref().is_some_and(|load| load.micrograms() == 0)).count();
    assert_eq!(zero, count("set_rows_weight_zero"));
    assert_eq!(working_sets(&history).filter(|set| set.load.is_none()).count(), count("set_rows_weight_blank"));
    let without = working_sets(&history).filter(|set| set.reps.is_none_or(|reps| reps == 0)).count();
    assert_eq!(without, count("set_rows_reps_zero_or_blank"));
    let timed = working_sets(&history).filter(|set| set.duration_seconds.is_some()).count();
    assert_eq!(timed, count("set_rows_seconds_positive"));
    let dates = ["first_local_date", "last_local_date"].map(|fact| facts[fact].as_str().unwrap().parse().unwrap());
    assert_eq!(history.dates(), Some(dates.into()));
    assert_eq!((history.skipped.as_slice(), history.warnings.as_slice()), (&[][..], &[][..]));
    assert_eq!(history.unit, Some(MassUnit::Kg));
    history
}

#[test]
fn breinsp_agrees_with_its_golden_facts() {
    let history = agrees(Source::Strong, "strong/breinsp-strong.csv", Some(MassUnit::Kg));
    assert!(history.workouts.iter().all(|workout| workout.ended_at.is_some()));
    let without_unit = ImportOptions { unit: None, distance_unit: None, zone: Zone::UTC };
    let refusal = parse(Source::Strong, &shared("strong/breinsp-strong.csv"), &without_unit).unwrap_err();
    assert_eq!(refusal.code(), "unit_missing");
}

#[test]
fn hevy_agrees_with_its_golden_facts() {
    let history = agrees(Source::Hevy, "hevy/workout_data.csv", None);
    let supersets =
        history.workouts.iter().flat_map(|workout| &workout.exercises).filter(|block| block.superset.is_some());
    assert_eq!(supersets.map(|block| block.sets.len()).sum::<usize>(), 54);
}

#[test]
fn gravitus_agrees_with_its_golden_facts() {
    let history = agrees(Source::Strong, "strong/gravitus-strong.csv", Some(MassUnit::Kg));
    assert!(working_sets(&history).all(|set| set.rest_seconds == Some(120)), "each set has its rest");
    let blocks: Vec<_> = history.workouts[0]
        .exercises
        .iter()
        .map(|block| (block.name.as_str(), block.block, block.sets.len()))
        .collect();
    let expected = [
        ("Back Extension", 0, 2),
        ("Bench Press (Dumbbell)", 0, 2),
        ("Arnold Press (Dumbbell)", 0, 2),
        ("Back Extension", 1, 2),
    ];
    assert_eq!(blocks, expected);
}

#[test]
fn a_workout_of_the_goal_in_the_issue_is_where_it_should_be() {
    let history = history(Source::Strong, "strong/breinsp-strong.csv", Some(MassUnit::Kg));
    let push = history.workouts.iter().find(|workout| workout.grouping_key == "2021-08-01T18:46:43/Push").unwrap();
    assert_eq!(push.started_at, "2021-08-01T18:46:43+02:00".parse().unwrap());
    let press = push.exercises.iter().find(|block| block.name == "Incline Chest Press (Machine)").unwrap();
    assert!(press.sets.iter().any(|set| set.reps == Some(10) && set.load == Mass::parse("25", MassUnit::Kg).ok()));
}
