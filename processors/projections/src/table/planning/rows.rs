//! From events to rows.

use schemas::{
    id::{TemplateId, UserId},
    planning::{
        ExerciseDefined, ExercisesMerged, PlanningEvent, ProgressionProposed, WorkoutTemplateCreated,
        WorkoutTemplateUpdated,
    },
    record::Record,
    symbol::Symbol,
    text::Text,
    time::Instant,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    PlanningChanges, exercise_definition::DefinitionRow, exercise_merge::MergeRow, exercise_name::ExerciseNameRow,
    json, plan::PlanRow, plan_version::PlanVersionRow, progression_answer::ProposalAnswerRow,
    progression_proposal::ProposalRow, progression_rule::RuleRow, recommendation_answer::RecommendationAnswerRow,
    workout_template::TemplateRow, workout_template_version::TemplateVersionRow,
};
use crate::table::Place;

const MEAL: &str = "meal";
const SUPPLEMENT: &str = "supplement";

/// Folds one event; events of an aggregate come in their order.
pub fn fold(changes: &mut PlanningChanges, place: Place, event: &PlanningEvent) {
    let position = place.offset;
    match event {
        PlanningEvent::WorkoutTemplateCreated(event) => {
            changes.template(place, event.user_id, event.template_id, event.version, None);
            changes.version(created_version(position, event));
        }
        PlanningEvent::WorkoutTemplateUpdated(event) => {
            changes.template(place, event.user_id, event.template_id, event.version, None);
            changes.version(updated_version(position, event));
        }
        PlanningEvent::WorkoutTemplateArchived(event) => {
            let archived_at = Some(event.archived_at);
            changes.template(place, event.user_id, event.template_id, event.version, archived_at);
        }
        PlanningEvent::ExerciseProgressionUpdated(event) => {
            changes.template(place, event.user_id, event.template_id, event.version, None);
        }
        PlanningEvent::ProgressionProposed(event) => {
            changes.template(place, event.user_id, event.template_id, event.version, None);
            let row = proposal(position, event);
            changes.proposals.insert(row.key(), row);
        }
        PlanningEvent::ProgressionAccepted(event) => {
            changes.template(place, event.user_id, event.template_id, event.version, None);
            let (template, proposal) = (event.template_id.uuid(), event.proposal_id.uuid());
            changes.proposal_answer(position, event.user_id, template, proposal, true, event.accepted_at);
        }
        PlanningEvent::ProgressionDeclined(event) => {
            changes.template(place, event.user_id, event.template_id, event.version, None);
            let (template, proposal) = (event.template_id.uuid(), event.proposal_id.uuid());
            changes.proposal_answer(position, event.user_id, template, proposal, false, event.declined_at);
        }
        PlanningEvent::ProgressionRuleChosen(event) => {
            changes.template(place, event.user_id, event.template_id, event.version, None);
            let row = RuleRow {
                user_id: event.user_id.uuid(),
                template_id: event.template_id.uuid(),
                exercise: event.exercise.to_string(),
                position,
                rule: json!(event.rule),
                chosen_at: event.chosen_at.to_chrono(),
            };
            changes.rules.insert(row.key(), row);
        }
        PlanningEvent::RecommendationAccepted(event) => {
            changes.recommendation(position, event.user_id, event.recommendation_id.uuid(), true, event.accepted_at);
        }
        PlanningEvent::RecommendationDeclined(event) => {
            changes.recommendation(position, event.user_id, event.recommendation_id.uuid(), false, event.declined_at);
        }
        PlanningEvent::ExerciseDefined(event) => {
            changes.exercise_name(position, event.user_id, event.exercise.as_str(), &event.name);
            let row = definition(position, event);
            changes.definitions.insert(row.key(), row);
        }
        PlanningEvent::ExerciseRenamed(event) => {
            changes.exercise_name(position, event.user_id, event.exercise.as_str(), &event.name);
        }
        PlanningEvent::ExercisesMerged(event) => {
            changes.merges.extend(merges(position, event).map(|row| (row.key(), row)));
        }
        PlanningEvent::MealPlanCreated(event) => {
            let of = (MEAL, event.user_id, event.plan_id.uuid(), event.version);
            changes.plan(place, of, None);
            changes.plan_version(position, of, (&event.name, &event.notes), meals(event), event.created_at);
        }
        PlanningEvent::MealPlanUpdated(event) => {
            let of = (MEAL, event.user_id, event.plan_id.uuid(), event.version);
            changes.plan(place, of, None);
            changes.plan_version(position, of, (&event.name, &event.notes), meals(event), event.updated_at);
        }
        PlanningEvent::MealPlanArchived(event) => {
            let of = (MEAL, event.user_id, event.plan_id.uuid(), event.version);
            changes.plan(place, of, Some(event.archived_at));
        }
        PlanningEvent::SupplementPlanCreated(event) => {
            let of = (SUPPLEMENT, event.user_id, event.plan_id.uuid(), event.version);
            changes.plan(place, of, None);
            changes.plan_version(position, of, (&event.name, &event.notes), supplements(event), event.created_at);
        }
        PlanningEvent::SupplementPlanUpdated(event) => {
            let of = (SUPPLEMENT, event.user_id, event.plan_id.uuid(), event.version);
            changes.plan(place, of, None);
            changes.plan_version(position, of, (&event.name, &event.notes), supplements(event), event.updated_at);
        }
        PlanningEvent::SupplementPlanArchived(event) => {
            let of = (SUPPLEMENT, event.user_id, event.plan_id.uuid(), event.version);
            changes.plan(place, of, Some(event.archived_at));
        }
    }
}

