//! What inputs need from outside before they can be handled: data keys and writer schemas.

use std::collections::BTreeSet;

use kafka_client::Codec;
use key_store::KeyStore;
use schemas::{id::UserId, key::owner_of};
use tokio::runtime::Handle;

use crate::machine::{Input, NotReady};

/// The codec and the keys, and how a partition's thread fetches what they lack.
#[derive(Debug, Clone)]
pub struct Supplies {
    /// Encodes and decodes.
    pub codec: Codec,
    /// Seals and opens.
    pub keys: KeyStore,
    /// Where fetching happens while the partition's thread waits.
    runtime: Handle,
}

impl Supplies {
    /// Supplies that fetch on the current async runtime.
    pub fn new(codec: Codec, keys: KeyStore) -> Self {
        Self { codec, keys, runtime: Handle::current() }
    }

    /// Fetches the keys of everybody the inputs concern and the schemas that their records were
    /// written with. `subject` says whom a command concerns.
    ///
    /// # Errors
    /// While the key store is away.
    pub fn fetch<C>(&self, inputs: &[&Input<C>], subject: impl Fn(&C) -> UserId) -> Result<(), NotReady> {
        let mut owners = BTreeSet::new();
        let mut unknown = BTreeSet::new();
        for input in inputs {
            match input {
                Input::Command(command) => {
                    owners.insert(subject(command));
                }
                Input::Record(record) => {
                    owners.extend(owner_of(&record.key).map(UserId::from_uuid));
                    unknown.extend(record.value.as_deref().and_then(|value| self.codec.unknown_id(value)));
                }
            }
        }
        let owners: Vec<_> = owners.into_iter().collect();
        self.keys.load_blocking(&owners).map_err(|error| NotReady(format!("key store: {error}")))?;
        for id in unknown {
            // an id that the registry does not know stays unknown: its records are poison
            if let Err(error) = self.runtime.block_on(self.codec.learn(id)) {
                tracing::warn!(schema.id = id, cause = %error, "writer schema not learnt");
            }
        }
        Ok(())
    }
}
