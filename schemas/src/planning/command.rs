//! Commands of `planning.commands`: what processes and coaches ask of planning.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{DerivedFrom, PlannedExercise, ProgressionReason};
use crate::{
    exercise::ExerciseId,
    id::{EventId, ProposalId, TemplateId, UserId},
    quantity::Mass,
    record::Record,
    text::Text,
};

/// Command to planning: prescribe another load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ProgressExercise {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// Version of the template (sequence of its last event) that this was decided on: a stale one is refused.
    pub expected_version: i64,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The load to prescribe.
    pub load: Mass,
    /// Why.
    pub reason: ProgressionReason,
    /// The event that it stands on.
    pub evidence_event_id: Option<EventId>,
}

impl Record for ProgressExercise {
    const NAME: &'static str = "traintracker.planning.ProgressExercise";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ProgressExercise.v1.avsc");
}

/// Command to planning: propose another load to the athlete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct ProposeProgression {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// Version of the template (sequence of its last event) that this was decided on: a stale one is refused.
    pub expected_version: i64,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The exercise.
    pub exercise: ExerciseId,
    /// The load to prescribe.
    pub load: Mass,
    /// Why.
    pub reason: ProgressionReason,
    /// The event that it stands on.
    pub evidence_event_id: Option<EventId>,
}

impl Record for ProposeProgression {
    const NAME: &'static str = "traintracker.planning.ProposeProgression";
    const SCHEMA: &'static str = include_str!("../../avro/planning/ProposeProgression.v1.avsc");
}

/// Command to planning: make a template out of somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct CreateWorkoutTemplate {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order planned.
    pub exercises: Vec<PlannedExercise>,
    /// How long it takes, where somebody said so.
    pub duration_minutes: Option<i32>,
    /// What it is copied from.
    pub derived_from: DerivedFrom,
}

impl Record for CreateWorkoutTemplate {
    const NAME: &'static str = "traintracker.planning.CreateWorkoutTemplate";
    const SCHEMA: &'static str = include_str!("../../avro/planning/CreateWorkoutTemplate.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
        for exercise in &mut self.exercises {
            if let Some(text) = &mut exercise.notes {
                visit("exercises.notes", text);
            }
        }
    }
}
