//! Numbers and days that describe a person.

use schemas::quantity::{Amount, Dimension};
use schemas::time::{Instant, LocalDate, Zone, local_date};

use super::{Invalid, invalid};

const TALLEST_UM: i64 = 3_000_000;
/// 1900-01-01: nobody was born before, and measured neither.
const EARLIEST: &str = "1900-01-01";
const LATEST: &str = "2200-12-31";

/// As formulas ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Neither, or not to be told.
    Other,
}

impl Sex {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }

    /// What is written so.
    ///
    /// # Errors
    /// For any other text.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let known = [Self::Female, Self::Male, Self::Other].into_iter().find(|sex| sex.as_str() == text);
        known.ok_or_else(|| invalid("unknown_value", "one of female, male, other is expected"))
    }
}

/// Workouts that a week should have: 1 to 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyWorkouts(i32);

/// Minutes of training that a week should have: 1 to 10,080, which is all there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeeklyMinutes(i32);

impl WeeklyWorkouts {
    /// # Errors
    /// Beyond the range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        within(number, 50).map(Self)
    }

    /// The number.
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl WeeklyMinutes {
    /// # Errors
    /// Beyond the range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        within(number, 10_080).map(Self)
    }

    /// The number.
    pub const fn get(self) -> i32 {
        self.0
    }
}

fn within(number: i64, most: i32) -> Result<i32, Invalid> {
    let number = i32::try_from(number).ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| invalid("out_of_range", format!("1 to {most} is expected")))
}

/// A height: a length above 0, up to 3 m.
///
/// # Errors
/// For anything else.
pub fn height(amount: Amount) -> Result<Amount, Invalid> {
    if amount.unit().dimension() != Dimension::Length {
        return Err(invalid("unit_does_not_fit", "a height is given in cm or in"));
    }
    if !(1..=TALLEST_UM).contains(&amount.canonical()) {
        return Err(invalid("out_of_range", "a height is above 0 and at most 300 cm"));
    }
    Ok(amount)
}

/// A day that is over or has begun: since 1900, and not after `now` anywhere on earth. Of birth, or of a measurement.
///
/// # Errors
/// For another text, or another day.
pub fn past_day(text: &str, now: Instant) -> Result<LocalDate, Invalid> {
    let date = day(text)?;
    // it is tomorrow already in the far east
    if date.days() > local_date(now, Zone::UTC).days() + 1 {
        return Err(invalid("in_the_future", "a day that has begun is expected"));
    }
    Ok(date)
}

/// A day to reach something by: since 1900, until 2200.
///
/// # Errors
/// For another text, or another day.
pub fn target_day(text: &str) -> Result<LocalDate, Invalid> {
    let date = day(text)?;
    if LATEST.parse().is_ok_and(|latest: LocalDate| date > latest) {
        return Err(invalid("out_of_range", "a day until 2200 is expected"));
    }
    Ok(date)
}

fn day(text: &str) -> Result<LocalDate, Invalid> {
    let date: LocalDate = text.parse().map_err(|error| invalid("invalid_date", error))?;
    if EARLIEST.parse().is_ok_and(|earliest: LocalDate| date < earliest) {
        return Err(invalid("out_of_range", "a day since 1900 is expected"));
    }
    Ok(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T: std::fmt::Debug>(read: Result<T, Invalid>) -> &'static str {
        read.unwrap_err().code
    }

    #[test]
    fn sex_has_three_spellings() {
        for text in ["female", "male", "other"] {
            assert_eq!(Sex::parse(text).unwrap().as_str(), text);
        }
        assert_eq!(code(Sex::parse("Female")), "unknown_value");
    }

    #[test]
    fn a_height_is_a_length_that_a_person_can_have() {
        for text in ["172 cm", "68 in", "300 cm", "0.0001 cm"] {
            assert!(height(text.parse().unwrap()).is_ok(), "{text}");
        }
        assert_eq!(code(height("172 kg".parse().unwrap())), "unit_does_not_fit");
        for text in ["0 cm", "-172 cm", "300.0001 cm", "119 in", "0.00001 cm"] {
            assert_eq!(code(height(text.parse().unwrap())), "out_of_range", "{text}");
        }
    }

    #[test]
    fn a_day_of_the_past_may_be_today_anywhere() {
        let now: Instant = "2026-11-20T18:00:00Z".parse().unwrap();
        assert!(past_day("1900-01-01", now).is_ok());
        assert!(past_day("2026-11-21", now).is_ok(), "in Auckland");
        assert_eq!(code(past_day("2026-11-22", now)), "in_the_future");
        assert_eq!(code(past_day("1899-12-31", now)), "out_of_range");
        assert_eq!(code(past_day("20.11.1990", now)), "invalid_date");
    }

    #[test]
    fn a_target_has_a_day_until_2200() {
        assert!(target_day("2200-12-31").is_ok());
        assert_eq!(code(target_day("2201-01-01")), "out_of_range");
        assert_eq!(code(target_day("1899-12-31")), "out_of_range");
    }

    #[test]
    fn a_week_has_so_many_workouts_and_minutes() {
        assert_eq!((WeeklyWorkouts::new(1).unwrap().get(), WeeklyWorkouts::new(50).unwrap().get()), (1, 50));
        assert_eq!(code(WeeklyWorkouts::new(0)), "out_of_range");
        assert_eq!(code(WeeklyWorkouts::new(51)), "out_of_range");
        assert_eq!(WeeklyMinutes::new(10_080).unwrap().get(), 10_080);
        assert_eq!(code(WeeklyMinutes::new(10_081)), "out_of_range");
        assert_eq!(code(WeeklyMinutes::new(i64::MIN)), "out_of_range");
    }
}
