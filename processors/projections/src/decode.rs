//! From bytes to facts.

use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
};

use kafka_client::{Codec, CodecError, DecodeError, LogRecord, RegistryError};
use key_store::KeyStore;
use schemas::{
    engine::{DeadLetter, InputsProcessed},
    execution::ExecutionEvent,
    goal::GoalEvent,
    goal_progress::GoalProgressEvent,
    id::UserId,
    identity::{IdentityAccess, IdentityAccount, IdentityEvent},
    key::{EngineKey, EngineKind, EventKey, is_engine, owner_of},
    planning::PlanningEvent,
    profile::ProfileEvent,
    record::{Family, RecordType},
    seal::Keyring,
    topic::Topic,
};
use service::task::panic_text;
use uuid::Uuid;

use crate::{
    fold::{Batch, Fact},
    table::{Place, skipped_record::SkippedRecord},
};

/// The record types that a codec for this crate must know.
pub const FAMILIES: &[&[RecordType]] = &[
    IdentityEvent::TYPES,
    IdentityAccount::TYPES,
    IdentityAccess::TYPES,
    ProfileEvent::TYPES,
    PlanningEvent::TYPES,
    ExecutionEvent::TYPES,
    GoalEvent::TYPES,
    GoalProgressEvent::TYPES,
    &[RecordType::of::<InputsProcessed>(), RecordType::of::<DeadLetter>()],
];

/// Why a record cannot be folded, now or ever.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unreadable {
    /// The bytes are not what they should be.
    #[error(transparent)]
    Value(#[from] DecodeError),
    /// The key is not an event's.
    #[error("key: {0}")]
    Key(#[from] schemas::key::KeyError),
    /// A type that this program does not know; a newer one may.
    #[error("no record type of this topic")]
    Type,
    /// The decoder broke.
    #[error("the decoder panicked: {0}")]
    Panic(String),
}

/// What is missing for the moment: keys or schemas that a server which is away would give.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// No answer from the registry.
    #[error("schema registry: {0}")]
    Registry(#[source] CodecError),
    /// No answer from the key store.
    #[error("key store: {0}")]
    Keys(String),
}

/// Fetches what decoding these records needs, so that [`fold`] asks nobody. A schema that the registry does
/// not know stays unknown: its records are skipped.
///
/// # Errors
/// When the registry or the key store is away; try again.
pub async fn prepare(codec: &Codec, keys: &KeyStore, records: &[LogRecord]) -> Result<(), NotReady> {
    let unknown: BTreeSet<i32> =
        records.iter().filter_map(|record| codec.unknown_id(record.value.as_deref()?)).collect();
    for id in unknown {
        match codec.learn(id).await {
            Err(error) if is_away(&error) => return Err(NotReady::Registry(error)),
            Err(error) => tracing::error!(schema.id = id, %error, "schema cannot be had"),
            Ok(()) => {}
        }
    }
    let owners: BTreeSet<UserId> =
        records.iter().filter_map(|record| owner_of(&record.key)).map(UserId::from_uuid).collect();
    let owners: Vec<UserId> = owners.into_iter().collect();
    keys.load(&owners).await.map_err(|error| NotReady::Keys(format!("{error:#}")))
}

fn is_away(error: &CodecError) -> bool {
    match error {
        CodecError::Registry(RegistryError::Unreachable { .. }) => true,
        CodecError::Registry(RegistryError::Refused { status, .. }) => *status >= 500 || *status == 429,
        CodecError::Registry(RegistryError::Incompatible { .. } | RegistryError::Unregistered { .. })
        | CodecError::NoTopic(_)
        | CodecError::Schema { .. }
        | CodecError::Offline(_) => false,
    }
}

/// Folds records into the batch; what cannot be read is passed and remembered.
pub fn fold(batch: &mut Batch, codec: &Codec, keyring: &dyn Keyring, records: &[LogRecord]) {
    for record in records {
        // a decoder that panics on damaged bytes must not stop what comes after them
        let decoded = catch_unwind(AssertUnwindSafe(|| decode(codec, keyring, record)))
            .unwrap_or_else(|cause| Err(Unreadable::Panic(panic_text(cause.as_ref()).to_owned())));
        match decoded {
            Ok(Some((place, fact))) => batch.take(place, fact),
            Ok(None) => batch.pass(record.topic, record.partition, record.offset),
            Err(cause) => {
                let cause = cause.to_string();
                tracing::error!(
                    topic = record.topic.base(),
                    partition = record.partition.number(),
                    offset = record.offset,
                    cause,
                    "record skipped"
                );
                let key = Some(record.key.clone()).filter(|key| !key.is_empty());
                let (topic, partition, offset) = (record.topic, record.partition, record.offset);
                batch.skip(SkippedRecord { topic, partition, offset, key, cause });
            }
        }
    }
}

/// What a record says; `None` for one that concerns no table: a tombstone, the engine's own.
///
/// # Errors
/// When it cannot be read.
pub fn decode(codec: &Codec, keyring: &dyn Keyring, record: &LogRecord) -> Result<Option<(Place, Fact)>, Unreadable> {
    let Some(value) = record.value.as_deref() else { return Ok(None) };
    let mut place = Place { topic: record.topic, partition: record.partition, offset: record.offset, version: 0 };
    if is_engine(&record.key) {
        if record.key.parse::<EngineKey>()?.kind != EngineKind::Inputs {
            return Ok(None);
        }
        // no person owns it, and it holds no text
        let processed: InputsProcessed = codec.decode(keyring, UserId::from_uuid(Uuid::nil()), value)?;
        return Ok(Some((place, Fact::Processed(processed))));
    }
    if record.topic == Topic::IDENTITY_ACCOUNTS {
        let owner = record.key.parse::<schemas::key::StateKey>()?.owner;
        let IdentityAccount::AccountStatus(status) = of_family(codec, keyring, owner, value)?;
        return Ok(Some((place, Fact::Account(status))));
    }
    if record.topic == Topic::IDENTITY_ACCESS {
        let owner = record.key.parse::<schemas::key::StateKey>()?.owner;
        return Ok(Some((place, Fact::Access(of_family(codec, keyring, owner, value)?))));
    }
    let key: EventKey = record.key.parse()?;
    place.version = i64::try_from(key.version).unwrap_or(i64::MAX);
    let fact = match record.topic {
        Topic::IDENTITY_EVENTS => Fact::Identity(of_family(codec, keyring, key.owner, value)?),
        Topic::PROFILE_EVENTS => Fact::Profile(of_family(codec, keyring, key.owner, value)?),
        Topic::PLANNING_EVENTS => Fact::Planning(Box::new(of_family(codec, keyring, key.owner, value)?)),
        Topic::EXECUTION_EVENTS => Fact::Execution(of_family(codec, keyring, key.owner, value)?),
        Topic::GOAL_EVENTS => Fact::Goal(of_family(codec, keyring, key.owner, value)?),
        Topic::GOAL_PROGRESS_EVENTS => {
            let GoalProgressEvent::GoalProgressed(progressed) = of_family(codec, keyring, key.owner, value)?;
            Fact::GoalProgress(progressed)
        }
        _ => return Err(Unreadable::Type),
    };
    Ok(Some((place, fact)))
}

fn of_family<F: Family>(codec: &Codec, keyring: &dyn Keyring, owner: Uuid, value: &[u8]) -> Result<F, Unreadable> {
    codec.decode_family(keyring, UserId::from_uuid(owner), value)?.ok_or(Unreadable::Type)
}

#[cfg(test)]
mod tests;
