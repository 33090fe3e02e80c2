//! What is kept of a person, as it stands after the input at hand.

use processor_runtime::Store;
use schemas::{
    goal_progress::{GoalEntry, GoalProgressEntry, WorkoutContent, WorkoutFact},
    id::{GoalId, UserId, WorkoutId},
    key::StateKey,
};

const GOAL: &str = "goal";
const WORKOUT: &str = "workout";

/// Where an entry is kept.
pub(crate) fn key(entry: &GoalProgressEntry) -> StateKey {
    match entry {
        GoalProgressEntry::GoalEntry(goal) => StateKey::new(goal.user_id.uuid(), GOAL, goal.goal_id.to_string()),
        GoalProgressEntry::WorkoutFact(fact) => {
            StateKey::new(fact.user_id.uuid(), WORKOUT, fact.workout_id.to_string())
        }
    }
}

/// Goals and workouts of one person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct History<'a> {
    store: &'a Store<GoalProgressEntry>,
    user: UserId,
    /// What the input says of a workout; the store does not have it yet.
    changed: Option<&'a WorkoutFact>,
}

impl<'a> History<'a> {
    /// As the store has it.
    pub(crate) fn of(store: &'a Store<GoalProgressEntry>, user: UserId) -> Self {
        Self { store, user, changed: None }
    }

    /// The same with another version of one workout.
    pub(crate) fn with(self, changed: &'a WorkoutFact) -> Self {
        Self { changed: Some(changed), ..self }
    }

    /// Every goal.
    pub(crate) fn goals(self) -> impl Iterator<Item = &'a GoalEntry> {
        self.store.scan(self.user, GOAL).filter_map(as_goal)
    }

    /// One goal.
    pub(crate) fn goal(self, goal: GoalId) -> Option<&'a GoalEntry> {
        self.store.get(self.user, GOAL, &goal.to_string()).and_then(as_goal)
    }

    /// One workout, deleted ones too.
    pub(crate) fn workout(self, workout: WorkoutId) -> Option<&'a WorkoutFact> {
        match self.changed {
            Some(changed) if changed.workout_id == workout => Some(changed),
            _ => self.store.get(self.user, WORKOUT, &workout.to_string()).and_then(as_workout),
        }
    }

    /// Every workout that is not deleted, in no order that means anything.
    pub(crate) fn workouts(self) -> impl Iterator<Item = (WorkoutId, &'a WorkoutContent)> {
        let changed = self.changed;
        self.store
            .scan(self.user, WORKOUT)
            .filter_map(as_workout)
            .filter(move |fact| changed.is_none_or(|changed| changed.workout_id != fact.workout_id))
            .chain(changed)
            .filter_map(|fact| Some((fact.workout_id, fact.content.as_ref()?)))
    }
}

fn as_goal(entry: &GoalProgressEntry) -> Option<&GoalEntry> {
    match entry {
        GoalProgressEntry::GoalEntry(goal) => Some(goal),
        GoalProgressEntry::WorkoutFact(_) => None,
    }
}

fn as_workout(entry: &GoalProgressEntry) -> Option<&WorkoutFact> {
    match entry {
        GoalProgressEntry::WorkoutFact(fact) => Some(fact),
        GoalProgressEntry::GoalEntry(_) => None,
    }
}
