//! Which entries of the state an event changes.

use command_api::{Aggregate, Change, View};
use schemas::planning::PlanningEvent;

use super::{
    MEAL_PLAN_VERSION, SUPPLEMENT_PLAN_VERSION, State, TEMPLATE_VERSION, exercise_key, exercise_of, given, name_key,
    plan_of, template_of, version_key,
};
use crate::domain::{
    exercise, meal_plan,
    recommendation::Answered,
    supplement_plan, template,
    versioned::{self, Versioned},
};

pub(super) fn changes(view: &View<'_, State>, aggregate: &Aggregate, event: &PlanningEvent) -> Vec<Change<State>> {
    let head = |state: State| vec![(aggregate.state_key(), Some(state))];
    // an event of something that was never made can only be a torn log; it changes nothing
    let plan = |state: fn(Versioned) -> State, change: &dyn Fn(Versioned) -> Versioned| {
        plan_of(view.aggregate(aggregate)).map(|plan| head(state(change(*plan)))).unwrap_or_default()
    };
    match event {
        PlanningEvent::WorkoutTemplateCreated(_)
        | PlanningEvent::WorkoutTemplateUpdated(_)
        | PlanningEvent::WorkoutTemplateArchived(_)
        | PlanningEvent::ExerciseProgressionUpdated(_)
        | PlanningEvent::ProgressionProposed(_)
        | PlanningEvent::ProgressionAccepted(_)
        | PlanningEvent::ProgressionDeclined(_)
        | PlanningEvent::ProgressionRuleChosen(_) => {
            let template = template::evolve(template_of(view.aggregate(aggregate)), event);
            let version = template::version_of(event).map(|version| {
                let key = version_key(aggregate.owner, TEMPLATE_VERSION, aggregate.id, version.template_version);
                (key, Some(State::TemplateVersion(Box::new(version))))
            });
            let head = (aggregate.state_key(), template.map(State::Template));
            std::iter::once(head).chain(version).collect()
        }
        PlanningEvent::RecommendationAccepted(_) => head(State::Recommendation(Answered::Accepted)),
        PlanningEvent::RecommendationDeclined(_) => head(State::Recommendation(Answered::Declined)),
        PlanningEvent::ExerciseDefined(_) | PlanningEvent::ExerciseRenamed(_) | PlanningEvent::ExercisesMerged(_) => {
            let owner = aggregate.owner;
            let known = |id: &_| exercise_of(view, owner, id);
            let changed = exercise::evolve(known, |key: &str| given(view, owner, key), event);
            let entries = changed.into_iter().map(|change| match change {
                exercise::Change::Exercise(id, exercise) => (exercise_key(owner, &id), Some(State::Exercise(exercise))),
                exercise::Change::Name(key, given) => (name_key(owner, &key), given.map(State::ExerciseName)),
            });
            head(State::ExerciseList).into_iter().chain(entries).collect()
        }
        PlanningEvent::MealPlanCreated(event) => {
            let version = meal_plan::version_created(event);
            let plan = versioned::created(meal_plan::digest(&version));
            let mut changes = head(State::MealPlan(plan));
            changes.push(meal_version(aggregate, version));
            changes
        }
        PlanningEvent::MealPlanUpdated(event) => {
            let version = meal_plan::version_updated(event);
            let digest = meal_plan::digest(&version);
            let mut changes = plan(State::MealPlan, &|plan| plan.updated(event.version, digest));
            changes.push(meal_version(aggregate, version));
            changes
        }
        PlanningEvent::MealPlanArchived(_) => plan(State::MealPlan, &|plan| Versioned { archived: true, ..plan }),
        PlanningEvent::SupplementPlanCreated(event) => {
            let version = supplement_plan::version_created(event);
            let plan = versioned::created(supplement_plan::digest(&version));
            let mut changes = head(State::SupplementPlan(plan));
            changes.push(supplement_version(aggregate, version));
            changes
        }
        PlanningEvent::SupplementPlanUpdated(event) => {
            let version = supplement_plan::version_updated(event);
            let digest = supplement_plan::digest(&version);
            let mut changes = plan(State::SupplementPlan, &|plan| plan.updated(event.version, digest));
            changes.push(supplement_version(aggregate, version));
            changes
        }
        PlanningEvent::SupplementPlanArchived(_) => {
            plan(State::SupplementPlan, &|plan| Versioned { archived: true, ..plan })
        }
    }
}

fn meal_version(aggregate: &Aggregate, version: meal_plan::Version) -> Change<State> {
    let key = version_key(aggregate.owner, MEAL_PLAN_VERSION, aggregate.id, version.plan_version);
    (key, Some(State::MealPlanVersion(Box::new(version))))
}

fn supplement_version(aggregate: &Aggregate, version: supplement_plan::Version) -> Change<State> {
    let key = version_key(aggregate.owner, SUPPLEMENT_PLAN_VERSION, aggregate.id, version.plan_version);
    (key, Some(State::SupplementPlanVersion(Box::new(version))))
}
