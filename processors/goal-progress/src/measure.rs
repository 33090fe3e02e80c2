//! What a workout adds to a goal, in the canonical unit of its metric: µg, mm, workouts, minutes, weeks. Never below zero.

use std::collections::BTreeMap;

use schemas::{
    goal::Metric,
    goal_progress::{BlockFact, GoalEntry, SetFact, WorkoutContent},
};

use crate::{
    goal::{Measure, measure},
    history::History,
};

/// What one workout adds, its best set, or that it counts. A workout without a working set (of the goal's exercise, if it has
/// one) adds nothing.
pub(crate) fn amount(goal: &GoalEntry, workout: &WorkoutContent) -> i128 {
    let mut blocks = blocks(goal, workout).peekable();
    if !in_window(goal, workout) || blocks.peek().is_none() {
        return 0;
    }
    let sets = blocks.flat_map(|block| &block.sets).map(|set| i128::from(set_amount(goal, set)));
    match (measure(goal), goal.metric) {
        (Some(Measure::Sum), Metric::Minutes) => workout.minutes.into(),
        (Some(Measure::Sum), Metric::Count) | (Some(Measure::Weeks | Measure::Run), _) => 1,
        (Some(Measure::Sum), _) => sets.sum(),
        (Some(Measure::Best), _) => sets.fold(0, i128::max),
        (None, _) => 0,
    }
}

/// What one set adds or is worth, where sets are what counts.
pub(crate) fn set_amount(goal: &GoalEntry, set: &SetFact) -> i64 {
    match goal.metric {
        Metric::Volume => set.volume,
        Metric::Distance => set.distance,
        // only a set that has the repetitions too
        Metric::Load => set.load.filter(|_| set.reps >= goal.reps).unwrap_or(0),
        Metric::E1rm => e1rm(set).unwrap_or(0),
        Metric::Count | Metric::Minutes | Metric::BodyWeight | Metric::Unknown => 0,
    }
}

/// Whether a set is what crosses the target, and not a workout.
pub(crate) fn by_set(goal: &GoalEntry) -> bool {
    match goal.metric {
        Metric::Volume | Metric::Distance | Metric::Load | Metric::E1rm => true,
        Metric::Count | Metric::Minutes | Metric::BodyWeight | Metric::Unknown => false,
    }
}

/// Brzycki, 36 w / (37 − r), over 1 to 10 repetitions: CATALOGUE of formulas, best e1RM. Rounded down to a whole µg, so that it
/// is at a target (whole µg as well) exactly when 36 w ≥ target × (37 − r).
fn e1rm(set: &SetFact) -> Option<i64> {
    let reps = set.reps.filter(|reps| (1..=10).contains(reps))?;
    Some(saturated(i128::from(set.load?) * 36 / i128::from(37 - reps)))
}

/// The value of a goal as workouts come in. What is reached never falls on the way, whatever the order.
#[derive(Debug)]
pub(crate) struct Tally<'a> {
    goal: &'a GoalEntry,
    /// Reached so far.
    pub(crate) reached: i128,
    /// Workouts per week.
    weeks: BTreeMap<i32, i64>,
}

impl<'a> Tally<'a> {
    /// Nothing yet.
    pub(crate) fn of(goal: &'a GoalEntry) -> Self {
        Self { goal, reached: 0, weeks: BTreeMap::new() }
    }

    /// Takes a workout of this amount in.
    pub(crate) fn add(&mut self, workout: &WorkoutContent, amount: i128) {
        let week = week(workout);
        if amount == 0 {
            return;
        }
        match measure(self.goal) {
            Some(Measure::Sum) => self.reached += amount,
            Some(Measure::Best) => self.reached = self.reached.max(amount),
            Some(Measure::Weeks) => self.reached += i128::from(self.completes(week)),
            Some(Measure::Run) => {
                let run = if self.completes(week) { self.run_through(week) } else { 0 };
                self.reached = self.reached.max(run);
            }
            None => {}
        }
    }

    /// Whether one more workout is the one that its week needed.
    fn completes(&mut self, week: i32) -> bool {
        let workouts = self.weeks.entry(week).or_default();
        *workouts += 1;
        Some(*workouts) == self.goal.workouts
    }

