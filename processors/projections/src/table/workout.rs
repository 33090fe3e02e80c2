//! `workout`: every workout, one row each, replaced by its next revision. From `execution.events`.
//!
//! Each event of a workout moves its `position` and `version`, also one that changes nothing else. That
//! makes the row the guard of the workout's sets: they are written only where it was older than the batch.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use deadpool_postgres::Transaction;
use schemas::{
    execution::{ExecutionEvent, Origin, WorkoutExecuted, WorkoutStarted, WorkoutStatus},
    id::{UserId, WorkoutId},
    symbol::Symbol,
    text::Text,
    time::{self, Instant},
};
use tokio_postgres::{Error, Row};
use uuid::Uuid;

use super::{
    Place, clear, column,
    performed_set::{self, SetChanges},
};

/// The workouts of a batch.
pub type WorkoutChanges = BTreeMap<(UserId, WorkoutId), WorkoutChange>;

/// What a batch changes in one workout.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkoutChange {
    /// Offset of its last event.
    pub position: i64,
    /// Version that its last event made.
    pub version: i64,
    /// The row as it will be, if any event made one anew.
    pub row: Option<WorkoutRow>,
    /// What becomes of its sets.
    pub sets: SetChanges,
}

/// A row of `workout` besides its key, position and version; all but the status is empty in one that was
/// deleted or discarded.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkoutRow {
    /// Where it stands.
    pub status: WorkoutStatus,
    /// Counts its executions; 0 while in progress.
    pub revision: i32,
    /// Its content.
    pub content: Option<WorkoutContent>,
}

/// What is known of a workout that happened or happens.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkoutContent {
    /// Title.
    pub name: Option<Text>,
    /// Notes.
    pub notes: Option<Text>,
    /// Local date of the start, as written.
    pub local_date: NaiveDate,
    /// Start.
    pub started_at: DateTime<Utc>,
    /// How far local clocks were ahead at the start.
    pub utc_offset_seconds: i32,
    /// End, if known.
    pub ended_at: Option<DateTime<Utc>>,
    /// IANA zone.
    pub zone: &'static str,
    /// How it came into the log.
    pub origin: Origin,
    /// Template followed and its own version.
    pub template: Option<(Uuid, i32)>,
    /// Schedule entry followed.
    pub entry: Option<String>,
    /// Import that brought it.
    pub import_id: Option<Uuid>,
}

/// Folds one event into the batch.
pub fn fold(changes: &mut WorkoutChanges, place: Place, event: ExecutionEvent) {
    let Some(key) = key(&event) else { return };
    let change = changes.entry(key).or_insert_with(|| WorkoutChange {
        position: place.offset,
        version: place.version,
        row: None,
        sets: SetChanges::default(),
    });
    change.position = place.offset;
    change.version = place.version;
    if let Some(row) = row(&event) {
        change.row = Some(row);
    }
    performed_set::fold(&mut change.sets, place, event);
}

fn key(event: &ExecutionEvent) -> Option<(UserId, WorkoutId)> {
    Some(match event {
        ExecutionEvent::WorkoutStarted(event) => (event.user_id, event.workout_id),
        ExecutionEvent::SetLogged(event) => (event.user_id, event.workout_id),
        ExecutionEvent::ExerciseCompleted(event) => (event.user_id, event.workout_id),
        ExecutionEvent::ExerciseSkipped(event) => (event.user_id, event.workout_id),
        ExecutionEvent::WorkoutCompleted(event) => (event.user_id, event.workout_id),
        ExecutionEvent::WorkoutDiscarded(event) => (event.user_id, event.workout_id),
        ExecutionEvent::WorkoutLogged(event) => (event.user_id, event.workout_id),
        ExecutionEvent::WorkoutCorrected(event) => (event.user_id, event.workout_id),
        ExecutionEvent::WorkoutDeleted(event) => (event.user_id, event.workout_id),
        ExecutionEvent::WorkoutExecuted(event) => (event.user_id, event.workout_id),
        ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::MealConsumed(_)
        | ExecutionEvent::MealCorrected(_)
        | ExecutionEvent::MealDeleted(_)
        | ExecutionEvent::SupplementTaken(_)
        | ExecutionEvent::SupplementSkipped(_)
        | ExecutionEvent::IntakeUndone(_) => return None,
    })
}

