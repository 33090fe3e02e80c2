//! Local times and durations as these apps write them.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// `2021-02-10 16:46:13`, with or without seconds, with a blank or a `T`.
pub(super) fn iso(text: &str) -> Option<NaiveDateTime> {
    const FORMATS: [&str; 4] = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    // the formats alone would take years of six digits
    let parsed = FORMATS.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    parsed.filter(|_| text.len() <= 19)
}

/// `30 Jun 2025, 19:56`, `Jun 30, 2025, 7:56 PM` or ISO: the app writes dates in the language of the phone.
pub(super) fn hevy(text: &str) -> Option<NaiveDateTime> {
    iso(text).or_else(|| {
        // some phones put narrow blanks before AM and PM
        let words =
            text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty() && *word != "de");
        let words: Vec<&str> = words.collect();
        let (date, clock, half) = match words.as_slice() {
            [a, b, year, clock] => ((*a, *b, *year), *clock, None),
            [a, b, year, clock, half] => ((*a, *b, *year), *clock, Some(*half)),
            _ => return None,
        };
        let (first, second, year) = date;
        let (day, month) = match month(first) {
            Some(month) => (second, month),
            None => (first, month(second)?),
        };
        let year = year.parse().ok().filter(|_| year.len() == 4)?;
        let date = NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?;
        Some(date.and_time(clock_time(clock, half)?))
    })
}

/// The form that stands in grouping keys.
pub(super) fn key(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Seconds of `2h 18m`, `53m`, `45s`, or in German `2h 23min`. A bare number has no unit here and says nothing.
pub(super) fn duration(text: &str) -> Option<u64> {
    let mut seconds = 0_u64;
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (number, tail) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
        let tail = tail.trim_start();
        let (unit, tail) = tail.split_at(tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len()));
        let factor = match unit {
            "h" => 3600,
            "m" | "min" => 60,
            "s" | "sec" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(factor)?)?;
        rest = tail.trim_start();
    }
    Some(seconds)
}

fn clock_time(clock: &str, half: Option<&str>) -> Option<NaiveTime> {
    let mut parts = clock.split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match half.map(str::to_uppercase).as_deref() {
        None => hour,
        Some("AM") if (1..=12).contains(&hour) => hour % 12,
        Some("PM") if (1..=12).contains(&hour) => hour % 12 + 12,
        Some(_) => return None,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The names of the months, long and short, in English, German, French, Spanish, Portuguese and Italian.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jän", "jänner", "janv", "janvier", "ene", "enero", "janeiro", "gen", "gennaio"],
    &["feb", "february", "februar", "févr", "février", "febrero", "fev", "fevereiro", "febbraio"],
    &["mar", "march", "mär", "märz", "mrz", "mars", "marzo", "março"],
    &["apr", "april", "avr", "avril", "abr", "abril", "aprile"],
    &["may", "mai", "mayo", "maio", "mag", "maggio"],
    &["jun", "june", "juni", "juin", "junio", "junho", "giu", "giugno"],
    &["jul", "july", "juli", "juil", "juillet", "julio", "julho", "lug", "luglio"],
    &["aug", "august", "août", "ago", "agosto"],
    &["sep", "sept", "september", "septembre", "septiembre", "set", "setembro", "settembre"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre", "out", "outubro", "ott", "ottobre"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &["dec", "december", "dez", "dezember", "déc", "décembre", "dic", "diciembre", "dezembro", "dicembre"],
];

/// 1 to 12. Chinese and Japanese number their months: `8月`.
fn month(word: &str) -> Option<u32> {
    if let Some(number) = word.strip_suffix('月') {
        return number.parse().ok();
    }
    let name = word.trim_end_matches('.').to_lowercase();
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&name.as_str())).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        hevy(text).map(key)
    }

    #[test]
    fn iso_times_come_with_and_without_seconds() {
        for text in ["2021-02-10 16:46:00", "2021-02-10 16:46", "2021-02-10T16:46:00", "2021-02-10T16:46"] {
            assert_eq!(iso(text).map(key).as_deref(), Some("2021-02-10T16:46:00"), "{text}");
        }
        for text in [
            "",
            "2021-02-10",
            "2021-02-30 10:00:00",
            "2021-02-10T16:46:00Z",
            "+12021-02-10 16:46:00",
            "10.02.2021 16:46",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn months_have_names_in_many_languages() {
        for text in [
            "30 Jun 2025, 19:56",
            "30 Jun 2025 19:56",
            "30 June 2025, 19:56:00",
            "Jun 30, 2025, 7:56 PM",
            "Jun 30, 2025, 7:56\u{202f}pm",
            "30 Juni 2025, 19:56",
            "30 juin 2025, 19:56",
            "30 de jun. de 2025, 19:56",
            "30 6月 2025, 19:56",
            "2025-06-30 19:56",
        ] {
            assert_eq!(read(text).as_deref(), Some("2025-06-30T19:56:00"), "{text}");
        }
        assert_eq!(read("Jan 1, 2025, 12:05 AM").as_deref(), Some("2025-01-01T00:05:00"));
        assert_eq!(read("1 März 2025, 12:05 PM").as_deref(), Some("2025-03-01T12:05:00"));
    }

    #[test]
    fn a_date_that_could_be_two_is_none() {
        for text in [
            "6/7/2025, 7:56 PM",
            "30 Foo 2025, 19:56",
            "31 Jun 2025, 19:56",
            "30 Jun 25, 19:56",
            "30 Jun 2025, 13:00 PM",
            "30 Jun 2025",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_hours_minutes_and_seconds() {
        for (text, seconds) in
            [("2h 18m", 8280), ("2h", 7200), ("53m", 3180), ("45s", 45), ("2h 23min", 8580), ("1h 5m 30s", 3930)]
        {
            assert_eq!(duration(text), Some(seconds), "{text}");
        }
        for text in ["", "75", "h", "1 day", "1h 5", "99999999999999999999h", "-5m"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
