//! Who somebody is.

use schemas::profile::{Units, WeekStart};
use schemas::time::{Instant, TimeError};
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::reader::{AmountBody, Reader};
use crate::domain::profile::Details;
use crate::domain::values::{Locale, Sex, height, invalid, past_day};

/// A profile, whole: what is left out is not set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Profile)]
pub(crate) struct SaveProfile {
    /// What to call the athlete, one line of at most 100 characters.
    #[schema(example = "Ann")]
    name: String,
    /// Day of birth.
    #[schema(format = Date)]
    date_of_birth: Option<String>,
    /// `female`, `male` or `other`.
    #[schema(example = "female")]
    sex: Option<String>,
    /// Height in `cm` or `in`, at most 300 cm.
    height: Option<AmountBody>,
    /// `metric` or `imperial`: what answers are written in; left out: `metric`.
    #[schema(example = "metric")]
    units: Option<String>,
    /// IANA zone that the athlete lives in.
    #[schema(example = "Europe/Berlin")]
    zone: String,
    /// First day of the week, `MON`, `SUN` or `SAT`; left out: `MON`.
    #[schema(example = "MON")]
    week_start: Option<String>,
    /// Language and region, a BCP 47 tag.
    #[schema(example = "de-AT")]
    locale: Option<String>,
}

impl SaveProfile {
    /// What it says, or everything that is wrong with it.
    pub(crate) fn read(&self, now: Instant) -> Result<Details, Problem> {
        let mut reader = Reader::default();
        let name = reader.line("/name", Some(&self.name), 100);
        let date_of_birth = reader.value("/date_of_birth", self.date_of_birth.as_deref(), |text| past_day(text, now));
        let sex = reader.value("/sex", self.sex.as_deref(), Sex::parse);
        let height = reader.amount("/height", self.height.as_ref(), height);
        let units = reader.symbol("/units", self.units.as_ref()).unwrap_or(Units::Metric);
        let zone = reader.value("/zone", Some(&self.zone), |text| {
            text.parse().map_err(|error: TimeError| invalid("invalid_zone", error))
        });
        let week_start = reader.symbol("/week_start", self.week_start.as_ref()).unwrap_or(WeekStart::Monday);
        let locale = reader.value("/locale", self.locale.as_deref(), Locale::parse);
        let details = name.zip(zone).map(|(name, zone)| Details {
            name,
            date_of_birth,
            sex,
            height,
            units,
            zone,
            week_start,
            locale,
        });
        reader.finish(details)
    }
}
