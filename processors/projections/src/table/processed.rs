//! `processed`: how far a processor had read when it wrote what was folded of it. From `InputsProcessed`,
//! the last record of each of its transactions.

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use schemas::engine::InputsProcessed;
use tokio_postgres::Error;

/// Service, partition, input topic → next offset.
pub type Processed = BTreeMap<(String, i32, String), i64>;

/// The rows of one record.
pub fn rows(processed: InputsProcessed) -> impl Iterator<Item = ((String, i32, String), i64)> {
    let InputsProcessed { service, inputs, .. } = processed;
    inputs.into_iter().map(move |input| ((service.clone(), input.partition, input.topic), input.next_offset))
}

const UPSERT: &str = "
INSERT INTO processed AS t (service, partition, input_topic, next_offset)
SELECT * FROM UNNEST($1::text[], $2::int4[], $3::text[], $4::int8[])
ON CONFLICT (service, partition, input_topic) DO UPDATE SET next_offset = excluded.next_offset
WHERE t.next_offset < excluded.next_offset";

pub(crate) async fn upsert(transaction: &Transaction<'_>, rows: &Processed) -> Result<u64, Error> {
    let statement = transaction.prepare_cached(UPSERT).await?;
    transaction
        .execute(
            &statement,
            &[
                &rows.keys().map(|(service, _, _)| service).collect::<Vec<_>>(),
                &rows.keys().map(|(_, partition, _)| partition).collect::<Vec<_>>(),
                &rows.keys().map(|(_, _, topic)| topic).collect::<Vec<_>>(),
                &rows.values().collect::<Vec<_>>(),
            ],
        )
        .await
}
