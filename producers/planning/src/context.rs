//! The context as the mechanism sees it: what its commands aim at, and where its state stands.

mod fold;
mod snapshot;
#[cfg(test)]
mod tests;

use command_api::{Aggregate, Change, Context, Decision, Meta, StateKey, View};
use schemas::{
    exercise::{ExerciseId, catalogue},
    id::{MealPlanId, RecommendationId, SupplementPlanId, TemplateId, UserId},
    planning::{PlanningCommand, PlanningEvent, PlanningSnapshot},
    topic::Service,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    exercise::{self, Exercise, Given},
    meal_plan,
    recommendation::{self, Answered},
    rejection::Rejection,
    supplement_plan,
    template::{self, Content, Known, Step, Template},
    versioned::Versioned,
};

/// Store and aggregate type of templates.
const TEMPLATE: &str = "workout-template";
/// Store of their versions, which scheduling and execution tail: key `<template id>/<version>`.
const TEMPLATE_VERSION: &str = "workout-template-version";
/// Aggregate type of what an athlete says about exercises: one per athlete, its id is theirs.
const EXERCISE_LIST: &str = "exercise-list";
/// Store of what was said of each exercise.
const EXERCISE: &str = "exercise";
/// Store of the names given, by their digests.
const EXERCISE_NAME: &str = "exercise-name";
/// Store and aggregate type of answers to recommendations.
const RECOMMENDATION: &str = "recommendation";
/// Store and aggregate type of meal plans.
const MEAL_PLAN: &str = "meal-plan";
/// Store of their versions.
const MEAL_PLAN_VERSION: &str = "meal-plan-version";
/// Store and aggregate type of supplement plans.
const SUPPLEMENT_PLAN: &str = "supplement-plan";
/// Store of their versions.
const SUPPLEMENT_PLAN_VERSION: &str = "supplement-plan-version";

/// What an athlete means to do.
#[derive(Debug)]
pub struct Planning;

/// What it can be asked.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a command is moved a few times and never kept")]
pub enum Command {
    /// Something about one template.
    Template(TemplateId, template::Command),
    /// Something about exercises.
    Exercise(exercise::Command),
    /// An answer to a recommendation.
    Recommendation(RecommendationId, recommendation::Command),
    /// Something about one meal plan.
    MealPlan(MealPlanId, meal_plan::Command),
    /// Something about one supplement plan.
    SupplementPlan(SupplementPlanId, supplement_plan::Command),
}

/// What it tells beside its events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The exercise that a command about exercises came to.
    pub exercise: Option<ExerciseId>,
}

/// One entry of its state.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// A template.
    Template(Template),
    /// One version of a template.
    TemplateVersion(Box<template::Version>),
    /// That exercises were changed; the aggregate's version is all there is to it.
    ExerciseList,
    /// What was said of an exercise.
    Exercise(Exercise),
    /// A name that was given.
    ExerciseName(Given),
    /// What a recommendation was answered.
    Recommendation(Answered),
    /// A meal plan.
    MealPlan(Versioned),
    /// One version of a meal plan.
    MealPlanVersion(Box<meal_plan::Version>),
    /// A supplement plan.
    SupplementPlan(Versioned),
    /// One version of a supplement plan.
    SupplementPlanVersion(Box<supplement_plan::Version>),
}

impl Context for Planning {
    const SERVICE: Service = Service::Planning;
    const FOLD_VERSION: i32 = 1;
    type Command = Command;
    type Event = PlanningEvent;
    type State = State;
    type Snapshot = PlanningSnapshot;
    type ProcessCommand = PlanningCommand;
    type Rejection = Rejection;
    type Reply = Reply;

    fn target(meta: &Meta, command: &Command) -> Aggregate {
        match command {
            Command::Template(id, _) => Aggregate::of(meta.subject, TEMPLATE, id.uuid()),
            Command::Exercise(_) => Aggregate::of(meta.subject, EXERCISE_LIST, meta.subject.uuid()),
            Command::Recommendation(id, _) => Aggregate::of(meta.subject, RECOMMENDATION, id.uuid()),
            Command::MealPlan(id, _) => Aggregate::of(meta.subject, MEAL_PLAN, id.uuid()),
            Command::SupplementPlan(id, _) => Aggregate::of(meta.subject, SUPPLEMENT_PLAN, id.uuid()),
        }
    }

    fn decide(view: &View<'_, State>, meta: &Meta, command: &Command) -> Result<Decision<Self>, Rejection> {
        let target = Self::target(meta, command);
        let (user, now, sequence) = (meta.subject, meta.received_at, view.version(&target));
        let (events, reply) = match command {
            Command::Template(id, command) => {
                let state = template_of(view.aggregate(&target));
                let current = state.and_then(|template| version(view, &target, template.versions.version));
                let known = known(view, user.uuid(), command);
                let facts = template::Facts { user, template: *id, sequence, now, current, known };
                (template::decide(state, &facts, command)?, Reply::default())
            }
            Command::Exercise(command) => {
                let known = |id: ExerciseId| exercise_of(view, user.uuid(), &id).map(|known| (id, known));
                let facts = exercise::Facts {
                    user,
                    now,
                    known: command.exercises().into_iter().filter_map(known).collect(),
                    holder: command
                        .name()
                        .and_then(|name| given(view, user.uuid(), &exercise::name_key(name)))
                        .map(|given| given.exercise),
                };
                let (events, exercise) = exercise::decide(&facts, command)?;
                (events, Reply { exercise: Some(exercise) })
            }
            Command::Recommendation(id, command) => {
                let answered = match view.aggregate(&target) {
                    Some(State::Recommendation(answered)) => Some(*answered),
                    Some(_) | None => None,
                };
                (recommendation::decide(answered, user, *id, now, *command)?, Reply::default())
            }
            Command::MealPlan(id, command) => {
                let facts = meal_plan::Facts { user, plan: *id, sequence, now };
                (meal_plan::decide(plan_of(view.aggregate(&target)), facts, command)?, Reply::default())
            }
            Command::SupplementPlan(id, command) => {
                let facts = supplement_plan::Facts { user, plan: *id, sequence, now };
                (supplement_plan::decide(plan_of(view.aggregate(&target)), facts, command)?, Reply::default())
            }
        };
        let mut decision = Decision::events(events.into_iter().map(|event| (target.clone(), event)).collect());
        decision.reply = reply;
        Ok(decision)
    }

