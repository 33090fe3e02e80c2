//! What an answer promises.

use kafka_client::{Headers, OutgoingRecord, TransactionalProducer};
use kafka_engine::Refusal;
use schemas::topic::{Service, Topic};

use crate::{
    support::{DEADLINE, Ground, only},
    tally::{Command, PERSON},
};

#[tokio::test(flavor = "multi_thread")]
async fn an_answered_command_is_in_the_log_at_the_position_told() {
    let ground = Ground::new().await;
    let running = ground.start();
    let first = running.ask(|| Command::Add(2)).await;
    let second = running.ask(|| Command::Add(3)).await;
    assert_eq!((first.answer, second.answer), ((2, 1), (5, 2)));
    let log = ground.read(Topic::GOAL_EVENTS).await;
    assert_eq!(log.iter().map(|event| event.offset + 1).collect::<Vec<_>>(), [first.next_offset, second.next_offset]);
    assert!(log.iter().all(|event| event.headers.get("ce_lease").is_some()));
    running.stop().await;
    ground.wipe().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_an_event_waits_for_a_commit_and_names_the_last_event() {
    let ground = Ground::new().await;
    let running = ground.start();
    let added = running.ask(|| Command::Add(2)).await;
    let positions = ground.read_all(Topic::GOAL_STATE).await.len();
    let said = running.ask(|| Command::Say).await;
    assert_eq!((said.answer, said.next_offset), ((2, 1), added.next_offset));
    assert_eq!(ground.read_all(Topic::GOAL_STATE).await.len(), positions + 1, "one more position record");
    running.stop().await;
    ground.wipe().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_come_together_are_decided_in_order_on_each_others_effects() {
    let ground = Ground::new().await;
    let running = ground.start();
    running.ask(|| Command::Say).await;
    let asked: Vec<_> = (1..=500).map(|n| running.engine.router.ask(only(), Command::Add(n))).collect();
    let mut sum = 0;
    for (n, asked) in (1..=500).zip(asked) {
        sum += n;
        assert_eq!(asked.answer().await.unwrap().answer, (sum, n as u64));
    }
    running.stop().await;
    ground.wipe().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_panics_or_is_too_large_is_refused_alone() {
    let ground = Ground::new().await;
    let running = ground.start();
    running.ask(|| Command::Say).await;
    let asked = [
        Command::Add(1),
        Command::Panic,
        Command::Write { bytes: 2_000_000, times: 1 },
        Command::Write { bytes: 10, times: 2_001 },
        Command::Add(1),
    ]
    .map(|command| running.engine.router.ask(only(), command));
    let mut answers = Vec::new();
    for asked in asked {
        answers.push(asked.answer().await.map(|committed| committed.answer));
    }
    assert_eq!(answers[0], Ok((1, 1)));
    assert_eq!(answers[1], Err(Refusal::Broken));
    assert!(matches!(answers[2], Err(Refusal::TooLarge { bytes: 2_000_000.., .. })));
    assert!(matches!(answers[3], Err(Refusal::TooLarge { records: 2_001, .. })));
    assert_eq!(answers[4], Ok((2, 2)));
    assert_eq!(ground.read(Topic::GOAL_EVENTS).await.len(), 2);
    running.stop().await;
    ground.wipe().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn input_records_count_once_across_restarts_and_poison_is_pointed_at() {
    let ground = Ground::new().await;
    let running = ground.start();
    running.ask(|| Command::Say).await;
    send(&ground, &["1", "no number", "2"]);
    until_sum(&running, 3).await;
    running.stop().await;
    send(&ground, &["4"]);
    let running = ground.start();
    until_sum(&running, 7).await;
    let letters = ground.read(Topic::DEAD_LETTERS).await;
    assert_eq!(letters.iter().map(|letter| letter.key.as_str()).collect::<Vec<_>>(), ["goal/goal.commands/0/1"]);
    running.stop().await;
    ground.wipe().await;
}

fn send(ground: &Ground, amounts: &[&str]) {
    let id = ground.kafka.transactional_id(Service::GoalProgress, only(), 'a');
    let mut producer = TransactionalProducer::new(&ground.kafka, &id).unwrap();
    producer.init(DEADLINE).unwrap();
    producer.begin().unwrap();
    for amount in amounts {
        let (key, value) = (format!("{PERSON}/tally"), Some(amount.as_bytes().to_vec()));
        let record =
            OutgoingRecord { topic: Topic::GOAL_COMMANDS, partition: only(), key, headers: Headers::new(), value };
        producer.send(record).unwrap();
    }
    producer.await_deliveries(DEADLINE).unwrap();
    producer.commit(DEADLINE).unwrap();
}

async fn until_sum(running: &crate::support::Running, sum: i64) {
    let deadline = tokio::time::Instant::now() + DEADLINE;
    loop {
        let said = running.ask(|| Command::Say).await.answer.0;
        if said == sum {
            return;
        }
        assert!(tokio::time::Instant::now() < deadline && said < sum, "the sum is {said}, not {sum}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
