use kafka_client::KafkaSettings;
use kafka_client::RegistryError;
use kafka_client::admin::schemas::{register_contents, register_topics};
use kafka_client::admin::topics::{self, TopicsError};
use schemas::catalogue::{Compatibility, Contents};
use schemas::partition::PartitionCount;
use schemas::record::RecordType;
use schemas::topic::Topic;

use crate::support::{EVENTS, Environment, STATE, block_on};

#[test]
fn applying_twice_creates_once() {
    let environment = Environment::new(2, &[]);
    let settings = &environment.settings;
    let first = block_on(topics::apply_to(settings, &[EVENTS, STATE])).unwrap();
    assert_eq!((first.created, first.existing), (vec![settings.topic(EVENTS), settings.topic(STATE)], 0));
    let second = block_on(topics::apply_to(settings, &[EVENTS, STATE, Topic::EXECUTION_OUTCOMES])).unwrap();
    assert_eq!((second.created, second.existing), (vec![settings.topic(Topic::EXECUTION_OUTCOMES)], 2));
    assert_eq!(second.drift, []);
    block_on(topics::check_partitions_of(settings, &[EVENTS, STATE])).unwrap();
}

#[test]
fn the_whole_catalogue_can_be_created() {
    let environment = Environment::new(1, &[]);
    let report = block_on(topics::apply(&environment.settings)).unwrap();
    assert_eq!(report.created.len(), Topic::ALL.len());
    block_on(topics::check_partitions(&environment.settings)).unwrap();
}

#[test]
fn another_number_of_partitions_is_refused_before_anything_happens() {
    let environment = Environment::new(2, &[EVENTS]);
    let settings = KafkaSettings { partitions: PartitionCount::new(3).unwrap(), ..environment.settings.clone() };
    let error = TopicsError::Partitions { topic: settings.topic(EVENTS), found: 2, wanted: 3 };
    assert_eq!(block_on(topics::apply_to(&settings, &[EVENTS, STATE])).unwrap_err(), error);
    assert!(error.to_string().contains("this prefix was created with P=2"), "{error}");
    assert_eq!(block_on(topics::check_partitions_of(&settings, &[EVENTS])).unwrap_err(), error);
    let missing = block_on(topics::check_partitions_of(&environment.settings, &[EVENTS, STATE])).unwrap_err();
    assert_eq!(missing, TopicsError::Missing(settings.topic(STATE)));
}

#[test]
fn drift_is_reported_and_left_alone() {
    let environment = Environment::new(1, &[EVENTS]);
    // three copies need two in sync; the topic was made for one
    let settings = KafkaSettings { replication: 3, ..environment.settings.clone() };
    for _ in 0..2 {
        let report = block_on(topics::apply_to(&settings, &[EVENTS])).unwrap();
        let [drift] = report.drift.as_slice() else { panic!("{report}") };
        assert_eq!((drift.setting.as_str(), drift.wanted.as_str()), ("min.insync.replicas", "2"));
        assert_eq!(drift.found, "1");
        assert!(report.to_string().ends_with("1 topics, 0 new, 1 drifted"), "{report}");
    }
}

#[test]
fn topics_without_a_prefix_are_never_deleted() {
    let environment = Environment::new(1, &[]);
    let settings = KafkaSettings { prefix: String::new(), ..environment.settings.clone() };
    assert_eq!(block_on(topics::delete_all(&settings)), Err(TopicsError::NoPrefix));
}

#[test]
fn registering_twice_changes_nothing() {
    let environment = Environment::new(1, &[]);
    let (settings, url) = (&environment.settings, environment.registry_url.as_str());
    let topics = [Topic::GOAL_EVENTS, Topic::GOAL_OUTCOMES];
    let first = block_on(register_topics(settings, url, &topics)).expect("a registry is needed: make up");
    assert!(first.subjects.iter().all(|subject| subject.new));
    let second = block_on(register_topics(settings, url, &topics)).unwrap();
    assert!(second.subjects.iter().all(|subject| !subject.new));
    let ids = |report: &kafka_client::admin::schemas::Report| {
        report.subjects.iter().map(|subject| (subject.name.clone(), subject.id)).collect::<Vec<_>>()
    };
    assert_eq!(ids(&first), ids(&second));
    let outcome = second.subjects.iter().find(|subject| subject.name.contains("goal.outcomes-")).unwrap();
    assert_eq!(outcome.compatibility, "NONE");
    assert_eq!(second.subjects[0].compatibility, "FULL_TRANSITIVE");
}

const NAME: &str = "traintracker.goal.Probe";
const FIRST: RecordType = RecordType {
    name: NAME,
    schema: r#"{"type":"record","name":"Probe","namespace":"traintracker.goal","fields":[{"name":"a","type":"long"}]}"#,
};
const BROKEN: RecordType = RecordType {
    name: NAME,
    schema: r#"{"type":"record","name":"Probe","namespace":"traintracker.goal","fields":[{"name":"b","type":"string"}]}"#,
};

fn contents(records: &'static [RecordType], compatibility: Compatibility) -> Contents {
    Contents { topic: Topic::GOAL_EVENTS, records, engine: &[], compatibility }
}

#[test]
fn an_incompatible_schema_is_refused_with_the_reasons() {
    let environment = Environment::new(1, &[]);
    let register = |records, compatibility| {
        let contents = contents(records, compatibility);
        block_on(register_contents(&environment.settings, &environment.registry_url, &[contents]))
    };
    register(&[FIRST], Compatibility::FullTransitive).unwrap();
    let refused = register(&[BROKEN], Compatibility::FullTransitive).unwrap_err();
    println!("{refused}");
    let RegistryError::Incompatible { subject, reasons } = refused else { panic!("{refused}") };
    assert!(subject.ends_with("goal.events-traintracker.goal.Probe"), "{subject}");
    assert!(reasons.contains("b at /fields/0"), "{reasons}");
}

#[test]
fn where_nothing_is_demanded_anything_goes() {
    let environment = Environment::new(1, &[]);
    for records in [&[FIRST], &[BROKEN]] {
        let contents = contents(records, Compatibility::None);
        block_on(register_contents(&environment.settings, &environment.registry_url, &[contents])).unwrap();
    }
}

#[test]
fn a_registry_that_is_not_there_is_said_so() {
    let environment = Environment::new(1, &[]);
    let error = block_on(register_topics(&environment.settings, "http://127.0.0.1:1", &[EVENTS])).unwrap_err();
    assert!(matches!(error, RegistryError::Unreachable { .. }), "{error}");
    println!("{error}");
}
