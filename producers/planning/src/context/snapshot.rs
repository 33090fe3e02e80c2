//! State entries as records of `planning.state`, and back.

use command_api::{Context, StateKey};
use schemas::{
    exercise::ExerciseId,
    id::{Id, UserId},
    planning::{
        ExerciseListSnapshot, ExerciseNameTakenSnapshot, ExerciseSnapshot, MealPlanSnapshot, PlanningSnapshot,
        RecommendationSnapshot, RuleOfExercise, SupplementPlanSnapshot, WorkoutTemplateSnapshot,
    },
};
use uuid::Uuid;

use super::{
    EXERCISE_LIST, MEAL_PLAN, MEAL_PLAN_VERSION, Planning, RECOMMENDATION, SUPPLEMENT_PLAN, SUPPLEMENT_PLAN_VERSION,
    State, TEMPLATE, TEMPLATE_VERSION, exercise_key, name_key, version_key,
};
use crate::domain::{
    exercise::{self, Exercise, Given},
    recommendation::Answered,
    template::Template,
    versioned::Versioned,
};

pub(super) fn of(key: &StateKey, version: u64, state: &State) -> PlanningSnapshot {
    let user_id = UserId::from_uuid(key.owner);
    let (version, fold_version) = (version.cast_signed(), Planning::FOLD_VERSION);
    match state {
        State::Template(Template { versions, rules, proposals }) => {
            let rule = |(exercise, rule): (&ExerciseId, &_)| RuleOfExercise {
                exercise: exercise.clone(),
                rule: Clone::clone(rule),
            };
            PlanningSnapshot::WorkoutTemplateSnapshot(WorkoutTemplateSnapshot {
                user_id,
                template_id: id(key),
                version,
                fold_version,
                template_version: versions.version,
                archived: versions.archived,
                created_digest: versions.created,
                content_digest: versions.current,
                rules: rules.iter().map(rule).collect(),
                proposals: proposals.values().cloned().collect(),
            })
        }
        State::TemplateVersion(version) => PlanningSnapshot::WorkoutTemplateVersionSnapshot((**version).clone()),
        State::ExerciseList => {
            PlanningSnapshot::ExerciseListSnapshot(ExerciseListSnapshot { user_id, version, fold_version })
        }
        State::Exercise(Exercise { name, definition, merged_into, absorbed }) => {
            PlanningSnapshot::ExerciseSnapshot(ExerciseSnapshot {
                user_id,
                exercise: key.key.parse().unwrap_or_else(|_| ExerciseId::of_name(&key.key)),
                name: name.clone(),
                definition_digest: *definition,
                merged_into: merged_into.clone(),
                absorbed: absorbed.clone(),
            })
        }
        State::ExerciseName(Given { name, exercise }) => {
            let (name, exercise) = (name.clone(), exercise.clone());
            PlanningSnapshot::ExerciseNameTakenSnapshot(ExerciseNameTakenSnapshot { user_id, name, exercise })
        }
        State::Recommendation(answered) => PlanningSnapshot::RecommendationSnapshot(RecommendationSnapshot {
            user_id,
            recommendation_id: id(key),
            version,
            fold_version,
            accepted: *answered == Answered::Accepted,
        }),
        State::MealPlan(plan) => PlanningSnapshot::MealPlanSnapshot(MealPlanSnapshot {
            user_id,
            plan_id: id(key),
            version,
            fold_version,
            plan_version: plan.version,
            archived: plan.archived,
            created_digest: plan.created,
            content_digest: plan.current,
        }),
        State::MealPlanVersion(version) => PlanningSnapshot::MealPlanVersionSnapshot((**version).clone()),
        State::SupplementPlan(plan) => PlanningSnapshot::SupplementPlanSnapshot(SupplementPlanSnapshot {
            user_id,
            plan_id: id(key),
            version,
            fold_version,
            plan_version: plan.version,
            archived: plan.archived,
            created_digest: plan.created,
            content_digest: plan.current,
        }),
        State::SupplementPlanVersion(version) => PlanningSnapshot::SupplementPlanVersionSnapshot((**version).clone()),
    }
}

