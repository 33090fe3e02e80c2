//! Events of progressions and recommendations.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{ProgressionReason, ProgressionRule};
use crate::{
    exercise::ExerciseId,
    id::{EventId, ProposalId, RecommendationId, TemplateId, UserId},
    quantity::Mass,
    record::Record,
    time::Instant,
};

/// An exercise of a template has another load; the version that prescribes it follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ExerciseProgressionUpdated {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version that prescribes the new load.
    pub version: i32,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The load prescribed so far: the lowest of its working sets.
    pub old_load: Mass,
    /// The load in its place.
    pub new_load: Mass,
    /// Why.
    pub reason: ProgressionReason,
    /// The event that it stands on.
    pub evidence_event_id: Option<EventId>,
    /// The proposal that was accepted.
    pub proposal_id: Option<ProposalId>,
    /// When.
    pub progressed_at: Instant,
}

impl Record for ExerciseProgressionUpdated {
    const NAME: &'static str = "traintracker.planning.ExerciseProgressionUpdated";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ExerciseProgressionUpdated.v1.avsc");
}

/// Another load was proposed for an exercise of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ProgressionProposed {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version, which counts creation and updates only.
    pub version: i32,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The load prescribed so far: the lowest of its working sets.
    pub old_load: Mass,
    /// The load in its place.
    pub new_load: Mass,
    /// Why.
    pub reason: ProgressionReason,
    /// The event that it stands on.
    pub evidence_event_id: Option<EventId>,
    /// When.
    pub proposed_at: Instant,
}

impl Record for ProgressionProposed {
    const NAME: &'static str = "traintracker.planning.ProgressionProposed";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ProgressionProposed.v1.avsc");
}

/// A proposed load was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ProgressionAccepted {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version, which counts creation and updates only.
    pub version: i32,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// When.
    pub accepted_at: Instant,
}

impl Record for ProgressionAccepted {
    const NAME: &'static str = "traintracker.planning.ProgressionAccepted";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ProgressionAccepted.v1.avsc");
}

/// A proposed load was turned down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ProgressionDeclined {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version, which counts creation and updates only.
    pub version: i32,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// When.
    pub declined_at: Instant,
}

impl Record for ProgressionDeclined {
    const NAME: &'static str = "traintracker.planning.ProgressionDeclined";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ProgressionDeclined.v1.avsc");
}

/// The progression rule of an exercise of a template was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ProgressionRuleChosen {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version, which counts creation and updates only.
    pub version: i32,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The rule.
    pub rule: ProgressionRule,
    /// When.
    pub chosen_at: Instant,
}

impl Record for ProgressionRuleChosen {
    const NAME: &'static str = "traintracker.planning.ProgressionRuleChosen";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ProgressionRuleChosen.v1.avsc");
}

/// A recommendation was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct RecommendationAccepted {
    /// The athlete.
    pub user_id: UserId,
    /// The recommendation.
    pub recommendation_id: RecommendationId,
    /// When.
    pub accepted_at: Instant,
}

impl Record for RecommendationAccepted {
    const NAME: &'static str = "traintracker.planning.RecommendationAccepted";
    const SCHEMA: &'static str = include_str!("../../avro/planning/RecommendationAccepted.v1.avsc");
}

/// A recommendation was turned down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct RecommendationDeclined {
    /// The athlete.
    pub user_id: UserId,
    /// The recommendation.
    pub recommendation_id: RecommendationId,
    /// When.
    pub declined_at: Instant,
}

impl Record for RecommendationDeclined {
    const NAME: &'static str = "traintracker.planning.RecommendationDeclined";
    const SCHEMA: &'static str = include_str!("../../avro/planning/RecommendationDeclined.v1.avsc");
}