/// The row that an event makes. `WorkoutExecuted` holds all that completion, logging and correction say.
fn row(event: &ExecutionEvent) -> Option<WorkoutRow> {
    match event {
        ExecutionEvent::WorkoutStarted(event) => Some(started(event)),
        ExecutionEvent::WorkoutExecuted(event) => Some(executed(event)),
        ExecutionEvent::WorkoutDiscarded(_) => Some(emptied(WorkoutStatus::Discarded, 0)),
        ExecutionEvent::WorkoutDeleted(event) => Some(emptied(WorkoutStatus::Deleted, event.revision)),
        ExecutionEvent::SetLogged(_)
        | ExecutionEvent::ExerciseCompleted(_)
        | ExecutionEvent::ExerciseSkipped(_)
        | ExecutionEvent::WorkoutCompleted(_)
        | ExecutionEvent::WorkoutLogged(_)
        | ExecutionEvent::WorkoutCorrected(_)
        | ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::MealConsumed(_)
        | ExecutionEvent::MealCorrected(_)
        | ExecutionEvent::MealDeleted(_)
        | ExecutionEvent::SupplementTaken(_)
        | ExecutionEvent::SupplementSkipped(_)
        | ExecutionEvent::IntakeUndone(_) => None,
    }
}

fn started(event: &WorkoutStarted) -> WorkoutRow {
    let content = WorkoutContent {
        name: event.name.clone(),
        notes: None,
        local_date: time::local_date(event.started_at, event.zone).naive(),
        started_at: event.started_at.to_chrono(),
        utc_offset_seconds: time::utc_offset_seconds(event.started_at, event.zone),
        ended_at: None,
        zone: event.zone.name(),
        origin: Origin::Live,
        template: event.template.as_ref().map(|template| (template.id.uuid(), template.version)),
        entry: event.entry.clone(),
        import_id: None,
    };
    WorkoutRow { status: WorkoutStatus::InProgress, revision: 0, content: Some(content) }
}

fn executed(event: &WorkoutExecuted) -> WorkoutRow {
    let content = WorkoutContent {
        name: event.name.clone(),
        notes: event.notes.clone(),
        local_date: event.local_date.naive(),
        started_at: event.started_at.to_chrono(),
        utc_offset_seconds: event.utc_offset_seconds,
        ended_at: event.ended_at.map(Instant::to_chrono),
        zone: event.zone.name(),
        origin: event.origin,
        template: event.template.as_ref().map(|template| (template.id.uuid(), template.version)),
        entry: event.entry.clone(),
        import_id: event.import_id.map(|id| id.uuid()),
    };
    WorkoutRow { status: WorkoutStatus::Completed, revision: event.revision, content: Some(content) }
}

fn emptied(status: WorkoutStatus, revision: i32) -> WorkoutRow {
    WorkoutRow { status, revision, content: None }
}

const UPSERT: &str = "
INSERT INTO workout AS t (user_id, workout_id, position, version, status, revision, name, notes, local_date,
    started_at, utc_offset_seconds, ended_at, zone, origin, template_id, template_version, entry, import_id)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[], $5::text[], $6::int4[], $7::text[],
    $8::text[], $9::date[], $10::timestamptz[], $11::int4[], $12::timestamptz[], $13::text[], $14::text[],
    $15::uuid[], $16::int4[], $17::text[], $18::uuid[])
ON CONFLICT (user_id, workout_id) DO UPDATE SET
    position = excluded.position, version = excluded.version, status = excluded.status,
    revision = excluded.revision, name = excluded.name, notes = excluded.notes,
    local_date = excluded.local_date, started_at = excluded.started_at,
    utc_offset_seconds = excluded.utc_offset_seconds, ended_at = excluded.ended_at, zone = excluded.zone,
    origin = excluded.origin, template_id = excluded.template_id,
    template_version = excluded.template_version, entry = excluded.entry, import_id = excluded.import_id
WHERE t.position < excluded.position
RETURNING user_id, workout_id";

