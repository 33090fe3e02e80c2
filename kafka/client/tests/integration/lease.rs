use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use kafka_client::{KafkaSettings, LeaseConsumer, LeaseEvent};
use schemas::partition::Partition;
use schemas::topic::{Service, Topic};

use crate::support::{EVENTS, Environment, P0, P1, PATIENCE};

/// A member that writes down what it is told and what it holds.
struct Member {
    lease: LeaseConsumer,
    told: Arc<Mutex<Vec<LeaseEvent>>>,
}

impl Member {
    fn join(settings: &KafkaSettings) -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let events = Arc::clone(&told);
        let lease = LeaseConsumer::join(settings, Service::Execution, move |event| events.lock().unwrap().push(event));
        Self { lease: lease.unwrap(), told }
    }

    fn held(&self) -> Vec<Partition> {
        let mut held = Vec::new();
        for event in self.told.lock().unwrap().iter() {
            match event {
                LeaseEvent::Assigned(partitions) => held.extend(partitions),
                LeaseEvent::Revoked(partitions) | LeaseEvent::Lost(partitions) => {
                    held.retain(|partition| !partitions.contains(partition));
                }
            }
        }
        held.sort_unstable();
        held
    }
}

fn poll_until(members: &[&Member], enough: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !enough() {
        assert!(Instant::now() < deadline, "{:?}", members.iter().map(|member| member.held()).collect::<Vec<_>>());
        for member in members {
            member.lease.poll(Duration::from_millis(20)).unwrap();
        }
    }
}

#[test]
fn partitions_are_shared_given_up_and_taken_over() {
    let environment = Environment::new(2, &[Topic::EXECUTION_OWNERS]);
    let settings = KafkaSettings { heartbeat_ms: 500, ..environment.settings.clone() };
    let start = Instant::now();
    let first = Member::join(&settings);
    poll_until(&[&first], || first.held() == [P0, P1]);
    println!("first member has its lease after {:?}", start.elapsed());

    let start = Instant::now();
    let second = Member::join(&settings);
    poll_until(&[&first, &second], || first.held().len() == 1 && second.held().len() == 1);
    println!("second member has its share after {:?}", start.elapsed());
    assert_ne!(first.held(), second.held());
    assert!(first.told.lock().unwrap().contains(&LeaseEvent::Revoked(second.held())));

    let start = Instant::now();
    let shared = second.held();
    let Member { lease, told } = second;
    lease.leave();
    assert_eq!(*told.lock().unwrap().last().unwrap(), LeaseEvent::Revoked(shared));
    poll_until(&[&first], || first.held() == [P0, P1]);
    println!("first member has all again {:?} after the second left", start.elapsed());
}

#[test]
fn who_is_silent_too_long_is_told_that_the_lease_is_lost() {
    let environment = Environment::new(1, &[Topic::EXECUTION_OWNERS]);
    let settings = KafkaSettings {
        session_timeout_ms: 1_000,
        heartbeat_ms: 300,
        max_poll_ms: 1_000,
        ..environment.settings.clone()
    };
    let member = Member::join(&settings);
    poll_until(&[&member], || member.held() == [P0]);
    // another member waits for the partition; it gets it once the silent one has dropped out
    let waiting = Member::join(&settings);
    poll_until(&[&waiting], || waiting.held() == [P0]);
    poll_until(&[&member, &waiting], || member.held().is_empty());
    assert!(member.told.lock().unwrap().contains(&LeaseEvent::Lost(vec![P0])));
    assert_eq!(waiting.held(), [P0]);
}

#[test]
fn positions_for_lag_tools_are_committed_under_the_group() {
    let environment = Environment::new(1, &[Topic::EXECUTION_OWNERS, EVENTS]);
    let member = Member::join(&environment.settings);
    poll_until(&[&member], || member.held() == [P0]);
    member.lease.commit(&[(EVENTS, P0, 42)]).unwrap();
    let committed = || environment.committed(&environment.settings.group(Service::Execution), EVENTS);
    poll_until(&[&member], || committed() == Some(42));
}

#[test]
fn a_panic_of_the_owner_does_not_keep_it_from_leaving() {
    let environment = Environment::new(1, &[Topic::EXECUTION_OWNERS]);
    let held = Arc::new(Mutex::new(false));
    let seen = Arc::clone(&held);
    let lease = LeaseConsumer::join(&environment.settings, Service::Execution, move |event| match event {
        LeaseEvent::Assigned(_) => *seen.lock().unwrap() = true,
        LeaseEvent::Revoked(_) | LeaseEvent::Lost(_) => panic!("on purpose"),
    })
    .unwrap();
    while !*held.lock().unwrap() {
        lease.poll(PATIENCE).unwrap();
    }
    lease.leave();
}

#[test]
fn a_service_without_owners_cannot_join() {
    let environment = Environment::new(1, &[]);
    assert!(LeaseConsumer::join(&environment.settings, Service::QueryApi, |_| {}).is_err());
}
