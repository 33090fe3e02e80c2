use super::*;
use crate::domain::values::{Metric as Asked, distance};

fn kg(value: f64) -> Load {
    Load::parse(value, "kg").unwrap()
}

fn squat() -> ExerciseId {
    "squat".parse().unwrap()
}

#[test]
fn a_load_is_above_zero_and_ten_tonnes_at_most() {
    assert_eq!(kg(100.0).0.micrograms(), 100_000_000_000);
    assert_eq!(Load::parse(1.0, "lb").unwrap().0.micrograms(), 453_592_370);
    assert!(Load::parse(10_000.0, "kg").is_ok());
    assert_eq!(Load::parse(10_000.001, "kg"), Err(TargetError::Heavier));
    for nothing in [0.0, -5.0, 1e-12] {
        assert_eq!(Load::parse(nothing, "kg"), Err(TargetError::NotAboveZero), "{nothing}");
    }
    assert!(matches!(Load::parse(5.0, "km"), Err(TargetError::UnitDoesNotFit { .. })));
}

#[test]
fn numbers_of_things_are_whole_and_bounded() {
    assert_eq!(Reps::parse(1_000.0), Ok(Reps(1_000)));
    assert_eq!(Reps::parse(1_001.0), Err(TargetError::More { what: "repetitions", most: MOST_REPS }));
    assert_eq!(WeekCount::parse(520.0), Ok(WeekCount(520)));
    assert_eq!(WeekCount::parse(521.0), Err(TargetError::More { what: "weeks", most: MOST_WEEKS }));
    assert_eq!(WorkoutCount::parse(100.0), Ok(WorkoutCount(100)));
    assert_eq!(WorkoutCount::parse(101.0), Err(TargetError::More { what: "workouts", most: MOST_WORKOUTS }));
    assert_eq!(Reps::parse(0.0), Err(TargetError::NotAboveZero));
    assert_eq!(Reps::parse(2.5), Err(TargetError::NotWhole("repetitions")));
}

#[test]
fn a_range_has_one_end_at_least_and_the_upper_one_is_not_below_the_lower() {
    assert_eq!(Range::new(None, None), Err(RangeError::Open));
    assert_eq!(Range::new(Some(kg(80.0)), Some(kg(79.0))), Err(RangeError::Empty));
    assert!(Range::new(Some(kg(80.0)), Some(kg(80.0))).is_ok());
    assert!(Range::new(None, Some(kg(80.0))).is_ok());
}

#[test]
fn every_aim_has_words_of_its_own() {
    let count = |value: f64| Target::parse(Asked::Count, value, "workouts").unwrap();
    let weeks = |exercise| Weeks::new(WeekCount(12), WorkoutCount(3), exercise);
    let mass = |target: &GoalTarget| target.mass.as_ref().map(Mass::micrograms);
    let said = |aim: &Aim| {
        let Recorded { kind, metric, exercise, target } = aim.recorded();
        ((kind, metric, exercise.is_some()), target)
    };
    let (words, target) = said(&Aim::Accumulate { amount: count(100.0), exercise: None });
    assert_eq!(words, (GoalKind::Accumulate, Metric::Count, false));
    assert_eq!(target, GoalTarget { count: Some(100), ..NOTHING });

    let (words, target) = said(&Aim::Lift { exercise: squat(), load: kg(100.0), reps: Reps(5) });
    assert_eq!(words, (GoalKind::Reach, Metric::Load, true));
    assert_eq!((mass(&target), target.reps), (Some(100_000_000_000), Some(5)));

    let (words, target) = said(&Aim::OneRepMax { exercise: squat(), load: kg(100.0) });
    assert_eq!(words, (GoalKind::Reach, Metric::E1rm, true));
    assert_eq!((mass(&target), target.reps), (Some(100_000_000_000), None));

    let (words, target) = said(&Aim::BodyWeight(kg(80.0)));
    assert_eq!((words, mass(&target)), ((GoalKind::Reach, Metric::BodyWeight, false), Some(80_000_000_000)));

    let (words, target) = said(&Aim::Distance { distance: distance(10.0, "km").unwrap(), exercise: Some(squat()) });
    assert_eq!(words, (GoalKind::Reach, Metric::Distance, true));
    assert_eq!(target.distance.map(|distance| distance.millimetres()), Some(10_000_000));

    let (words, target) = said(&Aim::Keep(Range::new(Some(kg(79.0)), Some(kg(81.0))).unwrap()));
    assert_eq!(words, (GoalKind::Keep, Metric::BodyWeight, false));
    let ends = [&target.lowest, &target.highest].map(|end| end.as_ref().map(Mass::micrograms));
    assert_eq!((ends, mass(&target)), ([Some(79_000_000_000), Some(81_000_000_000)], None));

    let (words, target) = said(&Aim::Streak(weeks(None)));
    assert_eq!(words, (GoalKind::Streak, Metric::Count, false));
    assert_eq!(target, GoalTarget { count: Some(3), weeks: Some(12), ..NOTHING });
    assert_eq!(said(&Aim::Frequency(weeks(Some(squat())))).0, (GoalKind::Frequency, Metric::Count, true));
}

#[test]
fn every_amount_that_adds_up_has_its_own_target() {
    let with = |metric, value, unit| {
        let amount = Target::parse(metric, value, unit).unwrap();
        Aim::Accumulate { amount, exercise: None }.recorded().target
    };
    assert_eq!(with(Asked::Minutes, 600.0, "min"), GoalTarget { minutes: Some(600), ..NOTHING });
    assert_eq!(with(Asked::Distance, 42.195, "km").distance.unwrap().millimetres(), 42_195_000);
    assert_eq!(with(Asked::Volume, 1.0, "kg").mass.unwrap().micrograms(), 1_000_000_000);
}
