//! A command on its way to its partition.

use schemas::{
    digest::Digest,
    id::{CommandId, CorrelationId, UserId},
    trace::TraceParent,
};

use crate::context::Meta;

/// A command, and all that is known of it when it reaches the edge.
#[derive(Debug, Clone)]
pub struct Request<C> {
    /// What is asked.
    pub command: C,
    /// What deciders may know beside it.
    pub meta: Meta,
    /// Where it came from, for the headers of its events.
    pub origin: Origin,
    /// The version that the client saw: another one is refused with 412.
    pub if_match: Option<u64>,
    /// The client's key for retries.
    pub idempotency: Option<Idempotency>,
}

/// Where a command came from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The command's own id.
    pub command_id: CommandId,
    /// Everything that one request leads to has the same.
    pub correlation_id: CorrelationId,
    /// The event that led to it; none for what a person asked.
    pub causation_id: Option<String>,
    /// The athlete for whom a coach acts.
    pub on_behalf_of: Option<UserId>,
    /// How many process commands led here.
    pub depth: u32,
    /// The trace it is part of.
    pub traceparent: TraceParent,
}

/// What makes a repeated request recognisable.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// `Idempotency-Key` as it came.
    pub key: String,
    /// Keyed digest of method, path and body: the same key with another one is refused.
    pub digest: Digest,
    /// Whether this command's answer is the one to keep. A command that only begins a longer
    /// request looks for an earlier answer, and leaves none.
    pub keep: bool,
}
