//! Values that are parsed once and valid ever after. The limits only keep nonsense out of the arithmetic; what is merely
//! unlikely (a bench press of a ton) is for the reader of the statistics to see.

use std::fmt;

use schemas::{
    quantity::{Distance, Mass},
    text::Text,
    time::Instant,
};

/// Why a value is none: a code for programs and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// `out_of_range`, `too_long` …
    pub code: &'static str,
    /// What would have been right.
    pub detail: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Invalid {}

fn out_of_range(detail: impl Into<String>) -> Invalid {
    Invalid { code: "out_of_range", detail: detail.into() }
}

fn empty() -> Invalid {
    Invalid { code: "empty", detail: "at least one visible character is expected".into() }
}

fn too_long(most: usize) -> Invalid {
    Invalid { code: "too_long", detail: format!("at most {most} characters are expected") }
}

fn control_character(detail: &str) -> Invalid {
    Invalid { code: "control_character", detail: detail.into() }
}

/// Most characters of a line.
const LINE: usize = 200;
/// Most characters of a note.
const NOTES: usize = 10_000;

/// Control characters that have no place in a note.
fn unwanted(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// A whole number from 0 to `most`.
fn whole(number: i64, most: i32, what: &str) -> Result<i32, Invalid> {
    match i32::try_from(number) {
        Ok(number) if (0..=most).contains(&number) => Ok(number),
        _ => Err(out_of_range(format!("{what} from 0 to {most} are expected"))),
    }
}

/// Repetitions of a set, 0 to 1,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reps(i32);

impl Reps {
    /// Refuses what is out of range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        whole(number, 1_000_000, "repetitions").map(Self)
    }

    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }
}

/// Repetitions in reserve, 0 to 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rir(i32);

impl Rir {
    /// Refuses what is out of range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        whole(number, 1_000, "repetitions in reserve").map(Self)
    }

    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }
}

/// Rated exertion in tenths: 1 to 10 in halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rpe(i32);

impl Rpe {
    /// Of a number as JSON has it: `8` or `8.5`.
    pub fn new(number: f64) -> Result<Self, Invalid> {
        let halves = number * 2.0;
        // 1.0 to 10.0 in halves are exact in binary, so nothing is lost in the comparison
        match (2..=20).find(|half| f64::from(*half) == halves) {
            Some(half) => Ok(Self(half * 5)),
            None => Err(out_of_range("an RPE from 1 to 10 in halves is expected, like 8.5")),
        }
    }

    /// Of tenths: `85`.
    pub fn from_tenths(tenths: i64) -> Result<Self, Invalid> {
        let tenths = i32::try_from(tenths).unwrap_or(0);
        Self::new(f64::from(tenths) / 10.0)
    }

    /// The number times ten.
    pub fn tenths(self) -> i32 {
        self.0
    }
}

/// Seconds of rest after a set: up to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestSeconds(i32);

impl RestSeconds {
    /// Refuses what is out of range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        whole(number, 86_400, "seconds of rest").map(Self)
    }

    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }
}

/// Seconds that a set took: up to 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DurationSeconds(i32);

impl DurationSeconds {
    /// Refuses what is out of range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        whole(number, 2_592_000, "seconds").map(Self)
    }

    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }
}

/// Which superset of its workout an exercise belongs to, 0 to 1,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Superset(i32);

impl Superset {
    /// Refuses what is out of range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        whole(number, 1_000, "supersets").map(Self)
    }

    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }
}

/// Which block of its exercise a set belongs to, counted from 0 within the workout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block(i32);

impl Block {
    /// Refuses what is out of range.
    pub fn new(number: i64) -> Result<Self, Invalid> {
        whole(number, 1_000, "blocks").map(Self)
    }

    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }
}

/// The load of a set: 0 to 10 t, as entered. Body weight is no part of it; help from a machine is a load too, of an assisted set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load(Mass);

