use std::collections::HashMap;

use schemas::engine::{EngineRecord, LeaseTaken, Outcome, Position};
use schemas::execution::{ExecutionEvent, ExecutionSnapshot, SetLogged, WorkoutExecuted, WorkoutSnapshot};
use schemas::goal::{GoalEvent, GoalSet};
use schemas::goal_progress::{GoalProgressEvent, GoalProgressed};
use schemas::identity::{IdentityEvent, UserRegistered};
use schemas::seal::{DataKey, KeyState, SealError};
use schemas::testing::{Example, id};
use schemas::text::Text;
use serde_json::{Value as Json, json};

use super::*;

struct Keys(HashMap<UserId, KeyState>);

impl Keyring for Keys {
    fn key(&self, owner: UserId) -> KeyState {
        self.0.get(&owner).cloned().unwrap_or(KeyState::Missing)
    }
}

fn owner() -> UserId {
    id(1)
}

fn keys() -> Keys {
    Keys(HashMap::from([(owner(), KeyState::Usable(DataKey::new(id::<()>(9).uuid(), [7; 32])))]))
}

fn codec() -> Codec {
    let families = [
        ExecutionEvent::TYPES,
        ExecutionSnapshot::TYPES,
        GoalEvent::TYPES,
        GoalProgressEvent::TYPES,
        IdentityEvent::TYPES,
        EngineRecord::TYPES,
    ];
    Codec::offline(&families).unwrap()
}

fn there_and_back<R: Record + Example>(codec: &Codec) {
    let record = R::example();
    let bytes = codec.encode(&keys(), owner(), &record).unwrap();
    assert_eq!(codec.decode::<R>(&keys(), owner(), &bytes).unwrap(), record);
    assert_eq!(&*codec.record_name(&bytes).unwrap(), R::NAME);
}

#[test]
fn records_come_back_as_they_went() {
    let codec = codec();
    there_and_back::<WorkoutExecuted>(&codec);
    there_and_back::<SetLogged>(&codec);
    there_and_back::<WorkoutSnapshot>(&codec);
    there_and_back::<GoalSet>(&codec);
    there_and_back::<GoalProgressed>(&codec);
    there_and_back::<UserRegistered>(&codec);
    there_and_back::<LeaseTaken>(&codec);
    there_and_back::<Position>(&codec);
    there_and_back::<Outcome>(&codec);
}

#[test]
fn a_family_knows_its_own_records_and_skips_others() {
    let codec = codec();
    let event = GoalEvent::GoalSet(GoalSet::example());
    let bytes = codec.encode_family(&keys(), owner(), &event).unwrap();
    assert_eq!(codec.decode_family::<GoalEvent>(&keys(), owner(), &bytes).unwrap(), Some(event));
    assert_eq!(codec.decode_family::<ExecutionEvent>(&keys(), owner(), &bytes).unwrap(), None);
}

#[test]
fn texts_are_sealed_in_the_bytes_and_erased_with_their_key() {
    let codec = codec();
    let record = UserRegistered { email: Text::from("someone@example.org"), ..UserRegistered::example() };
    let bytes = codec.encode(&keys(), owner(), &record).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"example"));

    let destroyed = Keys(HashMap::from([(owner(), KeyState::Destroyed)]));
    assert_eq!(codec.decode::<UserRegistered>(&destroyed, owner(), &bytes).unwrap().email, Text::Erased);
    let none = Keys(HashMap::new());
    let missing = codec.decode::<UserRegistered>(&none, owner(), &bytes).unwrap_err();
    assert_eq!(missing, DecodeError::Seal(SealError::Missing(owner())));
    let other = Keys(HashMap::from([(id(2), keys().key(owner()))]));
    assert!(matches!(codec.decode::<UserRegistered>(&other, id(2), &bytes), Err(DecodeError::Seal(_))));
}

#[test]
fn damaged_bytes_are_errors_never_panics() {
    let codec = codec();
    let bytes = codec.encode(&keys(), owner(), &WorkoutExecuted::example()).unwrap();
    let read = |bytes: &[u8]| codec.decode::<WorkoutExecuted>(&keys(), owner(), bytes);
    assert_eq!(read(&[]).unwrap_err(), DecodeError::NotWireFormat);
    assert_eq!(read(b"{\"json\":1}").unwrap_err(), DecodeError::NotWireFormat);
    for end in 5..bytes.len() {
        assert!(matches!(read(&bytes[..end]), Err(DecodeError::Avro { .. })), "cut at {end}");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(matches!(read(&longer), Err(DecodeError::Avro { .. })));
    for index in 5..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[index] ^= 0xff;
        // what it is does not matter, that it is said does
        let _ = read(&flipped);
        let _ = codec.decode_value(&flipped);
    }
}

