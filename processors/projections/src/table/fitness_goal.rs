//! `fitness_goal`: what training should lead to. From `profile.events`.

use deadpool_postgres::Transaction;
use schemas::{
    id::UserId,
    profile::{Focus, GoalsChanged, ProfileEvent},
    quantity::Amount,
    symbol::Symbol,
    time::LocalDate,
};
use tokio_postgres::Error;

use super::{Place, clear, column, parsed};

/// A row of `fitness_goal`.
#[derive(Debug, Clone, PartialEq)]
pub struct FitnessGoalRow {
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What it says.
    pub goals: GoalsChanged,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ProfileEvent) -> Option<(UserId, FitnessGoalRow)> {
    match event {
        ProfileEvent::GoalsChanged(goals) => {
            let row = FitnessGoalRow { position: place.offset, version: place.version, goals: goals.clone() };
            Some((goals.user_id, row))
        }
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
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

impl FitnessGoalRow {
    fn weight(&self) -> Option<Amount> {
        parsed(self.goals.target_weight.as_ref())
    }

    fn body_fat(&self) -> Option<Amount> {
        parsed(self.goals.target_body_fat.as_ref())
    }
}

const UPSERT: &str = "
INSERT INTO fitness_goal AS t (user_id, position, version, focus, weekly_workouts, weekly_minutes,
    target_weight_ug, target_weight_entered, target_weight_unit, target_body_fat_ppm,
    target_body_fat_entered, target_date, note)
SELECT * FROM UNNEST($1::uuid[], $2::int8[], $3::int8[], $4::text[], $5::int4[], $6::int4[], $7::int8[],
    $8::text[], $9::text[], $10::int8[], $11::text[], $12::date[], $13::text[])
ON CONFLICT (user_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, focus = excluded.focus,
    weekly_workouts = excluded.weekly_workouts, weekly_minutes = excluded.weekly_minutes,
    target_weight_ug = excluded.target_weight_ug, target_weight_entered = excluded.target_weight_entered,
    target_weight_unit = excluded.target_weight_unit, target_body_fat_ppm = excluded.target_body_fat_ppm,
    target_body_fat_entered = excluded.target_body_fat_entered, target_date = excluded.target_date,
    note = excluded.note
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&FitnessGoalRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.goals.user_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.goals.focus.map(Focus::as_str)),
                &column(rows, |row| row.goals.weekly_workouts),
                &column(rows, |row| row.goals.weekly_minutes),
                &column(rows, |row| row.weight().map(|weight| weight.canonical())),
                &column(rows, |row| row.weight().map(|weight| weight.entered().to_owned())),
                &column(rows, |row| row.weight().map(|weight| weight.unit().as_str())),
                &column(rows, |row| row.body_fat().map(|share| share.canonical())),
                &column(rows, |row| row.body_fat().map(|share| share.entered().to_owned())),
                &column(rows, |row| row.goals.target_date.map(LocalDate::naive)),
                &column(rows, |row| clear(row.goals.note.as_ref())),
            ],
        )
        .await
}
