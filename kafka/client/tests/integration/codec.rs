use apache_avro::Schema;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use kafka_client::admin::schemas::{register_contents, register_topics};
use kafka_client::codec::to_json;
use kafka_client::{Codec, CodecError, DecodeError, RegistryError};
use schemas::catalogue::{Compatibility, Contents};
use schemas::engine::{EngineRecord, LeaseTaken, Position};
use schemas::goal::{GoalAchieved, GoalCommand, GoalEvent, GoalSet};
use schemas::record::{Family, Record, RecordType};
use schemas::testing::{Example, id};
use schemas::topic::Topic;
use serde_json::{Value as Json, json};

use crate::support::{Environment, Keys, block_on};

fn with_changed_fields<R: Record>(change: impl FnOnce(&mut Vec<Json>)) -> RecordType {
    let mut schema: Json = serde_json::from_str(R::SCHEMA).unwrap();
    change(schema["fields"].as_array_mut().unwrap());
    RecordType { name: R::NAME, schema: schema.to_string().leak() }
}

fn goal_events(record: RecordType) -> Contents {
    let records = vec![record].leak();
    Contents { topic: Topic::GOAL_EVENTS, records, engine: &[], compatibility: Compatibility::FullTransitive }
}

#[test]
fn records_cross_the_real_registry() {
    let environment = Environment::new(1, &[]);
    let (settings, url) = (&environment.settings, environment.registry_url.as_str());
    block_on(register_topics(settings, url, Topic::ALL)).expect("a registry is needed: make up");
    let start = std::time::Instant::now();
    let families = [GoalEvent::TYPES, GoalCommand::TYPES, EngineRecord::TYPES];
    let codec = block_on(Codec::connect(settings, url, &families)).unwrap();
    println!("{} types resolved in {:?}", families.iter().map(|types| types.len()).sum::<usize>(), start.elapsed());

    let keys = Keys::of(id(1));
    for event in [GoalEvent::GoalSet(GoalSet::example()), GoalEvent::GoalAchieved(GoalAchieved::example())] {
        let bytes = codec.encode_family(&keys, id(1), &event).unwrap();
        assert_eq!(codec.decode_family::<GoalEvent>(&keys, id(1), &bytes).unwrap(), Some(event));
    }
    let bytes = codec.encode(&keys, id(1), &LeaseTaken::example()).unwrap();
    assert_eq!(codec.decode::<LeaseTaken>(&keys, id(1), &bytes).unwrap(), LeaseTaken::example());
    let bytes = codec.encode(&keys, id(1), &Position::example()).unwrap();
    // another process, which learns what it does not know
    let other = block_on(Codec::connect(settings, url, &[GoalCommand::TYPES])).unwrap();
    let unknown = other.unknown_id(&bytes).unwrap();
    assert_eq!(other.decode_value(&bytes).unwrap_err(), DecodeError::UnknownSchema(unknown));
    block_on(other.learn(unknown)).unwrap();
    assert_eq!(other.unknown_id(&bytes), None);
    let (name, value) = other.decode_value(&bytes).unwrap();
    assert_eq!((&*name, &to_json(&value)["batch"]), (Position::NAME, &json!(Position::example().batch)));
}

#[test]
fn what_a_later_version_wrote_is_read_after_one_look_at_the_registry() {
    let environment = Environment::new(1, &[]);
    let (settings, url) = (&environment.settings, environment.registry_url.as_str());
    block_on(register_topics(settings, url, &[Topic::GOAL_EVENTS])).expect("a registry is needed: make up");
    let codec = block_on(Codec::connect(settings, url, &[GoalEvent::TYPES])).unwrap();
    let keys = Keys::of(id(1));
    let bytes = codec.encode(&keys, id(1), &GoalAchieved::example()).unwrap();
    let (_, Value::Record(mut fields)) = codec.decode_value(&bytes).unwrap() else { panic!("a record") };

    let later = with_changed_fields::<GoalAchieved>(|fields| {
        fields.insert(0, json!({ "name": "later", "type": ["null", "string"], "default": null }));
    });
    let report = block_on(register_contents(settings, url, &[goal_events(later)])).unwrap();
    fields.insert(0, ("later".to_owned(), Value::Union(0, Box::new(Value::Null))));
    let schema = Schema::parse_str(later.schema).unwrap();
    let body = GenericDatumWriter::builder(&schema).build().unwrap().write_value_to_vec(Value::Record(fields)).unwrap();
    let evolved = [&[0], report.subjects[0].id.to_be_bytes().as_slice(), &body].concat();

    let unknown = codec.unknown_id(&evolved).unwrap();
    assert_eq!(unknown, report.subjects[0].id);
    block_on(codec.learn(unknown)).unwrap();
    assert_eq!(codec.decode::<GoalAchieved>(&keys, id(1), &evolved).unwrap(), GoalAchieved::example());
    // the version in force here is still what is written here
    assert_eq!(codec.encode(&keys, id(1), &GoalAchieved::example()).unwrap()[..5], bytes[..5]);
}

#[test]
fn an_id_that_the_registry_does_not_know_is_asked_for_again() {
    let environment = Environment::new(1, &[]);
    let (settings, url) = (&environment.settings, environment.registry_url.as_str());
    block_on(register_topics(settings, url, &[Topic::GOAL_EVENTS])).expect("a registry is needed: make up");
    let codec = block_on(Codec::connect(settings, url, &[GoalEvent::TYPES])).unwrap();
    for _ in 0..2 {
        let error = block_on(codec.learn(2_000_000_000)).unwrap_err();
        assert!(matches!(error, CodecError::Registry(RegistryError::Refused { status: 404, .. })), "{error}");
    }
}

#[test]
fn a_service_does_not_start_with_a_schema_that_is_not_registered() {
    let environment = Environment::new(1, &[]);
    let error =
        block_on(Codec::connect(&environment.settings, &environment.registry_url, &[GoalEvent::TYPES])).unwrap_err();
    assert!(matches!(error, CodecError::Registry(RegistryError::Unregistered { .. })), "{error}");
    println!("{error}");
}

#[test]
fn a_service_does_not_start_with_a_schema_that_is_incompatible() {
    let environment = Environment::new(1, &[]);
    let other = with_changed_fields::<GoalSet>(|fields| fields.push(json!({ "name": "must", "type": "long" })));
    block_on(register_contents(&environment.settings, &environment.registry_url, &[goal_events(other)])).unwrap();
    let error =
        block_on(Codec::connect(&environment.settings, &environment.registry_url, &[GoalEvent::TYPES])).unwrap_err();
    let CodecError::Registry(RegistryError::Incompatible { reasons, .. }) = &error else { panic!("{error}") };
    assert!(reasons.contains("must at /fields/"), "{reasons}");
    println!("{error}");
}
