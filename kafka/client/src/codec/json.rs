//! Records as JSON, for people and scripts.

use std::fmt::Write;

use apache_avro::types::Value;
use schemas::time::Instant;
use serde_json::{Number, Value as Json};

/// The value as JSON: instants in RFC 3339 (UTC), dates as `2026-11-20`, bytes in hexadecimal, unions without their
/// branch.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::Bool(*value),
        Value::Int(value) | Value::TimeMillis(value) => Json::from(*value),
        Value::Long(value)
        | Value::TimeMicros(value)
        | Value::TimestampNanos(value)
        | Value::LocalTimestampMillis(value)
        | Value::LocalTimestampMicros(value)
        | Value::LocalTimestampNanos(value) => Json::from(*value),
        Value::Float(value) => Number::from_f64(f64::from(*value)).map_or(Json::Null, Json::Number),
        Value::Double(value) => Number::from_f64(*value).map_or(Json::Null, Json::Number),
        Value::Bytes(bytes) | Value::Fixed(_, bytes) => Json::String(hexadecimal(bytes)),
        Value::String(text) | Value::Enum(_, text) => Json::from(text.as_str()),
        Value::Union(_, value) => to_json(value),
        Value::Array(values) => values.iter().map(to_json).collect(),
        Value::Map(entries) => entries.iter().map(|(key, value)| (key.clone(), to_json(value))).collect(),
        Value::Record(fields) => fields.iter().map(|(name, value)| (name.clone(), to_json(value))).collect(),
        Value::Date(days) => Json::String(date(*days)),
        Value::TimestampMillis(millis) => instant(millis.saturating_mul(1000)),
        Value::TimestampMicros(micros) => instant(*micros),
        Value::Uuid(id) => Json::String(id.to_string()),
        // in none of our schemas
        Value::Decimal(_) | Value::BigDecimal(_) | Value::Duration(_) => Json::String(format!("{value:?}")),
    }
}

fn instant(micros: i64) -> Json {
    Json::String(Instant::from_micros(micros).to_rfc3339_at(0))
}

/// Midnight of that day, cut off behind the date.
fn date(days: i32) -> String {
    let micros = i64::from(days) * 86_400_000_000;
    let text = Instant::from_micros(micros).to_rfc3339_at(0);
    text.split('T').next().unwrap_or_default().to_owned()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // writing to a string cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_dates_and_bytes_are_readable() {
        let record = Value::Record(vec![
            ("at".to_owned(), Value::TimestampMicros(1_763_661_600_000_000)),
            ("day".to_owned(), Value::Date(20_777)),
            ("before".to_owned(), Value::Date(-1)),
            ("data".to_owned(), Value::Union(1, Box::new(Value::Bytes(vec![0, 0xab])))),
            ("none".to_owned(), Value::Union(0, Box::new(Value::Null))),
        ]);
        let json =
            r#"{"at":"2025-11-20T18:00:00Z","before":"1969-12-31","data":"00ab","day":"2026-11-20","none":null}"#;
        assert_eq!(to_json(&record).to_string(), json);
    }
}
