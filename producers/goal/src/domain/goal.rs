//! One goal: set by a person, achieved and un-achieved by what the history says.

use command_api::Meta;
use schemas::digest::Digest;
use schemas::goal::{GoalAbandoned, GoalAchieved, GoalAchievementRevoked, GoalEvent, GoalMissed};
use schemas::id::{GoalId, SetId, WorkoutId};
use schemas::time::{Instant, LocalDate};

use super::recorded::{Content, changed, set};
use super::values::Definition;

/// What a goal can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A person sets themselves a goal.
    SetGoal {
        /// Its id, made by the client.
        goal: GoalId,
        /// What is to be reached.
        definition: Definition,
    },
    /// A person asks something else of themselves.
    ChangeGoal {
        /// Which goal.
        goal: GoalId,
        /// What is to be reached from now on, whole.
        definition: Definition,
    },
    /// A person gives a goal up.
    AbandonGoal {
        /// Which goal.
        goal: GoalId,
    },
    /// goal-progress saw the target crossed.
    RecordAchievement {
        /// Which goal.
        goal: GoalId,
        /// The version of the goal that the process decided on.
        expected_version: u64,
        /// By which set.
        crossing: Crossing,
        /// Accumulated when recorded, in the metric's canonical unit.
        value: i64,
    },
    /// goal-progress saw a correction take the target away again.
    RevokeAchievement {
        /// Which goal.
        goal: GoalId,
        /// The version of the goal that the process decided on.
        expected_version: u64,
        /// Accumulated now, in the metric's canonical unit.
        value: i64,
    },
    /// The last day that counts went by without it.
    RecordMissed {
        /// Which goal.
        goal: GoalId,
        /// The version of the goal that the process decided on.
        expected_version: u64,
        /// That day.
        until: LocalDate,
        /// Reached by then, in the metric's canonical unit.
        value: i64,
    },
}

impl Command {
    /// The goal it is about.
    pub fn goal(&self) -> GoalId {
        match self {
            Self::SetGoal { goal, .. }
            | Self::ChangeGoal { goal, .. }
            | Self::AbandonGoal { goal }
            | Self::RecordAchievement { goal, .. }
            | Self::RevokeAchievement { goal, .. }
            | Self::RecordMissed { goal, .. } => *goal,
        }
    }
}

/// Why a goal says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// The id is taken by a goal of another content.
    DefinedOtherwise {
        /// Where that goal stands.
        current_version: u64,
    },
    /// There is no such goal.
    NotFound,
    /// It was given up, for good.
    Abandoned {
        /// Where it stands.
        current_version: u64,
    },
    /// What is achieved was not missed.
    Achieved {
        /// Where it stands.
        current_version: u64,
    },
    /// The goal moved on since the process looked.
    Stale {
        /// Where it stands now.
        current_version: u64,
    },
}

/// Where the history crosses a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// The instant of the set that crossed it.
    pub achieved_at: Instant,
    /// Offset of the workout's zone from UTC then, in seconds.
    pub utc_offset_seconds: i32,
    /// The workout that crossed it.
    pub workout: Option<WorkoutId>,
    /// The set in that workout.
    pub set: Option<SetId>,
}

/// The stages of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Set, not reached, or no longer.
    Active {
        /// Digest of what it asks for.
        definition: Digest,
    },
    /// Reached, as the history stands.
    Achieved {
        /// Digest of what it asks for.
        definition: Digest,
        /// By what.
        by: Crossing,
    },
    /// Not reached in time; late facts can turn that.
    Missed {
        /// Digest of what it asks for.
        definition: Digest,
    },
    /// Given up.
    Abandoned {
        /// Digest of what it asked for.
        definition: Digest,
    },
}

impl Goal {
    /// Digest of what it asks for.
    pub fn definition(&self) -> Digest {
        match self {
            Self::Active { definition }
            | Self::Achieved { definition, .. }
            | Self::Missed { definition }
            | Self::Abandoned { definition } => *definition,
        }
    }
}

