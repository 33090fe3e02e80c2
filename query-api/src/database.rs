//! Connections to the read tables. They belong to `projections`; here nothing is written.

use std::{str::FromStr, time::Duration};

use deadpool_postgres::{BuildError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::{Config, Error, NoTls};

/// Connections for queries: with 16 the database, not the pool, is what limits.
const CONNECTIONS: usize = 16;
/// For a connection to be made or to become free.
const TIMEOUT: Duration = Duration::from_secs(3);
/// No query of ours takes a tenth of that. A process that is stopped in the middle of one holds the tables no longer either: a
/// rebuild waits for its end.
const STATEMENT_TIMEOUT_MS: u32 = 5_000;

/// Where the read tables of an installation are.
#[derive(Debug, Clone)]
pub struct ReadDatabase {
    url: String,
    prefix: String,
}

impl ReadDatabase {
    /// The tables of the installation with this prefix.
    pub fn new(url: impl Into<String>, prefix: impl Into<String>) -> Self {
        Self { url: url.into(), prefix: prefix.into() }
    }

    /// The schema that `projections` keeps up to date; a rebuild puts another one under this name.
    pub fn schema(&self) -> String {
        format!("{}read", self.prefix)
    }

    /// The channel on which `projections` tells how far it is.
    pub fn channel(&self) -> String {
        format!("{}positions", self.prefix)
    }

    /// How to connect: names without a schema mean the read tables.
    ///
    /// # Errors
    /// When the connection string is none.
    pub fn config(&self) -> Result<Config, Error> {
        let mut config = Config::from_str(&self.url)?;
        let given = config.get_options().map(|options| format!("{options} ")).unwrap_or_default();
        let schema = self.schema();
        let limits = ["statement_timeout", "idle_in_transaction_session_timeout"]
            .map(|limit| format!(" -c {limit}={STATEMENT_TIMEOUT_MS}"));
        config.options(format!("{given}-c search_path=\"{schema}\"{}", limits.concat())).connect_timeout(TIMEOUT);
        if config.get_application_name().is_none() {
            config.application_name("train-tracker query-api");
        }
        Ok(config)
    }

    /// The pool that all queries share.
    ///
    /// # Errors
    /// When the connection string is none.
    pub fn pool(&self) -> anyhow::Result<Pool> {
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(self.config()?, NoTls, manager);
        let pool: Result<Pool, BuildError> = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(TIMEOUT))
            .create_timeout(Some(TIMEOUT))
            .build();
        Ok(pool?)
    }
}

/// An identifier as it stands in a statement.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
