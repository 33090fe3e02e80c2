//! What a workout adds to a goal, in the canonical unit of its metric: µg, mm, workouts, minutes. Never below zero.

use schemas::{
    goal::Metric,
    goal_progress::{BlockFact, GoalEntry, SetFact, WorkoutContent},
};

use crate::history::History;

/// What one workout adds. A workout without a working set (of the goal's exercise, if it has one) adds nothing.
pub(crate) fn amount(goal: &GoalEntry, workout: &WorkoutContent) -> i128 {
    let mut blocks = blocks(goal, workout).peekable();
    if !in_window(goal, workout) || blocks.peek().is_none() {
        return 0;
    }
    match goal.metric {
        Metric::Volume | Metric::Distance => {
            blocks.flat_map(|block| &block.sets).map(|set| i128::from(set_amount(goal.metric, set))).sum()
        }
        Metric::Count => 1,
        Metric::Minutes => workout.minutes.into(),
        // no goal that measures these is kept
        Metric::Load | Metric::E1rm | Metric::BodyWeight | Metric::Unknown => 0,
    }
}

/// What one set adds, where sets do.
pub(crate) fn set_amount(metric: Metric, set: &SetFact) -> i64 {
    match metric {
        Metric::Volume => set.volume,
        Metric::Distance => set.distance,
        Metric::Count | Metric::Minutes | Metric::Load | Metric::E1rm | Metric::BodyWeight | Metric::Unknown => 0,
    }
}

/// The blocks that count, in the order performed.
pub(crate) fn blocks<'a>(goal: &GoalEntry, workout: &'a WorkoutContent) -> impl Iterator<Item = &'a BlockFact> {
    let exercise = goal.exercise.as_ref();
    workout.blocks.iter().filter(move |block| exercise.is_none_or(|exercise| block.exercise == *exercise))
}

/// Both ends count; an open end has no limit.
fn in_window(goal: &GoalEntry, workout: &WorkoutContent) -> bool {
    let date = workout.local_date;
    goal.from.is_none_or(|from| from <= date) && goal.until.is_none_or(|until| date <= until)
}

/// What the whole history adds up to.
pub(crate) fn total(goal: &GoalEntry, history: History<'_>) -> i64 {
    saturated(history.workouts().map(|(_, workout)| amount(goal, workout)).sum())
}

/// The total after one workout's amount changed, without adding up the others.
pub(crate) fn total_after(goal: &GoalEntry, removed: i128, added: i128, history: History<'_>) -> i64 {
    // at the end of the range the true total may lie beyond it: only there it has to be added up again
    if goal.value == i64::MAX { total(goal, history) } else { saturated(i128::from(goal.value) - removed + added) }
}

/// Sums are exact; only what no record can hold is held at the ends of the range.
pub(crate) fn saturated(amount: i128) -> i64 {
    i64::try_from(amount.max(0)).unwrap_or(i64::MAX)
}

