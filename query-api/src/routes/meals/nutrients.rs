//! What food holds, exactly: millionths are numbers of six decimal places. What is unknown is null, which is not zero.

use schemas::{
    execution,
    quantity::{Energy, Grams},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::value::Decimal;

/// What an item holds; null is unknown.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = EatenNutrients)]
pub(super) struct Nutrients {
    /// Energy.
    energy_kcal: Option<Decimal>,
    /// Whether it was computed from the nutrients, and not entered.
    energy_computed: bool,
    /// Protein, exact.
    protein_g: Option<Decimal>,
    /// Carbohydrate without fibre, exact.
    carbohydrate_g: Option<Decimal>,
    /// Fat, exact.
    fat_g: Option<Decimal>,
    /// Fibre, exact.
    fibre_g: Option<Decimal>,
    /// Alcohol, exact.
    alcohol_g: Option<Decimal>,
}

/// What is known of all items together: a sum is null where no item tells, and at least so much where some do not.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = EatenTotals)]
pub(super) struct Totals {
    #[serde(flatten)]
    known: Nutrients,
    /// How many items do not tell.
    unknown: Unknown,
}

/// How many items do not tell.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = UnknownNutrients)]
struct Unknown {
    /// Their energy.
    energy_kcal: usize,
    /// Their protein.
    protein_g: usize,
    /// Their carbohydrate.
    carbohydrate_g: usize,
    /// Their fat.
    fat_g: usize,
    /// Their fibre.
    fibre_g: usize,
    /// Their alcohol.
    alcohol_g: usize,
}

impl Nutrients {
    pub(super) fn of(nutrients: &execution::Nutrients) -> Self {
        let mass = |grams: &Option<Grams>| grams.as_ref().map(|grams| millionths(grams.micrograms().into()));
        Self {
            energy_kcal: nutrients.energy.as_ref().map(|energy| millionths(energy.millicalories().into())),
            energy_computed: is_computed(nutrients),
            protein_g: mass(&nutrients.protein),
            carbohydrate_g: mass(&nutrients.carbohydrate),
            fat_g: mass(&nutrients.fat),
            fibre_g: mass(&nutrients.fibre),
            alcohol_g: mass(&nutrients.alcohol),
        }
    }
}

impl Totals {
    pub(super) fn of<'a>(items: impl Iterator<Item = &'a execution::Nutrients> + Clone) -> Self {
        let sum = |figure: fn(&execution::Nutrients) -> Option<i64>| {
            let known = items.clone().filter_map(figure).map(i128::from);
            let unknown = items.clone().filter(|item| figure(item).is_none()).count();
            (known.reduce(|sum, figure| sum + figure).map(millionths), unknown)
        };
        let (energy_kcal, no_energy) = sum(|item| item.energy.as_ref().map(Energy::millicalories));
        let (protein_g, no_protein) = sum(|item| item.protein.as_ref().map(Grams::micrograms));
        let (carbohydrate_g, no_carbohydrate) = sum(|item| item.carbohydrate.as_ref().map(Grams::micrograms));
        let (fat_g, no_fat) = sum(|item| item.fat.as_ref().map(Grams::micrograms));
        let (fibre_g, no_fibre) = sum(|item| item.fibre.as_ref().map(Grams::micrograms));
        let (alcohol_g, no_alcohol) = sum(|item| item.alcohol.as_ref().map(Grams::micrograms));
        let energy_computed = items.clone().any(is_computed);
        Self {
            known: Nutrients { energy_kcal, energy_computed, protein_g, carbohydrate_g, fat_g, fibre_g, alcohol_g },
            unknown: Unknown {
                energy_kcal: no_energy,
                protein_g: no_protein,
                carbohydrate_g: no_carbohydrate,
                fat_g: no_fat,
                fibre_g: no_fibre,
                alcohol_g: no_alcohol,
            },
        }
    }
}

fn is_computed(nutrients: &execution::Nutrients) -> bool {
    nutrients.energy.as_ref().is_some_and(|energy| energy.entered().is_none())
}

const fn millionths(count: i128) -> Decimal {
    Decimal::new(count, 6)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(energy: Option<Energy>, protein: Option<f64>, fibre: Option<f64>) -> execution::Nutrients {
        let mass = |number: Option<f64>| number.map(|number| Grams::from_json_number(number).unwrap());
        execution::Nutrients {
            energy,
            protein: mass(protein),
            carbohydrate: None,
            fat: None,
            fibre: mass(fibre),
            alcohol: None,
        }
    }

    #[test]
    fn figures_are_exact_and_what_is_unknown_is_null() {
        let shown = serde_json::to_value(Nutrients::of(&of(Some(Energy::computed(234_600_001)), Some(46.5), None)));
        let expected = json!({
            "energy_kcal": 234.600001, "energy_computed": true, "protein_g": 46.5, "carbohydrate_g": null, "fat_g": null,
            "fibre_g": null, "alcohol_g": null,
        });
        assert_eq!(shown.unwrap(), expected);
    }

    #[test]
    fn totals_say_what_is_known_and_of_how_many_it_is_not() {
        let items = [
            of(Some(Energy::computed(100_000_000)), Some(0.1), None),
            of(Some(Energy::from_json_number(50.5).unwrap()), Some(0.2), Some(0.0)),
            of(None, None, None),
        ];
        let totals = serde_json::to_value(Totals::of(items.iter())).unwrap();
        let expected = json!({
            "energy_kcal": 150.5, "energy_computed": true, "protein_g": 0.3, "carbohydrate_g": null, "fat_g": null,
            "fibre_g": 0, "alcohol_g": null,
            "unknown": {"energy_kcal": 1, "protein_g": 1, "carbohydrate_g": 3, "fat_g": 3, "fibre_g": 2, "alcohol_g": 3},
        });
        assert_eq!(totals, expected);
    }

    #[test]
    fn energy_that_was_entered_is_not_computed() {
        let entered = of(Some(Energy::from_json_number(50.5).unwrap()), None, None);
        assert!(!Nutrients::of(&entered).energy_computed && !Totals::of([entered].iter()).known.energy_computed);
    }
}