impl Load {
    /// Refuses what is negative or above 10 t.
    pub fn new(mass: Mass) -> Result<Self, Invalid> {
        const TEN_TONNES: i64 = 10_000 * 1_000_000_000;
        if (0..=TEN_TONNES).contains(&mass.micrograms()) {
            return Ok(Self(mass));
        }
        Err(out_of_range("a load from 0 to 10,000 kg is expected"))
    }

    /// The mass.
    pub fn mass(&self) -> &Mass {
        &self.0
    }
}

/// The distance of a set: 0 to 100,000 km, as entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Travelled(Distance);

impl Travelled {
    /// Refuses what is negative or out of this world.
    pub fn new(distance: Distance) -> Result<Self, Invalid> {
        const LONGEST: i64 = 100_000 * 1_000_000;
        if (0..=LONGEST).contains(&distance.millimetres()) {
            return Ok(Self(distance));
        }
        Err(out_of_range("a distance from 0 to 100,000 km is expected"))
    }

    /// The distance.
    pub fn distance(&self) -> &Distance {
        &self.0
    }
}

/// One line that a person wrote: the name of a workout. 1 to 200 characters after trimming, no line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// Trims, then refuses what is empty, too long or holds control characters.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.is_empty() {
            return Err(empty());
        }
        if text.chars().count() > LINE {
            return Err(too_long(LINE));
        }
        if text.chars().any(char::is_control) {
            return Err(control_character("one line of text is expected"));
        }
        Ok(Self(text.to_owned()))
    }

    /// What a file says, made to fit: control characters become spaces, the end is cut. Empty: none.
    pub fn fitted(text: &str) -> Option<Self> {
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let line: String = line.trim().chars().take(LINE).collect();
        (!line.is_empty()).then_some(Self(line))
    }

    /// As records hold it.
    pub fn text(&self) -> Text {
        Text::Clear(self.0.clone())
    }
}

/// The name of an exercise, kept character by character as it was entered, since it tells exercises apart: up to 500 characters,
/// one of them visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseName(String);

