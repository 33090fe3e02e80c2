//! What is measured, and what somebody is told of.

use serde::{Deserialize, Serialize};

use crate::symbol::Symbol;

/// What of a body is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasurementKind {
    /// Body weight.
    BodyWeight,
    /// Lean mass.
    LeanMass,
    /// Muscle mass.
    MuscleMass,
    /// Body fat.
    BodyFat,
    /// Body water.
    BodyWater,
    /// Neck.
    Neck,
    /// Shoulders.
    Shoulders,
    /// Chest.
    Chest,
    /// Waist.
    Waist,
    /// Abdomen.
    Abdomen,
    /// Hips.
    Hips,
    /// Left upper arm.
    LeftUpperArm,
    /// Right upper arm.
    RightUpperArm,
    /// Left forearm.
    LeftForearm,
    /// Right forearm.
    RightForearm,
    /// Left thigh.
    LeftThigh,
    /// Right thigh.
    RightThigh,
    /// Left calf.
    LeftCalf,
    /// Right calf.
    RightCalf,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for MeasurementKind {
    const NAME: &'static str = "traintracker.profile.MeasurementKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::BodyWeight, "body_weight"),
        (Self::LeanMass, "lean_mass"),
        (Self::MuscleMass, "muscle_mass"),
        (Self::BodyFat, "body_fat"),
        (Self::BodyWater, "body_water"),
        (Self::Neck, "neck"),
        (Self::Shoulders, "shoulders"),
        (Self::Chest, "chest"),
        (Self::Waist, "waist"),
        (Self::Abdomen, "abdomen"),
        (Self::Hips, "hips"),
        (Self::LeftUpperArm, "left_upper_arm"),
        (Self::RightUpperArm, "right_upper_arm"),
        (Self::LeftForearm, "left_forearm"),
        (Self::RightForearm, "right_forearm"),
        (Self::LeftThigh, "left_thigh"),
        (Self::RightThigh, "right_thigh"),
        (Self::LeftCalf, "left_calf"),
        (Self::RightCalf, "right_calf"),
        (Self::Unknown, "unknown"),
    ];
}

/// What a person can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// Personal record.
    PersonalRecord,
    /// Weight increase.
    WeightIncrease,
    /// Consistency streak.
    ConsistencyStreak,
    /// Goal achieved.
    GoalAchieved,
    /// Goal missed.
    GoalMissed,
    /// Exercise progressed.
    ExerciseProgressed,
    /// Progression proposed.
    ProgressionProposed,
    /// Schedule updated.
    ScheduleUpdated,
    /// Schedule change proposed.
    ScheduleChangeProposed,
    /// Schedule conflict.
    ScheduleConflict,
    /// Recommendation.
    Recommendation,
    /// Workout reminder.
    WorkoutReminder,
    /// Supplement reminder.
    SupplementReminder,
    /// Coaching.
    Coaching,
    /// Account.
    Account,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for NotificationKind {
    const NAME: &'static str = "traintracker.profile.NotificationKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::PersonalRecord, "personal_record"),
        (Self::WeightIncrease, "weight_increase"),
        (Self::ConsistencyStreak, "consistency_streak"),
        (Self::GoalAchieved, "goal_achieved"),
        (Self::GoalMissed, "goal_missed"),
        (Self::ExerciseProgressed, "exercise_progressed"),
        (Self::ProgressionProposed, "progression_proposed"),
        (Self::ScheduleUpdated, "schedule_updated"),
        (Self::ScheduleChangeProposed, "schedule_change_proposed"),
        (Self::ScheduleConflict, "schedule_conflict"),
        (Self::Recommendation, "recommendation"),
        (Self::WorkoutReminder, "workout_reminder"),
        (Self::SupplementReminder, "supplement_reminder"),
        (Self::Coaching, "coaching"),
        (Self::Account, "account"),
        (Self::Unknown, "unknown"),
    ];
}
