//! Which set reached the target first: by start of the workout, then its id, then the order in it.

use schemas::{
    goal_progress::{Crossing, GoalEntry, SetFact, WorkoutContent},
    id::WorkoutId,
};

use crate::{
    goal::{Measure, measure},
    history::History,
    measure::{Tally, amount, blocks, by_set, saturated, set_amount},
};

/// Walks the history until the target is reached; none when it never is.
pub(crate) fn find(goal: &GoalEntry, history: History<'_>) -> Option<Crossing> {
    let measure = measure(goal)?;
    let mut workouts: Vec<(WorkoutId, &WorkoutContent, i128)> = history
        .workouts()
        .map(|(id, workout)| (id, workout, amount(goal, workout)))
        .filter(|(_, _, amount)| *amount > 0)
        .collect();
    workouts.sort_unstable_by_key(|(id, workout, _)| (workout.started_at, *id));
    let target = i128::from(goal.target);
    let mut tally = Tally::of(goal);
    for (id, workout, amount) in workouts {
        let before = tally.reached;
        tally.add(workout, amount);
        if tally.reached >= target {
            // where whole workouts are counted, none of its sets crosses more than another
            let (set, value) =
                if by_set(goal) { crossing_set(goal, measure, workout, before)? } else { (None, tally.reached) };
            return Some(Crossing {
                achieved_at: set.map_or(workout.started_at, |set| set.at),
                utc_offset_seconds: workout.utc_offset_seconds,
                workout_id: Some(id),
                set_id: set.map(|set| set.id),
                value: saturated(value),
            });
        }
    }
    None
}

/// The set that lifts what was reached `before` the workout to the target, and what is reached with it.
fn crossing_set<'a>(
    goal: &GoalEntry,
    measure: Measure,
    workout: &'a WorkoutContent,
    before: i128,
) -> Option<(Option<&'a SetFact>, i128)> {
    let mut reached = before;
    blocks(goal, workout).flat_map(|block| &block.sets).find_map(|set| {
        let amount = i128::from(set_amount(goal, set));
        reached = match measure {
            Measure::Sum => reached + amount,
            Measure::Best | Measure::Weeks | Measure::Run => reached.max(amount),
        };
        (reached >= i128::from(goal.target)).then_some((Some(set), reached))
    })
}

/// Whether the known crossing stands whatever became of `changed`: all of it, before and after, lies behind the crossing workout.
/// So a history that comes in order is walked once.
pub(crate) fn stands(
    goal: &GoalEntry,
    changed: WorkoutId,
    versions: [Option<&WorkoutContent>; 2],
    history: History<'_>,
) -> bool {
    let Some(crossing) = goal.crossing.as_ref().and_then(|crossing| crossing.workout_id) else { return false };
    let Some(workout) = history.workout(crossing).and_then(|fact| fact.content.as_ref()) else { return false };
    let crossed = (workout.started_at, crossing);
    versions.into_iter().flatten().all(|version| (version.started_at, changed) > crossed)
}

/// Whether two say the same: the amount is only told beside it.
pub(crate) fn same(one: Option<&Crossing>, other: Option<&Crossing>) -> bool {
    let said =
        |crossing: &Crossing| (crossing.achieved_at, crossing.utc_offset_seconds, crossing.workout_id, crossing.set_id);
    one.map(said) == other.map(said)
}

#[cfg(test)]
mod tests {
    use schemas::{execution::WorkoutExecuted, goal::Metric, testing::id, time::Instant};

    use super::*;
    use crate::scenario::{KG, Scenario, Workout, accumulate, at, set, workout};

    fn day(number: u64, start: &str) -> WorkoutExecuted {
        workout(number, start).block("bench", [set(10 * number, 10, 10), set(10 * number + 1, 10, 10)])
    }

    fn crossed(athlete: &Scenario) -> (Instant, Option<WorkoutId>, Option<schemas::id::SetId>, i64) {
        let crossing = athlete.entry(1).crossing.unwrap();
        (crossing.achieved_at, crossing.workout_id, crossing.set_id, crossing.value)
    }

