//! `import`: what each import of a history file brought. From `execution.events`.

use deadpool_postgres::Transaction;
use schemas::{
    execution::HistoryImported,
    id::{ImportId, UserId},
    symbol::Symbol,
    time::LocalDate,
};
use tokio_postgres::Error;

use super::{Place, column};

/// A row of `import`.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// Offset of the record.
    pub position: i64,
    /// What it says.
    pub imported: HistoryImported,
}

/// The row of one record.
pub fn row(place: Place, imported: HistoryImported) -> ((UserId, ImportId), ImportRow) {
    ((imported.user_id, imported.import_id), ImportRow { position: place.offset, imported })
}

const UPSERT: &str = "
INSERT INTO import AS t (user_id, import_id, position, source, workouts, sets, new_workouts,
    revised_workouts, unchanged_workouts, first_date, last_date, imported_at)
SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::int8[], $4::text[], $5::int8[], $6::int8[], $7::int8[],
    $8::int8[], $9::int8[], $10::date[], $11::date[], $12::timestamptz[])
ON CONFLICT (user_id, import_id) DO UPDATE SET
    position = excluded.position, source = excluded.source, workouts = excluded.workouts,
    sets = excluded.sets, new_workouts = excluded.new_workouts,
    revised_workouts = excluded.revised_workouts, unchanged_workouts = excluded.unchanged_workouts,
    first_date = excluded.first_date, last_date = excluded.last_date, imported_at = excluded.imported_at
WHERE t.position < excluded.position";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &[&ImportRow]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &column(rows, |row| row.imported.user_id.uuid()),
                &column(rows, |row| row.imported.import_id.uuid()),
                &column(rows, |row| row.position),
                &column(rows, |row| row.imported.source.as_str()),
                &column(rows, |row| i64::from(row.imported.workouts)),
                &column(rows, |row| i64::from(row.imported.sets)),
                &column(rows, |row| i64::from(row.imported.new)),
                &column(rows, |row| i64::from(row.imported.revised)),
                &column(rows, |row| i64::from(row.imported.unchanged)),
                &column(rows, |row| row.imported.first_date.map(LocalDate::naive)),
                &column(rows, |row| row.imported.last_date.map(LocalDate::naive)),
                &column(rows, |row| row.imported.imported_at.to_chrono()),
            ],
        )
        .await
}
