//! Examples of the records of goal-progress.

use super::{Example, day, id, moment};
use crate::{
    engine::InputPosition,
    exercise::ExerciseId,
    goal::{GoalKind, Metric},
    goal_progress::{BlockFact, Commanded, Crossing, GoalEntry, GoalProgressed, SetFact, WorkoutContent, WorkoutFact},
};

impl Example for GoalProgressed {
    fn example() -> Self {
        Self {
            user_id: id(1),
            goal_id: id(4),
            goal_version: 1,
            n: 42,
            value: 500140000000000,
            target: 500000000000000,
            metric: Metric::Volume,
            percent_hundredths: 10003,
            inputs: vec![InputPosition::example()],
        }
    }
}

impl Example for GoalEntry {
    fn example() -> Self {
        Self {
            user_id: id(1),
            goal_id: id(4),
            version: 3,
            metric: Metric::Volume,
            exercise: Some(ExerciseId::of_name("Bench Press (Barbell)")),
            target: 500000000000000,
            from: Some(day()),
            until: Some(day()),
            value: 790611000000000,
            n: 42,
            crossing: Some(Crossing::example()),
            recorded: Some(Crossing::example()),
            commanded: Some(Commanded { version: 2, crossing: Some(Crossing::example()), depth: 1 }),
            kind: GoalKind::Accumulate,
            reps: None,
            workouts: None,
        }
    }
}

impl Example for Crossing {
    fn example() -> Self {
        Self {
            achieved_at: moment(),
            utc_offset_seconds: 7200,
            workout_id: Some(id(2)),
            set_id: Some(id(3)),
            value: 500140000000000,
        }
    }
}

impl Example for WorkoutFact {
    fn example() -> Self {
        Self { user_id: id(1), workout_id: id(2), version: 1, content: Some(WorkoutContent::example()) }
    }
}

impl Example for WorkoutContent {
    fn example() -> Self {
        let set = SetFact {
            id: id(3),
            at: moment(),
            volume: 250000000000,
            distance: 0,
            load: Some(25000000000),
            reps: Some(10),
        };
        Self {
            local_date: day(),
            started_at: moment(),
            utc_offset_seconds: 7200,
            minutes: 60,
            blocks: vec![BlockFact { exercise: ExerciseId::of_name("Bench Press (Barbell)"), sets: vec![set] }],
        }
    }
}
