//! Every text of a schema is visited: one that was forgotten could not be written, and could not be opened.

use std::collections::{BTreeMap, BTreeSet};

use apache_avro::AvroSchema;
use serde_json::Value;

use super::{Check, every_record};
use crate::{record::Record, testing::Example};

struct Texts;

impl Check for Texts {
    fn check<R: Record + AvroSchema + Example>(&mut self) {
        let schema: Value = serde_json::from_str(R::SCHEMA).unwrap();
        let mut expected = BTreeSet::new();
        sealed_paths(&schema, "", &mut BTreeMap::new(), &mut expected);
        let mut visited = BTreeSet::new();
        R::example().texts(&mut |path, text| {
            assert!(text.clear().is_some(), "{}: the example of {path} is not clear", R::NAME);
            visited.insert(path.to_owned());
        });
        assert_eq!(visited, expected, "texts of {}", R::NAME);
        assert_eq!(R::HAS_TEXT, !expected.is_empty(), "HAS_TEXT of {}", R::NAME);
    }
}

fn sealed_paths<'s>(
    schema: &'s Value,
    path: &str,
    named: &mut BTreeMap<String, &'s Value>,
    found: &mut BTreeSet<String>,
) {
    let schema = if let Value::Array(union) = schema { &union[1] } else { schema };
    let schema = schema.as_str().and_then(|name| named.get(name).copied()).unwrap_or(schema);
    if schema["type"] == "array" {
        return sealed_paths(&schema["items"], path, named, found);
    }
    if let (Some(namespace), Some(name)) = (schema["namespace"].as_str(), schema["name"].as_str()) {
        let name = format!("{namespace}.{name}");
        if name == "traintracker.Sealed" {
            found.insert(path.to_owned());
        }
        named.insert(name, schema);
    }
    for field in schema["fields"].as_array().into_iter().flatten() {
        let name = field["name"].as_str().unwrap();
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        sealed_paths(&field["type"], &path, named, found);
    }
}

#[test]
fn every_sealed_field_of_every_schema_is_visited() {
    every_record(&mut Texts);
}
