//! Examples of the records of what was eaten and taken.

use super::{Example, day, id, moment, zone};
use crate::{
    digest::Digest,
    execution::{
        IntakeSnapshot, IntakeUndone, Meal, MealConsumed, MealCorrected, MealDeleted, MealItem, MealSnapshot,
        Nutrients, PlanRef, SupplementSkipped, SupplementTaken,
    },
    quantity::{Energy, Grams, Portion, PortionUnit},
    text::Text,
};

fn grams(number: f64) -> Option<Grams> {
    Grams::from_json_number(number).ok()
}

impl Example for Portion {
    fn example() -> Self {
        // 150 g are a portion
        #[expect(clippy::unwrap_used, reason = "a constant")]
        Self::from_json_number(150.0, PortionUnit::G).unwrap()
    }
}

impl Example for PlanRef {
    fn example() -> Self {
        Self { id: id(30), version: 2 }
    }
}

impl Example for Nutrients {
    fn example() -> Self {
        Self {
            energy: Energy::from_json_number(247.5).ok(),
            protein: grams(46.5),
            carbohydrate: grams(0.0),
            fat: grams(5.4),
            fibre: grams(0.5),
            alcohol: grams(0.25),
        }
    }
}

impl Example for MealItem {
    fn example() -> Self {
        Self { name: Text::from("chicken breast"), amount: Some(Portion::example()), nutrients: Nutrients::example() }
    }
}

impl Example for Meal {
    fn example() -> Self {
        Self {
            name: Some(Text::from("lunch")),
            eaten_at: moment(),
            zone: zone(),
            local_date: day(),
            utc_offset_seconds: 7200,
            plan: Some(PlanRef::example()),
            items: vec![MealItem::example()],
            notes: Some(Text::from("in a hurry")),
        }
    }
}

impl Example for MealConsumed {
    fn example() -> Self {
        Self { user_id: id(1), meal_id: id(31), meal: Meal::example(), recorded_at: moment() }
    }
}

impl Example for MealCorrected {
    fn example() -> Self {
        Self { user_id: id(1), meal_id: id(31), meal: Meal::example(), corrected_at: moment() }
    }
}

impl Example for MealDeleted {
    fn example() -> Self {
        Self { user_id: id(1), meal_id: id(31), deleted_at: moment() }
    }
}

impl Example for SupplementTaken {
    fn example() -> Self {
        Self {
            user_id: id(1),
            intake_id: id(32),
            supplement: Text::from("creatine"),
            dose: Portion::example(),
            taken_at: moment(),
            zone: zone(),
            local_date: day(),
            utc_offset_seconds: 7200,
            plan: Some(PlanRef::example()),
            notes: Some(Text::from("in water")),
            recorded_at: moment(),
        }
    }
}

impl Example for SupplementSkipped {
    fn example() -> Self {
        Self {
            user_id: id(1),
            intake_id: id(32),
            supplement: Text::from("creatine"),
            skipped_at: moment(),
            zone: zone(),
            local_date: day(),
            utc_offset_seconds: 7200,
            plan: Some(PlanRef::example()),
            reason: Some(Text::from("none left")),
            recorded_at: moment(),
        }
    }
}

impl Example for IntakeUndone {
    fn example() -> Self {
        Self { user_id: id(1), intake_id: id(32), undone_at: moment() }
    }
}

impl Example for MealSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            meal_id: id(31),
            version: 2,
            fold_version: 2,
            content_digest: Some(Digest::of(b"content_digest")),
        }
    }
}

impl Example for IntakeSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            intake_id: id(32),
            version: 1,
            fold_version: 2,
            content_digest: Some(Digest::of(b"content_digest")),
        }
    }
}
