//! What a workout that changed, and an event of a goal, lead to.

use processor_runtime::{Effects, Received, Store};
use schemas::{
    goal::GoalEvent,
    goal_progress::{GoalEntry, GoalProgressEntry, WorkoutFact},
};

use crate::{GoalProgress, Input, crossing, goal, history, history::History, measure, settle::settle};

/// The old version of the workout goes out of every goal, the new one in.
pub(crate) fn workout_changed(
    store: &Store<GoalProgressEntry>,
    received: &Received<Input>,
    fact: WorkoutFact,
) -> Effects<GoalProgress> {
    let mut effects = Effects::default();
    let kept = History::of(store, received.user);
    let known = kept.workout(fact.workout_id);
    // facts are kept per version: what is older than the one known says nothing any more
    if known.is_some_and(|known| known.version >= fact.version) {
        return effects;
    }
    let before = known.and_then(|known| known.content.as_ref());
    let after = fact.content.as_ref();
    let history = kept.with(&fact);
    for goal in kept.goals() {
        let [removed, added] =
            [before, after].map(|version| version.map_or(0, |content| measure::amount(goal, content)));
        if removed == 0 && added == 0 {
            continue;
        }
        let value = measure::total_after(goal, removed, added, history);
        let crossing = if value < goal.target {
            None
        } else if crossing::stands(goal, fact.workout_id, [before, after], history) {
            goal.crossing.clone()
        } else {
            crossing::find(goal, history)
        };
        let changed = GoalEntry { value, crossing, ..goal.clone() };
        settle(Some(goal), changed, &received.positions, &mut effects);
    }
    let fact = GoalProgressEntry::WorkoutFact(fact);
    effects.entries.push((history::key(&fact), Some(fact)));
    effects
}

/// A goal is measured over the whole history when it is set; its later events only say what stands recorded.
pub(crate) fn goal_changed(
    store: &Store<GoalProgressEntry>,
    received: &Received<Input>,
    event: &GoalEvent,
) -> Effects<GoalProgress> {
    let mut effects = Effects::default();
    let history = History::of(store, received.user);
    let version = received.sequence.cast_signed();
    let (id, recorded) = match event {
        GoalEvent::GoalSet(set) => (set.goal_id, None),
        GoalEvent::GoalAchieved(achieved) => (achieved.goal_id, Some(goal::recorded(achieved))),
        GoalEvent::GoalAchievementRevoked(revoked) => (revoked.goal_id, None),
    };
    let known = history.goal(id);
    if known.is_some_and(|known| known.version >= version) {
        return effects;
    }
    let changed = match event {
        GoalEvent::GoalSet(set) => goal::set(set, received.sequence).map(|mut set| {
            set.value = measure::total(&set, history);
            set.crossing = if set.value < set.target { None } else { crossing::find(&set, history) };
            set.n = known.map_or(0, |known| known.n);
            set
        }),
        // of a goal that is not measured here: none
        GoalEvent::GoalAchieved(_) | GoalEvent::GoalAchievementRevoked(_) => {
            known.map(|known| GoalEntry { version, recorded, ..known.clone() })
        }
    };
    if let Some(changed) = changed {
        settle(known, changed, &received.positions, &mut effects);
    }
    effects
}

#[cfg(test)]
mod tests {
    use schemas::{
        goal::{GoalCommand, Metric},
        testing::id,
    };

    use crate::scenario::{KG, Scenario, Workout, accumulate, achieved, set, workout};

    #[test]
    fn a_correction_replaces_what_the_workout_added() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 1_000 * KG));
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 50, 8)]));
        assert_eq!(athlete.value(1), 400 * KG);
    }

    #[test]
    fn a_deletion_takes_away_what_the_workout_added() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 1_000 * KG));
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        athlete.deleted(1);
        assert_eq!(athlete.value(1), 0);
    }

    #[test]
    fn the_greater_version_wins_whatever_comes_last() {
        let push = workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]);
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Count, 10));
        athlete.executed_at(&push, 3);
        athlete.deleted_at(1, 2);
        assert_eq!(athlete.value(1), 1);
        athlete.deleted_at(1, 4);
        athlete.executed_at(&push, 3);
        assert_eq!(athlete.value(1), 0);
        // and one that was deleted before it was ever seen
        athlete.deleted_at(2, 2);
        athlete.executed_at(&workout(2, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]), 1);
        assert_eq!(athlete.value(1), 0);
    }

    #[test]
    fn an_input_that_says_nothing_new_writes_nothing() {
        let push = workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]);
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Count, 10));
        athlete.executed_at(&push, 1);
        let effects = athlete.executed_at(&push, 1);
        assert!(effects.entries.is_empty() && effects.outputs.is_empty() && effects.commands.is_empty());
    }

    #[test]
    fn facts_before_the_goal_was_set_count() {
        let mut athlete = Scenario::new();
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        athlete.goal_set(&accumulate(1, Metric::Volume, 400 * KG));
        assert_eq!(athlete.value(1), 480 * KG);
        let [GoalCommand::RecordGoalAchievement(record)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!((record.expected_version, record.set_id, record.value), (1, Some(id(1)), 480 * KG));
    }

    #[test]
    fn every_goal_of_the_person_moves_and_nobody_elses() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Count, 10));
        athlete.goal_set(&accumulate(2, Metric::Volume, 1_000 * KG));
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        assert_eq!((athlete.value(1), athlete.value(2)), (1, 480 * KG));
        let mut other = workout(2, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]);
        other.user_id = id(99);
        let effects = athlete.executed(&other);
        assert_eq!((effects.entries.len(), effects.outputs.len()), (1, 0));
    }

    #[test]
    fn an_event_of_a_goal_that_is_not_measured_here_says_nothing() {
        let mut athlete = Scenario::new();
        let effects = athlete.goal_says(achieved(1, "2021-08-01T10:00:00Z"), 2);
        assert!(effects.entries.is_empty() && effects.outputs.is_empty() && effects.commands.is_empty());
    }
}
