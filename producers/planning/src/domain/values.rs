//! What numbers and texts may be. The limits keep nonsense out of the arithmetic, and what is kept of one version within the
//! bounds of one record; what is merely unlikely is the athlete's own business.

use std::{fmt, ops::RangeInclusive};

use schemas::quantity::{Distance, Mass};

/// Most exercises of a template.
pub const MOST_EXERCISES: usize = 50;
/// Most sets of a template, all exercises together.
pub const MOST_SETS: usize = 200;
/// Most exercises, of all versions of a template, that rules are kept for.
pub const MOST_RULES: usize = 100;
/// Most meals of a plan, and most supplements.
pub const MOST_ITEMS: usize = 50;
/// Most ingredients of a meal plan, all meals together.
pub const MOST_INGREDIENTS: usize = 200;
/// Most bytes of all texts of one version together.
pub const MOST_TEXT: usize = 30_000;

/// Why a value is none: a code for programs and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// `out_of_range`, `too_long` …
    pub code: &'static str,
    /// What would have been right.
    pub detail: String,
}

impl Invalid {
    /// A value that is none.
    pub fn new(code: &'static str, detail: impl fmt::Display) -> Self {
        Self { code, detail: detail.to_string() }
    }
}

/// A whole number within a range.
pub fn whole(number: i64, range: RangeInclusive<i32>, what: &str) -> Result<i32, Invalid> {
    i32::try_from(number).ok().filter(|number| range.contains(number)).ok_or_else(|| {
        Invalid::new("out_of_range", format!("{what} from {} to {} are expected", range.start(), range.end()))
    })
}

/// A decimal number with at most `places` digits behind the point, as a whole number of its last place.
pub fn scaled(number: f64, places: u32, range: RangeInclusive<i64>, what: &str) -> Result<i64, Invalid> {
    let one = 10_i64.pow(places);
    // exact in i64 and f64 alike: no range here goes beyond 2^53
    let scaled = (number * one as f64).round();
    let (first, last) = (*range.start(), *range.end());
    if !number.is_finite() || scaled < first as f64 || scaled > last as f64 {
        let end = |scaled: i64| scaled as f64 / one as f64;
        return Err(Invalid::new("out_of_range", format!("{what} from {} to {} is expected", end(first), end(last))));
    }
    if (scaled / one as f64 - number).abs() > number.abs() * 1e-12 {
        return Err(Invalid::new("too_precise", format!("{what} with at most {places} decimals is expected")));
    }
    Ok(scaled as i64)
}

/// Exertion in tenths: 1 to 10 in halves.
pub fn rpe_tenths(number: f64) -> Result<i32, Invalid> {
    let halves = (2..=20).find(|half| f64::from(*half) == number * 2.0);
    halves
        .map(|half| half * 5)
        .ok_or_else(|| Invalid::new("out_of_range", "an RPE from 1 to 10 in halves is expected, like 8.5"))
}

/// A load: 0 to 10 t.
pub fn load(mass: Mass) -> Result<Mass, Invalid> {
    const TEN_TONNES: i64 = 10_000 * 1_000_000_000;
    if (0..=TEN_TONNES).contains(&mass.micrograms()) {
        return Ok(mass);
    }
    Err(Invalid::new("out_of_range", "a load from 0 to 10,000 kg is expected"))
}

/// A step of a load: above 0, at most 100 kg.
pub fn step(mass: Mass) -> Result<Mass, Invalid> {
    const HUNDRED: i64 = 100 * 1_000_000_000;
    if (1..=HUNDRED).contains(&mass.micrograms()) {
        return Ok(mass);
    }
    Err(Invalid::new("out_of_range", "a step above 0 and up to 100 kg is expected"))
}

/// A distance to cover in a set: above 0, at most 10,000 km.
pub fn distance(distance: Distance) -> Result<Distance, Invalid> {
    const LONGEST: i64 = 10_000 * 1_000_000;
    if (1..=LONGEST).contains(&distance.millimetres()) {
        return Ok(distance);
    }
    Err(Invalid::new("out_of_range", "a distance above 0 and up to 10,000 km is expected"))
}

/// One line that a person wrote, trimmed: 1 to 200 characters.
pub fn line(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new("empty", "at least one visible character is expected"));
    }
    if text.chars().count() > 200 {
        return Err(Invalid::new("too_long", "at most 200 characters are expected"));
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::new("control_character", "one line of text is expected"));
    }
    Ok(text.to_owned())
}

