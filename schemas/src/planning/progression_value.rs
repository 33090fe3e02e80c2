//! The parts that records of progressions are made of.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    exercise::ExerciseId,
    id::{EventId, ProposalId},
    quantity::Mass,
    symbol::Symbol,
};

/// Why an exercise has another load.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProgressionReason {
    /// All prescribed repetitions were done above the prescribed load.
    CompletedAllReps,
    /// Somebody asked for it.
    UserRequested,
    /// A recommendation was followed.
    AnalyticsRecommendation,
    /// A value newer than this reader.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
}

impl Symbol for ProgressionReason {
    const NAME: &'static str = "traintracker.planning.ProgressionReason";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::CompletedAllReps, "CompletedAllReps"),
        (Self::UserRequested, "UserRequested"),
        (Self::AnalyticsRecommendation, "AnalyticsRecommendation"),
        (Self::Unknown, "unknown"),
    ];
}

/// How the load of an exercise follows what was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressionRuleKind {
    /// The lowest load that was completed.
    Follow,
    /// More after so many successes, less after so many failures.
    Linear,
    /// Repetitions up to the top of a range, then load.
    Double,
    /// More once the repetitions of all sets add up.
    SumOfReps,
    /// Percentages of a maximum, week after week.
    PercentWave,
    /// The load that feels as hard as it should.
    RpeTarget,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for ProgressionRuleKind {
    const NAME: &'static str = "traintracker.planning.ProgressionRuleKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Follow, "follow"),
        (Self::Linear, "linear"),
        (Self::Double, "double"),
        (Self::SumOfReps, "sum_of_reps"),
        (Self::PercentWave, "percent_wave"),
        (Self::RpeTarget, "rpe_target"),
        (Self::Unknown, "unknown"),
    ];
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalStatus {
    /// Nobody has answered.
    Open,
    /// It was taken.
    Accepted,
    /// It was turned down.
    Declined,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for ProposalStatus {
    const NAME: &'static str = "traintracker.planning.ProposalStatus";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Open, "open"), (Self::Accepted, "accepted"), (Self::Declined, "declined"), (Self::Unknown, "unknown")];
}

/// A progression rule; which fields are set follows from its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ProgressionRule {
    /// How the load follows.
    pub kind: ProgressionRuleKind,
    /// How much more.
    pub increment: Option<Mass>,
    /// How much less.
    pub decrement: Option<Mass>,
    /// Successes in a row before more.
    pub successes: Option<i32>,
    /// Failures in a row before less.
    pub failures: Option<i32>,
    /// Bottom of the range of repetitions.
    pub reps_min: Option<i32>,
    /// Top of the range of repetitions.
    pub reps_max: Option<i32>,
    /// Repetitions of all sets together.
    pub total_reps: Option<i32>,
    /// The wave, in tenths of a percent.
    pub percent_tenths: Vec<i32>,
    /// Exertion to aim at, in tenths.
    pub rpe_tenths: Option<i32>,
    /// The smallest step that can be loaded.
    pub rounding: Option<Mass>,
}

/// The progression rule of one exercise of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct RuleOfExercise {
    /// The exercise.
    pub exercise: ExerciseId,
    /// Its rule.
    pub rule: ProgressionRule,
}

/// A progression that was proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct Proposal {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The load prescribed when it was proposed.
    pub old_load: Mass,
    /// The load proposed.
    pub new_load: Mass,
    /// Why.
    pub reason: ProgressionReason,
    /// The event that it stands on.
    pub evidence_event_id: Option<EventId>,
    /// Where it stands.
    pub status: ProposalStatus,
}
