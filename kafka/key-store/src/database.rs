//! Wrapped keys in PostgreSQL.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use schemas::clock::random_uuid;
use schemas::id::UserId;
use schemas::seal::{DataKey, KeyState};
use tokio::runtime::Handle;
use tokio_postgres::NoTls;
use uuid::Uuid;

use crate::error::KeyStoreError;
use crate::migrate::migrate;
use crate::wrap::MasterKey;

const CONNECTIONS: usize = 2;
const TIMEOUT: Duration = Duration::from_secs(5);
/// Keys asked for in one statement.
const CHUNK: usize = 10_000;

/// The table of keys, and the master key that opens them.
#[derive(Debug)]
pub(crate) struct Database {
    pool: Pool,
    master: MasterKey,
    /// The runtime on which it was connected.
    pub(crate) runtime: Handle,
}

impl Database {
    pub(crate) async fn connect(
        postgres_url: &str,
        prefix: &str,
        master_key: &[u8; 32],
    ) -> Result<Self, KeyStoreError> {
        let schema = format!("{prefix}key_store");
        let mut config: tokio_postgres::Config = postgres_url.parse().map_err(KeyStoreError::Address)?;
        config.options(format!("-c search_path=\"{schema}\"")).connect_timeout(TIMEOUT);
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(TIMEOUT))
            .create_timeout(Some(TIMEOUT))
            .build()?;
        migrate(&mut *pool.get().await?, &schema).await?;
        Ok(Self { pool, master: MasterKey::new(master_key), runtime: Handle::current() })
    }

    /// Makes a key unless there is, or was, one.
    pub(crate) async fn make(&self, user: UserId) -> Result<(), KeyStoreError> {
        let wrapped = self.master.make(user).ok_or(KeyStoreError::Wrapped(user))?;
        let statement = "INSERT INTO data_key (user_id, key_id, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let client = self.client().await?;
        let statement = client.prepare_cached(statement).await?;
        client.execute(&statement, &[&user.uuid(), &random_uuid(), &wrapped]).await?;
        Ok(())
    }

    /// The keys of these people, of those who have or had one.
    pub(crate) async fn find(&self, users: &[Uuid]) -> Result<Vec<(UserId, KeyState)>, KeyStoreError> {
        let client = self.client().await?;
        let statement = "SELECT user_id, key_id, wrapped FROM data_key WHERE user_id = ANY($1)";
        let statement = client.prepare_cached(statement).await?;
        let mut found = Vec::with_capacity(users.len());
        for chunk in users.chunks(CHUNK) {
            for row in client.query(&statement, &[&chunk]).await? {
                let user = UserId::from_uuid(row.try_get(0)?);
                let state = match row.try_get::<_, Option<&[u8]>>(2)? {
                    None => KeyState::Destroyed,
                    Some(wrapped) => {
                        let key = self.master.open(user, wrapped).ok_or(KeyStoreError::Wrapped(user))?;
                        KeyState::Usable(DataKey::new(row.try_get(1)?, key))
                    }
                };
                found.push((user, state));
            }
        }
        Ok(found)
    }

    pub(crate) async fn destroy(&self, user: UserId) -> Result<(), KeyStoreError> {
        let statement = "INSERT INTO data_key (user_id, key_id, destroyed_at) VALUES ($1, $2, now()) \
             ON CONFLICT (user_id) DO UPDATE SET wrapped = NULL, destroyed_at = now() WHERE data_key.wrapped IS NOT NULL";
        let client = self.client().await?;
        let statement = client.prepare_cached(statement).await?;
        client.execute(&statement, &[&user.uuid(), &random_uuid()]).await?;
        Ok(())
    }

    async fn client(&self) -> Result<Object, KeyStoreError> {
        Ok(self.pool.get().await?)
    }
}
