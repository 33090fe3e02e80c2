//! The loop with faults that no broker makes on request.

mod tally;

use std::{
    pin::pin,
    sync::{Arc, atomic::Ordering},
    task::{Context, Poll, Waker},
};

use kafka_client::{Codec, LogRecord, OutgoingRecord};
use schemas::{
    clock::{FakeClock, new_id},
    engine::EngineRecord,
    partition::PartitionCount,
    record::Family,
    time::Instant,
    topic::Topic,
};

use tokio::sync::oneshot;

use self::tally::{Command, Tally, amount, layout, only};
use super::*;
use crate::{
    Asked, Committed, Stage,
    inbox::{Job, inbox},
    testing::{Fault, MemoryEngine, MemoryLog, MemorySettings},
};

type Answered = Result<Committed<i64>, Refusal>;

/// One partition on a log in memory.
struct Ground {
    log: MemoryLog,
    tally: Tally,
    engine: MemoryEngine<Tally>,
}

impl Ground {
    fn new() -> Self {
        let (log, tally) = (MemoryLog::default(), Tally::default());
        let made = tally.clone();
        let engine = MemoryEngine::start(log.clone(), settings(), move |_| made.empty());
        Self { log, tally, engine }
    }

    fn queue(&self, command: Command) -> Asked<i64> {
        self.engine.router.ask(only(), command)
    }

    async fn ask(&self, command: Command) -> Answered {
        self.queue(command).answer().await
    }

    /// Asks again while the partition is taken up anew.
    async fn ask_until_answered(&self, command: impl Fn() -> Command) -> i64 {
        let deadline = std::time::Instant::now() + Duration::from_secs(10);
        loop {
            match self.ask(command()).await {
                Ok(committed) => return committed.answer,
                Err(Refusal::Unavailable) if std::time::Instant::now() < deadline => {}
                Err(refusal) => panic!("refused: {refusal}"),
            }
        }
    }

    /// The number as it stands in the log.
    async fn sum(&self) -> i64 {
        self.ask_until_answered(|| Command::Say).await
    }

    /// Queues all behind a transaction that is held, so that they come to the next one together.
    async fn ask_together(&self, commands: Vec<Command>) -> Vec<Answered> {
        let held = self.log.hold();
        let first = self.queue(Command::Say);
        held.reached();
        let asked: Vec<_> = commands.into_iter().map(|command| self.queue(command)).collect();
        drop(held);
        first.answer().await.unwrap();
        let mut all = Vec::new();
        for asked in asked {
            all.push(asked.answer().await);
        }
        all
    }
}

fn settings() -> MemorySettings {
    MemorySettings {
        codec: Codec::offline(&[EngineRecord::TYPES]).unwrap(),
        layout: layout(),
        partitions: PartitionCount::new(1).unwrap(),
        clock: Arc::new(FakeClock::new(Instant::from_micros(0))),
    }
}

fn is_pending<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> bool {
    matches!(future.poll(&mut Context::from_waker(Waker::noop())), Poll::Pending)
}

fn unavailable(answered: &Answered) -> bool {
    matches!(answered, Err(Refusal::Unavailable))
}

#[tokio::test]
async fn nothing_is_answered_before_its_transaction_has_committed() {
    let ground = Ground::new();
    let held = ground.log.hold();
    let mut added = pin!(ground.queue(Command::Add(5)).answer());
    held.reached();
    // what records nothing waits as well: its own transaction begins after it came
    let mut said = pin!(ground.queue(Command::Say).answer());
    assert!(is_pending(added.as_mut()) && is_pending(said.as_mut()));
    assert!(ground.log.records(Topic::GOAL_EVENTS).is_empty());
    drop(held);
    assert_eq!(added.await.unwrap().answer, 5);
    assert_eq!(said.await.unwrap().answer, 5);
    // a position record alone proves that nobody else has written
    assert_eq!(ground.log.transactions(), [3, 1]);
}

#[tokio::test]
async fn an_answer_without_an_event_speaks_of_the_last_one() {
    let ground = Ground::new();
    let first = ground.ask(Command::Add(1)).await.unwrap().next_offset;
    let second = ground.ask(Command::Add(1)).await.unwrap().next_offset;
    // a record, the marker of its transaction, a record
    assert_eq!((first, second), (1, 3));
    assert_eq!(ground.ask(Command::Say).await.unwrap().next_offset, 3);
}

