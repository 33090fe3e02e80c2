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

/// A goal is measured over the whole history when it is set or changed; its later events only say what stands recorded. One
/// that was given up is not measured any more.
pub(crate) fn goal_changed(
    store: &Store<GoalProgressEntry>,
    received: &Received<Input>,
    event: &GoalEvent,
) -> Effects<GoalProgress> {
    let mut effects = Effects::default();
    let history = History::of(store, received.user);
    let known = history.goal(goal::id(event));
    let version = received.sequence.cast_signed();
    if known.is_some_and(|known| known.version >= version) {
        return effects;
    }
    let stands = |recorded| known.map(|known| GoalEntry { version, recorded, ..known.clone() });
    let changed = match event {
        GoalEvent::GoalSet(set) => {
            let set = goal::set(set, received.sequence);
            Some(measured(GoalEntry { n: known.map_or(0, |known| known.n), ..set }, history))
        }
        GoalEvent::GoalChanged(changed) => Some(measured(goal::changed(changed, known, received.sequence), history)),
        GoalEvent::GoalAchieved(achieved) => stands(Some(goal::recorded(achieved))),
        GoalEvent::GoalAchievementRevoked(_) | GoalEvent::GoalMissed(_) => stands(None),
        GoalEvent::GoalAbandoned(_) => {
            effects.entries.extend(
                known.map(|known| (history::key(&GoalProgressEntry::GoalEntry(Box::new(known.clone()))), None)),
            );
            None
        }
    };
    if let Some(changed) = changed {
        settle(known, changed, &received.positions, &mut effects);
    }
    effects
}

/// The goal with what the whole history says of it.
fn measured(mut goal: GoalEntry, history: History<'_>) -> GoalEntry {
    goal.value = measure::total(&goal, history);
    goal.crossing = if goal.value < goal.target { None } else { crossing::find(&goal, history) };
    goal
}

#[cfg(test)]
mod tests {
    use schemas::{
        goal::{GoalCommand, Metric},
        testing::id,
    };

    use crate::scenario::{
        KG, Scenario, Workout, abandoned, accumulate, achieved, as_asked, changed, missed, set, workout,
    };

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

    #[test]
    fn a_changed_goal_is_measured_anew_over_the_whole_history() {
        let mut athlete = Scenario::new();
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        athlete.goal_set(&accumulate(1, Metric::Volume, 1_000 * KG));
        // less: achieved by what was done before
        athlete.goal_says(changed(&accumulate(1, Metric::Volume, 400 * KG)), 2);
        let said = athlete.outputs.last().unwrap();
        assert_eq!((said.n, said.goal_version, said.target, said.value), (2, 2, 400 * KG, 480 * KG));
        let [GoalCommand::RecordGoalAchievement(record)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!((record.expected_version, record.set_id), (2, Some(id(1))));
        let asked = as_asked(&athlete.commands.remove(0));
        athlete.goal_says(asked, 3);
        // another metric altogether
        athlete.goal_says(changed(&accumulate(1, Metric::Count, 2)), 4);
        assert_eq!(athlete.value(1), 1);
        let [GoalCommand::RevokeGoalAchievement(revoke)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!((revoke.expected_version, revoke.value), (4, 1));
    }

    #[test]
    fn a_goal_that_changes_in_nothing_that_is_measured_stays_achieved_without_a_word() {
        let mut athlete = Scenario::new();
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        athlete.goal_set(&accumulate(1, Metric::Volume, 400 * KG));
        let asked = as_asked(&athlete.commands.remove(0));
        athlete.goal_says(asked, 2);
        athlete.goal_says(changed(&accumulate(1, Metric::Volume, 300 * KG)), 3);
        assert!(athlete.commands.is_empty());
        assert_eq!(athlete.entry(1).recorded, athlete.entry(1).crossing);
    }

    #[test]
    fn a_goal_changed_into_one_that_is_not_measured_does_not_stay_achieved() {
        let mut athlete = Scenario::new();
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        athlete.goal_set(&accumulate(1, Metric::Volume, 400 * KG));
        let asked = as_asked(&athlete.commands.remove(0));
        athlete.goal_says(asked, 2);
        let said = athlete.outputs.len();
        athlete.goal_says(changed(&accumulate(1, Metric::BodyWeight, 80 * KG)), 3);
        let [GoalCommand::RevokeGoalAchievement(revoke)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!(revoke.expected_version, 3);
        assert_eq!(athlete.outputs.len(), said, "of what is not measured nothing is said");
        // and back: counted on from the second change, which the achievement was
        athlete.goal_says(changed(&accumulate(1, Metric::Volume, 400 * KG)), 5);
        assert_eq!(athlete.outputs.last().map(|said| (said.n, said.value)), Some((3, 480 * KG)));
    }

    #[test]
    fn an_abandoned_goal_is_not_measured_any_more() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Count, 1));
        let effects = athlete.goal_says(abandoned(1), 2);
        assert_eq!((effects.entries.len(), effects.outputs.len(), effects.commands.len()), (1, 0, 0));
        let effects = athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        assert_eq!((effects.entries.len(), effects.outputs.len(), effects.commands.len()), (1, 0, 0));
    }

    #[test]
    fn a_late_fact_turns_a_miss() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Count, 1));
        athlete.goal_says(missed(1), 2);
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        let [GoalCommand::RecordGoalAchievement(record)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!(record.expected_version, 2);
    }
}
