//! Brings the tables up to date, one process at a time.

use refinery::{Migration, Runner};
use tokio_postgres::{Client, error::SqlState};

use crate::error::KeyStoreError;

const MIGRATIONS: &[(&str, &str)] = &[("V1__data_key", include_str!("../migrations/V1__data_key.sql"))];

/// A process that is stopped in the middle of migrating must not keep the others from it: between two statements it has nothing to
/// wait for.
const IDLE_WHILE_MIGRATING: &str = "5s";

/// Who waits longer than this for somebody else's migration says so: that one is at work, or it would have lost its connection.
pub(crate) const MIGRATION_OF_ANOTHER: &str = "10s";

/// `schema` is made of letters, digits, `-` and `_`, and is the first of the connection's search path.
pub(crate) async fn migrate(client: &mut Client, schema: &str) -> Result<(), KeyStoreError> {
    let idle = IDLE_WHILE_MIGRATING;
    let bounds = format!(
        "SET idle_session_timeout = '{idle}'; SET idle_in_transaction_session_timeout = '{idle}';
         SET lock_timeout = '{MIGRATION_OF_ANOTHER}'"
    );
    client.batch_execute(&bounds).await?;
    // instances that start together wait for each other here
    let lock = client.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", &[&schema]).await;
    lock.map_err(|error| match error.code() {
        Some(&SqlState::LOCK_NOT_AVAILABLE) => KeyStoreError::Migrating { schema: schema.to_owned() },
        Some(_) | None => error.into(),
    })?;
    client.batch_execute("RESET lock_timeout").await?;
    let result = run(client, schema).await;
    client.execute("SELECT pg_advisory_unlock(hashtextextended($1, 0))", &[&schema]).await?;
    // the connection goes back to those that wait for work
    client.batch_execute("RESET idle_session_timeout; RESET idle_in_transaction_session_timeout").await?;
    result
}

async fn run(client: &mut Client, schema: &str) -> Result<(), KeyStoreError> {
    client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"")).await?;
    let migrations: Vec<Migration> =
        MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect::<Result<_, _>>()?;
    Runner::new(&migrations).run_async(client).await?;
    Ok(())
}