    #[test]
    fn the_crossing_is_dated_by_the_set_and_not_by_the_order_of_arrival() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 250 * KG));
        athlete.executed(&day(2, "2021-08-02T10:00:00Z"));
        assert_eq!(athlete.entry(1).crossing, None);
        athlete.executed(&day(3, "2021-08-03T10:00:00Z"));
        assert_eq!(crossed(&athlete), (at("2021-08-03T10:00:00Z"), Some(id(3)), Some(id(30)), 300 * KG));
        // backdated: the target was crossed a day earlier than it seemed
        athlete.executed(&day(1, "2021-08-01T10:00:00Z"));
        assert_eq!(crossed(&athlete), (at("2021-08-02T10:00:00Z"), Some(id(2)), Some(id(20)), 300 * KG));
    }

    #[test]
    fn a_target_met_exactly_is_crossed() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        athlete.executed(&day(1, "2021-08-01T10:00:00Z"));
        assert_eq!(crossed(&athlete), (at("2021-08-01T10:00:00Z"), Some(id(1)), Some(id(11)), 200 * KG));
    }

    #[test]
    fn a_set_logged_live_dates_the_crossing_by_its_own_time() {
        let mut live = day(1, "2021-08-01T10:00:00Z");
        live.exercises[0].sets[1].logged_at = Some(at("2021-08-01T10:20:00Z"));
        live.utc_offset_seconds = 7200;
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 150 * KG));
        athlete.executed(&live);
        assert_eq!(crossed(&athlete).0, at("2021-08-01T10:20:00Z"));
        assert_eq!(athlete.entry(1).crossing.unwrap().utc_offset_seconds, 7200);
    }

    #[test]
    fn workouts_that_begin_together_are_ordered_by_their_ids() {
        for order in [[1, 2], [2, 1]] {
            let mut athlete = Scenario::new();
            athlete.goal_set(&accumulate(1, Metric::Volume, 300 * KG));
            for number in order {
                athlete.executed(&day(number, "2021-08-01T10:00:00Z"));
            }
            assert_eq!(crossed(&athlete).2, Some(id(20)), "{order:?}");
        }
    }

    #[test]
    fn where_workouts_are_counted_the_workout_crosses_and_none_of_its_sets() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Count, 2));
        for number in [1, 2, 3] {
            athlete.executed(&day(number, &format!("2021-08-0{number}T10:00:00Z")));
        }
        assert_eq!(crossed(&athlete), (at("2021-08-02T10:00:00Z"), Some(id(2)), None, 2));
    }

    #[test]
    fn only_sets_of_the_exercise_cross() {
        let mut goal = accumulate(1, Metric::Volume, 150 * KG);
        goal.exercise = Some("bench".parse().unwrap());
        let mut athlete = Scenario::new();
        athlete.goal_set(&goal);
        let squat = workout(1, "2021-08-01T10:00:00Z").block("squat", [set(1, 100, 10)]);
        athlete.executed(&squat.block("bench", [set(2, 10, 10), set(3, 10, 10)]));
        assert_eq!(crossed(&athlete).2, Some(id(3)));
    }

    #[test]
    fn a_crossing_stands_when_what_changed_comes_after_it() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        athlete.executed(&day(1, "2021-08-01T10:00:00Z"));
        let (before, later) = (day(2, "2021-07-31T10:00:00Z"), day(2, "2021-08-02T10:00:00Z"));
        let version = |workout: &WorkoutExecuted| crate::facts::executed(workout, 1).content;
        let (before, later) = (version(&before), version(&later));
        let goal = athlete.entry(1);
        let stands = |versions| stands(&goal, id(2), versions, athlete.history());
        assert!(stands([None, later.as_ref()]) && stands([later.as_ref(), None]));
        assert!(!stands([later.as_ref(), before.as_ref()]) && !stands([before.as_ref(), None]));
    }
}
