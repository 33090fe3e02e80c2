//! Instants, local dates and zones, and the one rule for local times that exist twice or not at all.

use std::{fmt, str::FromStr};

use chrono::{
    DateTime, Datelike, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, Offset, SecondsFormat, TimeZone, Utc,
};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in microseconds since 1970-01-01T00:00Z. Avro: `long`, `timestamp-micros`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// A day of the calendar, without zone. Avro: `int`, `date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDate(NaiveDate);

/// An IANA time zone such as `Europe/Vienna`. Avro: `string`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// A text that is no instant, date or zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not RFC 3339 with an offset.
    #[error("not an instant: RFC 3339 with an offset is expected, like 2026-11-20T18:00:00+01:00")]
    Instant,
    /// Not a day of the calendar.
    #[error("not a date: a day of the calendar is expected, like 2026-11-20")]
    Date,
    /// Not a zone of the IANA database.
    #[error("not a time zone: a name of the IANA database is expected, like Europe/Vienna")]
    Zone,
}

impl Instant {
    /// The instant so many microseconds after 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Cuts off below the microsecond.
    pub fn from_chrono(time: DateTime<Utc>) -> Self {
        Self(time.timestamp_micros())
    }

    /// The same moment in `chrono`; what lies beyond its years is held at its ends.
    pub fn to_chrono(self) -> DateTime<Utc> {
        let end = if self.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        DateTime::from_timestamp_micros(self.0).unwrap_or(end)
    }

    /// Reads RFC 3339; an offset is required.
    pub fn parse_rfc3339(text: &str) -> Result<Self, TimeError> {
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| TimeError::Instant)?;
        Ok(Self::from_chrono(time.to_utc()))
    }

    /// RFC 3339 with this offset, so that the first 19 characters are local time. Offsets of a day and more count as UTC.
    pub fn to_rfc3339_at(self, utc_offset_seconds: i32) -> String {
        let offset = FixedOffset::east_opt(utc_offset_seconds).unwrap_or(Utc.fix());
        self.to_chrono().with_timezone(&offset).to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// Whole seconds from `earlier` to here, cut off towards zero.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }

    /// The instant so much later.
    #[must_use]
    pub fn plus(self, step: std::time::Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(step.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// RFC 3339 in UTC, ending in `Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_chrono().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::parse_rfc3339(text)
    }
}

impl LocalDate {
    /// The day of `date`.
    pub const fn from_naive(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The day as `chrono` has it.
    pub const fn naive(self) -> NaiveDate {
        self.0
    }

    /// The day so many days after 1970-01-01; none beyond the calendar (a quarter of a million years).
    pub fn from_days(days: i32) -> Option<Self> {
        days.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt).map(Self)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i32 {
        self.0.num_days_from_ce() - EPOCH
    }
}

/// 1970-01-01 counted in days of the common era.
const EPOCH: i32 = 719_163;

/// `2026-11-20`.
impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for LocalDate {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        // the parser also takes one-digit months; one day has one spelling here
        if text.len() != 10 {
            return Err(TimeError::Date);
        }
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self).map_err(|_| TimeError::Date)
    }
}

impl Serialize for LocalDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.days())
    }
}

