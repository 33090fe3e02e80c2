//! A supplement plan: what is taken, how much of it, on which days and when.

use schemas::{
    digest::Digest,
    id::{SupplementPlanId, UserId},
    planning::{
        PlannedSupplement, PlanningEvent, SupplementPlanArchived, SupplementPlanCreated, SupplementPlanUpdated,
        SupplementPlanVersionSnapshot,
    },
    text::Text,
    time::Instant,
};

use super::{
    rejection::Rejection,
    versioned::{self, Next, Versioned},
};

/// What a rejection calls it.
pub const SUPPLEMENT_PLAN: &str = "supplement plan";

/// What a plan says. Bodies are checked where they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order told.
    pub supplements: Vec<PlannedSupplement>,
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
pub type Version = SupplementPlanVersionSnapshot;

/// What is known beside the plan when a command is decided.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The athlete.
    pub user: UserId,
    /// The plan asked about.
    pub plan: SupplementPlanId,
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
            let Content { name, notes, supplements } = content.clone();
            match versioned::create(plan, sequence, content.digest())? {
                Next::AsItIs => Ok(vec![]),
                Next::Version(version) => Ok(vec![PlanningEvent::SupplementPlanCreated(SupplementPlanCreated {
                    user_id,
                    plan_id,
                    version,
                    name,
                    notes,
                    supplements,
                    created_at: now,
                })]),
            }
        }
        Command::Update(content) => {
            let Content { name, notes, supplements } = content.clone();
            match versioned::update(plan, SUPPLEMENT_PLAN, content.digest())? {
                Next::AsItIs => Ok(vec![]),
                Next::Version(version) => Ok(vec![PlanningEvent::SupplementPlanUpdated(SupplementPlanUpdated {
                    user_id,
                    plan_id,
                    previous_version: version - 1,
                    version,
                    name,
                    notes,
                    supplements,
                    updated_at: now,
                })]),
            }
        }
        Command::Archive => {
            let archived = versioned::archive(plan, SUPPLEMENT_PLAN)?;
            let event = |version| SupplementPlanArchived { user_id, plan_id, version, archived_at: now };
            Ok(archived.map(|version| PlanningEvent::SupplementPlanArchived(event(version))).into_iter().collect())
        }
    }
}

/// The version that creating makes.
pub fn version_created(event: &SupplementPlanCreated) -> Version {
    Version {
        user_id: event.user_id,
        plan_id: event.plan_id,
        plan_version: event.version,
        name: event.name.clone(),
        notes: event.notes.clone(),
        supplements: event.supplements.clone(),
        created_at: event.created_at,
    }
}

/// The version that updating makes.
pub fn version_updated(event: &SupplementPlanUpdated) -> Version {
    Version {
        user_id: event.user_id,
        plan_id: event.plan_id,
        plan_version: event.version,
        name: event.name.clone(),
        notes: event.notes.clone(),
        supplements: event.supplements.clone(),
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
        let Self { name, notes, supplements } = self.clone();
        let nobody = uuid::Uuid::nil();
        digest(&Version {
            user_id: nobody.into(),
            plan_id: nobody.into(),
            plan_version: 0,
            name,
            notes,
            supplements,
            created_at: Instant::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use schemas::testing::{Example, id, moment};

    use super::*;

    fn content(name: &str) -> Content {
        let supplements = vec![PlannedSupplement::example()];
        Content { name: name.into(), notes: None, supplements }
    }

    fn decided(plan: Option<&Versioned>, command: &Command) -> Result<Vec<PlanningEvent>, Rejection> {
        decide(plan, Facts { user: id(1), plan: id(14), sequence: 4, now: moment() }, command)
    }

    fn winter() -> Versioned {
        versioned::created(content("Winter").digest())
    }

    #[test]
    fn a_plan_is_created_once() {
        let events = decided(None, &Command::Create(content("Winter"))).unwrap();
        let [PlanningEvent::SupplementPlanCreated(created)] = &events[..] else { panic!("{events:?}") };
        assert_eq!((created.version, digest(&version_created(created))), (1, content("Winter").digest()));
        assert_eq!(decided(Some(&winter()), &Command::Create(content("Winter"))), Ok(vec![]));
        let otherwise = Err(Rejection::CreatedOtherwise { current_version: 4 });
        assert_eq!(decided(Some(&winter()), &Command::Create(content("Summer"))), otherwise);
    }

    #[test]
    fn an_update_is_the_next_version() {
        let events = decided(Some(&winter()), &Command::Update(content("Summer"))).unwrap();
        let [PlanningEvent::SupplementPlanUpdated(updated)] = &events[..] else { panic!("{events:?}") };
        assert_eq!((updated.previous_version, updated.version), (1, 2));
        assert_eq!(digest(&version_updated(updated)), content("Summer").digest());
        assert_eq!(decided(Some(&winter()), &Command::Update(content("Winter"))), Ok(vec![]));
        assert_eq!(
            decided(None, &Command::Update(content("Winter"))),
            Err(Rejection::Unknown { what: SUPPLEMENT_PLAN })
        );
    }

    #[test]
    fn an_archived_plan_stays_as_it_is() {
        let events = decided(Some(&winter()), &Command::Archive).unwrap();
        assert!(matches!(&events[..], [PlanningEvent::SupplementPlanArchived(archived)] if archived.version == 1));
        let archived = Versioned { archived: true, ..winter() };
        assert_eq!(decided(Some(&archived), &Command::Archive), Ok(vec![]));
        assert_eq!(decided(Some(&archived), &Command::Update(content("Summer"))), Err(Rejection::Archived));
        assert_eq!(decided(None, &Command::Archive), Err(Rejection::Unknown { what: SUPPLEMENT_PLAN }));
    }
}
