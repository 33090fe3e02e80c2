//! Values as answers show them: masses in the reader's unit beside whole grams, instants in local time.
//!
//! Everything is an exact integer up to here: grams are rounded half up, once, and a `value` is the JSON number nearest to the
//! exact decimal. Pounds, miles and inches are no such decimals of what is stored; they are rounded half up, once, to a
//! millionth, which gives back what was entered in them. What was entered in the reader's own unit is shown as it was entered.

use chrono::{DateTime, NaiveDate, Utc};
use schemas::{
    profile::Units,
    quantity::{AmountUnit, Dimension, grams_half_up},
    time::{Instant, Zone, utc_offset_seconds},
};
use serde::{Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

/// An exact decimal: an integer of so many decimal places. A JSON number, without a point when it is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    scaled: i128,
    places: u32,
}

impl Decimal {
    /// `scaled` / 10^`places`.
    pub const fn new(scaled: i128, places: u32) -> Self {
        Self { scaled, places }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let one = 10_i128.pow(self.places);
        if self.scaled % one == 0 {
            return serializer.serialize_i128(self.scaled / one);
        }
        let sign = if self.scaled < 0 { "-" } else { "" };
        let (whole, rest) =
            (self.scaled.unsigned_abs() / one.unsigned_abs(), self.scaled.unsigned_abs() % one.unsigned_abs());
        let text = format!("{sign}{whole}.{rest:0width$}", width = self.places as usize);
        // the nearest binary number, whose shortest text is the same decimal up to 15 digits
        let number: f64 = text.parse().map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(number)
    }
}

impl PartialSchema for Decimal {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Number).into()
    }
}

impl ToSchema for Decimal {}

/// A quantity in the reader's unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quantity {
    /// The number.
    value: Decimal,
    /// `kg`, `lb`, `m`, `km`, `mi`, `cm`, `in`, `%`, `workouts`, `min`.
    #[schema(value_type = String)]
    unit: &'static str,
}

impl Quantity {
    /// A mass in the reader's unit.
    pub fn mass(micrograms: i128, units: Units) -> Self {
        match units {
            Units::Imperial => Self::of_parts(micrograms, AmountUnit::Lb.canonical(), AmountUnit::Lb.as_str()),
            Units::Metric | Units::Unknown => Self::kilograms(micrograms),
        }
    }

    /// A mass as it was entered, if that was in the reader's unit.
    pub fn load(micrograms: i64, entered: Option<&Entered>, units: Units) -> Self {
        let unit = if units == Units::Imperial { AmountUnit::Lb.as_str() } else { AmountUnit::Kg.as_str() };
        match entered {
            Some(entered) if entered.unit == unit => Self { value: entered.value, unit },
            Some(_) | None => Self::mass(micrograms.into(), units),
        }
    }

    /// A distance in the reader's unit.
    pub fn distance(millimetres: i64, units: Units) -> Self {
        match units {
            Units::Imperial => Self::of_parts(millimetres.into(), 1_609_344, "mi"),
            Units::Metric | Units::Unknown => Self::kilometres(millimetres),
        }
    }

    /// What was measured of a body, in the reader's unit; as it was entered, if that was in it. `None` for a unit that this
    /// program does not know.
    pub fn measured(canonical: i64, entered: &Entered, units: Units) -> Option<Self> {
        let dimension = AmountUnit::parse(&entered.unit)?.dimension();
        let unit = match (dimension, units) {
            (Dimension::Mass, Units::Imperial) => AmountUnit::Lb,
            (Dimension::Mass, Units::Metric | Units::Unknown) => AmountUnit::Kg,
            (Dimension::Length, Units::Imperial) => AmountUnit::In,
            (Dimension::Length, Units::Metric | Units::Unknown) => AmountUnit::Cm,
            (Dimension::Share, Units::Metric | Units::Imperial | Units::Unknown) => AmountUnit::Percent,
        };
        if entered.unit == unit.as_str() {
            return Some(Self { value: entered.value, unit: unit.as_str() });
        }
        Some(Self::of_parts(canonical.into(), unit.canonical(), unit.as_str()))
    }

    /// A mass in kilograms.
    pub const fn kilograms(micrograms: i128) -> Self {
        Self { value: Decimal::new(micrograms, 9), unit: "kg" }
    }

    /// A distance in kilometres.
    pub const fn kilometres(millimetres: i64) -> Self {
        Self { value: Decimal::new(millimetres as i128, 6), unit: "km" }
    }

    /// In a unit that is so many of what is counted, to a millionth.
    fn of_parts(count: i128, one: i64, unit: &'static str) -> Self {
        Self { value: Decimal::new(half_up(count.saturating_mul(1_000_000), one.into()), 6), unit }
    }

