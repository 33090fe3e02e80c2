//! Streaks of training, in local dates. A pure function of the days with a workout, and of today.
//!
//! `weeks` counts consecutive weeks with at least one workout, from the first day of the reader's week, `days` consecutive
//! days, `target_weeks` weeks that meet a target; the current unfinished week or day never breaks a streak.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::habits::Habits;

/// How long one kind of streak is and was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Streak {
    /// Up to now.
    pub current: u32,
    /// Ever.
    pub longest: u32,
}

/// Streak of days.
pub fn days(trained: &[NaiveDate], today: NaiveDate) -> Streak {
    streak(trained.iter().copied(), today, 1)
}

/// Streak of weeks.
pub fn weeks(trained: &[NaiveDate], today: NaiveDate, habits: &Habits) -> Streak {
    streak(trained.iter().map(|day| habits.week_of(*day)), habits.week_of(today), 7)
}

/// Streak of weeks with at least `target` workouts, out of days and how many there were on each.
pub fn target_weeks(workouts: &[(NaiveDate, i64)], target: i64, today: NaiveDate, habits: &Habits) -> Streak {
    let mut weeks: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for (day, count) in workouts {
        *weeks.entry(habits.week_of(*day)).or_default() += count;
    }
    let met = weeks.into_iter().filter(|(_, count)| *count >= target).map(|(week, _)| week);
    streak(met, habits.week_of(today), 7)
}

/// Runs of periods of `step` days; `now` is the one that is not over yet.
fn streak(periods: impl Iterator<Item = NaiveDate>, now: NaiveDate, step: i64) -> Streak {
    let mut periods: Vec<NaiveDate> = periods.collect();
    periods.sort_unstable();
    periods.dedup();
    let (mut run, mut longest, mut current) = (0, 0, 0);
    let mut before: Option<NaiveDate> = None;
    for period in periods {
        let follows = before.is_some_and(|before| (period - before).num_days() == step);
        run = if follows { run + 1 } else { 1 };
        longest = longest.max(run);
        // ends in this period or the one before it; what is dated in the future does not count yet
        if (0..=step).contains(&(now - period).num_days()) {
            current = run;
        }
        before = Some(period);
    }
    Streak { current, longest }
}

#[cfg(test)]
mod tests {
    use schemas::profile::WeekStart;

    use super::*;

    fn from(week_start: WeekStart) -> Habits {
        Habits { week_start, ..Habits::default() }
    }

    fn dates(text: &[&str]) -> Vec<NaiveDate> {
        text.iter().map(|date| date.parse().unwrap()).collect()
    }

    fn current_weeks(trained: &[&str]) -> u32 {
        // a Saturday
        weeks(&dates(trained), "2026-08-22".parse().unwrap(), &Habits::default()).current
    }

    #[test]
    fn the_vectors_of_the_catalogue_hold() {
        assert_eq!(current_weeks(&["2026-08-18", "2026-08-11", "2026-08-04"]), 3);
        assert_eq!(current_weeks(&["2026-08-12", "2026-08-05"]), 2);
        assert_eq!(current_weeks(&["2026-08-18", "2026-08-04"]), 1);
        assert_eq!(current_weeks(&[]), 0);
    }

    #[test]
    fn an_unfinished_day_breaks_nothing() {
        let trained = dates(&["2021-06-18", "2021-06-19", "2021-06-20", "2021-06-21"]);
        let current = |today: &str| days(&trained, today.parse().unwrap()).current;
        assert_eq!(["2021-06-21", "2021-06-22", "2021-06-23"].map(current), [4, 4, 0]);
    }

    #[test]
    fn several_workouts_of_a_period_count_once() {
        let trained = dates(&["2021-02-10", "2021-02-10", "2021-02-12", "2021-02-15"]);
        assert_eq!(
            weeks(&trained, "2021-02-15".parse().unwrap(), &Habits::default()),
            Streak { current: 2, longest: 2 }
        );
        assert_eq!(days(&trained, "2021-02-15".parse().unwrap()), Streak { current: 1, longest: 1 });
    }

    #[test]
    fn a_streak_goes_over_the_end_of_a_year() {
        let trained = dates(&["2020-12-30", "2021-01-03", "2021-01-04"]);
        assert_eq!(
            weeks(&trained, "2021-06-01".parse().unwrap(), &Habits::default()),
            Streak { current: 0, longest: 2 }
        );
    }

    #[test]
    fn the_future_does_not_count_yet() {
        let trained = dates(&["2021-06-19", "2021-06-20", "2021-06-21", "2021-06-22"]);
        assert_eq!(days(&trained, "2021-06-20".parse().unwrap()), Streak { current: 2, longest: 4 });
        assert_eq!(days(&dates(&["2021-06-25"]), "2021-06-20".parse().unwrap()), Streak { current: 0, longest: 1 });
    }

    #[test]
    fn weeks_are_cut_where_the_readers_week_begins() {
        // Sunday, the Saturday after, the Sunday after that
        let trained = dates(&["2026-08-09", "2026-08-15", "2026-08-16"]);
        let weeks = |start| weeks(&trained, "2026-08-22".parse().unwrap(), &from(start));
        // from Monday 08-03 and 08-10, the last of them over; from Sunday 08-09 and 08-16; from Saturday 08-08 and 08-15
        assert_eq!(weeks(WeekStart::Monday), Streak { current: 2, longest: 2 });
        assert_eq!(weeks(WeekStart::Sunday), Streak { current: 2, longest: 2 });
        assert_eq!(weeks(WeekStart::Saturday), Streak { current: 2, longest: 2 });
        let trained = dates(&["2026-08-09", "2026-08-16", "2026-08-17"]);
        let longest = |start| super::weeks(&trained, "2026-08-22".parse().unwrap(), &from(start)).longest;
        assert_eq!([WeekStart::Monday, WeekStart::Sunday, WeekStart::Saturday].map(longest), [3, 2, 2]);
    }

    #[test]
    fn a_target_is_met_by_the_workouts_of_a_week() {
        let workouts: Vec<(NaiveDate, i64)> =
            [("2026-08-03", 2), ("2026-08-09", 1), ("2026-08-10", 3), ("2026-08-17", 1)]
                .map(|(day, count)| (day.parse().unwrap(), count))
                .to_vec();
        let streak = |target, start| target_weeks(&workouts, target, "2026-08-22".parse().unwrap(), &from(start));
        // this week is not over, and breaks nothing
        assert_eq!(streak(3, WeekStart::Monday), Streak { current: 2, longest: 2 });
        assert_eq!(streak(1, WeekStart::Monday), Streak { current: 3, longest: 3 });
        assert_eq!(streak(4, WeekStart::Monday), Streak { current: 0, longest: 0 });
        // from Sunday: 2, then 1 + 3, then 1
        assert_eq!(streak(3, WeekStart::Sunday), Streak { current: 1, longest: 1 });
        // from Saturday: 2, then 1 + 3, then 1, and today a new one
        assert_eq!(streak(3, WeekStart::Saturday), Streak { current: 0, longest: 1 });
    }
}
