//! `event-schema.yaml` of a service: an AsyncAPI 3.0 document of every topic that it writes or reads, made of the
//! catalogue. Payloads are the `.avsc` files, whole, so that the document is enough to read the log with.

mod exchange;
mod key;
mod message;

use std::collections::BTreeMap;

use anyhow::Context;
use schemas::header::CONTENT_TYPE_VALUE;
use schemas::record::RecordType;
use schemas::topic::{Service, Topic};
use serde_yaml_ng::{Mapping, Value};

use self::exchange::Exchange;
pub use self::exchange::exchanges;

const HEAD: &str = "# generated from the catalogue: TT_UPDATE=1 cargo test -p end-to-end --test rules writes it anew\n";
const TOPICS: &str = include_str!("../../kafka/topics.yaml");

/// Whether a service writes or reads a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It writes.
    Send,
    /// It reads.
    Receive,
}

/// The text of a service's `event-schema.yaml`; none for one that neither writes nor reads topics.
///
/// # Errors
/// When the catalogue holds something that this generator does not know how to describe.
pub fn document(service: Service) -> anyhow::Result<Option<String>> {
    let exchanges = exchanges(service)?;
    if exchanges.is_empty() {
        return Ok(None);
    }
    let mut channels = Mapping::new();
    let mut operations = Mapping::new();
    let mut messages = BTreeMap::new();
    for exchange in &exchanges {
        let Exchange { action, topic, types } = exchange;
        channels.insert(topic.base().into(), channel(*topic, types)?);
        operations.insert(operation_id(*action, *topic).into(), operation(*action, *topic, types));
        for record in types {
            messages.insert(short_name(record), message::message(*topic, record)?);
        }
    }
    let document = map([
        ("asyncapi", "3.0.0".into()),
        ("info", info(service)),
        ("defaultContentType", CONTENT_TYPE_VALUE.into()),
        ("servers", map([("local", server())])),
        ("channels", channels.into()),
        ("operations", operations.into()),
        ("components", map([("messages", to_map(messages)), ("messageTraits", message::traits())])),
    ]);
    Ok(Some(format!("{HEAD}{}", serde_yaml_ng::to_string(&document)?)))
}

fn info(service: Service) -> Value {
    map([
        ("title", format!("Topics of {service}").into()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        (
            "description",
            format!(
                "Everything that {service} writes to Kafka and reads from it. A record stands in the partition that the \
                 owner's id (36 lower-case characters) is hashed to by murmur2, the same in every topic. Topics whose \
                 operations are marked internal may change without notice."
            )
            .into(),
        ),
        ("license", map([("name", "Apache-2.0".into())])),
    ])
}

fn server() -> Value {
    map([
        ("host", "127.0.0.1:{port}".into()),
        ("protocol", "kafka".into()),
        ("description", "The broker of `make up`.".into()),
        ("variables", map([("port", map([("default", "9092".into()), ("description", "`TT_KAFKA_PORT`.".into())]))])),
        (
            "bindings",
            map([(
                "kafka",
                map([
                    ("schemaRegistryUrl", "http://127.0.0.1:8081/apis/ccompat/v7".into()),
                    ("schemaRegistryVendor", "confluent".into()),
                    ("bindingVersion", "0.5.0".into()),
                ]),
            )]),
        ),
    ])
}

fn channel(topic: Topic, types: &[RecordType]) -> anyhow::Result<Value> {
    let messages = types.iter().map(|record| {
        let name = short_name(record);
        (name, reference(&format!("#/components/messages/{name}")))
    });
    let prefix = map([
        ("description", "`TT_PREFIX` of the environment; empty by default.".into()),
        ("default", String::new().into()),
    ]);
    Ok(map([
        ("address", format!("{{prefix}}{topic}").into()),
        ("description", key::kind(topic)?.meaning.into()),
        ("parameters", map([("prefix", prefix)])),
        ("messages", to_map(messages)),
        (
            "bindings",
            map([(
                "kafka",
                map([
                    ("topicConfiguration", map([("cleanup.policy", cleanup_policy(topic)?)])),
                    ("bindingVersion", "0.5.0".into()),
                ]),
            )]),
        ),
    ]))
}

/// What `kafka/topics.yaml` says.
fn cleanup_policy(topic: Topic) -> anyhow::Result<Value> {
    let file: Value = serde_yaml_ng::from_str(TOPICS)?;
    let kind = file["topics"][topic.base()]["kind"].as_str().with_context(|| format!("{topic} is in topics.yaml"))?;
    let policy = file["kinds"][kind]["cleanup.policy"].as_str().with_context(|| format!("{kind} has a policy"))?;
    Ok(policy.split(',').map(Value::from).collect::<Vec<_>>().into())
}

fn operation(action: Action, topic: Topic, types: &[RecordType]) -> Value {
    let action = match action {
        Action::Send => "send",
        Action::Receive => "receive",
    };
    let messages: Vec<Value> =
        types.iter().map(|record| reference(&format!("#/channels/{topic}/messages/{}", short_name(record)))).collect();
    let mut operation = map([
        ("action", action.into()),
        ("channel", reference(&format!("#/channels/{topic}"))),
        ("messages", messages.into()),
    ]);
    if key::is_internal(topic) {
        operation["tags"] = vec![map([("name", "internal".into())])].into();
    }
    operation
}

fn operation_id(action: Action, topic: Topic) -> String {
    let verb = match action {
        Action::Send => "send",
        Action::Receive => "receive",
    };
    format!("{verb}_{}", topic.base().replace(['.', '-'], "_"))
}

/// `traintracker.execution.SetLogged` → `SetLogged`.
fn short_name(record: &RecordType) -> &'static str {
    record.name.rsplit_once('.').map_or(record.name, |(_, name)| name)
}

fn reference(to: &str) -> Value {
    map([("$ref", to.into())])
}

fn map<const N: usize>(members: [(&str, Value); N]) -> Value {
    to_map(members)
}

fn to_map<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    members.into_iter().map(|(name, value)| (Value::from(name), value)).collect::<Mapping>().into()
}
