//! `position`: how far each source topic was folded. Changed by compare-and-set, in the transaction of the
//! rows: whoever folds a stretch of the log twice, or from elsewhere than the rows stand, is refused.

use std::collections::BTreeMap;

use deadpool_postgres::{GenericClient, Transaction};
use schemas::{partition::Partition, topic::Topic};
use tokio_postgres::Error;

/// A stretch of a topic's partition that a batch folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advance {
    /// Its topic.
    pub topic: Topic,
    /// Its partition.
    pub partition: Partition,
    /// The next offset before the batch.
    pub from: i64,
    /// The next offset after it.
    pub to: i64,
}

/// Makes the row of every source, at the beginning, where there is none.
pub(crate) async fn ensure(client: &impl GenericClient, topics: &[Topic], partition: Partition) -> Result<(), Error> {
    let names: Vec<&str> = topics.iter().map(|topic| topic.base()).collect();
    client
        .execute(
            "INSERT INTO position (topic, partition, next_offset)
             SELECT topic, $2, 0 FROM UNNEST($1::text[]) AS topic ORDER BY topic
             ON CONFLICT (topic, partition) DO NOTHING",
            &[&names, &partition.number()],
        )
        .await?;
    Ok(())
}

/// The next offsets of a partition's sources.
pub(crate) async fn load(client: &impl GenericClient, partition: Partition) -> Result<BTreeMap<Topic, i64>, Error> {
    let rows =
        client.query("SELECT topic, next_offset FROM position WHERE partition = $1", &[&partition.number()]).await?;
    // a topic that is no source any more is nobody's to read
    Ok(rows.iter().filter_map(|row| Some((row.get::<_, &str>(0).parse().ok()?, row.get(1)))).collect())
}

const COMPARE_AND_SET: &str = "
UPDATE position AS t SET next_offset = x.to_offset
FROM UNNEST($1::text[], $2::int4[], $3::int8[], $4::int8[]) AS x (topic, partition, from_offset, to_offset)
WHERE t.topic = x.topic AND t.partition = x.partition AND t.next_offset = x.from_offset";

/// Moves the positions; false when one of them is not where it was expected. Then nothing may be committed.
pub(crate) async fn compare_and_set(transaction: &Transaction<'_>, advances: &[Advance]) -> Result<bool, Error> {
    let statement = transaction.prepare_cached(COMPARE_AND_SET).await?;
    let moved = transaction
        .execute(
            &statement,
            &[
                &advances.iter().map(|advance| advance.topic.base()).collect::<Vec<_>>(),
                &advances.iter().map(|advance| advance.partition.number()).collect::<Vec<_>>(),
                &advances.iter().map(|advance| advance.from).collect::<Vec<_>>(),
                &advances.iter().map(|advance| advance.to).collect::<Vec<_>>(),
            ],
        )
        .await?;
    Ok(moved == advances.len() as u64)
}
