use kafka_client::Headers;
use schemas::{
    engine::InputPosition,
    execution::WorkoutExecuted,
    identity::AccountStatus,
    partition::Partition,
    record::Record,
    seal::{DataKey, KeyState},
    testing::{Example, id},
    text::Text,
};

use super::*;

/// One key for everybody, or none.
struct Keys(Option<DataKey>);

impl Keyring for Keys {
    fn key(&self, _: UserId) -> KeyState {
        self.0.clone().map_or(KeyState::Destroyed, KeyState::Usable)
    }
}

fn keys() -> Keys {
    Keys(Some(DataKey::new(Uuid::nil(), [7; 32])))
}

fn codec() -> Codec {
    Codec::offline(FAMILIES).unwrap()
}

fn record(topic: Topic, key: String, value: Option<Vec<u8>>) -> LogRecord {
    let partition = Partition::new(0).unwrap();
    LogRecord { topic, partition, offset: 4, timestamp_ms: 0, key, headers: Headers::new(), value }
}

fn event<R: Record>(topic: Topic, key: &str, event: &R) -> LogRecord {
    let owner: UserId = id(1);
    let value = codec().encode(&keys(), owner, event).unwrap();
    record(topic, format!("{owner}/{key}"), Some(value))
}

fn cause(record: &LogRecord) -> String {
    decode(&codec(), &keys(), record).unwrap_err().to_string()
}

#[test]
fn an_event_comes_out_clear_with_the_version_of_its_key() {
    let executed = WorkoutExecuted::example();
    let record = event(Topic::EXECUTION_EVENTS, "workout/w/7", &executed);
    let (place, fact) = decode(&codec(), &keys(), &record).unwrap().unwrap();
    assert_eq!((place.offset, place.version), (4, 7));
    assert_eq!(fact, Fact::Execution(ExecutionEvent::WorkoutExecuted(executed)));
}

#[test]
fn texts_of_an_erased_person_come_out_erased() {
    let record = event(Topic::EXECUTION_EVENTS, "workout/w/1", &WorkoutExecuted::example());
    let (_, fact) = decode(&codec(), &Keys(None), &record).unwrap().unwrap();
    let Fact::Execution(ExecutionEvent::WorkoutExecuted(executed)) = fact else { panic!("{fact:?}") };
    assert_eq!(executed.name, Some(Text::Erased));
}

#[test]
fn an_account_is_read_by_its_state_key() {
    let status = AccountStatus::example();
    let record = event(Topic::IDENTITY_ACCOUNTS, &format!("account/{}", status.user_id), &status);
    let (_, fact) = decode(&codec(), &keys(), &record).unwrap().unwrap();
    assert_eq!(fact, Fact::Account(status));
}

#[test]
fn what_a_processor_has_read_is_taken_and_other_records_of_engines_are_not() {
    let inputs = vec![InputPosition { topic: "execution.events".to_owned(), partition: 0, next_offset: 9 }];
    let processed = InputsProcessed { service: "goal-progress".to_owned(), partition: 0, inputs };
    let value = codec().encode(&keys(), id(1), &processed).unwrap();
    let topic = Topic::GOAL_PROGRESS_EVENTS;
    let inputs = record(topic, "_engine/inputs/0".to_owned(), Some(value.clone()));
    let (_, fact) = decode(&codec(), &keys(), &inputs).unwrap().unwrap();
    assert_eq!(fact, Fact::Processed(processed));
    let lease = record(topic, "_engine/lease/0".to_owned(), Some(value));
    assert_eq!(decode(&codec(), &keys(), &lease).unwrap(), None);
}

#[test]
fn a_tombstone_says_nothing() {
    let tombstone = record(Topic::EXECUTION_EVENTS, format!("{}/workout/w/1", id::<schemas::id::kind::User>(1)), None);
    assert_eq!(decode(&codec(), &keys(), &tombstone).unwrap(), None);
}

#[test]
fn what_cannot_be_read_says_why() {
    let good = event(Topic::EXECUTION_EVENTS, "workout/w/1", &WorkoutExecuted::example());
    let rubbish = LogRecord { value: Some(b"rubbish".to_vec()), ..good.clone() };
    assert_eq!(cause(&rubbish), "not in wire format");
    let mut cut = good.clone();
    cut.value.as_mut().unwrap().truncate(40);
    assert!(cause(&cut).contains("WorkoutExecuted"), "{}", cause(&cut));
    let keyless = LogRecord { key: String::new(), ..good.clone() };
    assert!(cause(&keyless).starts_with("key: "), "{}", cause(&keyless));
    let elsewhere = LogRecord { topic: Topic::GOAL_EVENTS, ..good.clone() };
    assert_eq!(cause(&elsewhere), "no record type of this topic");
    let mut unknown = good;
    unknown.value.as_mut().unwrap()[4] = 250;
    assert!(cause(&unknown).contains("250"), "{}", cause(&unknown));
}

#[test]
fn poison_is_passed_and_the_rest_goes_on() {
    let good = event(Topic::EXECUTION_EVENTS, "workout/w/1", &WorkoutExecuted::example());
    let poison = LogRecord { offset: 5, value: Some(vec![0, 0, 0]), ..good.clone() };
    let after = LogRecord { offset: 6, ..good.clone() };
    let mut batch = Batch::default();
    batch.begin(Topic::EXECUTION_EVENTS, good.partition, 4);
    fold(&mut batch, &codec(), &keys(), &[good, poison, after]);
    assert_eq!(batch.skipped.iter().map(|skipped| skipped.offset).collect::<Vec<_>>(), [5]);
    assert_eq!(batch.advances()[0].to, 7);
    assert_eq!(batch.workouts.values().next().unwrap().position, 6);
}