/// Kind, owner, id and own version of a plan.
type PlanOf = (&'static str, UserId, Uuid, i32);

impl PlanningChanges {
    fn template(
        &mut self,
        place: Place,
        user: UserId,
        template: TemplateId,
        template_version: i32,
        archived_at: Option<Instant>,
    ) {
        let row = TemplateRow {
            user_id: user.uuid(),
            template_id: template.uuid(),
            position: place.offset,
            version: place.version,
            template_version,
            archived_at: archived_at.map(Instant::to_chrono),
        };
        self.templates.insert(row.key(), row);
    }

    fn version(&mut self, row: TemplateVersionRow) {
        self.template_versions.insert(row.key(), row);
    }

    fn proposal_answer(
        &mut self,
        position: i64,
        user: UserId,
        template_id: Uuid,
        proposal_id: Uuid,
        accepted: bool,
        at: Instant,
    ) {
        let (user_id, answered_at) = (user.uuid(), at.to_chrono());
        let row = ProposalAnswerRow { user_id, template_id, proposal_id, position, accepted, answered_at };
        self.proposal_answers.insert(row.key(), row);
    }

    fn recommendation(&mut self, position: i64, user: UserId, recommendation_id: Uuid, accepted: bool, at: Instant) {
        let (user_id, answered_at) = (user.uuid(), at.to_chrono());
        let row = RecommendationAnswerRow { user_id, recommendation_id, position, accepted, answered_at };
        self.recommendation_answers.insert(row.key(), row);
    }

    fn exercise_name(&mut self, position: i64, user: UserId, exercise: &str, name: &str) {
        let (exercise, name) = (exercise.to_owned(), name.to_owned());
        let row = ExerciseNameRow { user_id: user.uuid(), exercise, position, name };
        self.exercise_names.insert(row.key(), row);
    }

    fn plan(&mut self, place: Place, (kind, user, plan_id, plan_version): PlanOf, archived_at: Option<Instant>) {
        let row = PlanRow {
            user_id: user.uuid(),
            kind: kind.to_owned(),
            plan_id,
            position: place.offset,
            version: place.version,
            plan_version,
            archived_at: archived_at.map(Instant::to_chrono),
        };
        self.plans.insert(row.key(), row);
    }

    fn plan_version(
        &mut self,
        position: i64,
        (kind, user, plan_id, plan_version): PlanOf,
        (name, notes): (&Text, &Option<Text>),
        content: Value,
        created_at: Instant,
    ) {
        let row = PlanVersionRow {
            user_id: user.uuid(),
            kind: kind.to_owned(),
            plan_id,
            plan_version,
            position,
            name: clear(Some(name)),
            notes: clear(notes.as_ref()),
            content,
            created_at: created_at.to_chrono(),
        };
        self.plan_versions.insert(row.key(), row);
    }
}

fn created_version(position: i64, event: &WorkoutTemplateCreated) -> TemplateVersionRow {
    TemplateVersionRow {
        user_id: event.user_id.uuid(),
        template_id: event.template_id.uuid(),
        template_version: event.version,
        position,
        name: clear(Some(&event.name)),
        notes: clear(event.notes.as_ref()),
        minutes: event.estimated_duration_minutes,
        duration_minutes: event.duration_minutes,
        reason: None,
        evidence_event_id: None,
        derived_from: event.derived_from.as_ref().map(|from| json!(from)),
        changes: json!([]),
        exercises: json::of(event)["exercises"].take(),
        created_at: event.created_at.to_chrono(),
    }
}

fn updated_version(position: i64, event: &WorkoutTemplateUpdated) -> TemplateVersionRow {
    TemplateVersionRow {
        user_id: event.user_id.uuid(),
        template_id: event.template_id.uuid(),
        template_version: event.version,
        position,
        name: clear(Some(&event.name)),
        notes: clear(event.notes.as_ref()),
        minutes: event.minutes_after,
        duration_minutes: event.duration_minutes,
        reason: Some(event.reason.as_str().to_owned()),
        evidence_event_id: event.evidence_event_id.map(|id| id.uuid()),
        derived_from: None,
        changes: json!(event.changes),
        exercises: json::of(event)["exercises"].take(),
        created_at: event.updated_at.to_chrono(),
    }
}

fn proposal(position: i64, event: &ProgressionProposed) -> ProposalRow {
    ProposalRow {
        user_id: event.user_id.uuid(),
        template_id: event.template_id.uuid(),
        proposal_id: event.proposal_id.uuid(),
        position,
        exercise: event.exercise.to_string(),
        template_version: event.version,
        old_load: json!(event.old_load),
        new_load: json!(event.new_load),
        reason: event.reason.as_str().to_owned(),
        evidence_event_id: event.evidence_event_id.map(|id| id.uuid()),
        proposed_at: event.proposed_at.to_chrono(),
    }
}

fn definition(position: i64, event: &ExerciseDefined) -> DefinitionRow {
    DefinitionRow {
        user_id: event.user_id.uuid(),
        exercise: event.exercise.to_string(),
        position,
        primary_muscles: json!(event.primary_muscles),
        secondary_muscles: json!(event.secondary_muscles),
        equipment: event.equipment.as_str().to_owned(),
        measurement: event.measurement.as_str().to_owned(),
        aliases: json!(event.aliases),
        defined_at: event.defined_at.to_chrono(),
    }
}

fn merges(position: i64, event: &ExercisesMerged) -> impl Iterator<Item = MergeRow> {
    event.rekeyed.iter().map(move |exercise| MergeRow {
        user_id: event.user_id.uuid(),
        exercise: exercise.to_string(),
        position,
        into_exercise: event.into.to_string(),
        merged_at: event.merged_at.to_chrono(),
    })
}

/// What a meal plan says beside its name and notes.
fn meals<R: Record>(event: &R) -> Value {
    let mut json = json::of(event);
    json!({
        "training_day": json["training_day"].take(),
        "rest_day": json["rest_day"].take(),
        "meals": json["meals"].take(),
    })
}

/// What a supplement plan says beside its name and notes.
fn supplements<R: Record>(event: &R) -> Value {
    json!({"supplements": json::of(event)["supplements"].take()})
}

fn clear(text: Option<&Text>) -> Option<String> {
    text.and_then(Text::clear).map(str::to_owned)
}
