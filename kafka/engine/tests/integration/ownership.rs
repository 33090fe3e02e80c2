//! Who may write a partition, and what a successor finds.

use kafka_client::{TransactionalProducer, admin::topics};
use kafka_engine::Refusal;
use schemas::topic::{Service, Topic};

use crate::{
    support::{DEADLINE, Ground, only},
    tally::Command,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_successor_finds_everything_that_was_answered() {
    let ground = Ground::new().await;
    let running = ground.start();
    running.ask(|| Command::Add(2)).await;
    let last = running.ask(|| Command::Add(3)).await;
    running.stop().await;
    let successor = ground.start();
    let said = successor.ask(|| Command::Say).await;
    assert_eq!((said.answer, said.next_offset), ((5, 2), last.next_offset));
    successor.stop().await;
    ground.wipe().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_win_over_snapshots_that_are_gone_and_the_missing_ones_are_written() {
    let ground = Ground::new().await;
    let running = ground.start();
    running.ask(|| Command::Add(2)).await;
    let last = running.ask(|| Command::Add(3)).await;
    running.stop().await;
    let before = newest_snapshot(&ground).await;
    recreate(&ground, Topic::GOAL_STATE).await;
    let successor = ground.start();
    let said = successor.ask(|| Command::Say).await;
    assert_eq!((said.answer, said.next_offset), ((5, 2), last.next_offset));
    assert_eq!(newest_snapshot(&ground).await, before);
    successor.stop().await;
    ground.wipe().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fenced_owner_answers_unavailable_and_takes_its_partition_up_again_while_it_has_the_lease() {
    let ground = Ground::new().await;
    let running = ground.start();
    running.ask(|| Command::Add(2)).await;
    for turn in ['a', 'b'] {
        let id = ground.kafka.transactional_id(Service::Goal, only(), turn);
        TransactionalProducer::new(&ground.kafka, &id).unwrap().init(DEADLINE).unwrap();
    }
    assert_eq!(running.ask_once(Command::Add(10)).await.map(|c| c.answer), Err(Refusal::Unavailable));
    let after = running.ask(|| Command::Add(3)).await;
    assert_eq!(after.answer, (5, 2), "nothing of the fenced transaction was committed");
    assert_eq!(ground.read(Topic::GOAL_EVENTS).await.len(), 2);
    running.stop().await;
    ground.wipe().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_instances_one_owns_the_partition_and_the_other_refuses() {
    let ground = Ground::new().await;
    let first = ground.start();
    first.ask(|| Command::Add(2)).await;
    let second = ground.start();
    let deadline = tokio::time::Instant::now() + DEADLINE;
    while !second.engine.board.is_ready() {
        assert!(tokio::time::Instant::now() < deadline, "the second did not join");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let answers = [first.ask_once(Command::Say).await, second.ask_once(Command::Say).await];
    let owners = answers.iter().filter(|answer| answer.is_ok()).count();
    let refused = answers.iter().filter(|answer| matches!(answer, Err(Refusal::Unavailable))).count();
    assert_eq!((owners, refused), (1, 1), "{answers:?}");
    first.stop().await;
    assert_eq!(second.ask(|| Command::Add(3)).await.answer, (5, 2));
    second.stop().await;
    ground.wipe().await;
}

async fn newest_snapshot(ground: &Ground) -> Option<Vec<u8>> {
    ground.read(Topic::GOAL_STATE).await.pop().and_then(|record| record.value)
}

/// Deletes a topic with all its records and makes it anew.
async fn recreate(ground: &Ground, topic: Topic) {
    topics::delete(&ground.kafka, &[topic]).await.unwrap();
    let deadline = tokio::time::Instant::now() + DEADLINE;
    // the broker deletes in the background: until then it refuses the name, or still has the old one
    while topics::apply_to(&ground.kafka, &[topic]).await.is_err() || !ground.read_all(topic).await.is_empty() {
        assert!(tokio::time::Instant::now() < deadline, "the topic was not made anew");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