/// Decides on a goal at `version`; `None` and 0 when it was never set.
pub fn decide(goal: Option<&Goal>, version: u64, meta: &Meta, command: &Command) -> Result<Vec<GoalEvent>, Rejection> {
    let user_id = meta.subject;
    let at = meta.received_at;
    match command {
        Command::SetGoal { goal: goal_id, definition } => {
            match goal.map(Goal::definition) {
                None => Ok(vec![GoalEvent::GoalSet(set(user_id, *goal_id, definition, at))]),
                // setting twice is what a retry looks like: agree, and record nothing
                Some(known) if known == Content::of(definition).digest() => Ok(vec![]),
                Some(_) => Err(Rejection::DefinedOtherwise { current_version: version }),
            }
        }
        Command::ChangeGoal { goal: goal_id, definition } => {
            match goal {
                None => return Err(Rejection::NotFound),
                Some(Goal::Abandoned { .. }) => return Err(Rejection::Abandoned { current_version: version }),
                Some(goal) if goal.definition() == Content::of(definition).digest() => return Ok(vec![]),
                Some(Goal::Active { .. } | Goal::Achieved { .. } | Goal::Missed { .. }) => {}
            }
            Ok(vec![GoalEvent::GoalChanged(changed(user_id, *goal_id, definition, at))])
        }
        Command::AbandonGoal { goal: goal_id } => match goal {
            None => Err(Rejection::NotFound),
            // giving up twice: agree, and record nothing
            Some(Goal::Abandoned { .. }) => Ok(vec![]),
            Some(Goal::Active { .. } | Goal::Achieved { .. } | Goal::Missed { .. }) => {
                Ok(vec![GoalEvent::GoalAbandoned(GoalAbandoned { user_id, goal_id: *goal_id, abandoned_at: at })])
            }
        },
        Command::RecordAchievement { goal: goal_id, expected_version, crossing, value } => {
            match goal {
                None => return Err(Rejection::NotFound),
                // repeated: agree, and record nothing
                Some(Goal::Achieved { by, .. }) if by == crossing => return Ok(vec![]),
                Some(Goal::Abandoned { .. }) => return Err(Rejection::Abandoned { current_version: version }),
                // a correction can move the crossing to another set without undoing it; a late fact can turn a miss
                Some(Goal::Active { .. } | Goal::Achieved { .. } | Goal::Missed { .. }) => {}
            }
            not_stale(version, *expected_version)?;
            Ok(vec![GoalEvent::GoalAchieved(GoalAchieved {
                user_id,
                goal_id: *goal_id,
                achieved_at: crossing.achieved_at,
                utc_offset_seconds: crossing.utc_offset_seconds,
                workout_id: crossing.workout,
                set_id: crossing.set,
                value: *value,
                recorded_at: at,
            })])
        }
        Command::RevokeAchievement { goal: goal_id, expected_version, value } => {
            match goal {
                None => return Err(Rejection::NotFound),
                // there is nothing to take back
                Some(Goal::Active { .. } | Goal::Missed { .. } | Goal::Abandoned { .. }) => return Ok(vec![]),
                Some(Goal::Achieved { .. }) => {}
            }
            not_stale(version, *expected_version)?;
            Ok(vec![GoalEvent::GoalAchievementRevoked(GoalAchievementRevoked {
                user_id,
                goal_id: *goal_id,
                value: *value,
                recorded_at: at,
            })])
        }
        Command::RecordMissed { goal: goal_id, expected_version, until, value } => {
            match goal {
                None => return Err(Rejection::NotFound),
                Some(Goal::Missed { .. }) => return Ok(vec![]),
                Some(Goal::Abandoned { .. }) => return Err(Rejection::Abandoned { current_version: version }),
                Some(Goal::Achieved { .. }) => return Err(Rejection::Achieved { current_version: version }),
                Some(Goal::Active { .. }) => {}
            }
            not_stale(version, *expected_version)?;
            Ok(vec![GoalEvent::GoalMissed(GoalMissed {
                user_id,
                goal_id: *goal_id,
                until: *until,
                value: *value,
                recorded_at: at,
            })])
        }
    }
}

/// The goal after an event; none before it was set.
pub fn evolve(goal: Option<&Goal>, event: &GoalEvent) -> Option<Goal> {
    match event {
        GoalEvent::GoalSet(set) => Some(Goal::Active { definition: Content::from(set).digest() }),
        GoalEvent::GoalChanged(changed) => {
            let definition = Content::from(changed).digest();
            goal.map(|goal| match goal {
                // whether it still stands achieved is for the history to say
                Goal::Achieved { by, .. } => Goal::Achieved { definition, by: *by },
                Goal::Active { .. } | Goal::Missed { .. } => Goal::Active { definition },
                Goal::Abandoned { .. } => Goal::Abandoned { definition },
            })
        }
        GoalEvent::GoalAbandoned(_) => goal.map(|goal| Goal::Abandoned { definition: goal.definition() }),
        GoalEvent::GoalMissed(_) => goal.map(|goal| Goal::Missed { definition: goal.definition() }),
        GoalEvent::GoalAchieved(achieved) => goal.map(|goal| Goal::Achieved {
            definition: goal.definition(),
            by: Crossing {
                achieved_at: achieved.achieved_at,
                utc_offset_seconds: achieved.utc_offset_seconds,
                workout: achieved.workout_id,
                set: achieved.set_id,
            },
        }),
        GoalEvent::GoalAchievementRevoked(_) => goal.map(|goal| Goal::Active { definition: goal.definition() }),
    }
}

fn not_stale(version: u64, expected: u64) -> Result<(), Rejection> {
    if version == expected { Ok(()) } else { Err(Rejection::Stale { current_version: version }) }
}

#[cfg(test)]
mod tests;