#[tokio::test]
async fn a_failed_transaction_leaves_no_trace() {
    for fault in [Fault::Fenced, Fault::Lost] {
        let ground = Ground::new();
        ground.ask(Command::Add(5)).await.unwrap();
        ground.log.fail_next(fault);
        assert!(unavailable(&ground.ask(Command::Add(7)).await), "{fault:?}");
        assert_eq!(ground.sum().await, 5, "{fault:?}");
    }
}

#[tokio::test]
async fn everybody_in_a_failed_transaction_and_behind_it_is_told_to_come_again() {
    let ground = Ground::new();
    let held = ground.log.hold();
    let inside = ground.queue(Command::Add(1));
    held.reached();
    let behind = [ground.queue(Command::Add(2)), ground.queue(Command::Say)];
    ground.log.fail_next(Fault::Fenced);
    drop(held);
    assert!(unavailable(&inside.answer().await));
    for asked in behind {
        assert!(unavailable(&asked.answer().await));
    }
    assert_eq!(ground.sum().await, 0);
    assert_eq!(ground.engine.board.stages(), [(only(), Stage::Serving)]);
}

#[tokio::test]
async fn a_commit_that_nobody_heard_of_is_found_in_the_log() {
    let ground = Ground::new();
    ground.log.fail_next(Fault::Unheard);
    assert!(unavailable(&ground.ask(Command::Add(5)).await));
    assert_eq!(ground.ask_until_answered(|| Command::Add(2)).await, 7);
    let keys: Vec<_> = ground.log.records(Topic::GOAL_EVENTS).into_iter().map(|record| record.key).collect();
    assert!(keys[0].ends_with("/1") && keys[1].ends_with("/2"), "{keys:?}");
}

/// Runs the loop once over these jobs, without the engine around it.
fn run_over(log: &MemoryLog, jobs: Vec<Job<Command, i64>>) -> (Result<(), ServeError>, Tally, Progress) {
    let MemorySettings { codec, layout, clock, .. } = settings();
    let instance = new_id(clock.now());
    let journal = Journal { codec, layout: Arc::new(layout), partition: only(), instance };
    let (board, metrics) = (Board::default(), Metrics::of(journal.layout.service));
    let mut serving = Serving {
        machine: Tally::default(),
        progress: Progress::default(),
        lease: 0,
        writer: log.clone(),
        journal: &journal,
        clock: clock.as_ref(),
        metrics: &metrics,
        board: &board,
        task: 0,
    };
    let (mailbox, mut inbox) = inbox();
    for job in jobs.into_iter().chain([Job::Stop]) {
        mailbox.put(job).unwrap();
    }
    (serving.run(&mut inbox, 1), serving.machine, serving.progress)
}

fn three(offset: i64) -> Job<Command, i64> {
    let OutgoingRecord { topic, partition, key, headers, value } = amount("3");
    Job::Record(1, LogRecord { topic, partition, offset, timestamp_ms: 0, key, headers, value })
}

#[test]
fn what_was_staged_for_a_failed_transaction_is_gone_at_once() {
    let log = MemoryLog::default();
    log.fail_next(Fault::Fenced);
    let (reply, mut answer) = oneshot::channel();
    let (result, tally, progress) = run_over(&log, vec![Job::Command(Command::Add(5), reply), three(41)]);
    assert!(matches!(result, Err(ServeError::Transaction(TransactionError::Fenced(_)))));
    assert_eq!((tally.staged, tally.committed), (None, (0, 0)));
    assert_eq!(progress.inputs.get(&Topic::GOAL_COMMANDS), None);
    assert!(answer.try_recv().is_err(), "nobody was told that it went well");
}

#[test]
fn a_record_that_is_read_again_is_passed_over() {
    let (result, tally, progress) = run_over(&MemoryLog::default(), vec![three(40), three(41), three(40), three(41)]);
    assert!(result.is_ok());
    assert_eq!(tally.committed, (6, 2));
    assert_eq!(progress.inputs.get(&Topic::GOAL_COMMANDS), Some(&42));
}

#[test]
fn a_record_that_was_read_for_a_predecessor_is_dropped() {
    let Job::Record(_, record) = three(40) else { panic!("a record") };
    let (_, tally, _) = run_over(&MemoryLog::default(), vec![Job::Record(0, record)]);
    assert_eq!(tally.committed, (0, 0));
}

#[tokio::test]
async fn a_transaction_holds_2000_records() {
    let ground = Ground::new();
    let write = || Command::Write { bytes: 1, times: 900 };
    let answers = ground.ask_together(vec![write(), write(), write(), Command::Add(1)]).await;
    assert!(answers.iter().all(Result::is_ok));
    // 900 + 900 and the position; what does not fit begins the next
    assert_eq!(ground.log.transactions(), [1, 1_801, 903]);
}

