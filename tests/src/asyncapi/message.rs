//! Records as messages: key, headers, Avro payload.

use anyhow::Context;
use schemas::header;
use schemas::record::{RecordType, ce_type};
use schemas::topic::Topic;
use serde_yaml_ng::Value;

use super::key::{Said, form, kind};
use super::{map, reference, short_name, to_map};

const AVRO: &str = "application/vnd.apache.avro;version=1.9.0";

/// Where a header always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Always {
    OnAll,
    OnEvents,
    Nowhere,
}

/// Header, meaning, where it always is.
const HEADERS: &[(&str, &str, Always)] = &[
    (header::SPEC_VERSION, "Version of CloudEvents: `1.0`.", Always::OnAll),
    (header::ID, "Id, a UUID.", Always::OnAll),
    (header::TYPE, "`<context>.<name>`.", Always::OnAll),
    (header::SOURCE, "The service that wrote it.", Always::OnAll),
    (header::SUBJECT, "Id of the aggregate, or of the subject of a derived event.", Always::OnAll),
    (header::TIME, "When it happened, RFC 3339 in UTC.", Always::OnAll),
    (header::PARTITION_KEY, "The owner, whose id decides the partition.", Always::OnAll),
    (header::CONTENT_TYPE, "Confluent's wire format: a zero byte, four bytes of schema id, Avro.", Always::OnAll),
    (header::CORRELATION_ID, "Everything that one request led to has the same.", Always::OnAll),
    (header::CAUSATION_ID, "Id of the event or command that led to this one.", Always::OnAll),
    (header::ACTOR, "The user who acted.", Always::OnAll),
    (header::ON_BEHALF_OF, "The athlete for whom a coach acted.", Always::Nowhere),
    (header::SEQUENCE, "Version of the aggregate that this event made.", Always::OnEvents),
    (header::COMMAND_ID, "Id of the command that was decided; not on derived events.", Always::Nowhere),
    (header::PART, "Which of the command's events this is, `1/3`; not on derived events.", Always::Nowhere),
    (header::DEPTH, "How many process commands led here.", Always::OnAll),
    (header::LEASE, "Offset of the lease record of the instance that wrote it.", Always::OnAll),
    (header::TRACE_PARENT, "W3C trace context.", Always::OnAll),
];

/// A record of a topic.
///
/// # Errors
/// When its schema is not JSON, or its key is not described.
pub(super) fn message(topic: Topic, record: &RecordType) -> anyhow::Result<Value> {
    let schema: Value = serde_yaml_ng::from_str(record.schema).with_context(|| format!("schema of {}", record.name))?;
    let summary = schema["doc"].as_str().with_context(|| format!("{} says what it is", record.name))?.to_owned();
    let form = form(topic, record)?;
    let engine = form.starts_with('_');
    let mut message =
        map([("name", ce_type(record.name).into()), ("title", short_name(record).into()), ("summary", summary.into())]);
    if let Some(said) = kind(topic)?.said.filter(|_| !engine) {
        message["traits"] = vec![reference(&format!("#/components/messageTraits/{}", trait_name(said)))].into();
    }
    let key = map([("type", "string".into()), ("description", format!("`{form}`").into())]);
    let kafka = map([
        ("key", key),
        ("schemaIdLocation", "payload".into()),
        ("schemaIdPayloadEncoding", "confluent".into()),
        ("bindingVersion", "0.5.0".into()),
    ]);
    message["bindings"] = map([("kafka", kafka)]);
    message["payload"] = map([("schemaFormat", AVRO.into()), ("schema", schema)]);
    Ok(message)
}

/// What events have in common, and what commands have.
pub(super) fn traits() -> Value {
    to_map([Said::Event, Said::Command].map(|said| (trait_name(said), map([("headers", headers(said))]))))
}

fn headers(said: Said) -> Value {
    let is_required = |always| match always {
        Always::OnAll => true,
        Always::OnEvents => said == Said::Event,
        Always::Nowhere => false,
    };
    let property = |(name, meaning, _): &(&'static str, &str, Always)| {
        (*name, map([("type", "string".into()), ("description", (*meaning).into())]))
    };
    let required: Vec<Value> =
        HEADERS.iter().filter(|(_, _, always)| is_required(*always)).map(|(name, ..)| (*name).into()).collect();
    map([
        ("type", "object".into()),
        ("properties", to_map(HEADERS.iter().map(property))),
        ("required", required.into()),
    ])
}

fn trait_name(said: Said) -> &'static str {
    match said {
        Said::Event => "event",
        Said::Command => "command",
    }
}
