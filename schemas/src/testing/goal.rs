//! Examples of the records of goal.

use super::{Example, day, distance, id, mass, moment};
use crate::{
    digest::Digest,
    exercise::ExerciseId,
    goal::{
        GoalAbandoned, GoalAchieved, GoalAchievementRevoked, GoalChanged, GoalKind, GoalMissed, GoalSet, GoalSnapshot,
        GoalStatus, GoalTarget, Metric, RecordGoalAchievement, RecordGoalMissed, RevokeGoalAchievement,
    },
    text::Text,
};

impl Example for GoalTarget {
    fn example() -> Self {
        Self {
            mass: Some(mass()),
            distance: Some(distance()),
            count: Some(100),
            minutes: Some(60),
            reps: Some(8),
            lowest: Some(mass()),
            highest: Some(mass()),
            weeks: Some(12),
        }
    }
}

impl Example for GoalSet {
    fn example() -> Self {
        Self {
            user_id: id(1),
            goal_id: id(4),
            name: Text::from("Push"),
            kind: GoalKind::Accumulate,
            metric: Metric::Volume,
            exercise: Some(ExerciseId::of_name("Bench Press (Barbell)")),
            target: GoalTarget::example(),
            from: Some(day()),
            until: Some(day()),
            set_at: moment(),
        }
    }
}

impl Example for GoalChanged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            goal_id: id(4),
            name: Text::from("Push"),
            kind: GoalKind::Reach,
            metric: Metric::Load,
            exercise: Some(ExerciseId::of_name("Bench Press (Barbell)")),
            target: GoalTarget::example(),
            from: Some(day()),
            until: Some(day()),
            changed_at: moment(),
        }
    }
}

impl Example for GoalAbandoned {
    fn example() -> Self {
        Self { user_id: id(1), goal_id: id(4), abandoned_at: moment() }
    }
}

impl Example for GoalMissed {
    fn example() -> Self {
        Self { user_id: id(1), goal_id: id(4), until: day(), value: 499890000000000, recorded_at: moment() }
    }
}

impl Example for RecordGoalMissed {
    fn example() -> Self {
        Self { user_id: id(1), goal_id: id(4), expected_version: 1, until: day(), value: 499890000000000 }
    }
}

impl Example for GoalAchieved {
    fn example() -> Self {
        Self {
            user_id: id(1),
            goal_id: id(4),
            achieved_at: moment(),
            utc_offset_seconds: 7200,
            workout_id: Some(id(2)),
            set_id: Some(id(3)),
            value: 500140000000000,
            recorded_at: moment(),
        }
    }
}

impl Example for GoalAchievementRevoked {
    fn example() -> Self {
        Self { user_id: id(1), goal_id: id(4), value: 500140000000000, recorded_at: moment() }
    }
}

impl Example for RecordGoalAchievement {
    fn example() -> Self {
        Self {
            user_id: id(1),
            goal_id: id(4),
            expected_version: 1,
            achieved_at: moment(),
            utc_offset_seconds: 7200,
            workout_id: Some(id(2)),
            set_id: Some(id(3)),
            value: 500140000000000,
        }
    }
}

impl Example for RevokeGoalAchievement {
    fn example() -> Self {
        Self { user_id: id(1), goal_id: id(4), expected_version: 1, value: 500140000000000 }
    }
}

impl Example for GoalSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            goal_id: id(4),
            version: 3,
            fold_version: 1,
            status: GoalStatus::Active,
            definition_digest: Digest::of(b"definition_digest"),
            achieved_at: Some(moment()),
            utc_offset_seconds: Some(7_200),
            workout_id: Some(id(2)),
            set_id: Some(id(3)),
        }
    }
}
