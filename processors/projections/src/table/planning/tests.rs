use schemas::{
    partition::Partition,
    planning::{
        ExerciseDefined, ExerciseRenamed, ExercisesMerged, MealPlanArchived, MealPlanCreated, PlanningEvent,
        ProgressionAccepted, ProgressionProposed, WorkoutTemplateArchived, WorkoutTemplateCreated,
        WorkoutTemplateUpdated,
    },
    testing::Example,
    topic::Topic,
};

use super::*;
use crate::table::Place;

/// Folds events that stand one behind the other.
fn folded(events: &[PlanningEvent]) -> PlanningChanges {
    let mut changes = PlanningChanges::default();
    for (offset, event) in (0..).zip(events) {
        let partition = Partition::new(0).unwrap();
        fold(&mut changes, Place { topic: Topic::PLANNING_EVENTS, partition, offset, version: offset + 1 }, event);
    }
    changes
}

#[test]
fn every_version_of_a_template_is_a_row_and_the_template_itself_another() {
    let created = WorkoutTemplateCreated { version: 1, ..Example::example() };
    let updated = WorkoutTemplateUpdated { version: 2, ..Example::example() };
    let archived = WorkoutTemplateArchived { version: 2, ..Example::example() };
    let changes = folded(&[
        PlanningEvent::WorkoutTemplateCreated(created),
        PlanningEvent::WorkoutTemplateUpdated(updated),
        PlanningEvent::WorkoutTemplateArchived(archived),
    ]);
    let versions: Vec<_> = changes.template_versions.values().collect();
    assert_eq!(versions.iter().map(|row| (row.template_version, row.position)).collect::<Vec<_>>(), [(1, 0), (2, 1)]);
    assert_eq!(versions.iter().map(|row| row.reason.as_deref()).collect::<Vec<_>>(), [None, Some("CompletedAllReps")]);
    assert_eq!(versions[1].exercises[0]["name"], "Bench Press (Barbell)");
    let [template] = &changes.templates.values().collect::<Vec<_>>()[..] else { panic!("one template") };
    assert_eq!((template.version, template.template_version, template.position), (3, 2, 2));
    assert!(template.archived_at.is_some());
}

#[test]
fn a_proposal_and_its_answer_are_rows_apart() {
    let changes = folded(&[
        PlanningEvent::ProgressionProposed(ProgressionProposed::example()),
        PlanningEvent::ProgressionAccepted(ProgressionAccepted::example()),
    ]);
    let key = *changes.proposals.keys().next().unwrap();
    assert!(changes.proposal_answers[&key].accepted);
    assert_eq!(changes.proposals[&key].new_load["unit"], "lb");
}

#[test]
fn the_last_name_of_an_exercise_counts_and_a_merge_moves_all_that_counted_for_it() {
    let renamed = ExerciseRenamed { name: "Mine".to_owned(), ..Example::example() };
    let merged = ExercisesMerged { rekeyed: vec!["a".parse().unwrap(), "b".parse().unwrap()], ..Example::example() };
    let changes = folded(&[
        PlanningEvent::ExerciseDefined(ExerciseDefined::example()),
        PlanningEvent::ExerciseRenamed(renamed),
        PlanningEvent::ExercisesMerged(merged),
    ]);
    assert_eq!(changes.exercise_names.values().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Mine"]);
    assert_eq!(changes.definitions.len(), 1);
    let merges: Vec<_> =
        changes.merges.values().map(|row| (row.exercise.as_str(), row.into_exercise.as_str())).collect();
    assert_eq!(merges, [("a", "bench-press-barbell"), ("b", "bench-press-barbell")]);
}

#[test]
fn a_plan_keeps_its_versions_when_it_is_archived() {
    let changes = folded(&[
        PlanningEvent::MealPlanCreated(MealPlanCreated { version: 1, ..Example::example() }),
        PlanningEvent::MealPlanArchived(MealPlanArchived { version: 1, ..Example::example() }),
    ]);
    assert_eq!(changes.plan_versions.len(), 1);
    let plan = changes.plans.values().next().unwrap();
    assert_eq!((plan.kind.as_str(), plan.version, plan.archived_at.is_some()), ("meal", 2, true));
}
