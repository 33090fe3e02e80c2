//! How the reader reads: units, the first day of the week, the zone. From the profile, in the snapshot that is answered from.
//! A coach reads in their own units, but the weeks and days of the athlete: a streak is the same for both.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use schemas::{
    profile::{Units, WeekStart},
    symbol::Symbol,
    time::Zone,
};
use tokio_postgres::Row;

/// How the reader reads; without a profile metric, from Monday, and in the zone of what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habits {
    /// What masses and distances are written in.
    pub units: Units,
    /// The first day of the week, of the person whose data is read.
    pub week_start: WeekStart,
    /// Where the person lives whose data is read, if they said so.
    pub zone: Option<Zone>,
}

impl Default for Habits {
    fn default() -> Self {
        Self { units: Units::Metric, week_start: WeekStart::Monday, zone: None }
    }
}

impl Habits {
    /// From the columns `units`, `week_start` and `zone`, which are null without a profile.
    pub(crate) fn of(row: &Row) -> Self {
        let text = |column| row.get::<_, Option<&str>>(column);
        let usual = Self::default();
        Self {
            units: text("units").and_then(|units| Units::parse(units).ok()).unwrap_or(usual.units),
            week_start: text("week_start").and_then(|day| WeekStart::parse(day).ok()).unwrap_or(usual.week_start),
            zone: text("zone").and_then(|zone| zone.parse().ok()),
        }
    }

    /// The first day of a week as ISO 8601 counts them, Monday = 1.
    pub fn first_isodow(&self) -> i32 {
        // below eight
        i32::try_from(first(self.week_start).number_from_monday()).unwrap_or(1)
    }

    /// The first day of the week that a day lies in.
    pub fn week_of(&self, day: NaiveDate) -> NaiveDate {
        let since = day.weekday().days_since(first(self.week_start));
        // only in the first week of the calendar, a quarter of a million years ago, there is none
        day.checked_sub_days(Days::new(since.into())).unwrap_or(day)
    }

    /// The name of the week that begins on this day, by ISO 8601: only weeks that begin on Monday have one.
    pub fn week_name(&self, from: NaiveDate) -> Option<String> {
        let iso = from.iso_week();
        (first(self.week_start) == Weekday::Mon).then(|| format!("{:04}-W{:02}", iso.year(), iso.week()))
    }
}

/// A start that this program does not know counts as Monday.
fn first(start: WeekStart) -> Weekday {
    match start {
        WeekStart::Monday | WeekStart::Unknown => Weekday::Mon,
        WeekStart::Sunday => Weekday::Sun,
        WeekStart::Saturday => Weekday::Sat,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(week_start: WeekStart) -> Habits {
        Habits { week_start, ..Habits::default() }
    }

    #[test]
    fn a_week_begins_on_the_day_that_the_reader_chose() {
        let week = |start, day: &str| from(start).week_of(day.parse().unwrap()).to_string();
        // 2026-08-22 is a Saturday
        assert_eq!(week(WeekStart::Monday, "2026-08-22"), "2026-08-17");
        assert_eq!(week(WeekStart::Sunday, "2026-08-22"), "2026-08-16");
        assert_eq!(week(WeekStart::Saturday, "2026-08-22"), "2026-08-22");
        assert_eq!(week(WeekStart::Saturday, "2026-08-21"), "2026-08-15");
        assert_eq!(week(WeekStart::Sunday, "2026-08-23"), "2026-08-23");
        assert_eq!(week(WeekStart::Monday, "2026-08-23"), "2026-08-17");
    }

    #[test]
    fn only_weeks_from_monday_have_a_name() {
        let day = "2026-08-17".parse().unwrap();
        assert_eq!(from(WeekStart::Monday).week_name(day).as_deref(), Some("2026-W34"));
        assert_eq!(from(WeekStart::Sunday).week_name(day), None);
        assert_eq!(from(WeekStart::Saturday).week_name(day), None);
    }

    #[test]
    fn the_database_is_told_the_same_day() {
        let days = [WeekStart::Monday, WeekStart::Saturday, WeekStart::Sunday].map(|start| from(start).first_isodow());
        assert_eq!(days, [1, 6, 7]);
    }
}
