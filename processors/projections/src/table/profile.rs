//! `profile`: who somebody is. From `profile.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::UserId,
    profile::{ProfileContent, ProfileEvent},
    quantity::Amount,
    symbol::Symbol,
    time::LocalDate,
};
use tokio_postgres::Error;

use super::{Place, clear, column, parsed};

/// A row of `profile`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileRow {
    /// Whose.
    pub user_id: UserId,
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What it says.
    pub content: ProfileContent,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ProfileEvent) -> Option<(UserId, ProfileRow)> {
    let of = |user_id: UserId, content: ProfileContent| {
        Some((user_id, ProfileRow { user_id, position: place.offset, version: place.version, content }))
    };
    match event {
        ProfileEvent::ProfileCreated(created) => of(created.user_id, created.clone().into()),
        ProfileEvent::ProfileUpdated(updated) => of(updated.user_id, updated.clone().into()),
        ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::MeasurementRecorded(_)
        | ProfileEvent::MeasurementCorrected(_)
        | ProfileEvent::MeasurementDeleted(_)
        | ProfileEvent::WebhookRegistered(_)
        | ProfileEvent::WebhookRemoved(_)
        | ProfileEvent::CalendarLinkCreated(_)
        | ProfileEvent::CalendarLinkRevoked(_)
        | ProfileEvent::NotificationRead(_) => None,
    }
}

impl ProfileRow {
    fn height(&self) -> Option<Amount> {
        parsed(self.content.height.as_ref())
    }
}

const UPSERT: &str = "
INSERT INTO profile AS t (user_id, position, version, name, date_of_birth, sex, height_um, height_entered,
    height_unit, units, zone, week_start, locale)
SELECT * FROM UNNEST($1::uuid[], $2::int8[], $3::int8[], $4::text[], $5::date[], $6::text[], $7::int8[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
ON CONFLICT (user_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, name = excluded.name,
    date_of_birth = excluded.date_of_birth, sex = excluded.sex, height_um = excluded.height_um,
    height_entered = excluded.height_entered, height_unit = excluded.height_unit, units = excluded.units,
    zone = excluded.zone, week_start = excluded.week_start, locale = excluded.locale
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&ProfileRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| clear(Some(&row.content.name))),
                &column(rows, |row| parsed(row.content.date_of_birth.as_ref()).map(LocalDate::naive)),
                &column(rows, |row| clear(row.content.sex.as_ref())),
                &column(rows, |row| row.height().map(|height| height.canonical())),
                &column(rows, |row| row.height().map(|height| height.entered().to_owned())),
                &column(rows, |row| row.height().map(|height| height.unit().as_str())),
                &column(rows, |row| row.content.units.as_str()),
                &column(rows, |row| row.content.zone.name()),
                &column(rows, |row| row.content.week_start.as_str()),
                &column(rows, |row| row.content.locale.as_deref()),
            ],
        )
        .await
}
