//! The headers of an event: CloudEvents in binary mode, so that plain `kcat` shows who did what,
//! when and why.

use kafka_client::Headers;
use schemas::{
    clock::new_id,
    header,
    id::EventId,
    record::{Family, ce_type},
    topic::Service,
};

use crate::{
    context::{Aggregate, Meta},
    request::Origin,
};

/// What of an event is not in its value.
pub(crate) struct Envelope<'a> {
    pub(crate) service: Service,
    pub(crate) meta: &'a Meta,
    pub(crate) origin: &'a Origin,
    pub(crate) aggregate: &'a Aggregate,
    pub(crate) sequence: u64,
    /// Which of the command's events in that topic, from 1, and how many there are.
    pub(crate) part: (usize, usize),
}

impl Envelope<'_> {
    /// A new event id, and the headers with it.
    pub(crate) fn headers<E: Family>(&self, event: &E) -> (EventId, Headers) {
        let Self { meta, origin, aggregate, .. } = self;
        let id: EventId = new_id(meta.received_at);
        let cause = origin.causation_id.clone().unwrap_or_else(|| origin.command_id.to_string());
        let mut headers = Headers::new()
            .with(header::SPEC_VERSION, header::SPEC_VERSION_VALUE)
            .with(header::ID, id.to_string())
            .with(header::TYPE, ce_type(event.record_name()))
            .with(header::SOURCE, self.service.name())
            .with(header::SUBJECT, aggregate.id.to_string())
            .with(header::TIME, meta.received_at.to_string())
            .with(header::PARTITION_KEY, aggregate.owner.to_string())
            .with(header::CONTENT_TYPE, header::CONTENT_TYPE_VALUE)
            .with(header::CORRELATION_ID, origin.correlation_id.to_string())
            .with(header::CAUSATION_ID, cause)
            .with(header::ACTOR, meta.actor.to_string())
            .with(header::SEQUENCE, self.sequence.to_string())
            .with(header::COMMAND_ID, origin.command_id.to_string())
            .with(header::PART, format!("{}/{}", self.part.0, self.part.1))
            .with(header::DEPTH, origin.depth.to_string())
            .with(header::TRACE_PARENT, origin.traceparent.to_string());
        if let Some(athlete) = origin.on_behalf_of {
            headers.push(header::ON_BEHALF_OF, athlete.to_string());
        }
        (id, headers)
    }
}
