//! Records as JSON, by the schema that they were written with.

use std::{collections::HashMap, sync::Arc};

use kafka_client::{Codec, LogRecord, codec::to_json};
use key_store::KeyStore;
use schemas::{id::UserId, key::owner_of};
use serde_json::Value;

use super::open_texts;

/// A record's value.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// Avro full name, `traintracker.execution.SetLogged`.
    pub name: Arc<str>,
    /// Its fields.
    pub value: Value,
}

/// Decodes records, and fetches schemas and keys that it meets for the first time.
#[derive(Debug)]
pub struct Decoder {
    codec: Codec,
    keys: Option<KeyStore>,
    /// Schema ids that could not be had, and why.
    unknown: HashMap<i32, String>,
}

impl Decoder {
    /// With `keys`, texts come out clear, and `null` where they were erased; without, as they stand in the log.
    pub fn new(codec: Codec, keys: Option<KeyStore>) -> Self {
        Self { codec, keys, unknown: HashMap::new() }
    }

    /// The value of a record; `None` for a tombstone. The inner error says why this record cannot be decoded.
    ///
    /// # Errors
    /// When the key store is away.
    pub async fn decode(&mut self, record: &LogRecord) -> anyhow::Result<Result<Option<Decoded>, String>> {
        let Some(bytes) = record.value.as_deref() else { return Ok(Ok(None)) };
        if let Some(id) = self.codec.unknown_id(bytes) {
            if let Some(reason) = self.unknown.get(&id) {
                return Ok(Err(reason.clone()));
            }
            if let Err(error) = self.codec.learn(id).await {
                self.unknown.insert(id, error.to_string());
                return Ok(Err(error.to_string()));
            }
        }
        let (name, mut value) = match self.codec.decode_value(bytes) {
            Ok(decoded) => decoded,
            Err(error) => return Ok(Err(error.to_string())),
        };
        if let (Some(keys), Some(owner)) = (&self.keys, owner_of(&record.key)) {
            let owner = UserId::from_uuid(owner);
            keys.load(&[owner]).await?;
            if let Err(error) = open_texts(&mut value, keys, owner, &name) {
                return Ok(Err(error.to_string()));
            }
        }
        Ok(Ok(Some(Decoded { value: to_json(&value), name })))
    }
}
