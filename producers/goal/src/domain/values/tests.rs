use proptest::prelude::*;

use super::*;

#[test]
fn a_name_is_one_trimmed_line() {
    assert_eq!(GoalName::parse("  500 t in 2021 ").unwrap().as_str(), "500 t in 2021");
    assert_eq!(GoalName::parse(" \n "), Err(NameError::Empty));
    assert_eq!(GoalName::parse("two\nlines"), Err(NameError::ControlCharacter));
    assert!(GoalName::parse(&"ж".repeat(200)).is_ok());
    assert_eq!(GoalName::parse(&"ж".repeat(201)), Err(NameError::TooLong(201)));
}

#[test]
fn a_target_fits_its_metric() {
    let canonical = |metric, value, unit| Target::parse(metric, value, unit).unwrap().canonical();
    assert_eq!(canonical(Metric::Volume, 100_000.0, "kg"), 100_000_000_000_000);
    assert_eq!(canonical(Metric::Volume, 1.0, "lb"), 453_592_370);
    assert_eq!(canonical(Metric::Count, 100.0, "workouts"), 100);
    assert_eq!(canonical(Metric::Count, 100.0, "count"), 100);
    assert_eq!(canonical(Metric::Minutes, 90.0, "min"), 90);
    assert_eq!(canonical(Metric::Distance, 26.2, "mi"), 42_164_813);
    assert_eq!(canonical(Metric::Distance, 400.0, "m"), 400_000);
    for (metric, unit) in [
        (Metric::Volume, "km"),
        (Metric::Count, "kg"),
        (Metric::Minutes, "h"),
        (Metric::Distance, "workouts"),
        (Metric::Volume, "KG"),
    ] {
        let error = Target::parse(metric, 1.0, unit).unwrap_err();
        assert!(matches!(error, TargetError::UnitDoesNotFit { .. }), "{metric:?} {unit}");
    }
    let error = Target::parse(Metric::Volume, 1.0, "stone").unwrap_err();
    assert_eq!(error.to_string(), "\"stone\" does not fit this metric: kg or lb");
}

#[test]
fn a_target_is_above_zero() {
    for (metric, unit) in [(Metric::Volume, "kg"), (Metric::Count, "count"), (Metric::Distance, "m")] {
        for value in [0.0, -0.0, -1.0, -1e12] {
            assert_eq!(Target::parse(metric, value, unit), Err(TargetError::NotAboveZero), "{value}");
        }
    }
    // rounds to no microgram at all
    assert_eq!(Target::parse(Metric::Volume, 1e-12, "kg"), Err(TargetError::NotAboveZero));
}

#[test]
fn workouts_and_minutes_are_whole() {
    assert_eq!(Target::parse(Metric::Count, 0.5, "count"), Err(TargetError::NotWhole("workouts")));
    assert_eq!(Target::parse(Metric::Minutes, f64::NAN, "min"), Err(TargetError::NotWhole("min")));
    assert_eq!(Target::parse(Metric::Minutes, 2e9, "min"), Err(TargetError::TooLarge("min")));
    assert_eq!(Target::parse(Metric::Volume, 1e300, "kg"), Err(TargetError::Quantity(QuantityError::TooManyDigits)));
}

#[test]
fn a_window_ends_on_or_after_its_first_day() {
    let day = |text: &str| Some(text.parse::<LocalDate>().unwrap());
    assert!(Window::new(day("2021-01-01"), day("2021-01-01")).is_ok());
    assert!(Window::new(day("2021-01-01"), None).is_ok());
    assert!(Window::new(None, day("2021-01-01")).is_ok());
    assert!(Window::new(None, None).is_ok());
    assert_eq!(Window::new(day("2021-01-02"), day("2021-01-01")), Err(EndsBeforeItBegins));
}

proptest! {
    #[test]
    fn whatever_is_taken_is_above_zero(value: f64, metric in 0..4_usize, unit in 0..2_usize) {
        let metric = [Metric::Volume, Metric::Count, Metric::Minutes, Metric::Distance][metric];
        let unit = metric.units()[unit % metric.units().len()];
        if let Ok(target) = Target::parse(metric, value, unit) {
            prop_assert!(target.canonical() > 0);
        }
    }

    #[test]
    fn a_taken_name_is_taken_unchanged_again(text in "\\PC{0,220}") {
        if let Ok(name) = GoalName::parse(&text) {
            prop_assert_eq!(GoalName::parse(name.as_str()), Ok(name));
        }
    }
}
