//! What lists of things told with a time have in common: chosen by local date, newest first.

use chrono::{DateTime, NaiveDate, Utc};
use schemas::time::LocalDate;
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::cursor::{Page, invalid, part};

/// Which of them, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// First local date that counts.
    #[param(format = Date)]
    from: Option<String>,
    /// Last local date that counts.
    #[param(format = Date)]
    to: Option<String>,
    /// Most items of this page, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Told {
    /// How many items the page has at most.
    pub(super) fn limit(&self) -> Result<i64, Problem> {
        self.page().limit()
    }

    /// The first and the last day.
    pub(super) fn days(&self) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Problem> {
        let (from, to) = (day("from", self.from.as_ref())?, day("to", self.to.as_ref())?);
        if from.zip(to).is_some_and(|(first, last)| first > last) {
            return Err(invalid("to", "before_from", "the last day lies before the first"));
        }
        Ok((from, to))
    }

    /// The item that the page comes after.
    pub(super) fn after(&self, list: &str) -> Result<Option<(DateTime<Utc>, Uuid)>, Problem> {
        let Some([micros, id]) = self.page().after::<2>(list)? else { return Ok(None) };
        let time = DateTime::<Utc>::from_timestamp_micros(part(&micros)?);
        Ok(time.zip(Some(part::<Uuid>(&id)?)))
    }

    /// Where an item stands in its list.
    pub(super) fn place(time: DateTime<Utc>, id: Uuid) -> [String; 2] {
        [time.timestamp_micros().to_string(), id.to_string()]
    }

    fn page(&self) -> Page {
        Page { limit: self.limit, cursor: self.cursor.clone() }
    }
}

fn day(name: &str, text: Option<&String>) -> Result<Option<NaiveDate>, Problem> {
    let read = |text: &String| text.parse().map(LocalDate::naive);
    text.map(read).transpose().map_err(|error| invalid(name, "invalid_date", error.to_string()))
}
