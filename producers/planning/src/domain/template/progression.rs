//! Another load for an exercise: made, proposed, accepted, declined; and the rule by which it is found.

use schemas::{
    exercise::ExerciseId,
    id::{EventId, ProposalId},
    planning::{
        ExerciseProgressionUpdated, PlannedExercise, PlannedSet, PlanningEvent, ProgressionAccepted,
        ProgressionDeclined, ProgressionProposed, ProgressionReason, ProgressionRule, ProgressionRuleChosen,
        ProposalStatus, SetKind, UpdateReason,
    },
    quantity::Mass,
};

use super::{Because, Content, Facts, Template, Version, WORKOUT_TEMPLATE, updated};
use crate::domain::{rejection::Rejection, values::MOST_RULES, versioned};

/// A load in the place of another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The load of its lightest working sets from now on.
    pub load: Mass,
    /// Why.
    pub reason: ProgressionReason,
    /// What it stands on.
    pub evidence: Option<EventId>,
    /// The version of the template that a process decided on; a person decides on what is there.
    pub expected_version: Option<u64>,
}

/// The template in use, its newest version, and the load that it prescribes of an exercise.
fn prescribed<'a>(
    template: Option<&'a Template>,
    facts: &Facts<'a>,
    exercise: &ExerciseId,
) -> Result<(&'a Template, &'a Version, Mass), Rejection> {
    let unknown = Rejection::Unknown { what: WORKOUT_TEMPLATE };
    versioned::in_use(template.map(|template| &template.versions), WORKOUT_TEMPLATE)?;
    let (template, current) = template.zip(facts.current).ok_or(unknown)?;
    let mut blocks = current.exercises.iter().filter(|block| block.exercise == *exercise).peekable();
    if blocks.peek().is_none() {
        return Err(Rejection::NotInTemplate { exercise: exercise.clone() });
    }
    let load = lowest_load(blocks).ok_or_else(|| Rejection::NoLoad { exercise: exercise.clone() })?;
    Ok((template, current, load))
}

fn not_stale(facts: &Facts<'_>, step: &Step) -> Result<(), Rejection> {
    match step.expected_version {
        Some(expected) if expected != facts.sequence => Err(Rejection::Stale { current_version: facts.sequence }),
        Some(_) | None => Ok(()),
    }
}

pub(super) fn progress(
    template: Option<&Template>,
    facts: &Facts<'_>,
    step: &Step,
) -> Result<Vec<PlanningEvent>, Rejection> {
    let (template, current, old_load) = prescribed(template, facts, &step.exercise)?;
    // it is prescribed already: repeated, or somebody else was faster
    if old_load.micrograms() == step.load.micrograms() {
        return Ok(vec![]);
    }
    not_stale(facts, step)?;
    Ok(progressed(template, facts, current, old_load, step, None))
}

pub(super) fn propose(
    template: Option<&Template>,
    facts: &Facts<'_>,
    proposal_id: ProposalId,
    step: &Step,
) -> Result<Vec<PlanningEvent>, Rejection> {
    let (template, _, old_load) = prescribed(template, facts, &step.exercise)?;
    match template.proposals.values().find(|known| known.proposal_id == proposal_id) {
        // repeated, whatever was answered since
        Some(known) if known.exercise == step.exercise && known.new_load.micrograms() == step.load.micrograms() => {
            return Ok(vec![]);
        }
        Some(_) => return Err(Rejection::ProposedOtherwise),
        None => {}
    }
    if old_load.micrograms() == step.load.micrograms() {
        return Ok(vec![]);
    }
    not_stale(facts, step)?;
    Ok(vec![PlanningEvent::ProgressionProposed(ProgressionProposed {
        user_id: facts.user,
        template_id: facts.template,
        version: template.versions.version,
        proposal_id,
        exercise: step.exercise.clone(),
        old_load,
        new_load: step.load.clone(),
        reason: step.reason,
        evidence_event_id: step.evidence,
        proposed_at: facts.now,
    })])
}

pub(super) fn accept(
    template: Option<&Template>,
    facts: &Facts<'_>,
    proposal_id: ProposalId,
) -> Result<Vec<PlanningEvent>, Rejection> {
    let proposal = proposal(template, proposal_id)?;
    match proposal.status {
        ProposalStatus::Accepted => return Ok(vec![]),
        ProposalStatus::Declined => return Err(Rejection::DeclinedBefore),
        ProposalStatus::Open | ProposalStatus::Unknown => {}
    }
    let (template, current, old_load) = match prescribed(template, facts, &proposal.exercise) {
        Ok(prescribed) => prescribed,
        // it was proposed on a version that had both
        Err(Rejection::NotInTemplate { .. } | Rejection::NoLoad { .. }) => return Err(Rejection::ProposalOutdated),
        Err(rejection) => return Err(rejection),
    };
    if old_load.micrograms() != proposal.old_load.micrograms() {
        return Err(Rejection::ProposalOutdated);
    }
    let mut events = vec![PlanningEvent::ProgressionAccepted(ProgressionAccepted {
        user_id: facts.user,
        template_id: facts.template,
        version: template.versions.version,
        proposal_id,
        exercise: proposal.exercise.clone(),
        accepted_at: facts.now,
    })];
    let step = Step {
        exercise: proposal.exercise.clone(),
        load: proposal.new_load.clone(),
        reason: proposal.reason,
        evidence: proposal.evidence_event_id,
        expected_version: None,
    };
    events.extend(progressed(template, facts, current, old_load, &step, Some(proposal_id)));
    Ok(events)
}

