//! Streaks of training, in local dates. A pure function of the days with a workout, and of today.
//!
//! CATALOGUE section 3: `weeks` counts consecutive weeks with at least one workout, from Monday, `days`
//! consecutive days; the current unfinished week or day never breaks a streak.

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

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
pub fn weeks(trained: &[NaiveDate], today: NaiveDate) -> Streak {
    streak(trained.iter().copied().map(monday), monday(today), 7)
}

/// The Monday of a day's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    let since = u64::from(day.weekday().num_days_from_monday());
    // only in the first week of the calendar, a quarter of a million years ago, there is none
    day.checked_sub_days(Days::new(since)).unwrap_or(day)
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
    use super::*;

    fn dates(text: &[&str]) -> Vec<NaiveDate> {
        text.iter().map(|date| date.parse().unwrap()).collect()
    }

    fn current_weeks(trained: &[&str]) -> u32 {
        // a Saturday
        weeks(&dates(trained), "2026-08-22".parse().unwrap()).current
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
        assert_eq!(weeks(&trained, "2021-02-15".parse().unwrap()), Streak { current: 2, longest: 2 });
        assert_eq!(days(&trained, "2021-02-15".parse().unwrap()), Streak { current: 1, longest: 1 });
    }

    #[test]
    fn a_streak_goes_over_the_end_of_a_year() {
        let trained = dates(&["2020-12-30", "2021-01-03", "2021-01-04"]);
        assert_eq!(weeks(&trained, "2021-06-01".parse().unwrap()), Streak { current: 0, longest: 2 });
    }

    #[test]
    fn the_future_does_not_count_yet() {
        let trained = dates(&["2021-06-19", "2021-06-20", "2021-06-21", "2021-06-22"]);
        assert_eq!(days(&trained, "2021-06-20".parse().unwrap()), Streak { current: 2, longest: 4 });
        assert_eq!(days(&dates(&["2021-06-25"]), "2021-06-20".parse().unwrap()), Streak { current: 0, longest: 1 });
    }
}
