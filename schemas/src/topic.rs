//! The catalogue of services and topics. `kafka/topics.yaml` holds the settings of the same topics; a test proves both lists equal.

use std::{fmt, str::FromStr};

/// A service = a folder = a crate = a consumer group = a metric label. The name of one that has events is its context's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Who someone is.
    Identity,
    /// Body, preferences, what somebody trains for.
    Profile,
    /// Versioned templates and plans.
    Planning,
    /// What really happened.
    Execution,
    /// Measurable goals.
    Goal,
    /// Progress towards goals.
    GoalProgress,
    /// The log as tables.
    Projections,
    /// Answers from the tables.
    QueryApi,
}

/// A topic, without the prefix of an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(&'static str);

impl Service {
    /// Every service.
    pub const ALL: &'static [Self] = &[
        Self::Identity,
        Self::Profile,
        Self::Planning,
        Self::Execution,
        Self::Goal,
        Self::GoalProgress,
        Self::Projections,
        Self::QueryApi,
    ];

    /// The name, as it stands in topics, groups, tokens and metrics: `goal-progress`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Profile => "profile",
            Self::Planning => "planning",
            Self::Execution => "execution",
            Self::Goal => "goal",
            Self::GoalProgress => "goal-progress",
            Self::Projections => "projections",
            Self::QueryApi => "query-api",
        }
    }

    /// The log of a context, or what a processor derives.
    pub const fn events(self) -> Option<Topic> {
        match self {
            Self::Identity => Some(Topic::IDENTITY_EVENTS),
            Self::Profile => Some(Topic::PROFILE_EVENTS),
            Self::Planning => Some(Topic::PLANNING_EVENTS),
            Self::Execution => Some(Topic::EXECUTION_EVENTS),
            Self::Goal => Some(Topic::GOAL_EVENTS),
            Self::GoalProgress => Some(Topic::GOAL_PROGRESS_EVENTS),
            Self::Projections | Self::QueryApi => None,
        }
    }

    /// Snapshots of a context.
    pub const fn state(self) -> Option<Topic> {
        match self {
            Self::Identity => Some(Topic::IDENTITY_STATE),
            Self::Profile => Some(Topic::PROFILE_STATE),
            Self::Planning => Some(Topic::PLANNING_STATE),
            Self::Execution => Some(Topic::EXECUTION_STATE),
            Self::Goal => Some(Topic::GOAL_STATE),
            Self::GoalProgress | Self::Projections | Self::QueryApi => None,
        }
    }

    /// Accepted answers of a context.
    pub const fn outcomes(self) -> Option<Topic> {
        match self {
            Self::Identity => Some(Topic::IDENTITY_OUTCOMES),
            Self::Profile => Some(Topic::PROFILE_OUTCOMES),
            Self::Planning => Some(Topic::PLANNING_OUTCOMES),
            Self::Execution => Some(Topic::EXECUTION_OUTCOMES),
            Self::Goal => Some(Topic::GOAL_OUTCOMES),
            Self::GoalProgress | Self::Projections | Self::QueryApi => None,
        }
    }

    /// What processes ask a context to do.
    pub const fn commands(self) -> Option<Topic> {
        match self {
            Self::Identity => Some(Topic::IDENTITY_COMMANDS),
            Self::Planning => Some(Topic::PLANNING_COMMANDS),
            Self::Goal => Some(Topic::GOAL_COMMANDS),
            Self::Profile | Self::Execution | Self::GoalProgress | Self::Projections | Self::QueryApi => None,
        }
    }

    /// Who owns which partition.
    pub const fn owners(self) -> Option<Topic> {
        match self {
            Self::Identity => Some(Topic::IDENTITY_OWNERS),
            Self::Profile => Some(Topic::PROFILE_OWNERS),
            Self::Planning => Some(Topic::PLANNING_OWNERS),
            Self::Execution => Some(Topic::EXECUTION_OWNERS),
            Self::Goal => Some(Topic::GOAL_OWNERS),
            Self::GoalProgress => Some(Topic::GOAL_PROGRESS_OWNERS),
            Self::Projections => Some(Topic::PROJECTIONS_OWNERS),
            Self::QueryApi => None,
        }
    }

    /// State of a processor.
    pub const fn changelog(self) -> Option<Topic> {
        match self {
            Self::GoalProgress => Some(Topic::GOAL_PROGRESS_CHANGELOG),
            Self::Identity
            | Self::Profile
            | Self::Planning
            | Self::Execution
            | Self::Goal
            | Self::Projections
            | Self::QueryApi => None,
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no such service or topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// No service of this name.
    #[error("no such service")]
    Service,
    /// No topic of this name.
    #[error("no such topic")]
    Topic,
}

impl FromStr for Service {
    type Err = NameError;

    fn from_str(name: &str) -> Result<Self, NameError> {
        Self::ALL.iter().copied().find(|service| service.name() == name).ok_or(NameError::Service)
    }
}

impl Topic {
    /// Registrations and e-mail reservations.
    pub const IDENTITY_EVENTS: Self = Self("identity.events");
    /// Snapshots of users and reservations.
    pub const IDENTITY_STATE: Self = Self("identity.state");
    /// Credentials and sessions: read by identity alone.
    pub const IDENTITY_PRIVATE: Self = Self("identity.private");
    /// Snapshots of credentials and sessions.
    pub const IDENTITY_PRIVATE_STATE: Self = Self("identity.private-state");
    /// Account status: a global table, read by everyone.
    pub const IDENTITY_ACCOUNTS: Self = Self("identity.accounts");
    /// Grants and tokens for scripts: a global table, read by everyone.
    pub const IDENTITY_ACCESS: Self = Self("identity.access");
    /// Steps of a change of e-mail address.
    pub const IDENTITY_COMMANDS: Self = Self("identity.commands");
    /// Accepted answers of identity.
    pub const IDENTITY_OUTCOMES: Self = Self("identity.outcomes");
    /// Owners of identity's partitions.
    pub const IDENTITY_OWNERS: Self = Self("identity.owners");
    /// Profiles, measurements, preferences.
    pub const PROFILE_EVENTS: Self = Self("profile.events");
    /// Snapshots of profiles, measurements, preferences.
    pub const PROFILE_STATE: Self = Self("profile.state");
    /// Accepted answers of profile.
    pub const PROFILE_OUTCOMES: Self = Self("profile.outcomes");
    /// Owners of profile's partitions.
    pub const PROFILE_OWNERS: Self = Self("profile.owners");
    /// Templates, plans, exercises, progressions.
    pub const PLANNING_EVENTS: Self = Self("planning.events");
    /// Snapshots of templates and plans, and every version of them.
    pub const PLANNING_STATE: Self = Self("planning.state");
    /// Progressions to make or to propose, templates to copy.
    pub const PLANNING_COMMANDS: Self = Self("planning.commands");
    /// Accepted answers of planning.
    pub const PLANNING_OUTCOMES: Self = Self("planning.outcomes");
    /// Owners of planning's partitions.
    pub const PLANNING_OWNERS: Self = Self("planning.owners");
    /// Workouts.
    pub const EXECUTION_EVENTS: Self = Self("execution.events");
    /// Snapshots of workouts, names of exercises.
    pub const EXECUTION_STATE: Self = Self("execution.state");
    /// Accepted answers of execution.
    pub const EXECUTION_OUTCOMES: Self = Self("execution.outcomes");
    /// Owners of execution's partitions.
    pub const EXECUTION_OWNERS: Self = Self("execution.owners");
    /// Goals.
    pub const GOAL_EVENTS: Self = Self("goal.events");
    /// Snapshots of goals.
    pub const GOAL_STATE: Self = Self("goal.state");
    /// Achievements to record.
    pub const GOAL_COMMANDS: Self = Self("goal.commands");
    /// Accepted answers of goal.
    pub const GOAL_OUTCOMES: Self = Self("goal.outcomes");
    /// Owners of goal's partitions.
    pub const GOAL_OWNERS: Self = Self("goal.owners");
    /// Progress of goals.
    pub const GOAL_PROGRESS_EVENTS: Self = Self("goal-progress.events");
    /// State of goal-progress.
    pub const GOAL_PROGRESS_CHANGELOG: Self = Self("goal-progress.changelog");
    /// Owners of goal-progress's partitions.
    pub const GOAL_PROGRESS_OWNERS: Self = Self("goal-progress.owners");
    /// What people are to be told.
    pub const NOTIFICATION_COMMANDS: Self = Self("notification.commands");
    /// Owners of the partitions that projections write.
    pub const PROJECTIONS_OWNERS: Self = Self("projections.owners");
    /// Pointers at records that could not be decoded or folded.
    pub const DEAD_LETTERS: Self = Self("dead-letters");

    /// Every topic.
    pub const ALL: &'static [Self] = &[
        Self::IDENTITY_EVENTS,
        Self::IDENTITY_STATE,
        Self::IDENTITY_PRIVATE,
        Self::IDENTITY_PRIVATE_STATE,
        Self::IDENTITY_ACCOUNTS,
        Self::IDENTITY_ACCESS,
        Self::IDENTITY_COMMANDS,
        Self::IDENTITY_OUTCOMES,
        Self::IDENTITY_OWNERS,
        Self::PROFILE_EVENTS,
        Self::PROFILE_STATE,
        Self::PROFILE_OUTCOMES,
        Self::PROFILE_OWNERS,
        Self::PLANNING_EVENTS,
        Self::PLANNING_STATE,
        Self::PLANNING_COMMANDS,
        Self::PLANNING_OUTCOMES,
        Self::PLANNING_OWNERS,
        Self::EXECUTION_EVENTS,
        Self::EXECUTION_STATE,
        Self::EXECUTION_OUTCOMES,
        Self::EXECUTION_OWNERS,
        Self::GOAL_EVENTS,
        Self::GOAL_STATE,
        Self::GOAL_COMMANDS,
        Self::GOAL_OUTCOMES,
        Self::GOAL_OWNERS,
        Self::GOAL_PROGRESS_EVENTS,
        Self::GOAL_PROGRESS_CHANGELOG,
        Self::GOAL_PROGRESS_OWNERS,
        Self::NOTIFICATION_COMMANDS,
        Self::PROJECTIONS_OWNERS,
        Self::DEAD_LETTERS,
    ];

    /// The name without prefix: `execution.events`.
    pub const fn base(self) -> &'static str {
        self.0
    }

    /// The name on the broker: prefix and name.
    pub fn name(self, prefix: &str) -> String {
        format!("{prefix}{}", self.0)
    }

    /// The topic that has this name on the broker; none for other environments' and for unknown ones.
    pub fn from_name(prefix: &str, name: &str) -> Option<Self> {
        name.strip_prefix(prefix)?.parse().ok()
    }
}

