//! The database schemas of one installation, and connections whose statements mean one of them.
//!
//! No statement names a schema: every connection has one as its search path. So the same statements
//! write the live tables and those of a rebuild, and a swap is a change of names.

mod embedded {
    use refinery::{Error, Migration, Runner};

    /// Every version that ever was, in order. A file never changes once it was released.
    const MIGRATIONS: &[(&str, &str)] = &[
        ("V1__tables", include_str!("../migrations/V1__tables.sql")),
        ("V2__profile", include_str!("../migrations/V2__profile.sql")),
        ("V3__planning", include_str!("../migrations/V3__planning.sql")),
        ("V4__identity", include_str!("../migrations/V4__identity.sql")),
        ("V5__intake", include_str!("../migrations/V5__intake.sql")),
        ("V6__goal", include_str!("../migrations/V6__goal.sql")),
    ];

    pub(super) fn runner() -> Result<Runner, Error> {
        let migrations: Result<Vec<_>, _> =
            MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect();
        Ok(Runner::new(&migrations?))
    }
}

use std::{str::FromStr, time::Duration};

use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime};
use service::task::spawn_named;
use tokio_postgres::{Client, Config, NoTls, error::SqlState};

/// For a connection to be made or to become free.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A process that is stopped in the middle of a transaction (paused, swapped out, cut off) must not hold its rows for ever: whoever
/// takes over waits for them. Longer than a swap may stand still.
const IDLE_IN_TRANSACTION_MS: u32 = 15_000;

/// A process that is stopped in the middle of migrating must not keep the others from it: between two statements it has nothing to
/// wait for.
const IDLE_WHILE_MIGRATING: &str = "5s";

