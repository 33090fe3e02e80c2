//! `notification_read`: which notifications were read. From `profile.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::{NotificationId, UserId},
    profile::{NotificationRead, ProfileEvent},
};
use tokio_postgres::Error;

use super::{Place, column};

/// A row of `notification_read`.
#[derive(Debug, Clone, PartialEq)]
pub struct NotificationReadRow {
    /// Offset of the record.
    pub position: i64,
    /// What it says.
    pub read: NotificationRead,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ProfileEvent) -> Option<((UserId, NotificationId), NotificationReadRow)> {
    match event {
        ProfileEvent::NotificationRead(read) => {
            let row = NotificationReadRow { position: place.offset, read: read.clone() };
            Some(((read.user_id, read.notification_id), row))
        }
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::MeasurementRecorded(_)
        | ProfileEvent::MeasurementCorrected(_)
        | ProfileEvent::MeasurementDeleted(_)
        | ProfileEvent::WebhookRegistered(_)
        | ProfileEvent::WebhookRemoved(_)
        | ProfileEvent::CalendarLinkCreated(_)
        | ProfileEvent::CalendarLinkRevoked(_) => None,
    }
}

const UPSERT: &str = "
INSERT INTO notification_read AS t (user_id, notification_id, position, read_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::timestamptz[])
ON CONFLICT (user_id, notification_id) DO UPDATE SET
    position = excluded.position, read_at = excluded.read_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&NotificationReadRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.read.user_id.uuid()),
                &column(rows, |row| row.read.notification_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.read.read_at.to_chrono()),
            ],
        )
        .await
}
