//! `preference`: how somebody wants things done. From `profile.events`.

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use schemas::{
    id::UserId,
    profile::{PreferencesChanged, ProfileEvent},
    symbol::Symbol,
};
use serde_json::{Value, json};
use tokio_postgres::Error;

use super::{Place, column};

/// A row of `preference`.
#[derive(Debug, Clone, PartialEq)]
pub struct PreferenceRow {
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What it says.
    pub preferences: PreferencesChanged,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ProfileEvent) -> Option<(UserId, PreferenceRow)> {
    match event {
        ProfileEvent::PreferencesChanged(preferences) => {
            let preferences = preferences.clone();
            let user_id = preferences.user_id;
            Some((user_id, PreferenceRow { position: place.offset, version: place.version, preferences }))
        }
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
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

impl PreferenceRow {
    fn channels(&self) -> Value {
        let choices = self.preferences.channels.iter().map(|choice| {
            let channels = [("in_app", choice.in_app), ("email", choice.email), ("webhook", choice.webhook)];
            let chosen: Vec<&str> = channels.into_iter().filter(|(_, on)| *on).map(|(name, _)| name).collect();
            (choice.kind.as_str(), chosen)
        });
        json!(choices.collect::<BTreeMap<_, _>>())
    }
}

const UPSERT: &str = "
INSERT INTO preference AS t (user_id, position, version, progression, template_updates_by_progression,
    template_updates_by_edit, leaderboards, channels, quiet_from, quiet_until)
SELECT * FROM UNNEST($1::uuid[], $2::int8[], $3::int8[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
    $8::jsonb[], $9::int4[], $10::int4[])
ON CONFLICT (user_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, progression = excluded.progression,
    template_updates_by_progression = excluded.template_updates_by_progression,
    template_updates_by_edit = excluded.template_updates_by_edit, leaderboards = excluded.leaderboards,
    channels = excluded.channels, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&PreferenceRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.preferences.user_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.preferences.progression.as_str()),
                &column(rows, |row| row.preferences.template_updates_by_progression.as_str()),
                &column(rows, |row| row.preferences.template_updates_by_edit.as_str()),
                &column(rows, |row| json!(row.preferences.leaderboards)),
                &column(rows, |row| row.channels()),
                &column(rows, |row| row.preferences.quiet_hours.as_ref().map(|hours| hours.from_minute)),
                &column(rows, |row| row.preferences.quiet_hours.as_ref().map(|hours| hours.until_minute)),
            ],
        )
        .await
}