    /// A plain number of something.
    pub const fn count(number: i64, unit: &'static str) -> Self {
        Self { value: Decimal::new(number as i128, 0), unit }
    }
}

/// A quantity exactly as it was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Entered {
    /// The number.
    value: Decimal,
    /// The unit.
    unit: String,
}

impl Entered {
    /// From the text and the unit that were entered; `None` for a text that is no decimal number.
    pub fn parse(text: &str, unit: String) -> Option<Self> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let scaled = format!("{whole}{rest}").parse().ok()?;
        let places = u32::try_from(rest.len()).ok().filter(|places| *places <= 30)?;
        Some(Self { value: Decimal::new(scaled, places), unit })
    }
}

/// A sum of the database, which no integer type of the wire holds.
pub fn micrograms(sum: &str) -> i128 {
    sum.parse().unwrap_or(0)
}

/// Whole grams, half up.
pub fn grams(micrograms: i128) -> i64 {
    grams_half_up(micrograms)
}

/// Brzycki's estimate of what could be lifted once, 36w / (37 − r), in micrograms, half up; exact for one
/// repetition. For 1 to 10 repetitions.
pub fn brzycki_micrograms(load_ug: i64, reps: i32) -> i128 {
    let (numerator, denominator) = brzycki(load_ug, reps);
    half_up(numerator, denominator)
}

/// The same in whole grams, rounded once.
pub fn brzycki_grams(load_ug: i64, reps: i32) -> i64 {
    let (numerator, denominator) = brzycki(load_ug, reps);
    i64::try_from(half_up(numerator, denominator * 1_000_000)).unwrap_or(i64::MAX)
}

fn brzycki(load_ug: i64, reps: i32) -> (i128, i128) {
    (36 * i128::from(load_ug), i128::from(37 - reps.clamp(1, 36)))
}

fn half_up(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

/// When and where: enough to write an instant in local time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalClock {
    zone: Option<Zone>,
    /// The offset at the workout's start, should the zone be one that we do not know.
    offset: i32,
}

impl LocalClock {
    /// The clock of a workout.
    pub fn new(zone: &str, utc_offset_seconds: i32) -> Self {
        Self { zone: zone.parse().ok(), offset: utc_offset_seconds }
    }

    /// The zone, if we know it.
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// RFC 3339 with the offset of the zone, so that the first 19 characters are local time.
    pub fn show(&self, at: DateTime<Utc>) -> String {
        let at = Instant::from_chrono(at);
        at.to_rfc3339_at(self.zone.map_or(self.offset, |zone| utc_offset_seconds(at, zone)))
    }
}

