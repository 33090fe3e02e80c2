//! Commands that a decision sends to a context, in the transaction of its events.

use std::fmt::Debug;

use kafka_client::{Codec, EncodeError, Headers, OutgoingRecord};
use schemas::{
    header,
    id::UserId,
    partition::{PartitionCount, partition_of},
    record::{Record, ce_type},
    seal::Keyring,
    topic::{Service, Topic},
};
use uuid::Uuid;

use crate::{context::Meta, request::Origin};

/// A command for whoever owns `owner`, which may live in another partition. Contexts send each other commands of
/// different families, hence any record.
#[derive(Debug)]
pub struct Sent {
    topic: Topic,
    owner: Uuid,
    subject: String,
    kind: String,
    record: Box<dyn Payload>,
}

trait Payload: Debug + Send + Sync {
    fn encode(&self, codec: &Codec, keyring: &dyn Keyring, owner: UserId) -> Result<Vec<u8>, EncodeError>;
}

impl<R: Record> Payload for R {
    fn encode(&self, codec: &Codec, keyring: &dyn Keyring, owner: UserId) -> Result<Vec<u8>, EncodeError> {
        codec.encode(keyring, owner, self)
    }
}

impl Sent {
    /// A command in `topic`, decided in the partition of `owner`, about the aggregate `subject` there. At most one of a
    /// type goes to an aggregate by one decision: its id follows from these.
    pub fn new<R: Record>(topic: Topic, owner: Uuid, subject: impl Into<String>, record: R) -> Self {
        Self { topic, owner, subject: subject.into(), kind: ce_type(R::NAME), record: Box::new(record) }
    }

    /// Where it goes.
    pub fn topic(&self) -> Topic {
        self.topic
    }

    /// Its `ce_type`, `identity.ReserveEmail`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What its receiver reads.
    #[cfg(feature = "testing")]
    pub(crate) fn read<F: schemas::record::Family>(&self, codec: &Codec, keyring: &dyn Keyring) -> Option<F> {
        let owner = UserId::from_uuid(self.owner);
        let bytes = self.record.encode(codec, keyring, owner).ok()?;
        codec.decode_family(keyring, owner, &bytes).ok()?
    }

    pub(crate) fn outgoing(
        &self,
        service: Service,
        meta: &Meta,
        origin: &Origin,
        partitions: PartitionCount,
        (codec, keyring): (&Codec, &dyn Keyring),
    ) -> Result<OutgoingRecord, EncodeError> {
        let Self { topic, owner, subject, kind, record } = self;
        // deciding the same command again names the same one
        let name = format!("{service}/{}/{kind}/{subject}", origin.command_id);
        let id = Uuid::new_v5(owner, name.as_bytes());
        let mut headers = Headers::new()
            .with(header::SPEC_VERSION, header::SPEC_VERSION_VALUE)
            .with(header::ID, id.to_string())
            .with(header::TYPE, kind.clone())
            .with(header::SOURCE, service.name())
            .with(header::SUBJECT, subject.clone())
            .with(header::TIME, meta.received_at.to_string())
            .with(header::PARTITION_KEY, owner.to_string())
            .with(header::CONTENT_TYPE, header::CONTENT_TYPE_VALUE)
            .with(header::CORRELATION_ID, origin.correlation_id.to_string())
            .with(header::CAUSATION_ID, origin.command_id.to_string())
            .with(header::ACTOR, meta.actor.to_string())
            .with(header::DEPTH, (origin.depth + 1).to_string())
            .with(header::TRACE_PARENT, origin.traceparent.child().to_string());
        if let Some(athlete) = origin.on_behalf_of {
            headers.push(header::ON_BEHALF_OF, athlete.to_string());
        }
        Ok(OutgoingRecord {
            topic: *topic,
            partition: partition_of(*owner, partitions),
            key: format!("{owner}/{subject}"),
            headers,
            value: Some(record.encode(codec, keyring, UserId::from_uuid(*owner))?),
        })
    }
}
