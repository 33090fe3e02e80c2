//! Totals per week and month, of local dates.

use actix_web::{get, web::Json};
use chrono::{Datelike, NaiveDate};
use schemas::time::LocalDate;
use serde::{Deserialize, Serialize};
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::{IntoParams, ToSchema};

use super::AFTER;
use crate::{
    cursor::{List, Page, invalid, part},
    habits::Habits,
    reader::Reader,
    snapshot::Chain,
    value::{Quantity, date, grams, micrograms},
};

/// Totals of one week, from the first day of the reader's week on.
#[derive(Debug, Serialize, ToSchema)]
struct Week {
    /// Its name by ISO 8601, `2021-W06`; the year is the ISO year. Null where weeks do not begin on Monday.
    week: Option<String>,
    /// Its first day.
    from: String,
    #[serde(flatten)]
    totals: Totals,
}

/// Totals of one month.
#[derive(Debug, Serialize, ToSchema)]
struct Month {
    /// `2021-02`.
    month: String,
    /// Its first day.
    from: String,
    #[serde(flatten)]
    totals: Totals,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
struct Totals {
    /// Finished workouts with a working set.
    workouts: i64,
    /// Working sets.
    sets: i64,
    /// Load times repetitions, over the working sets.
    volume: Quantity,
    /// The same in whole grams.
    volume_g: i64,
}

/// Which days count, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Window {
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

/// The first day of a date's week or month. Plain arithmetic of dates: a truncated date would go through
/// the time zone of the session. A week begins on the day `first.isodow`.
#[derive(Debug, Clone, Copy)]
enum Period {
    Week,
    Month,
}

impl Period {
    const fn first_day(self) -> &'static str {
        match self {
            Self::Week => "local_date - (extract(isodow FROM local_date)::int4 + 7 - first.isodow) % 7",
            Self::Month => "local_date - (extract(day FROM local_date)::int4 - 1)",
        }
    }
}

/// Totals per week, oldest first; weeks without a workout are left out.
///
/// `from` and `to` choose workouts by their local date: the first and the last week may be partial.
#[utoipa::path(
    operation_id = "list_weekly_stats",
    tag = "statistics",
    params(Window, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Week>)),
)]
#[get("/v1/query/stats/weekly")]
pub(super) async fn list_weekly_stats(reader: Reader, window: Parameters<Window>) -> Result<Json<List<Week>>, Problem> {
    let week = |(from, totals): (NaiveDate, Totals), habits: &Habits| Week {
        week: habits.week_name(from),
        from: date(from),
        totals,
    };
    Ok(Json(totals(&reader, window.0, Period::Week, "weeks", week).await?))
}

/// Totals per month, oldest first; months without a workout are left out.
///
/// `from` and `to` choose workouts by their local date: the first and the last month may be partial.
#[utoipa::path(
    operation_id = "list_monthly_stats",
    tag = "statistics",
    params(Window, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Month>)),
)]
#[get("/v1/query/stats/monthly")]
pub(super) async fn list_monthly_stats(
    reader: Reader,
    window: Parameters<Window>,
) -> Result<Json<List<Month>>, Problem> {
    let month = |(from, totals): (NaiveDate, Totals), _: &Habits| Month {
        month: format!("{:04}-{:02}", from.year(), from.month()),
        from: date(from),
        totals,
    };
    Ok(Json(totals(&reader, window.0, Period::Month, "months", month).await?))
}

async fn totals<T>(
    reader: &Reader,
    window: Window,
    period: Period,
    list: &'static str,
    mut item: impl FnMut((NaiveDate, Totals), &Habits) -> T,
) -> Result<List<T>, Problem> {
    let (from, to) = window.days()?;
    let page = Page { limit: window.limit, cursor: window.cursor };
    let limit = page.limit()?;
    let after: Option<NaiveDate> = page.after::<1>(list)?.map(|[first]| part(&first)).transpose()?;
    let sql = format!(
        "SELECT first_day, count(*), sum(sets)::int8, sum(volume_ug)::text FROM (
             SELECT {} AS first_day, count(*) AS sets, sum(volume_ug) AS volume_ug
             FROM working_set CROSS JOIN (SELECT $6::int4 AS isodow) AS first
             WHERE user_id = $1 AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)
             GROUP BY workout_id, local_date, first.isodow
         ) AS w
         WHERE $4::date IS NULL OR first_day > $4
         GROUP BY first_day ORDER BY first_day LIMIT $5",
        period.first_day()
    );
    let user = reader.user().uuid();
    let (rows, habits) = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let isodow = habits.first_isodow();
            let rows = snapshot.query(&statement, &[&user, &from, &to, &after, &(limit + 1), &isodow]).await?;
            Ok((rows, *habits))
        })
        .await?;
    let found: Vec<(NaiveDate, Totals)> = rows.iter().map(|row| (row.get(0), Totals::of(row, &habits))).collect();
    Ok(List::page(found, limit, list, |(first, _)| [date(*first)], |found| item(found, &habits)))
}

impl Totals {
    fn of(row: &Row, habits: &Habits) -> Self {
        let volume = micrograms(row.get(3));
        Self {
            workouts: row.get(1),
            sets: row.get(2),
            volume: Quantity::mass(volume, habits.units),
            volume_g: grams(volume),
        }
    }
}

impl Window {
    fn days(&self) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Problem> {
        let day = |name: &str, text: &Option<String>| {
            let read = |text: &String| text.parse().map(LocalDate::naive);
            text.as_ref().map(read).transpose().map_err(|error| invalid(name, "invalid_date", error.to_string()))
        };
        let (from, to) = (day("from", &self.from)?, day("to", &self.to)?);
        match (from, to) {
            (Some(first), Some(last)) if first > last => {
                Err(invalid("to", "before_from", "the last day lies before the first"))
            }
            days => Ok(days),
        }
    }
}
