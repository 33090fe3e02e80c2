//! `performed_set`: the sets of each workout's current revision, or of one in progress. From
//! `execution.events`. A workout's row guards them: see [`super::workout`].

use std::collections::{BTreeMap, BTreeSet};

use deadpool_postgres::Transaction;
use schemas::{
    execution::{ExecutionEvent, ExerciseCompleted, SetPerformed},
    exercise::ExerciseId,
    id::{SetId, UserId, WorkoutId},
    quantity::{Distance, Mass},
    symbol::Symbol,
    text::Text,
    time::Instant,
};
use tokio_postgres::Error;

use super::{Place, clear, column};

/// What a batch does to the sets of one workout: first some are removed, then some are put.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SetChanges {
    /// Removed from the table.
    pub removed: Removed,
    /// Written after that.
    pub put: BTreeMap<SetId, SetRow>,
}

/// Which stored sets of a workout go.
#[derive(Debug, Clone, PartialEq)]
pub enum Removed {
    /// Those of these blocks; mostly none.
    Blocks(BTreeSet<(ExerciseId, i32)>),
    /// All.
    All,
}

impl Default for Removed {
    fn default() -> Self {
        Self::Blocks(BTreeSet::new())
    }
}

/// A row of `performed_set` besides user and workout.
#[derive(Debug, Clone, PartialEq)]
pub struct SetRow {
    /// Offset of the record.
    pub position: i64,
    /// Exercise.
    pub exercise: ExerciseId,
    /// Its name as entered.
    pub exercise_name: String,
    /// Notes on the block.
    pub exercise_notes: Option<Text>,
    /// Block of the exercise.
    pub block: i32,
    /// Blocks with the same number were done in turns.
    pub superset: Option<i32>,
    /// Order of the block in its workout, from 0; in one in progress when the set was logged, in µs.
    pub ordinal: i64,
    /// The set.
    pub set: SetPerformed,
}

/// Folds one event into what becomes of a workout's sets.
pub(super) fn fold(changes: &mut SetChanges, place: Place, event: ExecutionEvent) {
    match event {
        ExecutionEvent::SetLogged(event) => {
            let at = event.set.logged_at.map_or(place.offset, Instant::micros);
            changes.put(SetRow::live(place, event.exercise, event.exercise_name, event.block, at, event.set));
        }
        ExecutionEvent::ExerciseCompleted(event) => {
            changes.remove_block(event.exercise.clone(), event.block);
            let ExerciseCompleted { exercise, exercise_name, block, completed_at, sets, .. } = event;
            for set in sets {
                let at = set.logged_at.unwrap_or(completed_at).micros();
                changes.put(SetRow::live(place, exercise.clone(), exercise_name.clone(), block, at, set));
            }
        }
        ExecutionEvent::WorkoutExecuted(event) => {
            changes.remove_all();
            for (ordinal, exercise) in (0..).zip(event.exercises) {
                for set in exercise.sets {
                    changes.put(SetRow {
                        position: place.offset,
                        exercise: exercise.exercise.clone(),
                        exercise_name: exercise.name.clone(),
                        exercise_notes: exercise.notes.clone(),
                        block: exercise.block,
                        superset: exercise.superset,
                        ordinal,
                        set,
                    });
                }
            }
        }
        ExecutionEvent::WorkoutStarted(_) | ExecutionEvent::WorkoutDiscarded(_) | ExecutionEvent::WorkoutDeleted(_) => {
            changes.remove_all()
        }
        ExecutionEvent::ExerciseSkipped(_)
        | ExecutionEvent::WorkoutCompleted(_)
        | ExecutionEvent::WorkoutLogged(_)
        | ExecutionEvent::WorkoutCorrected(_)
        | ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::MealConsumed(_)
        | ExecutionEvent::MealCorrected(_)
        | ExecutionEvent::MealDeleted(_)
        | ExecutionEvent::SupplementTaken(_)
        | ExecutionEvent::SupplementSkipped(_)
        | ExecutionEvent::IntakeUndone(_) => {}
    }
}

impl SetRow {
    /// A set of a workout in progress: nobody has said yet in which order its exercises will stand.
    fn live(
        place: Place,
        exercise: ExerciseId,
        exercise_name: String,
        block: i32,
        ordinal: i64,
        set: SetPerformed,
    ) -> Self {
        let position = place.offset;
        Self { position, exercise, exercise_name, exercise_notes: None, block, superset: None, ordinal, set }
    }
}

impl SetChanges {
    fn put(&mut self, row: SetRow) {
        self.put.insert(row.set.id, row);
    }

    fn remove_block(&mut self, exercise: ExerciseId, block: i32) {
        self.put.retain(|_, row| row.exercise != exercise || row.block != block);
        if let Removed::Blocks(blocks) = &mut self.removed {
            blocks.insert((exercise, block));
        }
    }

    fn remove_all(&mut self) {
        *self = Self { removed: Removed::All, put: BTreeMap::new() };
    }
}

type Key = (UserId, WorkoutId);

const REMOVE_ALL: &str = "
DELETE FROM performed_set AS t USING UNNEST($1::uuid[], $2::uuid[]) AS x (user_id, workout_id)
WHERE t.user_id = x.user_id AND t.workout_id = x.workout_id";

const REMOVE_BLOCKS: &str = "
DELETE FROM performed_set AS t
USING UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::int4[]) AS x (user_id, workout_id, exercise, block)
WHERE t.user_id = x.user_id AND t.workout_id = x.workout_id AND t.exercise = x.exercise AND t.block = x.block";

