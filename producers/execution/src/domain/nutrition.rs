//! Amounts and nutrients: parsed once and valid ever after. The limits are wide; what is unlikely is for the reader to see.

use schemas::{
    execution::Nutrients,
    quantity::{Energy, Grams, Portion, PortionUnit, QuantityError},
};

use super::values::Invalid;

/// Most of any unit in one portion or dose.
const LARGEST_PORTION: f64 = 1_000_000.0;
/// Most grams of a nutrient, in micrograms: 100 kg.
const MOST_OF_A_NUTRIENT_UG: i64 = 100_000_000_000;
/// Most energy of one item, in thousandths of a calorie: 1,000,000 kcal.
const MOST_ENERGY: i64 = 1_000_000_000_000;

/// How much of a food or a supplement: above 0, up to 1,000,000 of the unit.
///
/// # Errors
/// Beyond the range, or too little to count.
pub fn portion(number: f64, unit: PortionUnit) -> Result<Portion, Invalid> {
    let portion = Portion::from_json_number(number, unit).map_err(no_number)?;
    if portion.canonical() < 1 || number > LARGEST_PORTION {
        return Err(out_of_range("an amount above 0, up to 1,000,000, is expected"));
    }
    Ok(portion)
}

/// Grams of a nutrient, 0 to 100,000.
///
/// # Errors
/// Beyond the range.
pub fn grams(number: f64) -> Result<Grams, Invalid> {
    let grams = Grams::from_json_number(number).map_err(no_number)?;
    if !(0..=MOST_OF_A_NUTRIENT_UG).contains(&grams.micrograms()) {
        return Err(out_of_range("0 to 100,000 g are expected"));
    }
    Ok(grams)
}

/// Kilocalories, 0 to 1,000,000.
///
/// # Errors
/// Beyond the range.
pub fn energy(number: f64) -> Result<Energy, Invalid> {
    let energy = Energy::from_json_number(number).map_err(no_number)?;
    if !(0..=MOST_ENERGY).contains(&energy.millicalories()) {
        return Err(out_of_range("0 to 1,000,000 kcal are expected"));
    }
    Ok(energy)
}

/// With its energy, if that was not given and can be told: protein 4, carbohydrate 4, fat 9, fibre 2, alcohol 7 kcal/g (Regulation
/// (EU) No 1169/2011, Annex XIV; carbohydrate without fibre). What is unknown is not nothing: without protein, carbohydrate and
/// fat there is no energy; fibre and alcohol, which few labels tell, add what is known of them.
#[must_use]
pub fn with_energy(nutrients: Nutrients) -> Nutrients {
    let Nutrients { energy: None, protein: Some(protein), carbohydrate: Some(carbohydrate), fat: Some(fat), .. } =
        &nutrients
    else {
        return nutrients;
    };
    let known = |nutrient: &Option<Grams>| nutrient.as_ref().map_or(0, Grams::micrograms);
    // at most 100 kg of each, far from the end of an i64
    let millicalories = 4 * protein.micrograms()
        + 4 * carbohydrate.micrograms()
        + 9 * fat.micrograms()
        + 2 * known(&nutrients.fibre)
        + 7 * known(&nutrients.alcohol);
    Nutrients { energy: Some(Energy::computed(millicalories)), ..nutrients }
}

fn no_number(error: QuantityError) -> Invalid {
    Invalid { code: "invalid_number", detail: error.to_string() }
}

fn out_of_range(detail: &str) -> Invalid {
    Invalid { code: "out_of_range", detail: detail.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T: std::fmt::Debug>(read: Result<T, Invalid>) -> &'static str {
        read.unwrap_err().code
    }

    fn of(numbers: [Option<f64>; 5]) -> Nutrients {
        let [protein, carbohydrate, fat, fibre, alcohol] =
            numbers.map(|number| number.map(|number| grams(number).unwrap()));
        Nutrients { energy: None, protein, carbohydrate, fat, fibre, alcohol }
    }

    fn computed(numbers: [Option<f64>; 5]) -> Option<(i64, bool)> {
        with_energy(of(numbers)).energy.map(|energy| (energy.millicalories(), energy.entered().is_none()))
    }

    #[test]
    fn energy_is_4_4_9_2_and_7_kilocalories_per_gram() {
        for (place, kilocalories) in (0..).zip([4, 4, 9, 2, 7]) {
            let mut one = [Some(0.0); 5];
            one[place] = Some(1.0);
            assert_eq!(computed(one), Some((kilocalories * 1_000_000, true)), "{place}");
        }
        // 4 × 31.4 + 4 × 0.1 + 9 × 3.6 + 2 × 0.25 + 7 × 12.5
        let all = [Some(31.4), Some(0.1), Some(3.6), Some(0.25), Some(12.5)];
        assert_eq!(computed(all), Some((246_400_000, true)));
    }

    #[test]
    fn unknown_is_not_nothing() {
        assert_eq!(computed([Some(31.0), Some(0.0), Some(3.6), None, None]), Some((156_400_000, true)));
        for place in 0..3 {
            let mut one = [Some(1.0); 5];
            one[place] = None;
            assert_eq!(computed(one), None, "{place}");
        }
        let unknown = with_energy(of([None; 5]));
        assert_eq!(unknown, of([None; 5]));
        let known = with_energy(of([Some(1.0), Some(1.0), Some(1.0), None, None]));
        assert_eq!((known.fibre, known.alcohol), (None, None), "what is computed makes nothing known");
    }

    #[test]
    fn energy_that_was_given_stands() {
        let given = Nutrients { energy: energy(170.0).ok(), ..of([Some(31.0), Some(0.0), Some(3.6), None, None]) };
        assert_eq!(with_energy(given.clone()), given);
    }

    #[test]
    fn the_largest_nutrients_have_an_energy() {
        assert_eq!(computed([Some(100_000.0); 5]), Some((2_600_000 * 1_000_000, true)));
    }

    #[test]
    fn numbers_have_wide_limits() {
        assert_eq!(grams(0.0).unwrap().micrograms(), 0);
        assert!(grams(100_000.0).is_ok() && energy(1_000_000.0).is_ok() && energy(0.0).is_ok());
        assert_eq!((code(grams(-0.1)), code(grams(100_000.1))), ("out_of_range", "out_of_range"));
        assert_eq!((code(energy(-1.0)), code(energy(1_000_000.1))), ("out_of_range", "out_of_range"));
        assert_eq!((code(grams(1e300)), code(energy(f64::NAN))), ("invalid_number", "invalid_number"));
        assert!(portion(1_000_000.0, PortionUnit::Kg).is_ok() && portion(0.5, PortionUnit::Piece).is_ok());
        for (number, unit) in [(0.0, PortionUnit::G), (-1.0, PortionUnit::G), (1_000_000.1, PortionUnit::G)] {
            assert_eq!(code(portion(number, unit)), "out_of_range", "{number}");
        }
        assert_eq!(code(portion(0.4, PortionUnit::Mcg)), "out_of_range", "too little to count");
    }
}