#[test]
fn a_schema_not_seen_before_is_said_to_be_unknown() {
    let codec = codec();
    let foreign = [0, 0, 0, 0x10, 0, 1, 2, 3];
    assert_eq!(codec.unknown_id(&foreign), Some(4096));
    assert_eq!(codec.record_name(&foreign), Err(DecodeError::UnknownSchema(4096)));
    assert_eq!(codec.unknown_id(&codec.encode(&keys(), owner(), &GoalSet::example()).unwrap()), None);
    assert_eq!(codec.unknown_id(b"text"), None);
}

#[test]
fn another_record_type_is_refused() {
    let codec = codec();
    let bytes = codec.encode(&keys(), owner(), &GoalSet::example()).unwrap();
    assert!(matches!(codec.decode::<SetLogged>(&keys(), owner(), &bytes), Err(DecodeError::OtherType { .. })));
    let narrow = Codec::offline(&[GoalEvent::TYPES]).unwrap();
    assert_eq!(
        narrow.encode(&keys(), owner(), &SetLogged::example()).unwrap_err(),
        EncodeError::UnknownType(SetLogged::NAME)
    );
}

/// The current schema of `R`, changed.
fn changed<R: Record>(change: impl FnOnce(&mut Vec<Json>)) -> String {
    let mut schema: Json = serde_json::from_str(R::SCHEMA).unwrap();
    change(schema["fields"].as_array_mut().unwrap());
    schema.to_string()
}

#[test]
fn what_another_version_wrote_is_read_as_the_current_one() {
    let codec = codec();
    let current = GoalProgressed::example();
    let bytes = codec.encode(&keys(), owner(), &current).unwrap();
    let (_, Value::Record(mut fields)) = codec.decode_value(&bytes).unwrap() else { panic!("a record") };

    let schema = changed::<GoalProgressed>(|fields| {
        fields.insert(0, json!({ "name": "later", "type": ["null", "string"], "default": null }));
    });
    codec.remember(77, &schema).unwrap();
    fields.insert(0, ("later".to_owned(), Value::Union(1, Box::new(Value::String("x".to_owned())))));
    let mut evolved = vec![0, 0, 0, 0, 77];
    let parsed = apache_avro::Schema::parse_str(&schema).unwrap();
    let writer = apache_avro::writer::datum::GenericDatumWriter::builder(&parsed).build().unwrap();
    evolved.extend(writer.write_value_to_vec(Value::Record(fields)).unwrap());

    assert_eq!(codec.decode::<GoalProgressed>(&keys(), owner(), &evolved).unwrap(), current);
    let (name, value) = codec.decode_value(&evolved).unwrap();
    assert_eq!((&*name, &to_json(&value)["later"]), (GoalProgressed::NAME, &json!("x")));
}

#[test]
fn a_symbol_that_came_later_is_read_as_the_default() {
    let codec = codec();
    let bytes = codec.encode(&keys(), owner(), &GoalProgressed::example()).unwrap();
    let (_, Value::Record(mut fields)) = codec.decode_value(&bytes).unwrap() else { panic!("a record") };
    let schema = changed::<GoalProgressed>(|fields| {
        let metric = fields.iter_mut().find(|field| field["name"] == "metric").unwrap();
        metric["type"]["symbols"].as_array_mut().unwrap().insert(0, json!("heart_rate"));
    });
    codec.remember(78, &schema).unwrap();
    let metric = fields.iter_mut().find(|(name, _)| name == "metric").unwrap();
    metric.1 = Value::Enum(0, "heart_rate".to_owned());
    let mut evolved = vec![0, 0, 0, 0, 78];
    let parsed = apache_avro::Schema::parse_str(&schema).unwrap();
    let writer = apache_avro::writer::datum::GenericDatumWriter::builder(&parsed).build().unwrap();
    evolved.extend(writer.write_value_to_vec(Value::Record(fields)).unwrap());
    let read = codec.decode::<GoalProgressed>(&keys(), owner(), &evolved).unwrap();
    assert_eq!(read.metric, schemas::goal::Metric::Unknown);
}

#[test]
fn codecs_made_again_keep_no_second_copy_of_a_schema() {
    let (first, second) = (codec(), codec());
    let schema = |codec: &Codec| codec.0.local[GoalSet::NAME].schema;
    assert!(std::ptr::eq(schema(&first), schema(&second)));
}