    fn evolve(view: &View<'_, State>, aggregate: &Aggregate, event: &PlanningEvent) -> Vec<Change<State>> {
        fold::changes(view, aggregate, event)
    }

    fn kind(name: &str) -> Option<&'static str> {
        [TEMPLATE, EXERCISE_LIST, RECOMMENDATION, MEAL_PLAN, SUPPLEMENT_PLAN].into_iter().find(|kind| *kind == name)
    }

    fn snapshot(key: &StateKey, version: u64, state: &State) -> PlanningSnapshot {
        snapshot::of(key, version, state)
    }

    fn restore(snapshot: PlanningSnapshot) -> (StateKey, u64, State) {
        snapshot::restore(snapshot)
    }

    fn from_process(command: PlanningCommand) -> (UserId, Command) {
        match command {
            PlanningCommand::ProgressExercise(progress) => {
                let step = Step {
                    exercise: progress.exercise,
                    load: progress.load,
                    reason: progress.reason,
                    evidence: progress.evidence_event_id,
                    expected_version: Some(progress.expected_version.cast_unsigned()),
                };
                (progress.user_id, Command::Template(progress.template_id, template::Command::Progress(step)))
            }
            PlanningCommand::ProposeProgression(propose) => {
                let step = Step {
                    exercise: propose.exercise,
                    load: propose.load,
                    reason: propose.reason,
                    evidence: propose.evidence_event_id,
                    expected_version: Some(propose.expected_version.cast_unsigned()),
                };
                let proposed = template::Command::Propose { proposal: propose.proposal_id, step };
                (propose.user_id, Command::Template(propose.template_id, proposed))
            }
            PlanningCommand::CreateWorkoutTemplate(create) => {
                let content = Content {
                    name: create.name,
                    notes: create.notes,
                    exercises: create.exercises,
                    duration_minutes: create.duration_minutes,
                };
                let made = template::Command::Create { content, derived_from: Some(create.derived_from) };
                (create.user_id, Command::Template(create.template_id, made))
            }
        }
    }
}

fn template_of(state: Option<&State>) -> Option<&Template> {
    if let Some(State::Template(template)) = state { Some(template) } else { None }
}

fn plan_of(state: Option<&State>) -> Option<&Versioned> {
    if let Some(State::MealPlan(plan) | State::SupplementPlan(plan)) = state { Some(plan) } else { None }
}

/// A version of a template.
fn version<'a>(view: &'a View<'_, State>, template: &Aggregate, version: i32) -> Option<&'a template::Version> {
    match view.get(&version_key(template.owner, TEMPLATE_VERSION, template.id, version)) {
        Some(State::TemplateVersion(version)) => Some(version),
        Some(_) | None => None,
    }
}

/// What is known of the exercises that a content names: the athlete's word before the catalogue's.
fn known(view: &View<'_, State>, owner: Uuid, command: &template::Command) -> Known {
    let named = command.content().into_iter().flat_map(|content| &content.exercises);
    let known = named.map(|planned| {
        let said = exercise_of(view, owner, &planned.exercise);
        let counts_for = said.and_then(|said| said.merged_into).unwrap_or_else(|| planned.exercise.clone());
        let own = exercise_of(view, owner, &counts_for).and_then(|said| said.name);
        let name = own.or_else(|| catalogue::get(&counts_for).map(|entry| entry.name.clone()));
        (planned.exercise.clone(), (counts_for, name))
    });
    Known(known.collect())
}

fn exercise_of(view: &View<'_, State>, owner: Uuid, exercise: &ExerciseId) -> Option<Exercise> {
    match view.get(&exercise_key(owner, exercise)) {
        Some(State::Exercise(exercise)) => Some(exercise.clone()),
        Some(_) | None => None,
    }
}

fn given(view: &View<'_, State>, owner: Uuid, key: &str) -> Option<Given> {
    match view.get(&name_key(owner, key)) {
        Some(State::ExerciseName(given)) => Some(given.clone()),
        Some(_) | None => None,
    }
}

fn exercise_key(owner: Uuid, exercise: &ExerciseId) -> StateKey {
    StateKey { owner, store: EXERCISE, key: exercise.to_string() }
}

fn name_key(owner: Uuid, key: &str) -> StateKey {
    StateKey { owner, store: EXERCISE_NAME, key: key.to_owned() }
}

fn version_key(owner: Uuid, store: &'static str, id: Uuid, version: i32) -> StateKey {
    StateKey { owner, store, key: format!("{id}/{version}") }
}