pub(super) fn decline(
    template: Option<&Template>,
    facts: &Facts<'_>,
    proposal_id: ProposalId,
) -> Result<Vec<PlanningEvent>, Rejection> {
    let proposal = proposal(template, proposal_id)?;
    match proposal.status {
        ProposalStatus::Declined => return Ok(vec![]),
        ProposalStatus::Accepted => return Err(Rejection::AcceptedBefore),
        ProposalStatus::Open | ProposalStatus::Unknown => {}
    }
    let head = versioned::in_use(template.map(|template| &template.versions), WORKOUT_TEMPLATE)?;
    Ok(vec![PlanningEvent::ProgressionDeclined(ProgressionDeclined {
        user_id: facts.user,
        template_id: facts.template,
        version: head.version,
        proposal_id,
        exercise: proposal.exercise.clone(),
        declined_at: facts.now,
    })])
}

pub(super) fn choose_rule(
    template: Option<&Template>,
    facts: &Facts<'_>,
    exercise: &ExerciseId,
    rule: &ProgressionRule,
) -> Result<Vec<PlanningEvent>, Rejection> {
    let head = versioned::in_use(template.map(|template| &template.versions), WORKOUT_TEMPLATE)?;
    let is_planned =
        facts.current.is_some_and(|current| current.exercises.iter().any(|block| block.exercise == *exercise));
    if !is_planned {
        return Err(Rejection::NotInTemplate { exercise: exercise.clone() });
    }
    let chosen = template.map(|template| &template.rules);
    match chosen.and_then(|rules| rules.get(exercise)) {
        Some(standing) if standing == rule => return Ok(vec![]),
        Some(_) => {}
        None if chosen.is_some_and(|rules| rules.len() >= MOST_RULES) => return Err(Rejection::TooManyRules),
        None => {}
    }
    Ok(vec![PlanningEvent::ProgressionRuleChosen(ProgressionRuleChosen {
        user_id: facts.user,
        template_id: facts.template,
        version: head.version,
        exercise: exercise.clone(),
        rule: rule.clone(),
        chosen_at: facts.now,
    })])
}

fn proposal(template: Option<&Template>, id: ProposalId) -> Result<&schemas::planning::Proposal, Rejection> {
    let template = template.ok_or(Rejection::Unknown { what: WORKOUT_TEMPLATE })?;
    let known = template.proposals.values().find(|proposal| proposal.proposal_id == id);
    known.ok_or(Rejection::Unknown { what: "proposal" })
}

/// The two events of a progression: the load, and the version that prescribes it.
fn progressed(
    template: &Template,
    facts: &Facts<'_>,
    current: &Version,
    old_load: Mass,
    step: &Step,
    proposal_id: Option<ProposalId>,
) -> Vec<PlanningEvent> {
    let version = template.versions.version + 1;
    let mut content = Content::of(current);
    for block in content.exercises.iter_mut().filter(|block| block.exercise == step.exercise) {
        for set in block.sets.iter_mut().filter(|set| progresses(set)) {
            set.load = set.load.as_ref().map(|load| moved(load, &old_load, &step.load));
        }
    }
    let because = Because { reason: update_reason(step.reason), evidence: step.evidence };
    vec![
        PlanningEvent::ExerciseProgressionUpdated(ExerciseProgressionUpdated {
            user_id: facts.user,
            template_id: facts.template,
            version,
            exercise: step.exercise.clone(),
            old_load,
            new_load: step.load.clone(),
            reason: step.reason,
            evidence_event_id: step.evidence,
            proposal_id,
            progressed_at: facts.now,
        }),
        updated(facts, version, content, because),
    ]
}

/// The lightest working sets take the new load as it was entered; heavier ones keep their distance, so that a pyramid stays one.
fn moved(load: &Mass, old: &Mass, new: &Mass) -> Mass {
    if load.micrograms() == old.micrograms() {
        return new.clone();
    }
    Mass::from_micrograms(load.micrograms() + (new.micrograms() - old.micrograms()))
}

/// The lowest load of working sets, as entered.
pub(super) fn lowest_load<'a>(blocks: impl Iterator<Item = &'a PlannedExercise>) -> Option<Mass> {
    let loads = blocks.flat_map(|block| &block.sets).filter(|set| progresses(set)).filter_map(|set| set.load.as_ref());
    loads.min_by_key(|load| load.micrograms()).cloned()
}

/// Warm-ups and drop sets follow no progression: they are what a person makes of them.
fn progresses(set: &PlannedSet) -> bool {
    match set.kind {
        SetKind::Normal | SetKind::Failure => true,
        SetKind::WarmUp | SetKind::Drop | SetKind::Unknown => false,
    }
}

fn update_reason(reason: ProgressionReason) -> UpdateReason {
    match reason {
        ProgressionReason::CompletedAllReps => UpdateReason::CompletedAllReps,
        ProgressionReason::UserRequested => UpdateReason::UserRequested,
        ProgressionReason::AnalyticsRecommendation => UpdateReason::AnalyticsRecommendation,
        ProgressionReason::Unknown => UpdateReason::Unknown,
    }
}