    /// Weeks without a gap around this one.
    fn run_through(&self, week: i32) -> i128 {
        let is_complete = |week: &i32| self.weeks.get(week).copied() >= self.goal.workouts;
        let before = (1..).map(|step| week - step).take_while(is_complete).count();
        let after = (1..).map(|step| week + step).take_while(is_complete).count();
        saturating(before + 1 + after)
    }
}

fn saturating(number: usize) -> i128 {
    i128::try_from(number).unwrap_or(i128::MAX)
}

/// Weeks since the one of the epoch, Monday to Sunday: 1970-01-01 was a Thursday.
fn week(workout: &WorkoutContent) -> i32 {
    (workout.local_date.days() + 3).div_euclid(7)
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

/// What the whole history comes to.
pub(crate) fn total(goal: &GoalEntry, history: History<'_>) -> i64 {
    let mut tally = Tally::of(goal);
    for (_, workout) in history.workouts() {
        tally.add(workout, amount(goal, workout));
    }
    saturated(tally.reached)
}

/// The total after one workout's amount changed; the others are looked at only where they can tell.
pub(crate) fn total_after(goal: &GoalEntry, removed: i128, added: i128, history: History<'_>) -> i64 {
    let value = i128::from(goal.value);
    match measure(goal) {
        // at the end of the range the true total may lie beyond it: only there it has to be added up again
        Some(Measure::Sum) if goal.value < i64::MAX => saturated(value - removed + added),
        // the best set stays, or a better one takes its place
        Some(Measure::Best) if removed < value || added >= removed => saturated(value.max(added)),
        Some(Measure::Sum | Measure::Best | Measure::Weeks | Measure::Run) | None => total(goal, history),
    }
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
    use schemas::goal::GoalKind;

    use super::*;
    use crate::scenario::{KG, Scenario, Workout, accumulate, at, lift, longest, one_rep_max, set, weekly, workout};

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

    /// The value after one workout with these sets of bench pressing.
    fn after(goal: &schemas::goal::GoalSet, sets: &[(i64, i32)]) -> i64 {
        let sets = (1..).zip(sets).map(|(number, (load, reps))| set(number, *load, *reps));
        let mut athlete = Scenario::new();
        athlete.goal_set(goal);
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", sets));
        athlete.value(1)
    }

    #[test]
    fn a_lift_counts_only_when_one_set_meets_load_and_repetitions() {
        let five = lift(1, 100 * KG, 5);
        // the load in one set, the repetitions in another: neither has both
        assert_eq!(after(&five, &[(100, 4), (90, 5), (95, 6), (0, 100)]), 95 * KG);
        assert_eq!(after(&five, &[(100, 5), (120, 1)]), 100 * KG);
        assert_eq!(after(&five, &[(120, 4)]), 0);
    }

    #[test]
    fn a_lift_without_load_or_repetitions_is_none() {
        let (mut reps, mut load) = (set(1, 100, 5), set(2, 100, 5));
        (reps.reps, load.load) = (None, None);
        for goal in [lift(1, 100 * KG, 1), one_rep_max(1, 100 * KG)] {
            let mut athlete = Scenario::new();
            athlete.goal_set(&goal);
            athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [reps.clone(), load.clone()]));
            assert_eq!(athlete.value(1), 0);
        }
    }

    #[test]
    fn the_estimate_is_brzyckis_over_one_to_ten_repetitions() {
        let goal = one_rep_max(1, 200 * KG);
        // the vectors of the formula: 100 kg × 5, 8, 10, and × 1 the load itself
        assert_eq!(after(&goal, &[(100, 5)]), 112_500_000_000);
        assert_eq!(after(&goal, &[(100, 8)]), 124_137_931_034);
        assert_eq!(after(&goal, &[(100, 10)]), 133_333_333_333);
        assert_eq!(after(&goal, &[(100, 1)]), 100 * KG);
        assert_eq!(after(&goal, &[(100, 11), (100, 0), (100, 36), (100, 37), (100, 40)]), 0);
    }

    #[test]
    fn an_estimate_a_hair_below_the_target_is_below_it() {
        // 36 × 100 kg / 29 = 124.137931034482… kg
        for (target, achieved) in [(124_137_931_034, true), (124_137_931_035, false)] {
            let mut athlete = Scenario::new();
            athlete.goal_set(&one_rep_max(1, target));
            athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("bench", [set(1, 100, 8)]));
            assert_eq!(athlete.entry(1).crossing.is_some(), achieved, "{target}");
        }
    }

    #[test]
    fn the_best_set_gives_way_when_it_is_corrected_or_deleted() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&lift(1, 100 * KG, 1));
        let day = |number: u64, load| {
            workout(number, &format!("2021-08-0{number}T10:00:00Z")).block("bench", [set(number, load, 1)])
        };
        athlete.executed(&day(1, 90));
        athlete.executed(&day(2, 110));
        assert_eq!(athlete.value(1), 110 * KG);
        athlete.executed(&day(2, 80));
        assert_eq!(athlete.value(1), 90 * KG);
        athlete.deleted(1);
        assert_eq!(athlete.value(1), 80 * KG);
    }

    #[test]
    fn the_longest_distance_is_that_of_one_set() {
        let run = |number, metres: i64| {
            let mut run = set(number, 0, 0);
            run.distance = Some(schemas::quantity::Distance::from_millimetres(metres * 1_000));
            run
        };
        let mut athlete = Scenario::new();
        athlete.goal_set(&longest(1, 10_000_000));
        athlete.executed(&workout(1, "2021-08-01T10:00:00Z").block("run", [run(1, 6_000), run(2, 5_000)]));
        assert_eq!((athlete.value(1), athlete.entry(1).crossing), (6_000_000, None));
        athlete.executed(&workout(2, "2021-08-02T10:00:00Z").block("run", [run(3, 10_000)]));
        assert_eq!(athlete.entry(1).crossing.unwrap().set_id, Some(schemas::testing::id(3)));
    }

    /// One workout on each of these dates, and the value.
    fn on(goal: &schemas::goal::GoalSet, dates: &[&str]) -> (i64, Scenario) {
        let mut athlete = Scenario::new();
        athlete.goal_set(goal);
        for (number, date) in (1..).zip(dates) {
            athlete.executed(&workout(number, &format!("{date}T10:00:00Z")).block("bench", [set(number, 60, 8)]));
        }
        (athlete.value(1), athlete)
    }

    #[test]
    fn a_frequency_counts_weeks_and_a_streak_only_those_in_a_row() {
        // Mondays of four weeks, the third left out
        let dates = ["2021-08-02", "2021-08-09", "2021-08-23", "2021-08-30"];
        assert_eq!(on(&weekly(1, GoalKind::Frequency, 1, 10), &dates).0, 4);
        assert_eq!(on(&weekly(1, GoalKind::Streak, 1, 10), &dates).0, 2);
        // a late fact closes the gap
        let all = ["2021-08-02", "2021-08-09", "2021-08-23", "2021-08-30", "2021-08-16"];
        assert_eq!(on(&weekly(1, GoalKind::Streak, 1, 10), &all).0, 5);
    }

    #[test]
    fn a_week_goes_from_monday_to_sunday_and_over_the_end_of_a_year() {
        let streak = weekly(1, GoalKind::Streak, 2, 10);
        assert_eq!(on(&streak, &["2021-08-01", "2021-08-02"]).0, 0);
        assert_eq!(on(&streak, &["2021-08-02", "2021-08-08"]).0, 1);
        // Monday 2020-12-28 to Sunday 2021-01-03, and the week after it
        assert_eq!(on(&streak, &["2020-12-28", "2021-01-03", "2021-01-04", "2021-01-05"]).0, 2);
        // before 1970 as well
        assert_eq!(on(&streak, &["1969-12-28", "1969-12-29"]).0, 0);
        assert_eq!(on(&streak, &["1969-12-29", "1970-01-04"]).0, 1);
    }

    #[test]
    fn the_workout_that_a_week_needed_crosses() {
        let (value, athlete) = on(&weekly(1, GoalKind::Streak, 2, 1), &["2021-08-02", "2021-08-03", "2021-08-04"]);
        let crossing = athlete.entry(1).crossing.unwrap();
        assert_eq!((value, crossing.workout_id, crossing.set_id), (1, Some(schemas::testing::id(2)), None));
    }
}
