//! `measurement`: what was measured of a body; a row that was deleted is emptied. From `profile.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::{MeasurementId, UserId},
    profile::{Measurement, ProfileEvent},
    quantity::Amount,
    symbol::Symbol,
};
use tokio_postgres::Error;

use super::{Place, clear, column, parsed};

/// A row of `measurement`.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasurementRow {
    /// Whose.
    pub user_id: UserId,
    /// Which.
    pub measurement_id: MeasurementId,
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What was measured; none once deleted.
    pub content: Option<Measurement>,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ProfileEvent) -> Option<((UserId, MeasurementId), MeasurementRow)> {
    let of = |user_id, measurement_id, content| {
        let (position, version) = (place.offset, place.version);
        Some(((user_id, measurement_id), MeasurementRow { user_id, measurement_id, position, version, content }))
    };
    match event {
        ProfileEvent::MeasurementRecorded(event) => of(event.user_id, event.measurement_id, Some(event.clone().into())),
        ProfileEvent::MeasurementCorrected(event) => {
            of(event.user_id, event.measurement_id, Some(event.clone().into()))
        }
        ProfileEvent::MeasurementDeleted(event) => of(event.user_id, event.measurement_id, None),
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::WebhookRegistered(_)
        | ProfileEvent::WebhookRemoved(_)
        | ProfileEvent::CalendarLinkCreated(_)
        | ProfileEvent::CalendarLinkRevoked(_)
        | ProfileEvent::NotificationRead(_) => None,
    }
}

impl MeasurementRow {
    fn value(&self) -> Option<Amount> {
        parsed(self.content.as_ref().map(|content| &content.value))
    }
}

const UPSERT: &str = "
INSERT INTO measurement AS t (user_id, measurement_id, position, version, kind, local_date, canonical,
    entered, unit, note)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::date[], $7::int8[],
    $8::text[], $9::text[], $10::text[])
ON CONFLICT (user_id, measurement_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, kind = excluded.kind,
    local_date = excluded.local_date, canonical = excluded.canonical, entered = excluded.entered,
    unit = excluded.unit, note = excluded.note
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&MeasurementRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id.uuid()),
                &column(rows, |row| row.measurement_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.content.as_ref().map(|content| content.kind.as_str())),
                &column(rows, |row| row.content.as_ref().map(|content| content.date.naive())),
                &column(rows, |row| row.value().map(|value| value.canonical())),
                &column(rows, |row| row.value().map(|value| value.entered().to_owned())),
                &column(rows, |row| row.value().map(|value| value.unit().as_str())),
                &column(rows, |row| row.content.as_ref().and_then(|content| clear(content.note.as_ref()))),
            ],
        )
        .await
}
