use super::*;
use crate::testing::id;

const OWNER: &str = "0191d2c8-7a3e-7b1f-8a55-000000000001";

fn owner() -> Uuid {
    id::<crate::id::kind::User>(1).uuid()
}

#[test]
fn an_event_key_reads_and_writes_the_same() {
    let text = format!("{OWNER}/workout/0191d2c8-7a3e-7b1f-8a55-000000000002/3");
    let key: EventKey = text.parse().unwrap();
    let expected = EventKey {
        owner: owner(),
        aggregate: Cow::Borrowed("workout"),
        id: "0191d2c8-7a3e-7b1f-8a55-000000000002".to_owned(),
        version: 3,
    };
    assert_eq!(key, expected);
    assert_eq!(key.to_string(), text);
}

#[test]
fn a_derived_event_has_a_subject_and_a_number() {
    let text = format!("{OWNER}/goal-1/42");
    let key: EventKey = text.parse().unwrap();
    assert_eq!((key.aggregate.as_ref(), key.id.as_str(), key.version), ("", "goal-1", 42));
    assert_eq!(key.to_string(), text);
}

#[test]
fn the_last_part_of_a_state_key_may_hold_slashes() {
    let text = format!("{OWNER}/exercise/a/b");
    let key: StateKey = text.parse().unwrap();
    assert_eq!(key, StateKey::new(owner(), "exercise", "a/b"));
    assert_eq!(key.to_string(), text);
}

#[test]
fn engine_keys_have_no_owner() {
    let partition = Partition::new(3).unwrap();
    for (kind, text) in [
        (EngineKind::Lease, "_engine/lease/3"),
        (EngineKind::Position, "_engine/position/3"),
        (EngineKind::Tick, "_engine/tick/3"),
        (EngineKind::Owner, "_engine/owner/3"),
        (EngineKind::Inputs, "_engine/inputs/3"),
    ] {
        let key = EngineKey { kind, partition };
        assert_eq!(key.to_string(), text);
        assert_eq!(text.parse(), Ok(key));
        assert!(is_engine(text));
        assert_eq!(owner_of(text), None);
    }
    assert!(!is_engine("_engines/lease/3"));
    for text in ["_engine/lease", "_engine/lease/-1", "_engine/other/3", "_engine/lease/3/4", "lease/3"] {
        assert!(text.parse::<EngineKey>().is_err(), "{text}");
    }
}

#[test]
fn an_idempotency_key_is_taken_as_it_comes() {
    let text = format!("{OWNER}/{OWNER}/a key/with anything in it");
    let key: OutcomeKey = text.parse().unwrap();
    assert_eq!(key.key, "a key/with anything in it");
    assert_eq!(key.to_string(), text);
    assert!(format!("{OWNER}/{OWNER}/").parse::<OutcomeKey>().is_err());
}

#[test]
fn a_dead_letter_is_found_by_its_place() {
    let partition = Partition::new(2).unwrap();
    let key = dead_letter("projections", Topic::EXECUTION_EVENTS, partition, 119);
    assert_eq!(key, "projections/execution.events/2/119");
}

#[test]
fn every_key_begins_with_its_owner() {
    assert_eq!(owner_of(&format!("{OWNER}/workout/x/1")), Some(owner()));
    for text in ["", OWNER, "x/workout/x/1", &format!("{}/workout/x/1", OWNER.to_uppercase())] {
        assert_eq!(owner_of(text), None, "{text}");
    }
}

#[test]
fn what_is_no_key_is_refused() {
    for text in [
        OWNER.to_owned(),
        format!("{OWNER}/workout"),
        format!("{OWNER}//1"),
        format!("{OWNER}//x/1"),
        format!("{OWNER}/workout//1"),
        format!("{OWNER}/workout/x/"),
        format!("{OWNER}/workout/x/-1"),
        format!("{OWNER}/workout/x/01"),
        format!("{OWNER}/workout/x/1/2"),
        "x/workout/x/1".to_owned(),
    ] {
        assert!(text.parse::<EventKey>().is_err(), "{text}");
    }
    for text in [OWNER.to_owned(), format!("{OWNER}/store"), format!("{OWNER}/store/"), format!("{OWNER}//key")] {
        assert!(text.parse::<StateKey>().is_err(), "{text}");
    }
}
