//! A meal: told, corrected, deleted. What is kept of it is the digest of what stands: enough to agree with the same again.

use command_api::Meta;
use schemas::{
    digest::Digest,
    execution::{ExecutionEvent, Meal as Fact, MealConsumed, MealCorrected, MealDeleted, MealItem, Nutrients, PlanRef},
    id::MealId,
    quantity::{Energy, Grams, Portion},
    symbol::Symbol,
    time::{Instant, Zone, local_date, utc_offset_seconds},
};

use super::{
    canonical::Canonical,
    intake::{Rejection, Thing, not_ahead},
    nutrition::with_energy,
    values::{Line, Notes},
};

/// Most items of a meal.
pub const MOST_ITEMS: usize = 100;

/// What can be asked of a meal.
#[derive(Clone, Debug)]
pub enum Command {
    /// `ConsumeMeal`.
    Consume(Content),
    /// `CorrectMeal`: this replaces what stands.
    Correct(Content),
    /// `DeleteMeal`.
    Delete,
}

/// A whole meal.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// What it is called.
    pub name: Option<Line>,
    /// When it was eaten.
    pub eaten_at: Instant,
    /// Zone of the local times.
    pub zone: Zone,
    /// In the order told.
    pub items: Vec<Item>,
    /// Notes.
    pub notes: Option<Notes>,
}

/// One thing that was eaten or drunk.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it was.
    pub name: Line,
    /// How much of it.
    pub amount: Option<Portion>,
    /// What all of it holds, as entered.
    pub nutrients: Nutrients,
}

impl Content {
    /// As it stands in records.
    pub fn fact(&self) -> Fact {
        Fact {
            name: self.name.as_ref().map(Line::text),
            eaten_at: self.eaten_at,
            zone: self.zone,
            local_date: local_date(self.eaten_at, self.zone),
            utc_offset_seconds: utc_offset_seconds(self.eaten_at, self.zone),
            // until plans can be looked up, the edge takes none
            plan: None,
            items: self.items.iter().map(Item::fact).collect(),
            notes: self.notes.as_ref().map(Notes::text),
        }
    }
}

impl Item {
    fn fact(&self) -> MealItem {
        let Self { name, amount, nutrients } = self;
        MealItem { name: name.text(), amount: amount.clone(), nutrients: with_energy(nutrients.clone()) }
    }
}

/// The stages of a meal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meal {
    /// It counts; the digest of what it says.
    Standing(Digest),
    /// It does not, and never will again.
    Deleted,
}

/// Decides on a meal at `version`; `None` and 0 when it was never told.
pub fn decide(
    meal: Option<&Meal>,
    version: u64,
    meta: &Meta,
    meal_id: MealId,
    command: &Command,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    let (user_id, at) = (meta.subject, meta.received_at);
    let ended = Rejection::Ended { thing: Thing::Meal, current_version: version };
    match command {
        Command::Consume(content) => {
            let fact = content.fact();
            match meal {
                None => {}
                // the same again is what a retry looks like
                Some(Meal::Standing(known)) if *known == digest(&fact) => return Ok(Vec::new()),
                Some(Meal::Standing(_)) => {
                    return Err(Rejection::Exists { thing: Thing::Meal, current_version: version });
                }
                Some(Meal::Deleted) => return Err(ended),
            }
            not_ahead(meta, content.eaten_at, "/eaten_at")?;
            let event = MealConsumed { user_id, meal_id, meal: fact, recorded_at: at };
            Ok(vec![ExecutionEvent::MealConsumed(event)])
        }
        Command::Correct(content) => {
            let known = match meal {
                None => return Err(Rejection::NotFound(Thing::Meal)),
                Some(Meal::Deleted) => return Err(ended),
                Some(Meal::Standing(known)) => known,
            };
            let fact = content.fact();
            if *known == digest(&fact) {
                return Ok(Vec::new());
            }
            not_ahead(meta, content.eaten_at, "/eaten_at")?;
            let event = MealCorrected { user_id, meal_id, meal: fact, corrected_at: at };
            Ok(vec![ExecutionEvent::MealCorrected(event)])
        }
        Command::Delete => match meal {
            None => Err(Rejection::NotFound(Thing::Meal)),
            // it is gone already
            Some(Meal::Deleted) => Ok(Vec::new()),
            Some(Meal::Standing(_)) => {
                Ok(vec![ExecutionEvent::MealDeleted(MealDeleted { user_id, meal_id, deleted_at: at })])
            }
        },
    }
}

/// The meal after an event; events of other aggregates leave it.
pub fn evolve(meal: Option<&Meal>, event: &ExecutionEvent) -> Option<Meal> {
    match event {
        ExecutionEvent::MealConsumed(event) => Some(Meal::Standing(digest(&event.meal))),
        ExecutionEvent::MealCorrected(event) => Some(Meal::Standing(digest(&event.meal))),
        ExecutionEvent::MealDeleted(_) => Some(Meal::Deleted),
        ExecutionEvent::WorkoutStarted(_)
        | ExecutionEvent::SetLogged(_)
        | ExecutionEvent::ExerciseCompleted(_)
        | ExecutionEvent::ExerciseSkipped(_)
        | ExecutionEvent::WorkoutCompleted(_)
        | ExecutionEvent::WorkoutDiscarded(_)
        | ExecutionEvent::WorkoutLogged(_)
        | ExecutionEvent::WorkoutCorrected(_)
        | ExecutionEvent::WorkoutDeleted(_)
        | ExecutionEvent::WorkoutExecuted(_)
        | ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::SupplementTaken(_)
        | ExecutionEvent::SupplementSkipped(_)
        | ExecutionEvent::IntakeUndone(_) => meal.copied(),
    }
}

/// SHA-256 over what a person put in. The spelling of a number is no part of it: 75.0 is 75.
fn digest(meal: &Fact) -> Digest {
    let mut canonical = Canonical::default();
    canonical.text(meal.name.as_ref());
    canonical.number(Some(meal.eaten_at.micros()));
    canonical.str(meal.zone.name());
    canonical.plan(meal.plan.as_ref());
    canonical.length(meal.items.len());
    for item in &meal.items {
        canonical.text(Some(&item.name));
        canonical.portion(item.amount.as_ref());
        let Nutrients { energy, protein, carbohydrate, fat, fibre, alcohol } = &item.nutrients;
        // computed energy follows from the rest
        canonical.number(energy.as_ref().filter(|energy| energy.entered().is_some()).map(Energy::millicalories));
        for nutrient in [protein, carbohydrate, fat, fibre, alcohol] {
            canonical.number(nutrient.as_ref().map(Grams::micrograms));
        }
    }
    canonical.text(meal.notes.as_ref());
    canonical.digest()
}

impl Canonical {
    pub(super) fn plan(&mut self, plan: Option<&PlanRef>) {
        self.number(plan.map(|plan| plan.version.into()));
        if let Some(plan) = plan {
            self.uuid(plan.id.uuid());
        }
    }

    pub(super) fn portion(&mut self, portion: Option<&Portion>) {
        self.number(portion.map(Portion::canonical));
        self.str(portion.map_or("", |portion| portion.unit().as_str()));
    }
}

#[cfg(test)]
pub(crate) mod tests;
