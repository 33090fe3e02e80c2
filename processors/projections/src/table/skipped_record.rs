//! `skipped_record`: the dead letters of this service, kept until a rebuild folds them after all.

use deadpool_postgres::{GenericClient, Transaction};
use schemas::{
    partition::Partition,
    topic::{Service, Topic},
};
use tokio_postgres::Error;

/// A record that could not be folded: where it is and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedRecord {
    /// Its topic.
    pub topic: Topic,
    /// Its partition.
    pub partition: Partition,
    /// Its offset.
    pub offset: i64,
    /// Its key, as far as it is text.
    pub key: Option<String>,
    /// Why.
    pub cause: String,
}

const INSERT: &str = "
INSERT INTO skipped_record (service, topic, partition, record_offset, key, cause, published)
SELECT $1, topic, partition, record_offset, key, cause, false
FROM UNNEST($2::text[], $3::int4[], $4::int8[], $5::text[], $6::text[])
    AS x (topic, partition, record_offset, key, cause)
ON CONFLICT (service, topic, partition, record_offset) DO NOTHING";

pub(crate) async fn insert(transaction: &Transaction<'_>, rows: &[SkippedRecord]) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(INSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &Service::Projections.name(),
                &rows.iter().map(|row| row.topic.base()).collect::<Vec<_>>(),
                &rows.iter().map(|row| row.partition.number()).collect::<Vec<_>>(),
                &rows.iter().map(|row| row.offset).collect::<Vec<_>>(),
                &rows.iter().map(|row| row.key.as_deref().map(storable)).collect::<Vec<_>>(),
                &rows.iter().map(|row| storable(&row.cause)).collect::<Vec<_>>(),
            ],
        )
        .await
}

/// PostgreSQL has no text with a NUL, and the pointer at a bad record must not be one itself.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The list of one partition that `dead-letters` does not have yet, oldest first.
pub(crate) async fn unpublished(
    client: &impl GenericClient,
    partition: Partition,
) -> Result<Vec<SkippedRecord>, Error> {
    let rows = client
        .query(
            "SELECT topic, partition, record_offset, key, cause FROM skipped_record
             WHERE partition = $1 AND NOT published ORDER BY topic, record_offset LIMIT 1000",
            &[&partition.number()],
        )
        .await?;
    let record = |row: &tokio_postgres::Row| {
        Some(SkippedRecord {
            topic: row.get::<_, &str>(0).parse().ok()?,
            partition: Partition::new(row.get(1))?,
            offset: row.get(2),
            key: row.get(3),
            cause: row.get(4),
        })
    };
    Ok(rows.iter().filter_map(record).collect())
}

/// Remembers that `dead-letters` has these.
pub(crate) async fn mark_published(client: &impl GenericClient, rows: &[SkippedRecord]) -> Result<(), Error> {
    client
        .execute(
            "UPDATE skipped_record AS t SET published = true
             FROM UNNEST($1::text[], $2::int4[], $3::int8[]) AS x (topic, partition, record_offset)
             WHERE t.topic = x.topic AND t.partition = x.partition AND t.record_offset = x.record_offset",
            &[
                &rows.iter().map(|row| row.topic.base()).collect::<Vec<_>>(),
                &rows.iter().map(|row| row.partition.number()).collect::<Vec<_>>(),
                &rows.iter().map(|row| row.offset).collect::<Vec<_>>(),
            ],
        )
        .await?;
    Ok(())
}
