//! The store itself: keys in memory, and where they come from.

use std::sync::Arc;

use schemas::id::UserId;
use schemas::seal::{KeyState, Keyring};
use uuid::Uuid;

use crate::cache::Cache;
use crate::database::Database;
use crate::error::KeyStoreError;

/// Keys held in memory: about 150 bytes each.
const CAPACITY: usize = 200_000;

/// The keys of an installation. Cheap to clone; all clones share the memory.
#[derive(Clone, Debug)]
pub struct KeyStore(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    source: Source,
    cache: Cache,
}

/// Where keys are made, and come from.
#[derive(Debug)]
enum Source {
    Database(Box<Database>),
    /// Nowhere else: what is in memory is all there is.
    #[cfg(any(test, feature = "testing"))]
    Memory,
}

impl KeyStore {
    /// Connects, brings the tables of schema `<prefix>key_store` up to date, and remembers the current runtime for
    /// [`load_blocking`](Self::load_blocking).
    ///
    /// # Errors
    /// The database is away or refuses.
    pub async fn connect(postgres_url: &str, prefix: &str, master_key: &[u8; 32]) -> Result<Self, KeyStoreError> {
        Ok(Self::of(Source::Database(Box::new(Database::connect(postgres_url, prefix, master_key).await?))))
    }

    /// A store without a database, for tests: who got no key by [`create`](Self::create) has none.
    #[cfg(any(test, feature = "testing"))]
    pub fn in_memory() -> Self {
        Self::of(Source::Memory)
    }

    fn of(source: Source) -> Self {
        Self(Arc::new(Inner { source, cache: Cache::new(CAPACITY) }))
    }

    /// Makes a key for a person, once: a second call changes nothing, and nobody who was erased gets a new one. The key
    /// is loaded afterwards.
    ///
    /// # Errors
    /// The database is away, or the key that is there does not open.
    pub async fn create(&self, user: UserId) -> Result<(), KeyStoreError> {
        if self.0.cache.contains(user) {
            return Ok(());
        }
        match &self.0.source {
            Source::Database(database) => {
                database.make(user).await?;
                self.load(&[user]).await
            }
            #[cfg(any(test, feature = "testing"))]
            Source::Memory => {
                let key = schemas::seal::DataKey::new(schemas::clock::random_uuid(), crate::wrap::random_key());
                self.0.cache.insert(user, KeyState::Usable(key));
                Ok(())
            }
        }
    }

    /// Brings the keys of these people into memory; those in memory already cost nothing. Who has no key stays
    /// [`KeyState::Missing`] and is asked for again the next time.
    ///
    /// # Errors
    /// The database is away, or a key does not open.
    pub async fn load(&self, users: &[UserId]) -> Result<(), KeyStoreError> {
        let mut missing: Vec<Uuid> =
            users.iter().filter(|user| !self.0.cache.contains(**user)).map(|user| user.uuid()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        missing.sort_unstable();
        missing.dedup();
        match &self.0.source {
            Source::Database(database) => {
                for (user, state) in database.find(&missing).await? {
                    self.0.cache.insert(user, state);
                }
            }
            #[cfg(any(test, feature = "testing"))]
            Source::Memory => {}
        }
        Ok(())
    }

    /// [`load`](Self::load) for threads outside the runtime; it must not be called on one of the runtime's own.
    ///
    /// # Errors
    /// As for [`load`](Self::load).
    pub fn load_blocking(&self, users: &[UserId]) -> Result<(), KeyStoreError> {
        if users.iter().all(|user| self.0.cache.contains(*user)) {
            return Ok(());
        }
        match &self.0.source {
            Source::Database(database) => database.runtime.block_on(self.load(users)),
            #[cfg(any(test, feature = "testing"))]
            Source::Memory => Ok(()),
        }
    }

    /// Destroys the key of a person for good, also of one who had none. Other processes notice when they load again.
    ///
    /// # Errors
    /// The database is away: the key may still be there.
    pub async fn destroy(&self, user: UserId) -> Result<(), KeyStoreError> {
        match &self.0.source {
            Source::Database(database) => database.destroy(user).await?,
            #[cfg(any(test, feature = "testing"))]
            Source::Memory => {}
        }
        self.0.cache.insert(user, KeyState::Destroyed);
        Ok(())
    }
}

impl Keyring for KeyStore {
    fn key(&self, owner: UserId) -> KeyState {
        self.0.cache.get(owner).unwrap_or(KeyState::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    #[tokio::test]
    async fn only_who_was_given_a_key_has_one_and_always_the_same() {
        let keys = KeyStore::in_memory();
        keys.load_blocking(&[user(1)]).unwrap();
        assert!(matches!(keys.key(user(1)), KeyState::Missing));
        let key = || match keys.key(user(1)) {
            KeyState::Usable(key) => (key.id(), *key.bytes()),
            other @ (KeyState::Missing | KeyState::Destroyed) => panic!("{other:?}"),
        };
        keys.create(user(1)).await.unwrap();
        let first = key();
        keys.create(user(1)).await.unwrap();
        assert_eq!(key(), first);
        keys.create(user(2)).await.unwrap();
        let KeyState::Usable(other) = keys.key(user(2)) else { panic!("a key") };
        assert_ne!(*other.bytes(), first.1);
    }

    #[tokio::test]
    async fn nobody_who_was_erased_gets_a_new_key() {
        let keys = KeyStore::in_memory();
        keys.create(user(1)).await.unwrap();
        keys.destroy(user(1)).await.unwrap();
        keys.create(user(1)).await.unwrap();
        assert!(matches!(keys.key(user(1)), KeyState::Destroyed));
    }
}