impl ExerciseName {
    /// Refuses what is blank, too long or holds control characters.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        if text.trim().is_empty() {
            return Err(empty());
        }
        if text.chars().count() > 500 {
            return Err(too_long(500));
        }
        if text.chars().any(char::is_control) {
            return Err(control_character("one line of text is expected"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a person noted down: up to 10,000 characters, line breaks welcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes(String);

impl Notes {
    /// Trims; an empty note is none. Refuses what is too long or holds control characters other than line breaks and tabs.
    pub fn new(text: &str) -> Result<Option<Self>, Invalid> {
        let text = text.trim();
        if text.chars().count() > NOTES {
            return Err(too_long(NOTES));
        }
        if text.chars().any(unwanted) {
            return Err(control_character("text without control characters is expected"));
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// What a file says, made to fit: control characters other than line breaks and tabs are left out, the end is cut.
    pub fn fitted(text: &str) -> Option<Self> {
        let notes: String = text.trim().chars().filter(|c| !unwanted(*c)).take(NOTES).collect();
        (!notes.is_empty()).then_some(Self(notes))
    }

    /// As records hold it.
    pub fn text(&self) -> Text {
        Text::Clear(self.0.clone())
    }
}

/// A time of training: from 1900 on, which every calendar, database and client can hold.
pub fn training_time(instant: Instant) -> Result<Instant, Invalid> {
    const YEAR_1900: i64 = -2_208_988_800_000_000;
    const YEAR_9999: i64 = 253_370_764_800_000_000;
    if (YEAR_1900..YEAR_9999).contains(&instant.micros()) {
        return Ok(instant);
    }
    Err(out_of_range("a time from 1900 on is expected"))
}

#[cfg(test)]
mod tests {
    use schemas::quantity::{DistanceUnit, MassUnit};

    use super::*;

    #[test]
    fn whole_numbers_have_wide_limits() {
        assert_eq!(Reps::new(0).unwrap().get(), 0);
        assert_eq!(Reps::new(1_000_000).unwrap().get(), 1_000_000);
        for wrong in [-1, 1_000_001, i64::MAX, i64::MIN] {
            assert_eq!(Reps::new(wrong).unwrap_err().code, "out_of_range", "{wrong}");
        }
        assert!(RestSeconds::new(86_401).is_err() && DurationSeconds::new(2_592_001).is_err());
        assert!(Rir::new(-1).is_err() && Block::new(1_001).is_err() && Superset::new(-1).is_err());
    }

    #[test]
    fn rpe_goes_from_1_to_10_in_halves() {
        assert_eq!(Rpe::new(1.0).unwrap().tenths(), 10);
        assert_eq!(Rpe::new(8.5).unwrap().tenths(), 85);
        assert_eq!(Rpe::new(10.0).unwrap().tenths(), 100);
        assert_eq!(Rpe::from_tenths(85), Rpe::new(8.5));
        for wrong in [0.5, 8.25, 10.5, -8.0, f64::NAN, f64::INFINITY] {
            assert!(Rpe::new(wrong).is_err(), "{wrong}");
        }
        assert!(Rpe::from_tenths(84).is_err() && Rpe::from_tenths(i64::MAX).is_err());
    }

    #[test]
    fn loads_go_up_to_ten_tonnes() {
        let kg = |text: &str| Load::new(Mass::parse(text, MassUnit::Kg).unwrap());
        assert_eq!(kg("10000").unwrap().mass().entered(), "10000");
        assert!(kg("0").is_ok() && kg("10000.000001").is_err() && kg("-1").is_err());
        let lb = Load::new(Mass::parse("225", MassUnit::Lb).unwrap()).unwrap();
        assert_eq!(lb.mass().micrograms(), 102_058_283_250);
    }

    #[test]
    fn distances_are_not_negative() {
        let km = |text: &str| Travelled::new(Distance::parse(text, DistanceUnit::Km).unwrap());
        assert!(km("42.195").is_ok() && km("-1").is_err() && km("100001").is_err());
    }

    #[test]
    fn lines_are_trimmed_and_never_empty() {
        assert_eq!(Line::new("  Push 💪 ").unwrap().text(), Text::from("Push 💪"));
        assert_eq!(Line::new(" \n ").unwrap_err().code, "empty");
        assert_eq!(Line::new(&"ä".repeat(201)).unwrap_err().code, "too_long");
        assert_eq!(Line::new("a\nb").unwrap_err().code, "control_character");
    }

    #[test]
    fn texts_of_a_file_are_made_to_fit() {
        assert_eq!(Line::fitted(" Leg\nday "), Line::new("Leg day").ok());
        assert_eq!(Line::fitted("\t \n"), None);
        assert_eq!(Line::fitted(&"ä".repeat(300)), Line::new(&"ä".repeat(200)).ok());
        assert_eq!(Notes::fitted("a\u{0}\nb").unwrap().text(), Text::from("a\nb"));
        assert_eq!(Notes::fitted("  "), None);
    }

    #[test]
    fn names_of_exercises_are_kept_as_entered() {
        assert_eq!(ExerciseName::new(" Pull Up").unwrap().as_str(), " Pull Up");
        assert_eq!(ExerciseName::new("  ").unwrap_err().code, "empty");
        assert_eq!(ExerciseName::new(&"a".repeat(501)).unwrap_err().code, "too_long");
        assert_eq!(ExerciseName::new("a\tb").unwrap_err().code, "control_character");
    }

    #[test]
    fn empty_notes_are_none() {
        assert_eq!(Notes::new("  "), Ok(None));
        assert_eq!(Notes::new("felt\nheavy").unwrap().unwrap().text(), Text::from("felt\nheavy"));
        assert_eq!(Notes::new("\u{0}a").unwrap_err().code, "control_character");
        assert_eq!(Notes::new(&"a".repeat(10_001)).unwrap_err().code, "too_long");
    }

    #[test]
    fn training_happens_from_1900_on() {
        let at = |text: &str| training_time(text.parse().unwrap());
        assert!(at("1900-01-01T00:00:00Z").is_ok() && at("1899-12-31T23:59:59Z").is_err());
        assert!(training_time(Instant::from_micros(i64::MAX)).is_err());
    }
}