const TOUCH: &str = "
UPDATE workout AS t SET position = x.position, version = x.version
FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::int8[]) AS x (user_id, workout_id, position, version)
WHERE t.user_id = x.user_id AND t.workout_id = x.workout_id AND t.position < x.position
RETURNING t.user_id, t.workout_id";

struct Full<'a> {
    key: (UserId, WorkoutId),
    change: &'a WorkoutChange,
    row: &'a WorkoutRow,
}

impl Full<'_> {
    fn content<T>(&self, field: impl FnOnce(&WorkoutContent) -> T) -> Option<T> {
        self.row.content.as_ref().map(field)
    }
}

/// Writes workouts and their sets.
pub(crate) async fn write(transaction: &Transaction<'_>, changes: &WorkoutChanges) -> Result<u64, Error> {
    let (full, touched): (Vec<_>, Vec<_>) = changes.iter().partition(|(_, change)| change.row.is_some());
    let full: Vec<Full<'_>> = full
        .into_iter()
        .filter_map(|(key, change)| change.row.as_ref().map(|row| Full { key: *key, change, row }))
        .collect();
    let mut newer = HashSet::new();
    if !full.is_empty() {
        newer.extend(upsert(transaction, &full.iter().collect::<Vec<_>>()).await?.iter().map(key_of));
    }
    if !touched.is_empty() {
        newer.extend(touch(transaction, &touched).await?.iter().map(key_of));
    }
    let is_newer = |key: &(UserId, WorkoutId)| newer.contains(&(key.0.uuid(), key.1.uuid()));
    let sets: Vec<_> =
        changes.iter().filter(|(key, _)| is_newer(key)).map(|(key, change)| (*key, &change.sets)).collect();
    Ok(newer.len() as u64 + performed_set::write(transaction, &sets).await?)
}

fn key_of(row: &Row) -> (Uuid, Uuid) {
    (row.get(0), row.get(1))
}

async fn upsert(transaction: &Transaction<'_>, rows: &[&Full<'_>]) -> Result<Vec<Row>, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .query(
            &statement,
            &[
                &column(rows, |row| row.key.0.uuid()),
                &column(rows, |row| row.key.1.uuid()),
                &column(rows, |row| row.change.position),
                &column(rows, |row| row.change.version),
                &column(rows, |row| row.row.status.as_str()),
                &column(rows, |row| row.row.revision),
                &column(rows, |row| row.row.content.as_ref().and_then(|content| clear(content.name.as_ref()))),
                &column(rows, |row| row.row.content.as_ref().and_then(|content| clear(content.notes.as_ref()))),
                &column(rows, |row| row.content(|content| content.local_date)),
                &column(rows, |row| row.content(|content| content.started_at)),
                &column(rows, |row| row.content(|content| content.utc_offset_seconds)),
                &column(rows, |row| row.content(|content| content.ended_at).flatten()),
                &column(rows, |row| row.content(|content| content.zone)),
                &column(rows, |row| row.content(|content| content.origin.as_str())),
                &column(rows, |row| row.content(|content| content.template).flatten().map(|(id, _)| id)),
                &column(rows, |row| row.content(|content| content.template).flatten().map(|(_, version)| version)),
                &column(rows, |row| row.row.content.as_ref().and_then(|content| content.entry.as_deref())),
                &column(rows, |row| row.content(|content| content.import_id).flatten()),
            ],
        )
        .await
}

async fn touch(
    transaction: &Transaction<'_>,
    rows: &[(&(UserId, WorkoutId), &WorkoutChange)],
) -> Result<Vec<Row>, Error> {
    let statement = transaction.prepare_cached(TOUCH).await?;
    transaction
        .query(
            &statement,
            &[
                &rows.iter().map(|(key, _)| key.0.uuid()).collect::<Vec<_>>(),
                &rows.iter().map(|(key, _)| key.1.uuid()).collect::<Vec<_>>(),
                &rows.iter().map(|(_, change)| change.position).collect::<Vec<_>>(),
                &rows.iter().map(|(_, change)| change.version).collect::<Vec<_>>(),
            ],
        )
        .await
}

#[cfg(test)]
mod tests;
