//! The tables of planning: which rows each event changes. From `planning.events`.
//!
//! Every event of a template moves its row, every version is a row of its own, and nothing here depends on a row of before.

pub mod exercise_definition;
pub mod exercise_merge;
pub mod exercise_name;
pub mod plan;
pub mod plan_version;
pub mod progression_answer;
pub mod progression_proposal;
pub mod progression_rule;
pub mod recommendation_answer;
pub mod workout_template;
pub mod workout_template_version;

mod json;
mod rows;

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use tokio_postgres::Error;

use self::{
    exercise_definition::{DefinitionKey, DefinitionRow},
    exercise_merge::{MergeKey, MergeRow},
    exercise_name::{ExerciseNameKey, ExerciseNameRow},
    plan::{PlanKey, PlanRow},
    plan_version::{PlanVersionKey, PlanVersionRow},
    progression_answer::{ProposalAnswerKey, ProposalAnswerRow},
    progression_proposal::{ProposalKey, ProposalRow},
    progression_rule::{RuleKey, RuleRow},
    recommendation_answer::{RecommendationAnswerKey, RecommendationAnswerRow},
    workout_template::{TemplateKey, TemplateRow},
    workout_template_version::{TemplateVersionKey, TemplateVersionRow},
};

pub use self::rows::fold;

/// What a batch changes in the tables of planning: one row per key, the last one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanningChanges {
    /// Rows of `workout_template`.
    pub templates: BTreeMap<TemplateKey, TemplateRow>,
    /// Rows of `workout_template_version`.
    pub template_versions: BTreeMap<TemplateVersionKey, TemplateVersionRow>,
    /// Rows of `progression_proposal`.
    pub proposals: BTreeMap<ProposalKey, ProposalRow>,
    /// Rows of `progression_answer`.
    pub proposal_answers: BTreeMap<ProposalAnswerKey, ProposalAnswerRow>,
    /// Rows of `progression_rule`.
    pub rules: BTreeMap<RuleKey, RuleRow>,
    /// Rows of `recommendation_answer`.
    pub recommendation_answers: BTreeMap<RecommendationAnswerKey, RecommendationAnswerRow>,
    /// Rows of `exercise_definition`.
    pub definitions: BTreeMap<DefinitionKey, DefinitionRow>,
    /// Rows of `exercise_name`.
    pub exercise_names: BTreeMap<ExerciseNameKey, ExerciseNameRow>,
    /// Rows of `exercise_merge`.
    pub merges: BTreeMap<MergeKey, MergeRow>,
    /// Rows of `plan`.
    pub plans: BTreeMap<PlanKey, PlanRow>,
    /// Rows of `plan_version`.
    pub plan_versions: BTreeMap<PlanVersionKey, PlanVersionRow>,
}

/// Writes the rows, table by table in a fixed order.
pub(crate) async fn write(transaction: &Transaction<'_>, changes: &PlanningChanges) -> Result<u64, Error> {
    let mut rows = 0;
    if !changes.templates.is_empty() {
        rows += workout_template::upsert(transaction, &changes.templates.values().collect::<Vec<_>>()).await?;
    }
    if !changes.template_versions.is_empty() {
        rows += workout_template_version::upsert(transaction, &changes.template_versions.values().collect::<Vec<_>>())
            .await?;
    }
    if !changes.proposals.is_empty() {
        rows += progression_proposal::upsert(transaction, &changes.proposals.values().collect::<Vec<_>>()).await?;
    }
    if !changes.proposal_answers.is_empty() {
        rows += progression_answer::upsert(transaction, &changes.proposal_answers.values().collect::<Vec<_>>()).await?;
    }
    if !changes.rules.is_empty() {
        rows += progression_rule::upsert(transaction, &changes.rules.values().collect::<Vec<_>>()).await?;
    }
    if !changes.recommendation_answers.is_empty() {
        rows +=
            recommendation_answer::upsert(transaction, &changes.recommendation_answers.values().collect::<Vec<_>>())
                .await?;
    }
    if !changes.definitions.is_empty() {
        rows += exercise_definition::upsert(transaction, &changes.definitions.values().collect::<Vec<_>>()).await?;
    }
    if !changes.exercise_names.is_empty() {
        rows += exercise_name::upsert(transaction, &changes.exercise_names.values().collect::<Vec<_>>()).await?;
    }
    if !changes.merges.is_empty() {
        rows += exercise_merge::upsert(transaction, &changes.merges.values().collect::<Vec<_>>()).await?;
    }
    if !changes.plans.is_empty() {
        rows += plan::upsert(transaction, &changes.plans.values().collect::<Vec<_>>()).await?;
    }
    if !changes.plan_versions.is_empty() {
        rows += plan_version::upsert(transaction, &changes.plan_versions.values().collect::<Vec<_>>()).await?;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;
