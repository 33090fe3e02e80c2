//! `calendar_link`: links by which calendars are read; a row that was revoked is emptied. From `profile.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::{CalendarLinkId, UserId},
    profile::{CalendarLinkCreated, ProfileEvent},
};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// A row of `calendar_link`.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarLinkRow {
    /// Whose.
    pub user_id: UserId,
    /// Which.
    pub calendar_link_id: CalendarLinkId,
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What was created; none once revoked.
    pub created: Option<CalendarLinkCreated>,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ProfileEvent) -> Option<((UserId, CalendarLinkId), CalendarLinkRow)> {
    let of = |user_id, calendar_link_id, created| {
        let (position, version) = (place.offset, place.version);
        Some(((user_id, calendar_link_id), CalendarLinkRow { user_id, calendar_link_id, position, version, created }))
    };
    match event {
        ProfileEvent::CalendarLinkCreated(event) => of(event.user_id, event.calendar_link_id, Some(event.clone())),
        ProfileEvent::CalendarLinkRevoked(event) => of(event.user_id, event.calendar_link_id, None),
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::MeasurementRecorded(_)
        | ProfileEvent::MeasurementCorrected(_)
        | ProfileEvent::MeasurementDeleted(_)
        | ProfileEvent::WebhookRegistered(_)
        | ProfileEvent::WebhookRemoved(_)
        | ProfileEvent::NotificationRead(_) => None,
    }
}

const UPSERT: &str = "
INSERT INTO calendar_link AS t (user_id, calendar_link_id, position, version, standing, name, secret_hash,
    created_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::bool[], $6::text[], $7::bytea[],
    $8::timestamptz[])
ON CONFLICT (user_id, calendar_link_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, standing = excluded.standing,
    name = excluded.name, secret_hash = excluded.secret_hash, created_at = excluded.created_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&CalendarLinkRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id.uuid()),
                &column(rows, |row| row.calendar_link_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.created.is_some()),
                &column(rows, |row| row.created.as_ref().and_then(|created| clear(created.name.as_ref()))),
                &column(rows, |row| row.created.as_ref().map(|created| created.secret_hash.bytes().as_slice())),
                &column(rows, |row| row.created.as_ref().map(|created| created.created_at.to_chrono())),
            ],
        )
        .await
}
