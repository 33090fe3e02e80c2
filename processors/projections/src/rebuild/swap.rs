//! The moment at which the rebuilt tables take the place of the live ones.

use std::collections::BTreeMap;

use deadpool_postgres::Client;
use schemas::{partition::Partition, topic::Topic};

use crate::database::{DatabaseError, ReadSchema};

/// Next offsets.
pub type Positions = BTreeMap<(Topic, Partition), i64>;

/// How long queries and the live projection may be held up.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '5s'";

/// What became of a swap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swapped {
    /// The rebuilt tables are live, the old ones are gone.
    Done,
    /// The live tables have gone on; everything is as it was.
    Behind,
}

/// Swaps the schemas, once `catch_up` has brought the rebuilt one (that of `client`) to where the live one
/// stands.
///
/// Every query and every batch touches `position` first, so the lock on it waits for those under way and
/// holds up the others; when it is given, names are looked up anew and mean the new tables.
///
/// # Errors
/// When the database is away, somebody holds the tables for more than five seconds, or catching up fails.
pub async fn swap(
    client: &mut Client,
    live: &ReadSchema,
    channel: &str,
    catch_up: impl AsyncFnOnce(Positions) -> anyhow::Result<()>,
) -> anyhow::Result<Swapped> {
    let (name, next) = (live.quoted(), live.next().quoted());
    let old = live.beside("_old");
    old.drop().await?;
    let transaction = client.transaction().await?;
    transaction.batch_execute(LOCK_TIMEOUT).await?;
    transaction.batch_execute(&format!("LOCK TABLE {name}.position IN ACCESS EXCLUSIVE MODE")).await?;
    catch_up(positions(&*transaction, live).await?).await?;
    let behind = format!(
        "SELECT count(*) FROM {name}.position AS l
         LEFT JOIN {next}.position AS n ON n.topic = l.topic AND n.partition = l.partition
         WHERE n.next_offset IS NULL OR n.next_offset < l.next_offset"
    );
    if transaction.query_one(&behind, &[]).await?.get::<_, i64>(0) > 0 {
        transaction.rollback().await?;
        return Ok(Swapped::Behind);
    }
    // what dead-letters has already need not be told again
    let published = format!(
        "UPDATE {next}.skipped_record AS n SET published = true FROM {name}.skipped_record AS l
         WHERE l.published AND l.service = n.service AND l.topic = n.topic AND l.partition = n.partition
           AND l.record_offset = n.record_offset"
    );
    transaction.execute(&published, &[]).await?;
    transaction
        .batch_execute(&format!("ALTER SCHEMA {name} RENAME TO {}; ALTER SCHEMA {next} RENAME TO {name}", old.quoted()))
        .await?;
    let told = format!(
        "SELECT pg_notify($1, topic || '/' || partition || '/' || next_offset) FROM {name}.position
         UNION ALL
         SELECT pg_notify($1, service || '/' || input_topic || '/' || partition || '/' || next_offset)
         FROM {name}.processed"
    );
    transaction.query(&told, &[&channel]).await?;
    transaction.commit().await?;
    old.drop().await?;
    Ok(Swapped::Done)
}

/// Where the tables of a schema stand.
pub(super) async fn positions(
    client: &impl tokio_postgres::GenericClient,
    schema: &ReadSchema,
) -> Result<Positions, DatabaseError> {
    let all = format!("SELECT topic, partition, next_offset FROM {}.position", schema.quoted());
    let rows = client.query(&all, &[]).await?;
    let position = |row: &tokio_postgres::Row| {
        // a topic that is no source any more is in nobody's way
        Some(((row.get::<_, &str>(0).parse().ok()?, Partition::new(row.get(1))?), row.get(2)))
    };
    Ok(rows.iter().filter_map(position).collect())
}