/// The name without prefix.
impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Topic {
    type Err = NameError;

    fn from_str(base: &str) -> Result<Self, NameError> {
        Self::ALL.iter().copied().find(|topic| topic.0 == base).ok_or(NameError::Topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_keeps_environments_apart() {
        assert_eq!(Topic::EXECUTION_EVENTS.name("t1-"), "t1-execution.events");
        assert_eq!(Topic::from_name("t1-", "t1-execution.events"), Some(Topic::EXECUTION_EVENTS));
        assert_eq!(Topic::from_name("t1-", "execution.events"), None);
        assert_eq!(Topic::from_name("", "execution.other"), None);
    }

    #[test]
    fn every_topic_of_a_service_is_in_the_list_and_carries_its_name() {
        for service in Service::ALL {
            assert_eq!(service.name().parse(), Ok(*service));
            let topics = [
                (service.events(), "events"),
                (service.state(), "state"),
                (service.outcomes(), "outcomes"),
                (service.commands(), "commands"),
                (service.owners(), "owners"),
                (service.changelog(), "changelog"),
            ];
            for (topic, kind) in topics {
                let Some(topic) = topic else { continue };
                assert_eq!(topic.base(), format!("{service}.{kind}"));
                assert!(Topic::ALL.contains(&topic), "{topic}");
            }
        }
    }
}