/// `value` / `target` in hundredths of a percent, half up. A target is above zero.
pub(crate) fn percent_hundredths(value: i64, target: i64) -> i64 {
    let (value, target) = (i128::from(value), i128::from(target.max(1)));
    saturated((2 * 10_000 * value + target) / (2 * target))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{KG, Scenario, Workout, accumulate, at, set, workout};

    #[test]
    fn a_percentage_is_exact_and_rounded_half_up() {
        let percent = |value, target| percent_hundredths(value, target);
        assert_eq!(percent(500_140 * KG, 500_000 * KG), 10_003);
        assert_eq!(percent(499_890 * KG, 500_000 * KG), 9_998);
        assert_eq!([percent(0, 3), percent(1, 3), percent(2, 3), percent(1, 20_000)], [0, 3_333, 6_667, 1]);
        assert_eq!(percent(1, 20_001), 0);
        assert_eq!(percent(i64::MAX, i64::MAX), 10_000);
        assert_eq!(percent(i64::MAX, 1), i64::MAX);
    }

    #[test]
    fn both_ends_of_the_window_count_and_nothing_outside_does() {
        let mut goal = accumulate(1, Metric::Count, 10);
        goal.from = Some("2021-02-01".parse().unwrap());
        goal.until = Some("2021-02-03".parse().unwrap());
        let mut athlete = Scenario::new();
        athlete.goal_set(&goal);
        for (id, start, expected) in [
            (1, "2021-01-31T10:00:00Z", 0),
            (2, "2021-02-01T10:00:00Z", 1),
            (3, "2021-02-03T10:00:00Z", 2),
            (4, "2021-02-04T10:00:00Z", 2),
        ] {
            athlete.executed(&workout(id, start).block("bench", [set(id, 60, 8)]));
            assert_eq!(athlete.value(1), expected, "{start}");
        }
    }

    #[test]
    fn the_window_is_over_the_local_date_of_the_workout() {
        let mut goal = accumulate(1, Metric::Count, 10);
        goal.from = Some("2022-01-01".parse().unwrap());
        let mut athlete = Scenario::new();
        athlete.goal_set(&goal);
        // half an hour before the new year in UTC, the year has begun where the athlete is
        let mut new_year = workout(1, "2021-12-31T23:30:00Z").block("bench", [set(1, 60, 8)]);
        new_year.local_date = "2022-01-01".parse().unwrap();
        athlete.executed(&new_year);
        assert_eq!(athlete.value(1), 1);
    }

    #[test]
    fn every_metric_adds_up_its_own_and_an_exercise_narrows_it() {
        let mut run = set(3, 0, 0);
        run.distance = Some(schemas::quantity::Distance::from_millimetres(5_000_000));
        let mut day =
            workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8), set(2, 60, 7)]).block("run", [run]);
        day.ended_at = Some(at("2021-08-01T11:00:59Z"));
        for (metric, exercise, expected) in [
            (Metric::Volume, None, 900 * KG),
            (Metric::Volume, Some("bench"), 900 * KG),
            (Metric::Volume, Some("run"), 0),
            (Metric::Distance, None, 5_000_000),
            (Metric::Distance, Some("bench"), 0),
            (Metric::Count, None, 1),
            (Metric::Count, Some("run"), 1),
            (Metric::Count, Some("squat"), 0),
            (Metric::Minutes, None, 60),
            (Metric::Minutes, Some("bench"), 60),
            (Metric::Minutes, Some("squat"), 0),
        ] {
            let mut goal = accumulate(1, metric, 1);
            goal.exercise = exercise.map(|exercise| exercise.parse().unwrap());
            let mut athlete = Scenario::new();
            athlete.goal_set(&goal);
            athlete.executed(&day);
            assert_eq!(athlete.value(1), expected, "{metric:?} of {exercise:?}");
        }
    }

    #[test]
    fn a_workout_of_nothing_but_warm_ups_counts_for_nothing() {
        let mut warm = set(1, 20, 10);
        warm.kind = schemas::execution::SetKind::WarmUp;
        let mut idle = workout(1, "2021-08-01T10:00:00Z").block("bench", [warm]);
        idle.ended_at = Some(at("2021-08-01T11:00:00Z"));
        for metric in [Metric::Volume, Metric::Count, Metric::Minutes, Metric::Distance] {
            let mut athlete = Scenario::new();
            athlete.goal_set(&accumulate(1, metric, 1));
            athlete.executed(&idle);
            assert_eq!(athlete.value(1), 0, "{metric:?}");
        }
    }

    #[test]
    fn a_total_beyond_the_range_comes_back_exact() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 1));
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 60, 8)]));
        for id in [2, 3] {
            athlete.executed(&workout(id, "2021-08-02T10:00:00Z").block("bench", [set(id, 10_000, 1_000_000)]));
        }
        assert_eq!(athlete.value(1), i64::MAX);
        athlete.deleted(2);
        assert_eq!(athlete.value(1), i64::MAX);
        athlete.deleted(3);
        assert_eq!(athlete.value(1), 480 * KG);
    }
}
