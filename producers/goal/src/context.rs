//! How the mechanism of a command service meets the rules of goals.

use command_api::{Aggregate, Change, Context, Decision, Meta, StateKey, View};
use schemas::goal::{GoalCommand, GoalEvent, GoalSnapshot, GoalStateSnapshot, GoalStatus};
use schemas::id::{GoalId, UserId};
use schemas::topic::Service;
use uuid::Uuid;

use crate::domain::goal::{self, Command, Crossing, Goal, Rejection};

/// The goal context.
#[derive(Debug, Clone, Copy)]
pub struct Goals;

/// Aggregate type and store of a goal.
const GOAL: &str = "goal";

impl Context for Goals {
    const SERVICE: Service = Service::Goal;
    const FOLD_VERSION: i32 = 1;
    type Command = Command;
    type Event = GoalEvent;
    type State = Goal;
    type Snapshot = GoalStateSnapshot;
    type ProcessCommand = GoalCommand;
    type Rejection = Rejection;
    type Reply = ();

    fn target(meta: &Meta, command: &Command) -> Aggregate {
        Aggregate::of(meta.subject, GOAL, command.goal().uuid())
    }

    fn decide(view: &View<'_, Goal>, meta: &Meta, command: &Command) -> Result<Decision<Self>, Rejection> {
        let target = Self::target(meta, command);
        let events = goal::decide(view.aggregate(&target), view.version(&target), meta, command)?;
        Ok(Decision::events(events.into_iter().map(|event| (target.clone(), event)).collect()))
    }

    fn evolve(view: &View<'_, Goal>, aggregate: &Aggregate, event: &GoalEvent) -> Vec<Change<Goal>> {
        vec![(aggregate.state_key(), goal::evolve(view.aggregate(aggregate), event))]
    }

    fn kind(name: &str) -> Option<&'static str> {
        (name == GOAL).then_some(GOAL)
    }

    fn snapshot(key: &StateKey, version: u64, state: &Goal) -> GoalStateSnapshot {
        let (status, by) = match state {
            Goal::Active { .. } => (GoalStatus::Active, None),
            Goal::Achieved { by, .. } => (GoalStatus::Achieved, Some(by)),
            Goal::Missed { .. } => (GoalStatus::Missed, None),
            Goal::Abandoned { .. } => (GoalStatus::Abandoned, None),
        };
        GoalStateSnapshot::GoalSnapshot(GoalSnapshot {
            user_id: UserId::from_uuid(key.owner),
            goal_id: goal_id(key),
            version: version.cast_signed(),
            fold_version: Self::FOLD_VERSION,
            status,
            definition_digest: state.definition(),
            achieved_at: by.map(|by| by.achieved_at),
            utc_offset_seconds: by.map(|by| by.utc_offset_seconds),
            workout_id: by.and_then(|by| by.workout),
            set_id: by.and_then(|by| by.set),
        })
    }

    fn restore(snapshot: GoalStateSnapshot) -> (StateKey, u64, Goal) {
        let GoalStateSnapshot::GoalSnapshot(snapshot) = snapshot;
        let aggregate = Aggregate::of(snapshot.user_id, GOAL, snapshot.goal_id.uuid());
        let definition = snapshot.definition_digest;
        let goal = match (snapshot.status, snapshot.achieved_at) {
            (GoalStatus::Achieved, Some(achieved_at)) => {
                let by = Crossing {
                    achieved_at,
                    utc_offset_seconds: snapshot.utc_offset_seconds.unwrap_or(0),
                    workout: snapshot.workout_id,
                    set: snapshot.set_id,
                };
                Goal::Achieved { definition, by }
            }
            (GoalStatus::Missed, _) => Goal::Missed { definition },
            (GoalStatus::Abandoned, _) => Goal::Abandoned { definition },
            // this fold version writes no others
            (GoalStatus::Active | GoalStatus::Achieved | GoalStatus::Unknown, _) => Goal::Active { definition },
        };
        (aggregate.state_key(), snapshot.version.cast_unsigned(), goal)
    }

    fn from_process(command: GoalCommand) -> (UserId, Command) {
        match command {
            GoalCommand::RecordGoalAchievement(record) => (
                record.user_id,
                Command::RecordAchievement {
                    goal: record.goal_id,
                    expected_version: record.expected_version.cast_unsigned(),
                    crossing: Crossing {
                        achieved_at: record.achieved_at,
                        utc_offset_seconds: record.utc_offset_seconds,
                        workout: record.workout_id,
                        set: record.set_id,
                    },
                    value: record.value,
                },
            ),
            GoalCommand::RevokeGoalAchievement(revoke) => (
                revoke.user_id,
                Command::RevokeAchievement {
                    goal: revoke.goal_id,
                    expected_version: revoke.expected_version.cast_unsigned(),
                    value: revoke.value,
                },
            ),
            GoalCommand::RecordGoalMissed(missed) => (
                missed.user_id,
                Command::RecordMissed {
                    goal: missed.goal_id,
                    expected_version: missed.expected_version.cast_unsigned(),
                    until: missed.until,
                    value: missed.value,
                },
            ),
        }
    }
}

/// Keys of this store are ids of goals and nothing else.
fn goal_id(key: &StateKey) -> GoalId {
    key.key.parse().unwrap_or(GoalId::from_uuid(Uuid::nil()))
}

#[cfg(test)]
mod tests {
    use schemas::digest::Digest;
    use schemas::testing::{Example, id, moment};

    use super::*;

    fn key() -> StateKey {
        Aggregate::of(id(1), GOAL, id::<schemas::id::kind::Goal>(2).uuid()).state_key()
    }

    #[test]
    fn a_snapshot_gives_the_state_back() {
        let definition = Digest::of(b"a goal");
        let by = Crossing { achieved_at: moment(), utc_offset_seconds: 7_200, workout: Some(id(3)), set: None };
        for goal in [
            Goal::Active { definition },
            Goal::Achieved { definition, by },
            Goal::Missed { definition },
            Goal::Abandoned { definition },
        ] {
            let snapshot = Goals::snapshot(&key(), 7, &goal);
            assert_eq!(Goals::restore(snapshot), (key(), 7, goal));
        }
    }

    #[test]
    fn a_process_asks_in_the_name_of_the_goals_owner() {
        let record = schemas::goal::RecordGoalAchievement::example();
        let (subject, command) = Goals::from_process(GoalCommand::RecordGoalAchievement(record.clone()));
        assert_eq!((subject, command.goal()), (record.user_id, record.goal_id));
        let revoke = schemas::goal::RevokeGoalAchievement::example();
        let (subject, command) = Goals::from_process(GoalCommand::RevokeGoalAchievement(revoke.clone()));
        assert_eq!((subject, command.goal()), (revoke.user_id, revoke.goal_id));
        let missed = schemas::goal::RecordGoalMissed::example();
        let (subject, command) = Goals::from_process(GoalCommand::RecordGoalMissed(missed.clone()));
        assert_eq!((subject, command.goal()), (missed.user_id, missed.goal_id));
    }

    #[test]
    fn only_goals_are_known() {
        assert_eq!(Goals::kind("goal"), Some(GOAL));
        assert_eq!(Goals::kind("workout"), None);
    }
}
