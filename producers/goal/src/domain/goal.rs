//! One goal: set by a person, achieved and un-achieved by what the history says.

use command_api::Meta;
use schemas::digest::Digest;
use schemas::goal::{GoalAchieved, GoalAchievementRevoked, GoalEvent, GoalKind, GoalSet, GoalTarget, Metric};
use schemas::id::{GoalId, SetId, UserId, WorkoutId};
use schemas::symbol::Symbol;
use schemas::text::Text;
use schemas::time::Instant;

use super::values::{Definition, Target};

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
}

impl Command {
    /// The goal it is about.
    pub fn goal(&self) -> GoalId {
        match self {
            Self::SetGoal { goal, .. }
            | Self::RecordAchievement { goal, .. }
            | Self::RevokeAchievement { goal, .. } => *goal,
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
}

impl Goal {
    /// Digest of what it asks for.
    pub fn definition(&self) -> Digest {
        match self {
            Self::Active { definition } | Self::Achieved { definition, .. } => *definition,
        }
    }
}

/// Decides on a goal at `version`; `None` and 0 when it was never set.
pub fn decide(goal: Option<&Goal>, version: u64, meta: &Meta, command: &Command) -> Result<Vec<GoalEvent>, Rejection> {
    let user_id = meta.subject;
    let at = meta.received_at;
    match command {
        Command::SetGoal { goal: goal_id, definition } => {
            let set = goal_set(user_id, *goal_id, definition, at);
            match goal.map(Goal::definition) {
                None => Ok(vec![GoalEvent::GoalSet(set)]),
                // setting twice is what a retry looks like: agree, and record nothing
                Some(known) if known == digest(&set) => Ok(vec![]),
                Some(_) => Err(Rejection::DefinedOtherwise { current_version: version }),
            }
        }
        Command::RecordAchievement { goal: goal_id, expected_version, crossing, value } => {
            match goal {
                None => return Err(Rejection::NotFound),
                // repeated: agree, and record nothing
                Some(Goal::Achieved { by, .. }) if by == crossing => return Ok(vec![]),
                // a correction can move the crossing to another set without undoing it
                Some(Goal::Active { .. } | Goal::Achieved { .. }) => {}
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
                Some(Goal::Active { .. }) => return Ok(vec![]),
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
    }
}

/// The goal after an event; none before it was set.
pub fn evolve(goal: Option<&Goal>, event: &GoalEvent) -> Option<Goal> {
    match event {
        GoalEvent::GoalSet(set) => Some(Goal::Active { definition: digest(set) }),
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

fn goal_set(user_id: UserId, goal_id: GoalId, definition: &Definition, set_at: Instant) -> GoalSet {
    let (metric, target) = match &definition.target {
        Target::Volume(mass) => (Metric::Volume, GoalTarget { mass: Some(mass.clone()), ..NO_TARGET }),
        Target::Count(count) => (Metric::Count, GoalTarget { count: Some(*count), ..NO_TARGET }),
        Target::Minutes(minutes) => (Metric::Minutes, GoalTarget { minutes: Some(*minutes), ..NO_TARGET }),
        Target::Distance(distance) => (Metric::Distance, GoalTarget { distance: Some(distance.clone()), ..NO_TARGET }),
    };
    GoalSet {
        user_id,
        goal_id,
        name: Text::from(definition.name.as_str()),
        kind: GoalKind::Accumulate,
        metric,
        exercise: definition.exercise.clone(),
        target,
        from: definition.window.from(),
        until: definition.window.until(),
        set_at,
    }
}

const NO_TARGET: GoalTarget = GoalTarget { mass: None, distance: None, count: None, minutes: None, reps: None };

/// Over all that a person asked for, and nothing that the moment of asking adds. The name stands
/// last, since it alone is free text; no other part holds a line break.
fn digest(set: &GoalSet) -> Digest {
    let target = &set.target;
    let mass = target.mass.as_ref().map(|mass| format!("{} {}", mass.entered(), mass.unit().as_str()));
    let distance =
        target.distance.as_ref().map(|distance| format!("{} {}", distance.entered(), distance.unit().as_str()));
    let parts = [
        set.kind.as_str().to_owned(),
        set.metric.as_str().to_owned(),
        written(set.exercise.as_ref()),
        written(mass.as_ref()),
        written(distance.as_ref()),
        written(target.count.as_ref()),
        written(target.minutes.as_ref()),
        written(target.reps.as_ref()),
        written(set.from.as_ref()),
        written(set.until.as_ref()),
        // an erased name agrees with no other; nobody asks in the name of an erased person
        set.name.clear().unwrap_or_default().to_owned(),
    ];
    Digest::of(parts.join("\n").as_bytes())
}

fn written(part: Option<&impl ToString>) -> String {
    part.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests;
