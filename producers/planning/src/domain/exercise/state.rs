//! What is kept of exercises: one entry each, and one per name that was given.

use schemas::{digest::Digest, exercise::ExerciseId, planning::PlanningEvent};

use super::{digest, name_key};

/// What an athlete said about one exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exercise {
    /// The name they gave it.
    pub name: Option<String>,
    /// Of its definition, where they defined it.
    pub definition: Option<Digest>,
    /// What it counts for.
    pub merged_into: Option<ExerciseId>,
    /// What counts for it.
    pub absorbed: Vec<ExerciseId>,
}

/// A name that was given, and to which exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The name as entered.
    pub name: String,
    /// Its exercise.
    pub exercise: ExerciseId,
}

/// One entry that an event changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Of an exercise.
    Exercise(ExerciseId, Exercise),
    /// Under the key of a name; none when it is free again.
    Name(String, Option<Given>),
}

/// What an event changes; `exercise` and `given` tell how things stand.
pub fn evolve(
    exercise: impl Fn(&ExerciseId) -> Option<Exercise>,
    given: impl Fn(&str) -> Option<Given>,
    event: &PlanningEvent,
) -> Vec<Change> {
    let known = |id: &ExerciseId| exercise(id).unwrap_or_default();
    let takes = |name: &str, id: &ExerciseId| {
        Change::Name(name_key(name), Some(Given { name: name.to_owned(), exercise: id.clone() }))
    };
    match event {
        PlanningEvent::ExerciseDefined(event) => {
            let name = Some(event.name.clone());
            let defined = Exercise { name, definition: Some(digest(event)), ..known(&event.exercise) };
            vec![Change::Exercise(event.exercise.clone(), defined), takes(&event.name, &event.exercise)]
        }
        PlanningEvent::ExerciseRenamed(event) => {
            let renamed = Exercise { name: Some(event.name.clone()), ..known(&event.exercise) };
            let previous = event.previous_name.as_deref().map(name_key);
            // a name of the catalogue was never given, so there is nothing to free
            let freed = previous.filter(|key| given(key).is_some_and(|given| given.exercise == event.exercise));
            let mut changes: Vec<_> = freed.map(|key| Change::Name(key, None)).into_iter().collect();
            changes.extend([Change::Exercise(event.exercise.clone(), renamed), takes(&event.name, &event.exercise)]);
            changes
        }
        PlanningEvent::ExercisesMerged(event) => {
            let into = Some(event.into.clone());
            let moved = event.rekeyed.iter().map(|id| {
                let merged = Exercise { merged_into: into.clone(), absorbed: Vec::new(), ..known(id) };
                Change::Exercise(id.clone(), merged)
            });
            let mut stays = known(&event.into);
            stays.absorbed.extend(event.rekeyed.iter().cloned());
            moved.chain([Change::Exercise(event.into.clone(), stays)]).collect()
        }
        PlanningEvent::WorkoutTemplateCreated(_)
        | PlanningEvent::WorkoutTemplateUpdated(_)
        | PlanningEvent::WorkoutTemplateArchived(_)
        | PlanningEvent::ExerciseProgressionUpdated(_)
        | PlanningEvent::ProgressionProposed(_)
        | PlanningEvent::ProgressionAccepted(_)
        | PlanningEvent::ProgressionDeclined(_)
        | PlanningEvent::ProgressionRuleChosen(_)
        | PlanningEvent::RecommendationAccepted(_)
        | PlanningEvent::RecommendationDeclined(_)
        | PlanningEvent::MealPlanCreated(_)
        | PlanningEvent::MealPlanUpdated(_)
        | PlanningEvent::MealPlanArchived(_)
        | PlanningEvent::SupplementPlanCreated(_)
        | PlanningEvent::SupplementPlanUpdated(_)
        | PlanningEvent::SupplementPlanArchived(_) => Vec::new(),
    }
}
