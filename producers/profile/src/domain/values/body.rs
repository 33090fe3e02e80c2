//! What can be measured of a body.

use schemas::profile::MeasurementKind;
use schemas::quantity::{Amount, AmountUnit, Dimension};

use super::{Invalid, invalid};

/// An amount of what `kind` measures: in a unit that fits, above 0, and no more than nobody has.
///
/// # Errors
/// For anything else.
pub fn measured(kind: MeasurementKind, amount: Amount) -> Result<Amount, Invalid> {
    let Some(dimension) = kind.dimension() else {
        return Err(invalid("unknown_value", "nothing is known of this kind"));
    };
    if amount.unit().dimension() != dimension {
        let fitting: Vec<&str> = dimension.units().iter().copied().map(AmountUnit::as_str).collect();
        return Err(invalid("unit_does_not_fit", format!("this kind is measured in {}", fitting.join(" or "))));
    }
    let (most, said) = match dimension {
        Dimension::Mass => (1_000_000_000_000, "1,000 kg"),
        Dimension::Length => (5_000_000, "500 cm"),
        Dimension::Share => (1_000_000, "100 %"),
    };
    if !(1..=most).contains(&amount.canonical()) {
        return Err(invalid("out_of_range", format!("a measurement is above 0 and at most {said}")));
    }
    Ok(amount)
}

#[cfg(test)]
mod tests {
    use schemas::symbol::Symbol;

    use super::*;

    fn code(kind: MeasurementKind, text: &str) -> Option<&'static str> {
        measured(kind, text.parse().unwrap()).err().map(|invalid| invalid.code)
    }

    #[test]
    fn each_kind_has_its_units() {
        use MeasurementKind::{BodyFat, BodyWeight, Waist};
        for (kind, text) in [(BodyWeight, "80.5 kg"), (BodyWeight, "177 lb"), (Waist, "82 cm"), (Waist, "32 in")] {
            assert_eq!(code(kind, text), None, "{text}");
        }
        assert_eq!(code(BodyFat, "15 %"), None);
        for (kind, text) in [(BodyWeight, "80 %"), (BodyWeight, "80 cm"), (Waist, "80 kg"), (BodyFat, "15 kg")] {
            assert_eq!(code(kind, text), Some("unit_does_not_fit"), "{text}");
        }
    }

    #[test]
    fn a_measurement_is_above_zero_and_has_an_end() {
        use MeasurementKind::{BodyFat, BodyWeight, Waist};
        for (kind, most, more) in [
            (BodyWeight, "1000 kg", "1000.000001 kg"),
            (Waist, "500 cm", "500.0001 cm"),
            (BodyFat, "100 %", "100.0001 %"),
        ] {
            assert_eq!((code(kind, most), code(kind, more)), (None, Some("out_of_range")));
        }
        for (kind, text) in [(BodyWeight, "0 kg"), (Waist, "-1 cm"), (BodyFat, "0.00001 %")] {
            assert_eq!(code(kind, text), Some("out_of_range"), "{text}");
        }
    }

    #[test]
    fn every_kind_that_can_be_chosen_can_be_measured() {
        for (kind, symbol) in MeasurementKind::ALL {
            assert_eq!(kind.dimension().is_some(), *symbol != "unknown", "{symbol}");
        }
    }
}
