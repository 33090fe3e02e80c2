//! One record as a line, for scripts or for people.

use std::fmt;

use kafka_client::LogRecord;
use schemas::{header, record::ce_type, time::Instant};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::log::Decoded;

/// What is printed of a record; the order of the fields is that of the JSON object.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    topic: &'static str,
    partition: i32,
    offset: i64,
    key: String,
    headers: Map<String, Value>,
    /// `execution.SetLogged`; null for a tombstone.
    #[serde(rename = "type")]
    kind: Option<String>,
    value: Value,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip)]
    at: String,
}

impl Line {
    pub(super) fn of(record: &LogRecord, decoded: Result<Option<Decoded>, String>) -> Self {
        let (kind, value, error) = match decoded {
            Ok(Some(Decoded { name, value })) => (Some(ce_type(&name)), value, None),
            Ok(None) => (None, Value::Null, None),
            // what cannot be decoded may still say what it is
            Err(error) => (record.headers.get(header::TYPE).map(str::to_owned), Value::Null, Some(error)),
        };
        let appended = || Instant::from_micros(record.timestamp_ms.saturating_mul(1_000)).to_rfc3339_at(0);
        Self {
            topic: record.topic.base(),
            partition: record.partition.number(),
            offset: record.offset,
            key: record.key.clone(),
            headers: record.headers.iter().map(|(name, value)| (name.to_owned(), text(value))).collect(),
            kind,
            value,
            error,
            at: record.headers.get(header::TIME).map_or_else(appended, str::to_owned),
        }
    }

    /// Whether its type is `execution.SetLogged`, `traintracker.execution.SetLogged` or `SetLogged`.
    pub(super) fn is_of(&self, wanted: &str) -> bool {
        let wanted = wanted.strip_prefix("traintracker.").unwrap_or(wanted);
        let kind = self.kind.as_deref().unwrap_or_default();
        kind == wanted || kind.rsplit('.').next() == Some(wanted)
    }
}

/// Headers of ours are text; others' may be anything.
fn text(value: &[u8]) -> Value {
    Value::String(String::from_utf8_lossy(value).into_owned())
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, offset, key, kind, value, error, at, .. } = self;
        let kind = kind.as_deref().unwrap_or("-");
        write!(f, "{partition:>3} {offset:>8}  {at:<27}  {kind:<32}  {key}")?;
        match error {
            Some(error) => write!(f, "  cannot be decoded: {error}"),
            None if value.is_null() => write!(f, "  erased"),
            None => write!(f, "  {}", shortened(value)),
        }
    }
}

/// People see that a text is there, not its ciphertext.
fn shortened(value: &Value) -> Value {
    match value {
        Value::Object(fields) if fields.len() == 3 && fields.contains_key("nonce") => Value::from("(sealed)"),
        Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), shortened(field))).collect(),
        Value::Array(items) => items.iter().map(shortened).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kafka_client::Headers;
    use schemas::{partition::Partition, topic::Topic};
    use serde_json::json;

    use super::*;

    fn record() -> LogRecord {
        LogRecord {
            topic: Topic::EXECUTION_EVENTS,
            partition: Partition::new(2).unwrap(),
            offset: 7,
            timestamp_ms: 0,
            key: "u/workout/w/1".to_owned(),
            headers: Headers::new().with("ce_id", "1").with("ce_type", "execution.Later"),
            value: Some(vec![1]),
        }
    }

    fn decoded() -> Decoded {
        let value = json!({ "reason": { "key": "k", "nonce": "00", "data": "11" } });
        Decoded { name: Arc::from("traintracker.execution.ExerciseSkipped"), value }
    }

    #[test]
    fn an_object_has_the_fields_of_the_contract_in_their_order() {
        let line = serde_json::to_string(&Line::of(&record(), Ok(Some(decoded())))).unwrap();
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["type"], "execution.ExerciseSkipped");
        assert_eq!(value["headers"]["ce_id"], "1");
        assert_eq!(value["value"]["reason"]["data"], "11");
        let places: Vec<_> = ["topic", "partition", "offset", "key", "headers", "type", "value"]
            .map(|field| line.find(&format!("\"{field}\":")).unwrap())
            .to_vec();
        assert!(places.is_sorted(), "{line}");
    }

    #[test]
    fn what_cannot_be_decoded_is_said_with_what_is_known() {
        let line = Line::of(&record(), Err("not in wire format".to_owned()));
        let json = serde_json::to_value(&line).unwrap();
        assert_eq!((&json["type"], &json["value"]), (&json!("execution.Later"), &Value::Null));
        assert_eq!(json["error"], "not in wire format");
        assert!(line.to_string().ends_with("cannot be decoded: not in wire format"), "{line}");
    }

    #[test]
    fn types_are_named_with_or_without_their_context() {
        let line = Line::of(&record(), Ok(Some(decoded())));
        for name in ["ExerciseSkipped", "execution.ExerciseSkipped", "traintracker.execution.ExerciseSkipped"] {
            assert!(line.is_of(name), "{name}");
        }
        assert!(!line.is_of("Skipped") && !line.is_of("goal.ExerciseSkipped"));
    }

    #[test]
    fn people_see_no_ciphertext() {
        let line = Line::of(&record(), Ok(Some(decoded()))).to_string();
        assert!(line.contains("(sealed)") && !line.contains("nonce"), "{line}");
    }
}
