use std::collections::BTreeSet;

use execution::import::{ImportOptions, ParsedHistory, parse};
use schemas::{
    execution::{SetKind, Source},
    quantity::MassUnit,
};

use super::*;

const UNTIL: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();

fn imported(text: &str) -> ParsedHistory {
    let zone = "Europe/Vienna".parse().unwrap();
    let options = ImportOptions { unit: Some(MassUnit::Kg), distance_unit: None, zone };
    parse(Source::Strong, text.as_bytes(), &options).unwrap()
}

#[test]
fn the_same_seed_and_day_give_the_same_bytes() {
    assert_eq!(generate(7, UNTIL), generate(7, UNTIL));
    assert_ne!(generate(7, UNTIL), generate(8, UNTIL));
    // these bytes are what two machines agree on
    let digest = schemas::digest::Digest::of(generate(1, UNTIL).as_bytes());
    assert_eq!(digest.to_string(), "ad5c36535c37a15613daf97d2c7ec333158f9d98850e56288cf6edad4bd766f3");
}

#[test]
fn every_row_can_be_imported() {
    for seed in 0..20 {
        let history = imported(&generate(seed, UNTIL));
        assert_eq!((history.skipped.as_slice(), history.warnings.as_slice()), (&[][..], &[][..]));
        assert!((270..340).contains(&history.workouts.len()), "{} workouts", history.workouts.len());
        let (first, last) = history.dates().unwrap();
        assert!(first.naive() >= UNTIL - Days::new(DAYS) && last.naive() <= UNTIL);
        let days: BTreeSet<_> = history.workouts.iter().map(|workout| workout.local_date).collect();
        assert_eq!(days.len(), history.workouts.len(), "one workout a day at most");
    }
}

#[test]
fn it_has_what_real_histories_have() {
    let history = imported(&generate(1, UNTIL));
    let blocks: Vec<_> = history.workouts.iter().flat_map(|workout| &workout.exercises).collect();
    let sets = || blocks.iter().flat_map(|block| &block.sets);
    for kind in [SetKind::WarmUp, SetKind::Normal, SetKind::Drop, SetKind::Failure] {
        assert!(sets().any(|set| set.kind == kind), "{kind:?}");
    }
    assert!(sets().any(|set| set.rpe_tenths == Some(75)) && sets().any(|set| set.rest_seconds == Some(180)));
    assert!(blocks.iter().any(|block| block.notes.as_deref().is_some_and(|note| note.contains(','))));
    assert!(history.workouts.iter().any(|workout| workout.notes.is_some()));
    let named =
        |name: &'static str| blocks.iter().filter(move |block| block.name == name).flat_map(|block| &block.sets);
    assert!(named("Klimmzüge").all(|set| set.load.as_ref().is_some_and(|load| load.micrograms() == 0)));
    assert!(named("Plank").all(|set| set.reps == Some(0) && set.duration_seconds.is_some()));
    let press: Vec<_> = named("Bankdrücken (Langhantel)").filter_map(|set| set.load.as_ref()).collect();
    let heaviest = press.iter().map(|load| load.micrograms()).max().unwrap();
    assert!((70_000_000_000..130_000_000_000).contains(&heaviest), "{heaviest} µg after two years, from 55 kg");
}

#[test]
fn before_the_calendar_there_is_nothing() {
    assert_eq!(generate(1, NaiveDate::MIN), HEADER);
}
