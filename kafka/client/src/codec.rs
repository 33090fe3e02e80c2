//! Records to bytes and back: Confluent's wire format (`0x00`, schema id, Avro), texts sealed and opened on the way.
//!
//! The ids of our own schemas are resolved once, by [`Codec::connect`]; encoding and decoding never ask the registry.
//! A schema that another version of a service wrote with is fetched by [`Codec::learn`], between batches.

mod error;
mod json;
mod schema;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use apache_avro::types::Value;
use schemas::catalogue;
use schemas::id::UserId;
use schemas::record::{Decoder, Encoder, Family, Record, RecordType};
use schemas::seal::{self, Keyring};

pub use self::error::{CodecError, DecodeError, EncodeError};
pub use self::json::to_json;
use self::schema::{Prepared, Written};
use crate::admin::schemas::subject;
use crate::registry::{Registry, RegistryError};
use crate::settings::KafkaSettings;

/// Magic byte and schema id.
const PREFIX: usize = 5;
/// Most of what one length in a damaged record can make the decoder reserve.
const MAX_ALLOCATION: usize = 16 << 20;

/// Encodes and decodes the record types it was made for, and decodes to values whatever it has learnt. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Codec(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    registry: Option<Registry>,
    /// Ours, by full name.
    local: HashMap<&'static str, Local>,
    /// Every schema known, ours and learnt. Grows by the few that exist, never forgets.
    by_id: RwLock<HashMap<i32, Arc<Written>>>,
}

#[derive(Clone, Copy, Debug)]
struct Local {
    id: i32,
    schema: &'static Prepared,
}

impl Codec {
    /// Looks up every record type of `families` under all of its subjects.
    ///
    /// # Errors
    /// A schema that is not registered, or could not be, with the registry's reasons: the service must not start.
    pub async fn connect(
        settings: &KafkaSettings,
        registry_url: &str,
        families: &[&'static [RecordType]],
    ) -> Result<Self, CodecError> {
        let registry = Registry::new(registry_url)?;
        let mut found = Vec::new();
        for record in families.iter().copied().flatten() {
            let mut subjects = 0;
            for contents in catalogue::ALL.iter().filter(|contents| contents.types().any(|known| known == *record)) {
                let subject = subject(settings, contents.topic, record.name);
                found.push((*record, resolve(&registry, subject, record).await?));
                subjects += 1;
            }
            if subjects == 0 {
                return Err(CodecError::NoTopic(record.name));
            }
        }
        Self::new(Some(registry), &found)
    }

    /// A codec without a registry, with ids counted from 1: for tests and the in-memory log.
    ///
    /// # Errors
    /// A schema that is none.
    pub fn offline(families: &[&'static [RecordType]]) -> Result<Self, CodecError> {
        let records: Vec<_> = families.iter().copied().flatten().copied().zip(1..).collect();
        Self::new(None, &records)
    }

    fn new(registry: Option<Registry>, records: &[(RecordType, i32)]) -> Result<Self, CodecError> {
        apache_avro::util::max_allocation_bytes(MAX_ALLOCATION);
        let mut local = HashMap::new();
        let mut by_id = HashMap::new();
        for (record, id) in records {
            let schema = Prepared::intern(record.schema)
                .map_err(|reason| CodecError::Schema { name: record.name.to_owned(), reason })?;
            local.entry(record.name).or_insert(Local { id: *id, schema });
            by_id.insert(*id, Arc::new(Written::ours(schema)));
        }
        Ok(Self(Arc::new(Inner { registry, local, by_id: RwLock::new(by_id) })))
    }

    /// The value of a record to be sent. Texts are sealed in a copy, with the key of `owner`.
    ///
    /// # Errors
    /// A type that this codec was not made for, a missing key, a value that does not fit its schema.
    pub fn encode<R: Record>(&self, keyring: &dyn Keyring, owner: UserId, record: &R) -> Result<Vec<u8>, EncodeError> {
        let local = self.0.local.get(R::NAME).ok_or(EncodeError::UnknownType(R::NAME))?;
        let mut bytes = Vec::with_capacity(256);
        bytes.push(0);
        bytes.extend_from_slice(&local.id.to_be_bytes());
        let written = if R::HAS_TEXT {
            let mut sealed = record.clone();
            seal::seal_record(&mut sealed, keyring, owner)?;
            local.schema.write(&sealed, &mut bytes)
        } else {
            local.schema.write(record, &mut bytes)
        };
        written.map_err(|reason| EncodeError::Avro { name: R::NAME, reason })?;
        Ok(bytes)
    }

    /// Reads a record that was written with any version of its schema; texts come out clear or erased.
    ///
    /// # Errors
    /// Damaged bytes, a schema not learnt yet, another record type, a key that is not at hand.
    pub fn decode<R: Record>(&self, keyring: &dyn Keyring, owner: UserId, bytes: &[u8]) -> Result<R, DecodeError> {
        let (written, body) = self.written(bytes)?;
        let local = self.0.local.get(R::NAME).ok_or(DecodeError::UnknownType(R::NAME))?;
        if *written.name() != *R::NAME {
            return Err(DecodeError::OtherType { wanted: R::NAME, found: written.name().to_string() });
        }
        let avro = |reason| DecodeError::Avro { name: R::NAME.to_owned(), reason };
        let mut record: R = written.read(local.schema, body).map_err(avro)?;
        seal::open_record(&mut record, keyring, owner)?;
        Ok(record)
    }

    /// [`encode`](Self::encode) of any record of a topic.
    ///
    /// # Errors
    /// As for [`encode`](Self::encode).
    pub fn encode_family<F: Family>(
        &self,
        keyring: &dyn Keyring,
        owner: UserId,
        record: &F,
    ) -> Result<Vec<u8>, EncodeError> {
        record.encode(&mut OneOwner { codec: self, keyring, owner })
    }

    /// [`decode`](Self::decode) of any record of a topic; `None` for a type that the family does not know, to be skipped.
    ///
    /// # Errors
    /// As for [`decode`](Self::decode).
    pub fn decode_family<F: Family>(
        &self,
        keyring: &dyn Keyring,
        owner: UserId,
        bytes: &[u8],
    ) -> Result<Option<F>, DecodeError> {
        let (name, mut message) = self.message(keyring, owner, bytes)?;
        F::decode(&name, &mut message).transpose()
    }

    /// The name of the record in `bytes` and a decoder for it: for who reads several families.
    ///
    /// # Errors
    /// Not in wire format, or a schema not learnt yet.
    pub fn message<'a>(
        &'a self,
        keyring: &'a dyn Keyring,
        owner: UserId,
        bytes: &'a [u8],
    ) -> Result<(Arc<str>, Message<'a>), DecodeError> {
        let name = self.record_name(bytes)?;
        Ok((name, Message { codec: self, keyring, owner, bytes }))
    }

    /// Avro full name of the record in `bytes`.
    ///
    /// # Errors
    /// Not in wire format, or a schema not learnt yet.
    pub fn record_name(&self, bytes: &[u8]) -> Result<Arc<str>, DecodeError> {
        self.written(bytes).map(|(written, _)| written.name())
    }

    /// The schema id in `bytes`, if it must be [learnt](Self::learn) before they can be decoded.
    pub fn unknown_id(&self, bytes: &[u8]) -> Option<i32> {
        let (id, _) = split(bytes).ok()?;
        self.known(id).is_none().then_some(id)
    }

    /// Fetches the schema `id`. Kept for ever; a failure is not remembered.
    ///
    /// # Errors
    /// The registry is away or does not know the id, or this codec is offline.
    pub async fn learn(&self, id: i32) -> Result<(), CodecError> {
        if self.known(id).is_some() {
            return Ok(());
        }
        let registry = self.0.registry.as_ref().ok_or(CodecError::Offline(id))?;
        let text = registry.schema(id).await?;
        self.remember(id, &text)
    }

    /// The record in `bytes` as its writer meant it, texts still sealed: for tools.
    ///
    /// # Errors
    /// Damaged bytes, a schema not learnt yet.
    pub fn decode_value(&self, bytes: &[u8]) -> Result<(Arc<str>, Value), DecodeError> {
        let (written, body) = self.written(bytes)?;
        let name = written.name();
        let value = written.value(body).map_err(|reason| DecodeError::Avro { name: name.to_string(), reason })?;
        Ok((name, value))
    }

    fn remember(&self, id: i32, text: &str) -> Result<(), CodecError> {
        let broken = |reason| CodecError::Schema { name: format!("with id {id}"), reason };
        let schema = Prepared::intern(text).map_err(broken)?;
        let current = self.0.local.get(&*schema.name()).map(|local| local.schema);
        let written = Written::new(schema, current).map_err(broken)?;
        self.0.by_id.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::new(written));
        Ok(())
    }