/// Who waits longer than this for somebody else's migration says so: that one is at work, or it would have lost its connection.
const MIGRATION_OF_ANOTHER: &str = "10s";

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The connection string is none.
    #[error("connection string: {0}")]
    Url(#[source] tokio_postgres::Error),
    /// A statement failed, or there is no connection.
    #[error("database: {}", describe(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// A migration failed, or the tables were made by other migrations.
    #[error("migrations: {0}")]
    Migration(#[from] refinery::Error),
    /// Somebody else does not come to an end with it.
    #[error("another process has been migrating the tables {schema} for more than {MIGRATION_OF_ANOTHER}")]
    Migrating {
        /// The schema.
        schema: String,
    },
    /// No connection in time.
    #[error("no connection: {0}")]
    Pool(#[from] PoolError),
    /// The pool cannot be made.
    #[error("no pool: {0}")]
    Build(#[from] deadpool_postgres::BuildError),
}

impl DatabaseError {
    /// Whether it is the data that the database refuses: it would do so again and again.
    pub fn refuses_data(&self) -> bool {
        let (Self::Postgres(error) | Self::Pool(PoolError::Backend(error))) = self else { return false };
        match error.code() {
            // data exceptions and violated constraints
            Some(code) => ["22", "23"].iter().any(|class| code.code().starts_with(class)),
            // a value that does not fit its type never reached the server; the error tells only by its text
            None => error.to_string().starts_with("error serializing"),
        }
    }
}

/// tokio-postgres says only `db error`; the reason is its source.
fn describe(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string)
}

/// A schema of the database that holds read tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSchema {
    url: String,
    name: String,
}

impl ReadSchema {
    /// The tables that are read.
    pub fn live(url: impl Into<String>, prefix: &str) -> Self {
        Self { url: url.into(), name: format!("{prefix}read") }
    }

    /// Where a rebuild folds.
    pub fn next(&self) -> Self {
        self.beside("_next")
    }

    /// Another schema of this installation.
    pub(crate) fn beside(&self, suffix: &str) -> Self {
        Self { url: self.url.clone(), name: format!("{}{suffix}", self.name) }
    }

    /// Its name, not quoted.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name as it stands in a statement.
    pub fn quoted(&self) -> String {
        format!("\"{}\"", self.name.replace('"', "\"\""))
    }

    /// How to connect: names without a schema mean this one.
    ///
    /// # Errors
    /// When the connection string is none.
    pub fn config(&self) -> Result<Config, DatabaseError> {
        let mut config = Config::from_str(&self.url).map_err(DatabaseError::Url)?;
        // in these options a backslash keeps what follows from being a separator
        let path: String =
            self.quoted().chars().flat_map(|c| c.is_whitespace().then_some('\\').into_iter().chain([c])).collect();
        let given = config.get_options().map(|options| format!("{options} ")).unwrap_or_default();
        let idle = IDLE_IN_TRANSACTION_MS;
        config
            .options(format!(
                // what a crash takes from the tables is folded again: positions and rows are lost together
                "{given}-c search_path={path} -c idle_in_transaction_session_timeout={idle} -c synchronous_commit=off"
            ))
            .connect_timeout(TIMEOUT);
        if config.get_application_name().is_none() {
            config.application_name("train-tracker projections");
        }
        Ok(config)
    }

    /// A pool of at most `size` connections.
    ///
    /// # Errors
    /// When the connection string is none.
    pub fn pool(&self, size: usize) -> Result<Pool, DatabaseError> {
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(self.config()?, NoTls, manager);
        Ok(Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(TIMEOUT))
            .create_timeout(Some(TIMEOUT))
            .build()?)
    }

    /// A connection of its own.
    ///
    /// # Errors
    /// When there is none to be had.
    pub async fn connect(&self) -> Result<Client, DatabaseError> {
        let (client, connection) = self.config()?.connect(NoTls).await?;
        spawn_named("postgres", async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "connection to the database ended");
            }
        });
        Ok(client)
    }

    /// Makes the schema and brings its tables to the newest version. Several processes may do so at once.
    ///
    /// # Errors
    /// When the database is away, the schema was made by other migrations than these, or another process takes too long with it.
    pub async fn migrate(&self) -> Result<(), DatabaseError> {
        let mut client = self.connect().await?;
        let idle = IDLE_WHILE_MIGRATING;
        let bounds = format!(
            "SET idle_session_timeout = '{idle}'; SET idle_in_transaction_session_timeout = '{idle}';
             SET lock_timeout = '{MIGRATION_OF_ANOTHER}'"
        );
        client.batch_execute(&bounds).await?;
        // held by the connection: one process migrates, the others find everything done
        let lock = client.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", &[&self.name]).await;
        lock.map_err(|error| match error.code() {
            Some(&SqlState::LOCK_NOT_AVAILABLE) => DatabaseError::Migrating { schema: self.name.clone() },
            Some(_) | None => error.into(),
        })?;
        client.batch_execute("RESET lock_timeout").await?;
        client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {}", self.quoted())).await?;
        let report = embedded::runner()?.run_async(&mut client).await?;
        for applied in report.applied_migrations() {
            tracing::info!(schema = self.name, migration = %applied, "migrated");
        }
        Ok(())
    }

    /// Removes the schema and everything in it.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn drop(&self) -> Result<(), DatabaseError> {
        let client = self.connect().await?;
        client.batch_execute(&format!("DROP SCHEMA IF EXISTS {} CASCADE", self.quoted())).await?;
        Ok(())
    }
}

/// The channel on which every commit tells how far it went.
pub fn channel(prefix: &str) -> String {
    format!("{prefix}positions")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(given: &str) -> String {
        format!("{given} -c idle_in_transaction_session_timeout=15000 -c synchronous_commit=off")
    }

    #[test]
    fn a_prefix_with_a_dash_needs_quotes() {
        let schema = ReadSchema::live("postgres://u@h/d", "t-1_");
        assert_eq!(schema.quoted(), "\"t-1_read\"");
        assert_eq!(schema.next().quoted(), "\"t-1_read_next\"");
        assert_eq!(schema.config().unwrap().get_options(), Some(options("-c search_path=\"t-1_read\"").as_str()));
    }

    #[test]
    fn options_of_the_connection_string_stay() {
        let schema = ReadSchema::live("postgres://u@h/d?options=-c%20jit%3Doff", "");
        assert_eq!(
            schema.config().unwrap().get_options(),
            Some(options("-c jit=off -c search_path=\"read\"").as_str())
        );
    }

    #[test]
    fn every_migration_has_a_version() {
        assert!(embedded::runner().is_ok());
    }
}
