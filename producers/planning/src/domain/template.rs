//! A workout template: made, changed and archived by people, its loads moved on by progressions.
//!
//! Every change of what it prescribes is a new version, and no version ever changes. Progressions, proposals and rules belong to
//! the template, not to one version of it.

mod changes;
mod content;
mod progression;

use std::collections::BTreeMap;

use schemas::{
    exercise::ExerciseId,
    id::{EventId, ProposalId, TemplateId, UserId},
    planning::{
        DerivedFrom, PlanningEvent, ProgressionRule, Proposal, ProposalStatus, UpdateReason, WorkoutTemplateArchived,
        WorkoutTemplateCreated, WorkoutTemplateUpdated, WorkoutTemplateVersionSnapshot,
    },
    time::Instant,
};

pub use self::{
    content::{Content, Known, estimated_minutes},
    progression::Step,
};
use super::{
    rejection::Rejection,
    versioned::{self, Next, Versioned},
};

/// What a rejection calls it.
pub const WORKOUT_TEMPLATE: &str = "workout template";

/// What can be asked of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Makes it.
    Create {
        /// What it prescribes.
        content: Content,
        /// What it was copied from.
        derived_from: Option<DerivedFrom>,
    },
    /// Makes its next version.
    Update {
        /// What it prescribes.
        content: Content,
    },
    /// Takes it out of use.
    Archive,
    /// Prescribes another load.
    Progress(Step),
    /// Proposes another load.
    Propose {
        /// The proposal.
        proposal: ProposalId,
        /// What is proposed.
        step: Step,
    },
    /// Takes a proposal.
    Accept(ProposalId),
    /// Turns a proposal down.
    Decline(ProposalId),
    /// Chooses how an exercise progresses.
    ChooseRule {
        /// The exercise.
        exercise: ExerciseId,
        /// The rule.
        rule: ProgressionRule,
    },
}

impl Command {
    /// What it prescribes, where it comes with a content.
    pub fn content(&self) -> Option<&Content> {
        match self {
            Self::Create { content, .. } | Self::Update { content } => Some(content),
            Self::Archive
            | Self::Progress(_)
            | Self::Propose { .. }
            | Self::Accept(_)
            | Self::Decline(_)
            | Self::ChooseRule { .. } => None,
        }
    }
}

/// What is kept of a template beside its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Its versions.
    pub versions: Versioned,
    /// Progression rules; an exercise without one follows.
    pub rules: BTreeMap<ExerciseId, ProgressionRule>,
    /// The latest proposal of each exercise.
    pub proposals: BTreeMap<ExerciseId, Proposal>,
}

/// One version as it is kept, and as other contexts read it.
pub type Version = WorkoutTemplateVersionSnapshot;

/// What is known beside the template when a command is decided.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The athlete.
    pub user: UserId,
    /// The template asked about.
    pub template: TemplateId,
    /// Version of the aggregate: sequence of its last event.
    pub sequence: u64,
    /// When the command arrived.
    pub now: Instant,
    /// The newest version.
    pub current: Option<&'a Version>,
    /// What is known of the exercises that the command names.
    pub known: Known,
}

/// Decides a command.
pub fn decide(
    template: Option<&Template>,
    facts: &Facts<'_>,
    command: &Command,
) -> Result<Vec<PlanningEvent>, Rejection> {
    let head = template.map(|template| &template.versions);
    match command {
        Command::Create { content, derived_from } => {
            let content = content.resolved(&facts.known);
            match versioned::create(head, facts.sequence, content.digest())? {
                Next::AsItIs => Ok(vec![]),
                Next::Version(version) => {
                    Ok(vec![PlanningEvent::WorkoutTemplateCreated(created(facts, version, content, derived_from))])
                }
            }
        }
        Command::Update { content } => {
            let content = content.resolved(&facts.known);
            match versioned::update(head, WORKOUT_TEMPLATE, content.digest())? {
                Next::AsItIs => Ok(vec![]),
                Next::Version(version) => {
                    let because = Because { reason: UpdateReason::Edited, evidence: None };
                    Ok(vec![updated(facts, version, content, because)])
                }
            }
        }
        Command::Archive => {
            let archived = versioned::archive(head, WORKOUT_TEMPLATE)?;
            let event = |version| {
                PlanningEvent::WorkoutTemplateArchived(WorkoutTemplateArchived {
                    user_id: facts.user,
                    template_id: facts.template,
                    version,
                    archived_at: facts.now,
                })
            };
            Ok(archived.map(event).into_iter().collect())
        }
        Command::Progress(step) => progression::progress(template, facts, step),
        Command::Propose { proposal, step } => progression::propose(template, facts, *proposal, step),
        Command::Accept(proposal) => progression::accept(template, facts, *proposal),
        Command::Decline(proposal) => progression::decline(template, facts, *proposal),
        Command::ChooseRule { exercise, rule } => progression::choose_rule(template, facts, exercise, rule),
    }
}

fn created(
    facts: &Facts<'_>,
    version: i32,
    content: Content,
    derived_from: &Option<DerivedFrom>,
) -> WorkoutTemplateCreated {
    WorkoutTemplateCreated {
        user_id: facts.user,
        template_id: facts.template,
        version,
        estimated_duration_minutes: content.minutes(),
        name: content.name,
        notes: content.notes,
        exercises: content.exercises,
        duration_minutes: content.duration_minutes,
        derived_from: derived_from.clone(),
        created_at: facts.now,
    }
}

/// Why there is another version.
struct Because {
    reason: UpdateReason,
    evidence: Option<EventId>,
}

