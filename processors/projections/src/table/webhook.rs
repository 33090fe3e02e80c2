//! `webhook`: programs that are told; a row that was removed is emptied. From `profile.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::{UserId, WebhookId},
    profile::{ProfileEvent, WebhookRegistered},
    symbol::Symbol,
};
use serde_json::{Value, json};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// A row of `webhook`.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookRow {
    /// Whose.
    pub user_id: UserId,
    /// Which.
    pub webhook_id: WebhookId,
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What was registered; none once removed.
    pub registered: Option<WebhookRegistered>,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ProfileEvent) -> Option<((UserId, WebhookId), WebhookRow)> {
    let of = |user_id, webhook_id, registered| {
        let (position, version) = (place.offset, place.version);
        Some(((user_id, webhook_id), WebhookRow { user_id, webhook_id, position, version, registered }))
    };
    match event {
        ProfileEvent::WebhookRegistered(event) => of(event.user_id, event.webhook_id, Some(event.clone())),
        ProfileEvent::WebhookRemoved(event) => of(event.user_id, event.webhook_id, None),
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::MeasurementRecorded(_)
        | ProfileEvent::MeasurementCorrected(_)
        | ProfileEvent::MeasurementDeleted(_)
        | ProfileEvent::CalendarLinkCreated(_)
        | ProfileEvent::CalendarLinkRevoked(_)
        | ProfileEvent::NotificationRead(_) => None,
    }
}

impl WebhookRow {
    fn kinds(&self) -> Value {
        let kinds = self.registered.iter().flat_map(|registered| &registered.kinds);
        json!(kinds.map(|kind| kind.as_str()).collect::<Vec<_>>())
    }
}

const UPSERT: &str = "
INSERT INTO webhook AS t (user_id, webhook_id, position, version, standing, url, description, kinds,
    registered_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::bool[], $6::text[], $7::text[],
    $8::jsonb[], $9::timestamptz[])
ON CONFLICT (user_id, webhook_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, standing = excluded.standing,
    url = excluded.url, description = excluded.description, kinds = excluded.kinds,
    registered_at = excluded.registered_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&WebhookRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id.uuid()),
                &column(rows, |row| row.webhook_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.registered.is_some()),
                &column(rows, |row| row.registered.as_ref().and_then(|registered| clear(Some(&registered.url)))),
                &column(rows, |row| {
                    row.registered.as_ref().and_then(|registered| clear(registered.description.as_ref()))
                }),
                &column(rows, |row| row.kinds()),
                &column(rows, |row| row.registered.as_ref().map(|registered| registered.registered_at.to_chrono())),
            ],
        )
        .await
}