impl<'de> Deserialize<'de> for LocalDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let days = i32::deserialize(deserializer)?;
        Self::from_days(days).ok_or_else(|| serde::de::Error::custom("a day beyond the calendar"))
    }
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The name in the IANA database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The zone as `chrono_tz` has it.
    pub const fn tz(self) -> Tz {
        self.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Tz::from_str(text).map(Self).map_err(|_| TimeError::Zone)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What the clocks of `zone` show at `instant`.
pub fn local(instant: Instant, zone: Zone) -> DateTime<FixedOffset> {
    instant.to_chrono().with_timezone(&zone.0).fixed_offset()
}

/// The day that the calendars of `zone` show at `instant`.
pub fn local_date(instant: Instant, zone: Zone) -> LocalDate {
    LocalDate(local(instant, zone).date_naive())
}

/// How far the clocks of `zone` are ahead of UTC at `instant`, in seconds.
pub fn utc_offset_seconds(instant: Instant, zone: Zone) -> i32 {
    local(instant, zone).offset().local_minus_utc()
}

/// The instant of a local time: one that comes twice is the earlier, one that clocks skip is moved forward by what they skip.
pub fn resolve_local(time: NaiveDateTime, zone: Zone) -> Instant {
    match zone.0.from_local_datetime(&time) {
        LocalResult::Single(one) | LocalResult::Ambiguous(one, _) => Instant::from_chrono(one.to_utc()),
        // reading the skipped time by the offset before the gap moves it forward by the gap
        LocalResult::None => {
            let before = GapInfo::new(&time, &zone.0).and_then(|gap| gap.begin);
            let ahead = before.map_or(0, |(_, offset)| offset.fix().local_minus_utc());
            Instant::from_micros(time.and_utc().timestamp_micros() - i64::from(ahead) * 1_000_000)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(time: &str, zone: &str) -> String {
        let zone: Zone = zone.parse().unwrap();
        let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M").unwrap();
        local(resolve_local(time, zone), zone).to_rfc3339()
    }

    #[test]
    fn a_local_time_that_comes_twice_is_the_earlier() {
        assert_eq!(resolved("2021-10-31 02:30", "Europe/Vienna"), "2021-10-31T02:30:00+02:00");
        assert_eq!(resolved("2021-11-07 01:30", "America/New_York"), "2021-11-07T01:30:00-04:00");
    }

    #[test]
    fn a_local_time_that_is_skipped_moves_forward_by_the_gap() {
        assert_eq!(resolved("2021-03-28 02:30", "Europe/Vienna"), "2021-03-28T03:30:00+02:00");
        assert_eq!(resolved("2021-03-28 02:00", "Europe/Vienna"), "2021-03-28T03:00:00+02:00");
        // half an hour, and a whole day at the date line
        assert_eq!(resolved("2021-10-03 02:15", "Australia/Lord_Howe"), "2021-10-03T02:45:00+11:00");
        assert_eq!(resolved("2011-12-30 12:00", "Pacific/Apia"), "2011-12-31T12:00:00+14:00");
    }

    #[test]
    fn every_other_local_time_is_itself() {
        assert_eq!(resolved("2021-08-01 18:46", "Europe/Vienna"), "2021-08-01T18:46:00+02:00");
        assert_eq!(resolved("2021-03-28 01:59", "Europe/Vienna"), "2021-03-28T01:59:00+01:00");
        assert_eq!(resolved("2021-03-28 03:00", "Europe/Vienna"), "2021-03-28T03:00:00+02:00");
    }

    #[test]
    fn instants_read_and_write_rfc_3339() {
        let instant: Instant = "2026-11-20T18:00:00+01:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-11-20T17:00:00Z");
        assert_eq!(instant.to_rfc3339_at(3600), "2026-11-20T18:00:00+01:00");
        assert_eq!(Instant::from_micros(1).to_string(), "1970-01-01T00:00:00.000001Z");
        for text in ["2026-11-20", "2026-11-20T18:00:00", "2026-13-20T18:00:00Z", "now"] {
            assert_eq!(text.parse::<Instant>(), Err(TimeError::Instant), "{text}");
        }
        // nothing panics at the ends
        assert!(!Instant::from_micros(i64::MIN).to_string().is_empty());
        assert!(!Instant::from_micros(i64::MAX).to_string().is_empty());
    }

    #[test]
    fn dates_count_days_since_1970() {
        let date: LocalDate = "2021-08-01".parse().unwrap();
        assert_eq!(date.days(), 18_840);
        assert_eq!(LocalDate::from_days(18_840), Some(date));
        assert_eq!(LocalDate::from_days(-1).unwrap().to_string(), "1969-12-31");
        assert_eq!(LocalDate::from_days(i32::MAX), None);
        for text in ["2021-02-30", "2021-2-03", "21-02-03", "2021-02-03T"] {
            assert_eq!(text.parse::<LocalDate>(), Err(TimeError::Date), "{text}");
        }
    }

    #[test]
    fn the_local_date_follows_the_zone() {
        let instant: Instant = "2021-08-01T23:30:00Z".parse().unwrap();
        assert_eq!(local_date(instant, "Europe/Vienna".parse().unwrap()).to_string(), "2021-08-02");
        assert_eq!(local_date(instant, Zone::UTC).to_string(), "2021-08-01");
        assert_eq!(utc_offset_seconds(instant, "Europe/Vienna".parse().unwrap()), 7200);
        assert_eq!("Europe/Atlantis".parse::<Zone>(), Err(TimeError::Zone));
    }
}