    fn known(&self, id: i32) -> Option<Arc<Written>> {
        self.0.by_id.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn written<'b>(&self, bytes: &'b [u8]) -> Result<(Arc<Written>, &'b [u8]), DecodeError> {
        let (id, body) = split(bytes)?;
        let written = self.known(id).ok_or(DecodeError::UnknownSchema(id))?;
        Ok((written, body))
    }
}

/// The id of the current schema, or why there is none.
async fn resolve(registry: &Registry, subject: String, record: &RecordType) -> Result<i32, RegistryError> {
    if let Some(id) = registry.find(&subject, record.schema).await? {
        return Ok(id);
    }
    Err(match registry.objections(&subject, record.schema).await? {
        Some(reasons) => RegistryError::Incompatible { subject, reasons },
        None => RegistryError::Unregistered { subject },
    })
}

fn split(bytes: &[u8]) -> Result<(i32, &[u8]), DecodeError> {
    match bytes.split_at_checked(PREFIX) {
        Some((&[0, a, b, c, d], body)) => Ok((i32::from_be_bytes([a, b, c, d]), body)),
        Some(_) | None => Err(DecodeError::NotWireFormat),
    }
}

/// Encodes records of one owner.
struct OneOwner<'a> {
    codec: &'a Codec,
    keyring: &'a dyn Keyring,
    owner: UserId,
}

impl Encoder for OneOwner<'_> {
    type Error = EncodeError;

    fn encode<R: Record>(&mut self, record: &R) -> Result<Vec<u8>, EncodeError> {
        self.codec.encode(self.keyring, self.owner, record)
    }
}

/// Decodes one message; see [`Codec::message`].
pub struct Message<'a> {
    codec: &'a Codec,
    keyring: &'a dyn Keyring,
    owner: UserId,
    bytes: &'a [u8],
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("owner", &self.owner).finish_non_exhaustive()
    }
}

impl Decoder for Message<'_> {
    type Error = DecodeError;

    fn decode<R: Record>(&mut self) -> Result<R, DecodeError> {
        self.codec.decode(self.keyring, self.owner, self.bytes)
    }
}

#[cfg(test)]
mod tests;
