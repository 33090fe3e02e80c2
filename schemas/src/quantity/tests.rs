use proptest::prelude::*;

use super::*;

fn kg(text: &str) -> Result<i64, QuantityError> {
    Mass::parse(text, MassUnit::Kg).map(|mass| mass.micrograms())
}

#[test]
fn a_pound_and_a_mile_are_exact() {
    assert_eq!(Mass::parse("1", MassUnit::Lb).unwrap().micrograms(), 453_592_370);
    assert_eq!(Mass::parse("135", MassUnit::Lb).unwrap().micrograms(), 61_234_969_950);
    assert_eq!(Distance::parse("1", DistanceUnit::Mi).unwrap().millimetres(), 1_609_344);
    assert_eq!(Distance::parse("5.5", DistanceUnit::Km).unwrap().millimetres(), 5_500_000);
}

#[test]
fn a_load_comes_back_as_it_was_entered() {
    let mass = Mass::from_json_number(102.5, MassUnit::Lb).unwrap();
    assert_eq!((mass.entered(), mass.unit(), mass.value()), ("102.5", MassUnit::Lb, 102.5));
    // the same number has one text, however it was typed
    for text in ["102.50", "+102.5", "0102.500"] {
        assert_eq!(Mass::parse(text, MassUnit::Lb).unwrap(), mass, "{text}");
    }
    assert_eq!(Mass::parse("-0.0", MassUnit::Kg).unwrap().entered(), "0");
}

#[test]
fn rounding_is_half_up_and_happens_at_the_microgram() {
    assert_eq!(kg("0.0000000005"), Ok(1));
    assert_eq!(kg("0.00000000049"), Ok(0));
    assert_eq!(kg("-0.0000000005"), Ok(0));
    assert_eq!(kg("-0.0000000006"), Ok(-1));
    assert_eq!(kg("0.1"), Ok(100_000_000));
    assert_eq!(Mass::from_json_number(0.1, MassUnit::Kg).unwrap().micrograms(), 100_000_000);
}

#[test]
fn what_is_no_number_or_too_large_is_refused() {
    for text in ["", "-", ".", "1.", ".5", "1,5", "1e3", "1.2.3", " 1", "٣", "NaN", "--1"] {
        assert_eq!(kg(text), Err(QuantityError::NotANumber), "{text}");
    }
    assert_eq!(kg("9223372036.854775807"), Ok(i64::MAX));
    assert_eq!(kg("9223372036.854775808"), Err(QuantityError::OutOfRange));
    assert_eq!(kg(&"9".repeat(28)), Err(QuantityError::OutOfRange));
    assert_eq!(kg(&"9".repeat(29)), Err(QuantityError::TooManyDigits));
    assert_eq!(kg(&format!("0.{}1", "0".repeat(28))), Err(QuantityError::TooManyDigits));
    assert_eq!(Mass::from_json_number(f64::NAN, MassUnit::Kg), Err(QuantityError::NotANumber));
    assert_eq!(Mass::from_json_number(1e300, MassUnit::Kg), Err(QuantityError::TooManyDigits));
    assert_eq!(Mass::parse("1", MassUnit::Unknown), Err(QuantityError::UnknownUnit));
    assert_eq!(Distance::parse(&"9".repeat(28), DistanceUnit::Mi), Err(QuantityError::OutOfRange));
}

#[test]
fn grams_are_rounded_half_up() {
    assert_eq!(grams_half_up(499_999), 0);
    assert_eq!(grams_half_up(500_000), 1);
    assert_eq!(grams_half_up(-500_000), 0);
    assert_eq!(grams_half_up(-500_001), -1);
    assert_eq!(grams_half_up(790_611_000_000_000), 790_611_000);
    assert_eq!(grams_half_up(i128::MAX), i64::MAX);
    assert_eq!(kilograms(500_140_000_000_000), 500_140.0);
}

proptest! {
    #[test]
    fn a_computed_mass_reads_back_the_same(micrograms: i64) {
        let mass = Mass::from_micrograms(micrograms);
        prop_assert_eq!(Mass::parse(mass.entered(), MassUnit::Kg).unwrap(), mass);
    }

    #[test]
    fn a_computed_distance_reads_back_the_same(millimetres: i64) {
        let distance = Distance::from_millimetres(millimetres);
        prop_assert_eq!(Distance::parse(distance.entered(), DistanceUnit::M).unwrap(), distance);
    }

    #[test]
    fn what_was_entered_reads_back_the_same(tenths in 0_u32..1_000_000, pounds: bool) {
        let unit = if pounds { MassUnit::Lb } else { MassUnit::Kg };
        let number = f64::from(tenths) / 10.0;
        let mass = Mass::from_json_number(number, unit).unwrap();
        prop_assert_eq!(mass.value(), number);
        prop_assert_eq!(Mass::parse(mass.entered(), unit).unwrap(), mass);
    }

    #[test]
    fn no_text_panics(text in ".{0,40}") {
        let _ = Mass::parse(&text, MassUnit::Lb);
    }
}
