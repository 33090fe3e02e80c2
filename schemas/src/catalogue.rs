//! Which record types stand in which topic: what the registry has to know before a service starts.

use crate::{
    engine::{DeadLetter, InputsProcessed, LeaseTaken, Outcome, OwnerAnnounced, Position},
    execution::{ExecutionEvent, ExecutionSnapshot},
    goal::{GoalCommand, GoalEvent, GoalStateSnapshot},
    goal_progress::{GoalProgressEntry, GoalProgressEvent},
    identity::{
        IdentityAccess, IdentityAccount, IdentityCommand, IdentityEvent, IdentityPrivateEvent, IdentityPrivateSnapshot,
        IdentitySnapshot,
    },
    notification::NotificationCommand,
    planning::{PlanningCommand, PlanningEvent, PlanningSnapshot},
    profile::{ProfileEvent, ProfileStateSnapshot},
    record::{Family, RecordType},
    topic::Topic,
};

/// One topic and what may stand in it.
#[derive(Clone, Copy, Debug)]
pub struct Contents {
    /// The topic.
    pub topic: Topic,
    /// Records of the domain.
    pub records: &'static [RecordType],
    /// Records of the engine.
    pub engine: &'static [RecordType],
    /// What the registry demands of a new version.
    pub compatibility: Compatibility,
}

/// What the registry demands of a new version of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compatibility {
    /// Every version reads every other: events, commands, state.
    FullTransitive,
    /// Anything goes: what can be thrown away and made again.
    None,
}

impl Contents {
    /// Every type that may stand in the topic.
    pub fn types(&self) -> impl Iterator<Item = RecordType> {
        self.records.iter().chain(self.engine).copied()
    }

    const fn full(topic: Topic, records: &'static [RecordType], engine: &'static [RecordType]) -> Self {
        Self { topic, records, engine, compatibility: Compatibility::FullTransitive }
    }

    const fn free(topic: Topic, records: &'static [RecordType], engine: &'static [RecordType]) -> Self {
        Self { topic, records, engine, compatibility: Compatibility::None }
    }
}

/// What stands in a topic; none only for a topic that the catalogue forgot, which a test excludes.
pub fn contents(topic: Topic) -> Option<&'static Contents> {
    ALL.iter().find(|contents| contents.topic == topic)
}

const LEASE: &[RecordType] = &[RecordType::of::<LeaseTaken>()];
const STATE: &[RecordType] = &[RecordType::of::<LeaseTaken>(), RecordType::of::<Position>()];
const OUTCOMES: &[RecordType] = &[RecordType::of::<LeaseTaken>(), RecordType::of::<Outcome>()];
const OWNERS: &[RecordType] = &[RecordType::of::<OwnerAnnounced>()];
const DERIVED: &[RecordType] = &[RecordType::of::<InputsProcessed>()];

/// Every topic, in the order of [`Topic::ALL`].
pub const ALL: &[Contents] = &[
    Contents::full(Topic::IDENTITY_EVENTS, IdentityEvent::TYPES, &[]),
    Contents::full(Topic::IDENTITY_STATE, IdentitySnapshot::TYPES, STATE),
    Contents::full(Topic::IDENTITY_PRIVATE, IdentityPrivateEvent::TYPES, &[]),
    Contents::full(Topic::IDENTITY_PRIVATE_STATE, IdentityPrivateSnapshot::TYPES, LEASE),
    Contents::full(Topic::IDENTITY_ACCOUNTS, IdentityAccount::TYPES, LEASE),
    Contents::full(Topic::IDENTITY_ACCESS, IdentityAccess::TYPES, LEASE),
    Contents::full(Topic::IDENTITY_COMMANDS, IdentityCommand::TYPES, &[]),
    Contents::free(Topic::IDENTITY_OUTCOMES, &[], OUTCOMES),
    Contents::full(Topic::IDENTITY_OWNERS, &[], OWNERS),
    Contents::full(Topic::PROFILE_EVENTS, ProfileEvent::TYPES, &[]),
    Contents::full(Topic::PROFILE_STATE, ProfileStateSnapshot::TYPES, STATE),
    Contents::free(Topic::PROFILE_OUTCOMES, &[], OUTCOMES),
    Contents::full(Topic::PROFILE_OWNERS, &[], OWNERS),
    Contents::full(Topic::PLANNING_EVENTS, PlanningEvent::TYPES, &[]),
    Contents::full(Topic::PLANNING_STATE, PlanningSnapshot::TYPES, STATE),
    Contents::full(Topic::PLANNING_COMMANDS, PlanningCommand::TYPES, &[]),
    Contents::free(Topic::PLANNING_OUTCOMES, &[], OUTCOMES),
    Contents::full(Topic::PLANNING_OWNERS, &[], OWNERS),
    Contents::full(Topic::EXECUTION_EVENTS, ExecutionEvent::TYPES, &[]),
    Contents::full(Topic::EXECUTION_STATE, ExecutionSnapshot::TYPES, STATE),
    Contents::free(Topic::EXECUTION_OUTCOMES, &[], OUTCOMES),
    Contents::full(Topic::EXECUTION_OWNERS, &[], OWNERS),
    Contents::full(Topic::GOAL_EVENTS, GoalEvent::TYPES, &[]),
    Contents::full(Topic::GOAL_STATE, GoalStateSnapshot::TYPES, STATE),
    Contents::full(Topic::GOAL_COMMANDS, GoalCommand::TYPES, &[]),
    Contents::free(Topic::GOAL_OUTCOMES, &[], OUTCOMES),
    Contents::full(Topic::GOAL_OWNERS, &[], OWNERS),
    Contents::full(Topic::GOAL_PROGRESS_EVENTS, GoalProgressEvent::TYPES, DERIVED),
    Contents::free(Topic::GOAL_PROGRESS_CHANGELOG, GoalProgressEntry::TYPES, STATE),
    Contents::full(Topic::GOAL_PROGRESS_OWNERS, &[], OWNERS),
    Contents::full(Topic::NOTIFICATION_COMMANDS, NotificationCommand::TYPES, &[]),
    Contents::full(Topic::PROJECTIONS_OWNERS, &[], OWNERS),
    Contents::full(Topic::DEAD_LETTERS, &[], &[RecordType::of::<DeadLetter>()]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_contents() {
        let topics: Vec<Topic> = ALL.iter().map(|contents| contents.topic).collect();
        assert_eq!(topics, Topic::ALL);
        for contents in ALL {
            assert!(contents.types().count() > 0, "{}", contents.topic);
        }
    }
}
