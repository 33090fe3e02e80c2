//! `meal`: what was eaten; a row that was deleted is emptied. From `execution.events`.

use deadpool_postgres::Transaction;
use schemas::{
    execution::{ExecutionEvent, Meal, MealItem},
    id::{MealId, UserId},
};
use serde_json::{Value, json};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// A row of `meal`.
#[derive(Debug, Clone, PartialEq)]
pub struct MealRow {
    /// Whose.
    pub user_id: UserId,
    /// Which.
    pub meal_id: MealId,
    /// Offset of the record.
    pub position: i64,
    /// Version that the event made.
    pub version: i64,
    /// What was eaten; none once deleted.
    pub meal: Option<Meal>,
}

/// The row of one event, if it makes one.
pub fn row(place: Place, event: &ExecutionEvent) -> Option<((UserId, MealId), MealRow)> {
    let of = |user_id, meal_id, meal: Option<&Meal>| {
        let (position, version, meal) = (place.offset, place.version, meal.cloned());
        Some(((user_id, meal_id), MealRow { user_id, meal_id, position, version, meal }))
    };
    match event {
        ExecutionEvent::MealConsumed(event) => of(event.user_id, event.meal_id, Some(&event.meal)),
        ExecutionEvent::MealCorrected(event) => of(event.user_id, event.meal_id, Some(&event.meal)),
        ExecutionEvent::MealDeleted(event) => of(event.user_id, event.meal_id, None),
        ExecutionEvent::WorkoutStarted(_)
        | ExecutionEvent::SetLogged(_)
        | ExecutionEvent::ExerciseCompleted(_)
        | ExecutionEvent::ExerciseSkipped(_)
        | ExecutionEvent::WorkoutCompleted(_)
        | ExecutionEvent::WorkoutDiscarded(_)
        | ExecutionEvent::WorkoutLogged(_)
        | ExecutionEvent::WorkoutCorrected(_)
        | ExecutionEvent::WorkoutDeleted(_)
        | ExecutionEvent::WorkoutExecuted(_)
        | ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::SupplementTaken(_)
        | ExecutionEvent::SupplementSkipped(_)
        | ExecutionEvent::IntakeUndone(_) => None,
    }
}

/// Quantities as records have them; what is unknown is null.
fn item(item: &MealItem) -> Value {
    json!({ "name": clear(Some(&item.name)), "amount": item.amount, "nutrients": item.nutrients })
}

impl MealRow {
    fn of<'a, T>(&'a self, value: impl FnOnce(&'a Meal) -> T) -> Option<T> {
        self.meal.as_ref().map(value)
    }
}

const UPSERT: &str = "
INSERT INTO meal AS t (user_id, meal_id, position, version, name, eaten_at, utc_offset_seconds, zone, local_date,
    plan_id, plan_version, items, notes)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::timestamptz[], $7::int4[],
    $8::text[], $9::date[], $10::uuid[], $11::int4[], $12::jsonb[], $13::text[])
ON CONFLICT (user_id, meal_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, name = excluded.name, eaten_at = excluded.eaten_at,
    utc_offset_seconds = excluded.utc_offset_seconds, zone = excluded.zone, local_date = excluded.local_date,
    plan_id = excluded.plan_id, plan_version = excluded.plan_version, items = excluded.items, notes = excluded.notes
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&MealRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.user_id.uuid()),
                &column(rows, |row| row.meal_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.version),
                &column(rows, |row| row.of(|meal| clear(meal.name.as_ref())).flatten()),
                &column(rows, |row| row.of(|meal| meal.eaten_at.to_chrono())),
                &column(rows, |row| row.of(|meal| meal.utc_offset_seconds)),
                &column(rows, |row| row.of(|meal| meal.zone.name())),
                &column(rows, |row| row.of(|meal| meal.local_date.naive())),
                &column(rows, |row| row.of(|meal| meal.plan.as_ref().map(|plan| plan.id.uuid())).flatten()),
                &column(rows, |row| row.of(|meal| meal.plan.as_ref().map(|plan| plan.version)).flatten()),
                &column(rows, |row| row.of(|meal| meal.items.iter().map(item).collect::<Value>())),
                &column(rows, |row| row.of(|meal| clear(meal.notes.as_ref())).flatten()),
            ],
        )
        .await
}
