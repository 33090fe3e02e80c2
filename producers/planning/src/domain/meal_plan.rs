//! A meal plan: meals of a day with what is in them, and what the days should come to.

use schemas::{
    digest::Digest,
    id::{MealPlanId, UserId},
    planning::{
        MealPlanArchived, MealPlanCreated, MealPlanUpdated, MealPlanVersionSnapshot, NutrientTargets, PlannedMeal,
        PlanningEvent,
    },
    text::Text,
    time::Instant,
};

use super::{
    rejection::Rejection,
    versioned::{self, Next, Versioned},
};

/// What a rejection calls it.
pub const MEAL_PLAN: &str = "meal plan";

/// What a plan says. Bodies are checked where they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// Targets of days with training.
    pub training_day: Option<NutrientTargets>,
    /// Targets of days without.
    pub rest_day: Option<NutrientTargets>,
    /// In the order of the day.
    pub meals: Vec<PlannedMeal>,
}

/// What can be asked of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Makes it.
    Create(Content),
    /// Makes its next version.
    Update(Content),
    /// Takes it out of use.
    Archive,
}

/// One version as it is kept, and as other contexts read it.
pub type Version = MealPlanVersionSnapshot;

/// What is known beside the plan when a command is decided.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The athlete.
    pub user: UserId,
    /// The plan asked about.
    pub plan: MealPlanId,
    /// Version of the aggregate: sequence of its last event.
    pub sequence: u64,
    /// When the command arrived.
    pub now: Instant,
}

/// Decides a command.
pub fn decide(plan: Option<&Versioned>, facts: Facts, command: &Command) -> Result<Vec<PlanningEvent>, Rejection> {
    let Facts { user: user_id, plan: plan_id, sequence, now } = facts;
    match command {
        Command::Create(content) => {
            let Content { name, notes, training_day, rest_day, meals } = content.clone();
            match versioned::create(plan, sequence, content.digest())? {
                Next::AsItIs => Ok(vec![]),
                Next::Version(version) => Ok(vec![PlanningEvent::MealPlanCreated(MealPlanCreated {
                    user_id,
                    plan_id,
                    version,
                    name,
                    notes,
                    training_day,
                    rest_day,
                    meals,
                    created_at: now,
                })]),
            }
        }
        Command::Update(content) => {
            let Content { name, notes, training_day, rest_day, meals } = content.clone();
            match versioned::update(plan, MEAL_PLAN, content.digest())? {
                Next::AsItIs => Ok(vec![]),
                Next::Version(version) => Ok(vec![PlanningEvent::MealPlanUpdated(MealPlanUpdated {
                    user_id,
                    plan_id,
                    previous_version: version - 1,
                    version,
                    name,
                    notes,
                    training_day,
                    rest_day,
                    meals,
                    updated_at: now,
                })]),
            }
        }
        Command::Archive => {
            let archived = versioned::archive(plan, MEAL_PLAN)?;
            let event = |version| MealPlanArchived { user_id, plan_id, version, archived_at: now };
            Ok(archived.map(|version| PlanningEvent::MealPlanArchived(event(version))).into_iter().collect())
        }
    }
}

/// The version that creating makes.
pub fn version_created(event: &MealPlanCreated) -> Version {
    Version {
        user_id: event.user_id,
        plan_id: event.plan_id,
        plan_version: event.version,
        name: event.name.clone(),
        notes: event.notes.clone(),
        training_day: event.training_day.clone(),
        rest_day: event.rest_day.clone(),
        meals: event.meals.clone(),
        created_at: event.created_at,
    }
}

/// The version that updating makes.
pub fn version_updated(event: &MealPlanUpdated) -> Version {
    Version {
        user_id: event.user_id,
        plan_id: event.plan_id,
        plan_version: event.version,
        name: event.name.clone(),
        notes: event.notes.clone(),
        training_day: event.training_day.clone(),
        rest_day: event.rest_day.clone(),
        meals: event.meals.clone(),
        created_at: event.updated_at,
    }
}

/// By which the same content is known again.
pub fn digest(version: &Version) -> Digest {
    let nobody = uuid::Uuid::nil();
    versioned::digest(&Version {
        user_id: nobody.into(),
        plan_id: nobody.into(),
        plan_version: 0,
        created_at: Instant::default(),
        ..version.clone()
    })
}

impl Content {
    fn digest(&self) -> Digest {
        let Self { name, notes, training_day, rest_day, meals } = self.clone();
        let nobody = uuid::Uuid::nil();
        digest(&Version {
            user_id: nobody.into(),
            plan_id: nobody.into(),
            plan_version: 0,
            name,
            notes,
            training_day,
            rest_day,
            meals,
            created_at: Instant::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use schemas::testing::{Example, id, moment};

    use super::*;

    fn content(name: &str) -> Content {
        let meals = vec![PlannedMeal::example()];
        Content { name: name.into(), notes: None, training_day: None, rest_day: None, meals }
    }

    fn decided(plan: Option<&Versioned>, command: &Command) -> Result<Vec<PlanningEvent>, Rejection> {
        decide(plan, Facts { user: id(1), plan: id(10), sequence: 4, now: moment() }, command)
    }

    fn cut() -> Versioned {
        versioned::created(content("Cut").digest())
    }

    #[test]
    fn a_plan_is_created_once() {
        let events = decided(None, &Command::Create(content("Cut"))).unwrap();
        let [PlanningEvent::MealPlanCreated(created)] = &events[..] else { panic!("{events:?}") };
        assert_eq!((created.version, digest(&version_created(created))), (1, content("Cut").digest()));
        assert_eq!(decided(Some(&cut()), &Command::Create(content("Cut"))), Ok(vec![]));
        let otherwise = Err(Rejection::CreatedOtherwise { current_version: 4 });
        assert_eq!(decided(Some(&cut()), &Command::Create(content("Bulk"))), otherwise);
    }

    #[test]
    fn an_update_is_the_next_version() {
        let events = decided(Some(&cut()), &Command::Update(content("Bulk"))).unwrap();
        let [PlanningEvent::MealPlanUpdated(updated)] = &events[..] else { panic!("{events:?}") };
        assert_eq!((updated.previous_version, updated.version), (1, 2));
        assert_eq!(digest(&version_updated(updated)), content("Bulk").digest());
        assert_eq!(decided(Some(&cut()), &Command::Update(content("Cut"))), Ok(vec![]));
        assert_eq!(decided(None, &Command::Update(content("Cut"))), Err(Rejection::Unknown { what: MEAL_PLAN }));
    }

    #[test]
    fn an_archived_plan_stays_as_it_is() {
        let events = decided(Some(&cut()), &Command::Archive).unwrap();
        assert!(matches!(&events[..], [PlanningEvent::MealPlanArchived(archived)] if archived.version == 1));
        let archived = Versioned { archived: true, ..cut() };
        assert_eq!(decided(Some(&archived), &Command::Archive), Ok(vec![]));
        assert_eq!(decided(Some(&archived), &Command::Update(content("Bulk"))), Err(Rejection::Archived));
        assert_eq!(decided(None, &Command::Archive), Err(Rejection::Unknown { what: MEAL_PLAN }));
    }
}