#[tokio::test]
async fn a_transaction_holds_4_mb() {
    let ground = Ground::new();
    let answers = ground.ask_together((0..6).map(|_| Command::Write { bytes: 900_000, times: 1 }).collect()).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(ground.log.transactions(), [1, 5, 3]);
}

#[tokio::test]
async fn many_small_commands_share_transactions() {
    let ground = Ground::new();
    let answers = ground.ask_together((0..1_500).map(|_| Command::Add(1)).collect()).await;
    let last = answers.into_iter().next_back().unwrap().unwrap();
    assert_eq!(last.answer, 1_500);
    // an event and a snapshot each
    assert_eq!(ground.log.transactions(), [1, 2_001, 1_001]);
}

#[tokio::test]
async fn what_is_too_large_is_refused_alone() {
    let ground = Ground::new();
    let large = Command::Write { bytes: MAX_RECORD_BYTES + 1, times: 1 };
    let many = Command::Write { bytes: 1, times: MAX_RECORDS + 1 };
    let answers = ground.ask_together(vec![Command::Add(1), large, many, Command::Panic, Command::Add(2)]).await;
    assert_eq!(answers[0].as_ref().unwrap().answer, 1);
    assert!(matches!(answers[1], Err(Refusal::TooLarge { records: 1, .. })));
    assert!(matches!(answers[2], Err(Refusal::TooLarge { records: 2_001, .. })));
    assert!(matches!(answers[3], Err(Refusal::Broken)));
    assert_eq!(answers[4].as_ref().unwrap().answer, 3);
}

#[tokio::test]
async fn without_keys_commands_are_refused_and_records_wait() {
    let ground = Ground::new();
    ground.sum().await;
    ground.tally.ready.store(false, Ordering::SeqCst);
    ground.engine.feed(amount("3"));
    assert!(unavailable(&ground.ask(Command::Add(1)).await));
    assert_eq!(ground.log.transactions().len(), 1, "nothing was decided");
    ground.tally.ready.store(true, Ordering::SeqCst);
    assert_eq!(ground.sum().await, 3, "the record's turn came again");
}

#[tokio::test]
async fn a_record_has_one_effect_whatever_becomes_of_transactions() {
    for fault in [Fault::Fenced, Fault::Lost, Fault::Unheard] {
        let ground = Ground::new();
        ground.log.fail_next(fault);
        ground.engine.feed(amount("3"));
        // refused together with the record, or answered after it
        let _ = ground.ask(Command::Say).await;
        assert_eq!(ground.sum().await, 3, "{fault:?}");
    }
}

#[tokio::test]
async fn a_service_that_starts_again_goes_on_where_it_was() {
    let mut ground = Ground::new();
    ground.engine.feed(amount("3"));
    ground.ask(Command::Add(4)).await.unwrap();
    ground.engine.restart();
    assert_eq!(ground.sum().await, 7);
    assert_eq!(ground.ask(Command::Add(1)).await.unwrap().answer, 8);
    assert!(ground.log.records(Topic::GOAL_EVENTS).last().unwrap().key.ends_with("/3"));
}

#[tokio::test]
async fn a_poison_record_is_pointed_at_and_stops_nothing() {
    let ground = Ground::new();
    ground.engine.feed(amount("three"));
    ground.engine.feed(amount("3"));
    assert_eq!(ground.sum().await, 3);
    let letters = ground.log.records(Topic::DEAD_LETTERS);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].key, "goal/goal.commands/0/0");
}

#[tokio::test]
async fn an_event_names_the_lease_it_was_written_under() {
    let ground = Ground::new();
    ground.ask(Command::Add(1)).await.unwrap();
    ground.log.fail_next(Fault::Fenced);
    assert!(unavailable(&ground.ask(Command::Add(1)).await));
    ground.ask_until_answered(|| Command::Add(1)).await;
    let state = ground.log.records(Topic::GOAL_STATE);
    let leases: Vec<_> =
        state.iter().filter(|record| record.key == "_engine/lease/0").map(|record| record.offset).collect();
    let events = ground.log.records(Topic::GOAL_EVENTS);
    let named: Vec<i64> =
        events.iter().map(|event| event.headers.get(header::LEASE).unwrap().parse().unwrap()).collect();
    assert_eq!(named, leases);
}
