//! Keys of the records, built and parsed. Every key but the engine's own begins with its owner.

use std::{borrow::Cow, fmt, str::FromStr};

use uuid::Uuid;

use crate::{id::UserId, partition::Partition, topic::Topic};

/// The text is no key of the expected form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key of the form {0}")]
pub struct KeyError(&'static str);

/// Key of an event: `<owner>/<aggregate type>/<aggregate id>/<version>`; unique per event, so compaction removes none.
///
/// A derived event has its subject in the place of type and id: `<owner>/<subject>/<n>`, with `aggregate` empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey {
    /// The user, or the e-mail reservation.
    pub owner: Uuid,
    /// `workout`, `goal` …; empty for a derived event. Without `/`.
    pub aggregate: Cow<'static, str>,
    /// Id of the aggregate, or subject of the derived event. Without `/`.
    pub id: String,
    /// From 1, without gaps.
    pub version: u64,
}

impl fmt::Display for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { owner, aggregate, id, version } = self;
        if aggregate.is_empty() {
            return write!(f, "{owner}/{id}/{version}");
        }
        write!(f, "{owner}/{aggregate}/{id}/{version}")
    }
}

impl FromStr for EventKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        const ERROR: KeyError = KeyError("<owner>/<aggregate type>/<aggregate id>/<version>");
        let mut parts = text.split('/');
        let (Some(owner), Some(first), Some(second)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(ERROR);
        };
        let (aggregate, id, version) = match (parts.next(), parts.next()) {
            (None, None) => ("", first, second),
            (Some(version), None) if !first.is_empty() => (first, second, version),
            _ => return Err(ERROR),
        };
        if id.is_empty() {
            return Err(ERROR);
        }
        Ok(Self {
            owner: owner_id(owner).ok_or(ERROR)?,
            aggregate: Cow::Owned(aggregate.to_owned()),
            id: id.to_owned(),
            version: number(version).ok_or(ERROR)?,
        })
    }
}

/// Key of a snapshot or a changelog entry: `<owner>/<store>/<key>`; the last part may hold further `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateKey {
    /// The user, or the e-mail reservation.
    pub owner: Uuid,
    /// What kind of thing is kept: `workout`, `exercise` … Without `/`.
    pub store: Cow<'static, str>,
    /// Which one.
    pub key: String,
}

impl StateKey {
    /// The key of one entry.
    pub fn new(owner: Uuid, store: &'static str, key: impl Into<String>) -> Self {
        Self { owner, store: Cow::Borrowed(store), key: key.into() }
    }
}

impl fmt::Display for StateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.owner, self.store, self.key)
    }
}

impl FromStr for StateKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        const ERROR: KeyError = KeyError("<owner>/<store>/<key>");
        let mut parts = text.splitn(3, '/');
        let (Some(owner), Some(store), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(ERROR);
        };
        if store.is_empty() || key.is_empty() {
            return Err(ERROR);
        }
        Ok(Self { owner: owner_id(owner).ok_or(ERROR)?, store: Cow::Owned(store.to_owned()), key: key.to_owned() })
    }
}

/// The records that the engine writes for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngineKind {
    /// An instance took the partition.
    Lease,
    /// How far the partition is.
    Position,
    /// Time as the log has it.
    Tick,
    /// Where the owner is reached.
    Owner,
    /// What a derived topic stands on.
    Inputs,
}

impl EngineKind {
    const ALL: [Self; 5] = [Self::Lease, Self::Position, Self::Tick, Self::Owner, Self::Inputs];

    const fn name(self) -> &'static str {
        match self {
            Self::Lease => "lease",
            Self::Position => "position",
            Self::Tick => "tick",
            Self::Owner => "owner",
            Self::Inputs => "inputs",
        }
    }
}

/// Key of a record of the engine itself: `_engine/<kind>/<partition>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EngineKey {
    /// Which record.
    pub kind: EngineKind,
    /// Of which partition.
    pub partition: Partition,
}

impl fmt::Display for EngineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ENGINE}/{}/{}", self.kind.name(), self.partition)
    }
}

impl FromStr for EngineKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        const ERROR: KeyError = KeyError("_engine/<kind>/<partition>");
        let mut parts = text.split('/');
        let (Some(ENGINE), Some(kind), Some(partition), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ERROR);
        };
        let kind = EngineKind::ALL.into_iter().find(|known| known.name() == kind).ok_or(ERROR)?;
        let partition = number(partition).and_then(|number| Partition::new(i32::try_from(number).ok()?));
        Ok(Self { kind, partition: partition.ok_or(ERROR)? })
    }
}

/// First part of the engine's keys; no owner has it, being no UUID.
const ENGINE: &str = "_engine";

/// Whether the record belongs to the engine itself and not to a person.
pub fn is_engine(key: &str) -> bool {
    key.strip_prefix(ENGINE).is_some_and(|rest| rest.starts_with('/'))
}

/// Key of an accepted answer: `<subject>/<actor>/<idempotency key>`, the subject being the owner of what was commanded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutcomeKey {
    /// Whose data the command was about.
    pub subject: Uuid,
    /// Who sent it.
    pub actor: UserId,
    /// The client's `Idempotency-Key`, as it came.
    pub key: String,
}

impl fmt::Display for OutcomeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.subject, self.actor, self.key)
    }
}

impl FromStr for OutcomeKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        const ERROR: KeyError = KeyError("<subject>/<actor>/<idempotency key>");
        let mut parts = text.splitn(3, '/');
        let (Some(subject), Some(actor), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(ERROR);
        };
        if key.is_empty() {
            return Err(ERROR);
        }
        Ok(Self {
            subject: owner_id(subject).ok_or(ERROR)?,
            actor: actor.parse().map_err(|_| ERROR)?,
            key: key.to_owned(),
        })
    }
}

/// Key of a dead letter: `<service>/<topic>/<partition>/<offset>`, the topic without prefix.
pub fn dead_letter(service: &str, topic: Topic, partition: Partition, offset: i64) -> String {
    format!("{service}/{topic}/{partition}/{offset}")
}

/// The owner that a key begins with; none for the engine's keys.
pub fn owner_of(key: &str) -> Option<Uuid> {
    owner_id(key.split_once('/')?.0)
}

/// Only the spelling that the partitioner hashes counts: 36 lower-case characters.
fn owner_id(text: &str) -> Option<Uuid> {
    let id: UserId = text.parse().ok()?;
    (!text.bytes().any(|byte| byte.is_ascii_uppercase())).then(|| id.uuid())
}

/// Plain digits, without sign and idle zeros, so that parsing and writing agree.
fn number(text: &str) -> Option<u64> {
    let canonical = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if canonical { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