const UPSERT: &str = "
INSERT INTO performed_set AS t (user_id, workout_id, set_id, position, exercise, exercise_name, exercise_notes,
    block, superset, ordinal, set_index, kind, reps, load_ug, load_entered, load_unit, resistance, rpe_tenths,
    rir, rest_seconds, duration_seconds, distance_mm, distance_entered, distance_unit, logged_at, notes)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[], $5::text[], $6::text[], $7::text[],
    $8::int4[], $9::int4[], $10::int8[], $11::int4[], $12::text[], $13::int4[], $14::int8[], $15::text[],
    $16::text[], $17::text[], $18::int4[], $19::int4[], $20::int4[], $21::int4[], $22::int8[], $23::text[],
    $24::text[], $25::timestamptz[], $26::text[])
ON CONFLICT (user_id, workout_id, set_id) DO UPDATE SET
    position = excluded.position, exercise = excluded.exercise, exercise_name = excluded.exercise_name,
    exercise_notes = excluded.exercise_notes, block = excluded.block, superset = excluded.superset,
    ordinal = excluded.ordinal, set_index = excluded.set_index, kind = excluded.kind, reps = excluded.reps,
    load_ug = excluded.load_ug, load_entered = excluded.load_entered, load_unit = excluded.load_unit,
    resistance = excluded.resistance, rpe_tenths = excluded.rpe_tenths, rir = excluded.rir,
    rest_seconds = excluded.rest_seconds, duration_seconds = excluded.duration_seconds,
    distance_mm = excluded.distance_mm, distance_entered = excluded.distance_entered,
    distance_unit = excluded.distance_unit, logged_at = excluded.logged_at, notes = excluded.notes
WHERE t.position < excluded.position";

/// Writes the changed sets of workouts whose rows were older than the batch.
pub(super) async fn write(transaction: &Transaction<'_>, changes: &[(Key, &SetChanges)]) -> Result<u64, Error> {
    let mut written = 0;
    let emptied: Vec<Key> =
        changes.iter().filter(|(_, changes)| changes.removed == Removed::All).map(|(key, _)| *key).collect();
    if !emptied.is_empty() {
        let statement = transaction.prepare_cached(REMOVE_ALL).await?;
        written += transaction.execute(&statement, &[&users(&emptied), &workouts(&emptied)]).await?;
    }
    let blocks: Vec<(Key, &(ExerciseId, i32))> =
        changes.iter().flat_map(|(key, changes)| changes.removed.blocks().map(|block| (*key, block))).collect();
    if !blocks.is_empty() {
        let keys: Vec<Key> = blocks.iter().map(|(key, _)| *key).collect();
        let exercises: Vec<&str> = blocks.iter().map(|(_, (exercise, _))| exercise.as_str()).collect();
        let numbers: Vec<i32> = blocks.iter().map(|(_, (_, number))| *number).collect();
        let statement = transaction.prepare_cached(REMOVE_BLOCKS).await?;
        written += transaction.execute(&statement, &[&users(&keys), &workouts(&keys), &exercises, &numbers]).await?;
    }
    let put: Vec<Put<'_>> =
        changes.iter().flat_map(|(key, changes)| changes.put.values().map(|row| Put { key: *key, row })).collect();
    if !put.is_empty() {
        written += upsert(transaction, &put.iter().collect::<Vec<_>>()).await?;
    }
    Ok(written)
}

impl Removed {
    fn blocks(&self) -> impl Iterator<Item = &(ExerciseId, i32)> {
        let blocks = match self {
            Self::Blocks(blocks) => Some(blocks),
            Self::All => None,
        };
        blocks.into_iter().flatten()
    }
}

struct Put<'a> {
    key: Key,
    row: &'a SetRow,
}

fn users(keys: &[Key]) -> Vec<uuid::Uuid> {
    keys.iter().map(|(user, _)| user.uuid()).collect()
}

fn workouts(keys: &[Key]) -> Vec<uuid::Uuid> {
    keys.iter().map(|(_, workout)| workout.uuid()).collect()
}

async fn upsert(transaction: &Transaction<'_>, rows: &[&Put<'_>]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |put| put.key.0.uuid()),
                &column(rows, |put| put.key.1.uuid()),
                &column(rows, |put| put.row.set.id.uuid()),
                &column(rows, |put| put.row.position),
                &column(rows, |put| put.row.exercise.as_str()),
                &column(rows, |put| put.row.exercise_name.as_str()),
                &column(rows, |put| clear(put.row.exercise_notes.as_ref())),
                &column(rows, |put| put.row.block),
                &column(rows, |put| put.row.superset),
                &column(rows, |put| put.row.ordinal),
                &column(rows, |put| put.row.set.index),
                &column(rows, |put| put.row.set.kind.as_str()),
                &column(rows, |put| put.row.set.reps),
                &column(rows, |put| put.row.set.load.as_ref().map(Mass::micrograms)),
                &column(rows, |put| put.row.set.load.as_ref().map(Mass::entered)),
                &column(rows, |put| put.row.set.load.as_ref().map(|load| load.unit().as_str())),
                &column(rows, |put| put.row.set.resistance.as_str()),
                &column(rows, |put| put.row.set.rpe_tenths),
                &column(rows, |put| put.row.set.rir),
                &column(rows, |put| put.row.set.rest_seconds),
                &column(rows, |put| put.row.set.duration_seconds),
                &column(rows, |put| put.row.set.distance.as_ref().map(Distance::millimetres)),
                &column(rows, |put| put.row.set.distance.as_ref().map(Distance::entered)),
                &column(rows, |put| put.row.set.distance.as_ref().map(|distance| distance.unit().as_str())),
                &column(rows, |put| put.row.set.logged_at.map(Instant::to_chrono)),
                &column(rows, |put| clear(put.row.set.notes.as_ref())),
            ],
        )
        .await
}
