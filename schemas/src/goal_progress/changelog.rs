//! State entries of `goal-progress.changelog`.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    exercise::ExerciseId,
    goal::{GoalKind, Metric},
    id::{GoalId, SetId, UserId, WorkoutId},
    record::Record,
    time::{Instant, LocalDate},
};

/// State: a goal, and how far it is. Store 'goal'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct GoalEntry {
    /// The athlete.
    pub user_id: UserId,
    /// The goal.
    pub goal_id: GoalId,
    /// Version of the goal: sequence of its last event.
    pub version: i64,
    /// What it measures.
    pub metric: Metric,
    /// Only this exercise counts.
    pub exercise: Option<ExerciseId>,
    /// To be reached, in the metric's canonical unit.
    pub target: i64,
    /// First local date that counts.
    pub from: Option<LocalDate>,
    /// Last local date that counts.
    pub until: Option<LocalDate>,
    /// Reached so far, in the same unit.
    pub value: i64,
    /// Changes published so far.
    pub n: i64,
    /// What crosses the target, as the history stands; absent below it.
    pub crossing: Option<Crossing>,
    /// What crossed it as the goal's own events have it; absent while they do not say achieved.
    pub recorded: Option<Crossing>,
    /// What the goal was last asked to record.
    pub commanded: Option<Commanded>,
    /// What it means to achieve it.
    #[avro(default = "\"accumulate\"")]
    pub kind: GoalKind,
    /// Repetitions that a load is to be lifted for.
    pub reps: Option<i32>,
    /// Workouts that a week needs to count.
    pub workouts: Option<i64>,
}

impl Record for GoalEntry {
    const NAME: &'static str = "traintracker.goal_progress.GoalEntry";
    const SCHEMA: &'static str = include_str!("../../avro/goal-progress/GoalEntry.v2.avsc");
}

/// Where a history crosses a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct Crossing {
    /// When.
    pub achieved_at: Instant,
    /// Offset of that zone from UTC at the time, in seconds.
    pub utc_offset_seconds: i32,
    /// The workout that crossed it.
    pub workout_id: Option<WorkoutId>,
    /// The set that crossed it; absent where workouts are counted.
    pub set_id: Option<SetId>,
    /// Reached with it, in the metric's canonical unit.
    pub value: i64,
}

/// What a goal was asked to record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct Commanded {
    /// Version of the goal that this was decided on.
    pub version: i64,
    /// What crosses the target; absent for a revocation.
    pub crossing: Option<Crossing>,
    /// How often the same was asked in a row, of one version of the goal after the other.
    pub depth: i32,
}

/// State: a workout as its last event has it. Store 'workout'.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct WorkoutFact {
    /// The athlete.
    pub user_id: UserId,
    /// The workout.
    pub workout_id: WorkoutId,
    /// Sequence of the event that says this: a greater one wins.
    pub version: i64,
    /// What was done; absent once it is deleted.
    pub content: Option<WorkoutContent>,
}

impl Record for WorkoutFact {
    const NAME: &'static str = "traintracker.goal_progress.WorkoutFact";
    const SCHEMA: &'static str = include_str!("../../avro/goal-progress/WorkoutFact.v2.avsc");
}

/// What was done in a workout, as far as goals need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct WorkoutContent {
    /// Day on which it began.
    pub local_date: LocalDate,
    /// When it began.
    pub started_at: Instant,
    /// Offset of that zone from UTC at the time, in seconds.
    pub utc_offset_seconds: i32,
    /// Whole minutes from start to end.
    pub minutes: i64,
    /// Blocks with a working set, in the order performed.
    pub blocks: Vec<BlockFact>,
}

/// The working sets of one block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct BlockFact {
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// In the order performed.
    pub sets: Vec<SetFact>,
}

/// A working set, as far as goals need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.goal_progress")]
pub struct SetFact {
    /// The set.
    pub id: SetId,
    /// When it happened.
    pub at: Instant,
    /// Load × repetitions, in µg.
    pub volume: i64,
    /// Distance, in mm.
    pub distance: i64,
    /// Load as entered, in µg.
    pub load: Option<i64>,
    /// Repetitions.
    pub reps: Option<i32>,
}