pub(super) fn restore(snapshot: PlanningSnapshot) -> (StateKey, u64, State) {
    match snapshot {
        PlanningSnapshot::WorkoutTemplateSnapshot(kept) => {
            let versions = Versioned {
                version: kept.template_version,
                archived: kept.archived,
                created: kept.created_digest,
                current: kept.content_digest,
            };
            let template = Template {
                versions,
                rules: kept.rules.into_iter().map(|rule| (rule.exercise, rule.rule)).collect(),
                proposals: kept.proposals.into_iter().map(|proposal| (proposal.exercise.clone(), proposal)).collect(),
            };
            let key = head_key(kept.user_id, TEMPLATE, kept.template_id.uuid());
            (key, kept.version.cast_unsigned(), State::Template(template))
        }
        PlanningSnapshot::WorkoutTemplateVersionSnapshot(kept) => {
            let key =
                version_key(kept.user_id.uuid(), TEMPLATE_VERSION, kept.template_id.uuid(), kept.template_version);
            (key, 0, State::TemplateVersion(Box::new(kept)))
        }
        PlanningSnapshot::ExerciseListSnapshot(kept) => {
            let key = head_key(kept.user_id, EXERCISE_LIST, kept.user_id.uuid());
            (key, kept.version.cast_unsigned(), State::ExerciseList)
        }
        PlanningSnapshot::ExerciseSnapshot(kept) => {
            let exercise = Exercise {
                name: kept.name,
                definition: kept.definition_digest,
                merged_into: kept.merged_into,
                absorbed: kept.absorbed,
            };
            (exercise_key(kept.user_id.uuid(), &kept.exercise), 0, State::Exercise(exercise))
        }
        PlanningSnapshot::ExerciseNameTakenSnapshot(kept) => {
            let key = name_key(kept.user_id.uuid(), &exercise::name_key(&kept.name));
            (key, 0, State::ExerciseName(Given { name: kept.name, exercise: kept.exercise }))
        }
        PlanningSnapshot::RecommendationSnapshot(kept) => {
            let answered = if kept.accepted { Answered::Accepted } else { Answered::Declined };
            let key = head_key(kept.user_id, RECOMMENDATION, kept.recommendation_id.uuid());
            (key, kept.version.cast_unsigned(), State::Recommendation(answered))
        }
        PlanningSnapshot::MealPlanSnapshot(kept) => {
            let plan = Versioned {
                version: kept.plan_version,
                archived: kept.archived,
                created: kept.created_digest,
                current: kept.content_digest,
            };
            let key = head_key(kept.user_id, MEAL_PLAN, kept.plan_id.uuid());
            (key, kept.version.cast_unsigned(), State::MealPlan(plan))
        }
        PlanningSnapshot::MealPlanVersionSnapshot(kept) => {
            let key = version_key(kept.user_id.uuid(), MEAL_PLAN_VERSION, kept.plan_id.uuid(), kept.plan_version);
            (key, 0, State::MealPlanVersion(Box::new(kept)))
        }
        PlanningSnapshot::SupplementPlanSnapshot(kept) => {
            let plan = Versioned {
                version: kept.plan_version,
                archived: kept.archived,
                created: kept.created_digest,
                current: kept.content_digest,
            };
            let key = head_key(kept.user_id, SUPPLEMENT_PLAN, kept.plan_id.uuid());
            (key, kept.version.cast_unsigned(), State::SupplementPlan(plan))
        }
        PlanningSnapshot::SupplementPlanVersionSnapshot(kept) => {
            let key = version_key(kept.user_id.uuid(), SUPPLEMENT_PLAN_VERSION, kept.plan_id.uuid(), kept.plan_version);
            (key, 0, State::SupplementPlanVersion(Box::new(kept)))
        }
    }
}

/// The key of an aggregate is its id.
fn id<K>(key: &StateKey) -> Id<K> {
    key.key.parse().unwrap_or(Id::from_uuid(Uuid::nil()))
}

fn head_key(user: UserId, store: &'static str, id: Uuid) -> StateKey {
    StateKey { owner: user.uuid(), store, key: id.to_string() }
}