/// Notes, trimmed: up to 2,000 characters, line breaks welcome; empty ones are none.
pub fn notes(text: &str) -> Result<Option<String>, Invalid> {
    let text = text.trim();
    if text.chars().count() > 2_000 {
        return Err(Invalid::new("too_long", "at most 2,000 characters are expected"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Invalid::new("control_character", "text without control characters is expected"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// A time of the day such as `18:00`, in minutes.
pub fn minute_of_day(text: &str) -> Result<i32, Invalid> {
    let number = |digits: &str, most: i32| {
        let two = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse::<i32>().ok().filter(|number| two && *number <= most)
    };
    text.split_once(':')
        .and_then(|(hours, minutes)| Some(number(hours, 23)? * 60 + number(minutes, 59)?))
        .ok_or_else(|| Invalid::new("invalid_time", "a time of the day like 18:00 is expected"))
}

#[cfg(test)]
mod tests {
    use schemas::quantity::{DistanceUnit, MassUnit};

    use super::*;

    #[test]
    fn numbers_have_ranges() {
        assert_eq!(whole(5, 0..=10, "sets"), Ok(5));
        for number in [-1, 11, i64::MAX] {
            assert_eq!(whole(number, 0..=10, "sets").unwrap_err().code, "out_of_range");
        }
        assert_eq!([rpe_tenths(1.0), rpe_tenths(8.5), rpe_tenths(10.0)], [Ok(10), Ok(85), Ok(100)]);
        for number in [0.5, 8.25, 10.5, f64::NAN] {
            assert_eq!(rpe_tenths(number).unwrap_err().code, "out_of_range", "{number}");
        }
    }

    #[test]
    fn decimals_have_so_many_places_and_no_more() {
        assert_eq!(scaled(0.1, 3, 0..=1_000, "grams"), Ok(100));
        assert_eq!(scaled(77.5, 1, 1..=1_500, "percent"), Ok(775));
        assert_eq!(scaled(77.55, 1, 1..=1_500, "percent").unwrap_err().code, "too_precise");
        assert_eq!(scaled(150.1, 1, 1..=1_500, "percent").unwrap_err().code, "out_of_range");
        assert_eq!(scaled(-0.1, 1, 0..=1_500, "percent").unwrap_err().code, "out_of_range");
        assert_eq!(scaled(f64::INFINITY, 1, 0..=1_500, "percent").unwrap_err().code, "out_of_range");
    }

    #[test]
    fn loads_steps_and_distances_have_limits() {
        let kilograms = |text| Mass::parse(text, MassUnit::Kg).unwrap();
        assert!(load(kilograms("0")).is_ok() && load(kilograms("10000")).is_ok());
        assert!(load(kilograms("10000.1")).is_err() && load(kilograms("-1")).is_err());
        assert!(step(kilograms("2.5")).is_ok() && step(kilograms("0")).is_err() && step(kilograms("101")).is_err());
        let kilometres = |text| Distance::parse(text, DistanceUnit::Km).unwrap();
        assert!(distance(kilometres("5")).is_ok());
        assert!(distance(kilometres("0")).is_err() && distance(kilometres("10001")).is_err());
    }

    #[test]
    fn texts_are_trimmed_and_have_lengths() {
        assert_eq!(line("  Push day "), Ok("Push day".to_owned()));
        assert_eq!(line("  ").unwrap_err().code, "empty");
        assert_eq!(line(&"a".repeat(201)).unwrap_err().code, "too_long");
        assert_eq!(line("a\nb").unwrap_err().code, "control_character");
        assert_eq!(notes(" \n"), Ok(None));
        assert_eq!(notes("a\nb"), Ok(Some("a\nb".to_owned())));
        assert_eq!(notes(&"a".repeat(2_001)).unwrap_err().code, "too_long");
        assert_eq!(notes("\u{0}").unwrap_err().code, "control_character");
    }

    #[test]
    fn a_time_of_the_day_has_two_digits_each() {
        assert_eq!(minute_of_day("00:00"), Ok(0));
        assert_eq!(minute_of_day("23:59"), Ok(1_439));
        for text in ["24:00", "7:30", "12:60", "12", "12:3x", "+1:00", ""] {
            assert_eq!(minute_of_day(text).unwrap_err().code, "invalid_time", "{text}");
        }
    }
}