/// A local date as answers write it.
pub fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use schemas::quantity::{Amount, Mass, MassUnit};

    use super::*;

    fn json(value: impl Serialize) -> String {
        serde_json::to_string(&value).unwrap()
    }

    #[test]
    fn masses_are_exact_decimals() {
        assert_eq!(json(Quantity::kilograms(60_000_000_000)), r#"{"value":60,"unit":"kg"}"#);
        assert_eq!(json(Quantity::kilograms(92_500_000_000)), r#"{"value":92.5,"unit":"kg"}"#);
        assert_eq!(json(Quantity::kilograms(800_773_453_592_370)), r#"{"value":800773.45359237,"unit":"kg"}"#);
        assert_eq!(json(Quantity::kilograms(0)), r#"{"value":0,"unit":"kg"}"#);
        assert_eq!(json(Quantity::kilograms(-1_500_000_000)), r#"{"value":-1.5,"unit":"kg"}"#);
        assert_eq!(json(Quantity::kilograms(-500_000_000)), r#"{"value":-0.5,"unit":"kg"}"#);
        // ten tonnes, a million times
        assert_eq!(json(Quantity::kilograms(10_i128.pow(22))), r#"{"value":10000000000000,"unit":"kg"}"#);
    }

    #[test]
    fn what_was_entered_comes_back() {
        let entered = |text: &str| json(Entered::parse(text, "lb".to_owned()).unwrap());
        assert_eq!(entered("110"), r#"{"value":110,"unit":"lb"}"#);
        assert_eq!(entered("102.50"), r#"{"value":102.5,"unit":"lb"}"#);
        assert_eq!(entered("-0.25"), r#"{"value":-0.25,"unit":"lb"}"#);
        assert_eq!(Entered::parse("heavy", "lb".to_owned()), None);
    }

    #[test]
    fn a_mass_is_shown_in_the_unit_of_the_reader() {
        let shown = |micrograms| json(Quantity::mass(micrograms, Units::Imperial));
        assert_eq!(shown(0), r#"{"value":0,"unit":"lb"}"#);
        assert_eq!(shown(100_000_000_000), r#"{"value":220.462262,"unit":"lb"}"#);
        assert_eq!(shown(-453_592_370), r#"{"value":-1,"unit":"lb"}"#);
        assert_eq!(json(Quantity::mass(100_000_000_000, Units::Metric)), r#"{"value":100,"unit":"kg"}"#);
        assert_eq!(json(Quantity::distance(42_195_000, Units::Imperial)), r#"{"value":26.218757,"unit":"mi"}"#);
        assert_eq!(json(Quantity::distance(42_195_000, Units::Metric)), r#"{"value":42.195,"unit":"km"}"#);
    }

    #[test]
    fn pounds_come_back_from_micrograms() {
        for text in ["0.01", "2.5", "44.55", "102.5", "110.123456", "20000"] {
            let mass = Mass::parse(text, MassUnit::Lb).unwrap();
            let shown = json(Quantity::mass(mass.micrograms().into(), Units::Imperial));
            assert_eq!(shown, format!(r#"{{"value":{text},"unit":"lb"}}"#));
        }
        // so does what they add up to: ten sets of eight with 2.5 lb
        let mass = Mass::parse("2.5", MassUnit::Lb).unwrap();
        assert_eq!(
            json(Quantity::mass(i128::from(mass.micrograms()) * 80, Units::Imperial)),
            r#"{"value":200,"unit":"lb"}"#
        );
    }

    #[test]
    fn what_was_entered_in_the_readers_unit_is_shown_as_entered() {
        let entered = |text: &str, unit: &str| Entered::parse(text, unit.to_owned()).unwrap();
        let precise = entered("80.12345678901", "kg");
        assert_eq!(
            json(Quantity::load(80_123_456_789, Some(&precise), Units::Metric)),
            r#"{"value":80.12345678901,"unit":"kg"}"#
        );
        assert_eq!(
            json(Quantity::load(80_123_456_789, Some(&precise), Units::Imperial)),
            r#"{"value":176.641985,"unit":"lb"}"#
        );
        let pounds = entered("110", "lb");
        assert_eq!(
            json(Quantity::load(49_895_160_700, Some(&pounds), Units::Imperial)),
            r#"{"value":110,"unit":"lb"}"#
        );
        assert_eq!(
            json(Quantity::load(49_895_160_700, Some(&pounds), Units::Metric)),
            r#"{"value":49.8951607,"unit":"kg"}"#
        );
        assert_eq!(json(Quantity::load(1_000_000_000, None, Units::Metric)), r#"{"value":1,"unit":"kg"}"#);
    }

    #[test]
    fn a_body_is_measured_in_the_units_of_the_reader() {
        let shown = |text: &str, units| {
            let amount: Amount = text.parse().unwrap();
            let entered = Entered::parse(amount.entered(), amount.unit().as_str().to_owned()).unwrap();
            json(Quantity::measured(amount.canonical(), &entered, units).unwrap())
        };
        assert_eq!(shown("80.5 kg", Units::Metric), r#"{"value":80.5,"unit":"kg"}"#);
        assert_eq!(shown("80.5 kg", Units::Imperial), r#"{"value":177.472121,"unit":"lb"}"#);
        assert_eq!(shown("177.5 lb", Units::Metric), r#"{"value":80.512646,"unit":"kg"}"#);
        assert_eq!(shown("71 in", Units::Metric), r#"{"value":180.34,"unit":"cm"}"#);
        assert_eq!(shown("180 cm", Units::Imperial), r#"{"value":70.866142,"unit":"in"}"#);
        assert_eq!(shown("15.2 %", Units::Imperial), r#"{"value":15.2,"unit":"%"}"#);
    }

    #[test]
    fn brzycki_is_rounded_once() {
        // CATALOGUE: w = 100: r = 5 → 112.50, r = 8 → 124.14, r = 10 → 133.33
        let w = 100_000_000_000;
        assert_eq!([1, 5, 8, 10].map(|reps| brzycki_grams(w, reps)), [100_000, 112_500, 124_138, 133_333]);
        assert_eq!(json(Quantity::kilograms(brzycki_micrograms(w, 8))), r#"{"value":124.137931034,"unit":"kg"}"#);
        // 36 × 0.0975 g / 36: half a gram less a bit, then exactly half
        assert_eq!([brzycki_grams(499_999, 1), brzycki_grams(500_000, 1)], [0, 1]);
    }

    #[test]
    fn instants_are_shown_in_the_time_of_their_zone() {
        let at: Instant = "2021-08-01T16:46:43Z".parse().unwrap();
        let vienna = LocalClock::new("Europe/Vienna", 0);
        assert_eq!(vienna.show(at.to_chrono()), "2021-08-01T18:46:43+02:00");
        let unknown = LocalClock::new("Mars/Olympus", 3600);
        assert_eq!(unknown.show(at.to_chrono()), "2021-08-01T17:46:43+01:00");
    }
}
