//! Names of the headers on events and commands: CloudEvents in binary mode, so that plain `kcat` shows who did what, when and why.

/// Id of the event or command, a UUIDv7.
pub const ID: &str = "ce_id";
/// `execution.SetLogged`; see [`crate::record::ce_type`].
pub const TYPE: &str = "ce_type";
/// The service that wrote it.
pub const SOURCE: &str = "ce_source";
/// Id of the aggregate.
pub const SUBJECT: &str = "ce_subject";
/// When it happened, RFC 3339 in UTC.
pub const TIME: &str = "ce_time";
/// The owner, whose id decides the partition.
pub const PARTITION_KEY: &str = "ce_partitionkey";
/// Always [`SPEC_VERSION_VALUE`].
pub const SPEC_VERSION: &str = "ce_specversion";
/// Version of CloudEvents.
pub const SPEC_VERSION_VALUE: &str = "1.0";
/// Always [`CONTENT_TYPE_VALUE`].
pub const CONTENT_TYPE: &str = "content-type";
/// Confluent's wire format.
pub const CONTENT_TYPE_VALUE: &str = "application/vnd.confluent.avro";
/// Everything that one request led to has the same.
pub const CORRELATION_ID: &str = "ce_correlationid";
/// Id of the event or command that led to this one.
pub const CAUSATION_ID: &str = "ce_causationid";
/// The user who acted.
pub const ACTOR: &str = "ce_actor";
/// The athlete for whom a coach acted.
pub const ON_BEHALF_OF: &str = "ce_onbehalfof";
/// Version of the aggregate that this event made.
pub const SEQUENCE: &str = "ce_sequence";
/// Id of the command that was decided.
pub const COMMAND_ID: &str = "ce_commandid";
/// Which of the command's events this is: `1/3`.
pub const PART: &str = "ce_part";
/// How many process commands led here; refused above 8.
pub const DEPTH: &str = "ce_depth";
/// Offset of the writer's lease record.
pub const LEASE: &str = "ce_lease";
/// W3C trace context; see [`crate::trace::TraceParent`].
pub const TRACE_PARENT: &str = "traceparent";