fn updated(facts: &Facts<'_>, version: i32, content: Content, because: Because) -> PlanningEvent {
    // one that can be updated has a version
    let before = facts.current.map(Content::of).unwrap_or_else(|| content.clone());
    PlanningEvent::WorkoutTemplateUpdated(WorkoutTemplateUpdated {
        user_id: facts.user,
        template_id: facts.template,
        previous_version: version - 1,
        version,
        minutes_before: before.minutes(),
        minutes_after: content.minutes(),
        changes: changes::between(&before, &content),
        name: content.name,
        notes: content.notes,
        exercises: content.exercises,
        duration_minutes: content.duration_minutes,
        reason: because.reason,
        evidence_event_id: because.evidence,
        updated_at: facts.now,
    })
}

/// The template after an event; events of other aggregates leave it alone.
pub fn evolve(template: Option<&Template>, event: &PlanningEvent) -> Option<Template> {
    if let PlanningEvent::WorkoutTemplateCreated(event) = event {
        let versions = versioned::created(Content::of_created(event).digest());
        return Some(Template { versions, rules: BTreeMap::new(), proposals: BTreeMap::new() });
    }
    let mut template = template?.clone();
    match event {
        PlanningEvent::WorkoutTemplateUpdated(event) => {
            template.versions = template.versions.updated(event.version, Content::of_updated(event).digest());
            // what was answered of an exercise that is gone need not be remembered; rules are there when it comes back
            let is_planned = |exercise: &ExerciseId| event.exercises.iter().any(|block| block.exercise == *exercise);
            template
                .proposals
                .retain(|exercise, proposal| proposal.status == ProposalStatus::Open || is_planned(exercise));
        }
        PlanningEvent::WorkoutTemplateArchived(_) => template.versions.archived = true,
        PlanningEvent::ProgressionProposed(event) => {
            let proposal = Proposal {
                proposal_id: event.proposal_id,
                exercise: event.exercise.clone(),
                old_load: event.old_load.clone(),
                new_load: event.new_load.clone(),
                reason: event.reason,
                evidence_event_id: event.evidence_event_id,
                status: ProposalStatus::Open,
            };
            template.proposals.insert(event.exercise.clone(), proposal);
        }
        PlanningEvent::ProgressionAccepted(event) => {
            template.answer(&event.exercise, event.proposal_id, ProposalStatus::Accepted);
        }
        PlanningEvent::ProgressionDeclined(event) => {
            template.answer(&event.exercise, event.proposal_id, ProposalStatus::Declined);
        }
        PlanningEvent::ProgressionRuleChosen(event) => {
            template.rules.insert(event.exercise.clone(), event.rule.clone());
        }
        // the version that comes with it says all; the others are of other aggregates
        PlanningEvent::ExerciseProgressionUpdated(_)
        | PlanningEvent::WorkoutTemplateCreated(_)
        | PlanningEvent::RecommendationAccepted(_)
        | PlanningEvent::RecommendationDeclined(_)
        | PlanningEvent::ExerciseDefined(_)
        | PlanningEvent::ExerciseRenamed(_)
        | PlanningEvent::ExercisesMerged(_)
        | PlanningEvent::MealPlanCreated(_)
        | PlanningEvent::MealPlanUpdated(_)
        | PlanningEvent::MealPlanArchived(_)
        | PlanningEvent::SupplementPlanCreated(_)
        | PlanningEvent::SupplementPlanUpdated(_)
        | PlanningEvent::SupplementPlanArchived(_) => {}
    }
    Some(template)
}

impl Template {
    fn answer(&mut self, exercise: &ExerciseId, proposal: ProposalId, status: ProposalStatus) {
        if let Some(known) = self.proposals.get_mut(exercise).filter(|known| known.proposal_id == proposal) {
            known.status = status;
        }
    }
}

/// The version that an event makes, if it makes one.
pub fn version_of(event: &PlanningEvent) -> Option<Version> {
    let (user_id, template_id, template_version, created_at, content) = match event {
        PlanningEvent::WorkoutTemplateCreated(event) => {
            (event.user_id, event.template_id, event.version, event.created_at, Content::of_created(event))
        }
        PlanningEvent::WorkoutTemplateUpdated(event) => {
            (event.user_id, event.template_id, event.version, event.updated_at, Content::of_updated(event))
        }
        PlanningEvent::WorkoutTemplateArchived(_)
        | PlanningEvent::ExerciseProgressionUpdated(_)
        | PlanningEvent::ProgressionProposed(_)
        | PlanningEvent::ProgressionAccepted(_)
        | PlanningEvent::ProgressionDeclined(_)
        | PlanningEvent::ProgressionRuleChosen(_)
        | PlanningEvent::RecommendationAccepted(_)
        | PlanningEvent::RecommendationDeclined(_)
        | PlanningEvent::ExerciseDefined(_)
        | PlanningEvent::ExerciseRenamed(_)
        | PlanningEvent::ExercisesMerged(_)
        | PlanningEvent::MealPlanCreated(_)
        | PlanningEvent::MealPlanUpdated(_)
        | PlanningEvent::MealPlanArchived(_)
        | PlanningEvent::SupplementPlanCreated(_)
        | PlanningEvent::SupplementPlanUpdated(_)
        | PlanningEvent::SupplementPlanArchived(_) => return None,
    };
    Some(content.version(user_id, template_id, template_version, created_at))
}

#[cfg(test)]
pub(crate) mod scenario;
#[cfg(test)]
mod tests;
