//! Brings the tables up to date, one process at a time.

use refinery::{Migration, Runner};
use tokio_postgres::Client;

use crate::error::KeyStoreError;

const MIGRATIONS: &[(&str, &str)] = &[("V1__data_key", include_str!("../migrations/V1__data_key.sql"))];

/// `schema` is made of letters, digits, `-` and `_`, and is the first of the connection's search path.
pub(crate) async fn migrate(client: &mut Client, schema: &str) -> Result<(), KeyStoreError> {
    // instances that start together wait for each other here
    client.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", &[&schema]).await?;
    let result = run(client, schema).await;
    client.execute("SELECT pg_advisory_unlock(hashtextextended($1, 0))", &[&schema]).await?;
    result
}

async fn run(client: &mut Client, schema: &str) -> Result<(), KeyStoreError> {
    client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"")).await?;
    let migrations: Vec<Migration> =
        MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect::<Result<_, _>>()?;
    Runner::new(&migrations).run_async(client).await?;
    Ok(())
}
