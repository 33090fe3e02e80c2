//! The Rust types against the `.avsc` files.

use apache_avro::AvroSchema;
use serde_json::Value;

use super::{Check, every_record, parsed};
use crate::{record::Record, testing::Example};

/// What distinguishes schemas: all but documentation.
fn essence(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            members.iter().filter(|(key, _)| *key != "doc").map(|(key, value)| (key.clone(), essence(value))).collect()
        }
        Value::Array(items) => items.iter().map(essence).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

struct Equal;

impl Check for Equal {
    fn check<R: Record + AvroSchema + Example>(&mut self) {
        // both are written out by the same code, with every name at its first use, so order and nesting count too
        let file = essence(&serde_json::to_value(parsed(R::SCHEMA)).unwrap());
        let rust = essence(&serde_json::to_value(R::get_schema()).unwrap());
        assert_eq!(file, rust, "{} differs from its Rust type", R::NAME);
        let (namespace, name) = R::NAME.rsplit_once('.').unwrap();
        assert_eq!((&file["namespace"], &file["name"]), (&Value::from(namespace), &Value::from(name)));
    }
}

#[test]
fn every_rust_type_equals_its_schema() {
    every_record(&mut Equal);
}

struct Habits;

impl Check for Habits {
    fn check<R: Record + AvroSchema + Example>(&mut self) {
        let schema: Value = serde_json::from_str(R::SCHEMA).unwrap();
        habits(&schema, R::NAME);
    }
}

fn habits(schema: &Value, at: &str) {
    if let Some(named) = schema.get("name") {
        assert!(schema["doc"].is_string(), "{at}: {named} has no documentation");
    }
    if schema["type"] == "enum" {
        assert_eq!(schema["default"], "unknown", "{at}: an enum without a default symbol cannot grow");
        assert_eq!(schema["symbols"].as_array().unwrap().last().unwrap(), "unknown", "{at}");
    }
    for field in schema["fields"].as_array().into_iter().flatten() {
        let at = format!("{at}.{}", field["name"].as_str().unwrap());
        assert!(field["doc"].is_string(), "{at} has no documentation");
        let mut of = &field["type"];
        if let Value::Array(union) = of {
            assert_eq!((union.len(), &union[0]), (2, &Value::from("null")), "{at} is not just optional");
            assert_eq!(field.get("default"), Some(&Value::Null), "{at} has no default");
            of = &union[1];
        }
        habits(of.get("items").unwrap_or(of), &at);
    }
}

#[test]
fn every_field_is_documented_every_option_has_a_default_and_every_enum_can_grow() {
    every_record(&mut Habits);
}
