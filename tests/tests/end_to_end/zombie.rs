//! A process that sleeps through the loss of its partitions and wakes up believing that it still has them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::future::join_all;
use schemas::header;
use schemas::id::UserId;
use schemas::partition::{Partition, partition_of};
use schemas::topic::Topic;
use serde_json::{Value, json};

use crate::harness::{Answer, Client, Process, System, assert_gapless, new_id, rows_are_held, until};

const PARTITIONS: u32 = 2;

#[tokio::test]
async fn a_process_that_was_paused_past_its_lease_commits_nothing_more() {
    let system = System::start(PARTITIONS).await.unwrap();
    let (first, athletes) = (&system.process, one_per_partition(&system).await);
    let second = Process::start(&system.environment).await.unwrap();
    // each process answers for its share, and with 503 for what the other one has
    let served = until("both processes serve a partition", async || {
        let by_first = served_by(first, &athletes).await;
        let by_second = served_by(&second, &athletes).await;
        let divided =
            !by_first.is_empty() && !by_second.is_empty() && by_first.len() + by_second.len() == athletes.len();
        divided.then_some(by_first)
    })
    .await;

    let writers: Vec<Writer> = served.iter().flat_map(|athlete| (0..3).map(|_| Writer::new(athlete))).collect();
    let paused = AtomicBool::new(false);
    let events = async {
        until("every writer has written", async || writers.iter().all(|writer| writer.answered() >= 5).then_some(()))
            .await;
        until("the process sleeps in the middle of a transaction", async || {
            first.pause();
            if rows_are_held(&system.environment).await {
                return Some(());
            }
            first.resume();
            None
        })
        .await;
        paused.store(true, Ordering::SeqCst);
        for athlete in &athletes {
            let athlete = athlete.at(&second.url);
            let accepted = until("the second process has taken over", async || {
                Some(log(&athlete).await).filter(|answer| answer.status == 201)
            })
            .await;
            // the tables are written by the second process as well
            athlete.get(accepted.header("location")).after(&accepted).send().await.expect(200);
        }
        first.resume();
    };
    let ((), answers) = tokio::join!(events, join_all(writers.iter().map(|writer| writer.run(&paused))));
    let answers: Vec<(String, Option<u16>)> = answers.into_iter().flatten().collect();

    let records = system.log().read(Topic::EXECUTION_EVENTS);
    let written: BTreeSet<&str> = records.iter().filter_map(|record| record.headers.get(header::SUBJECT)).collect();
    for (workout, status) in &answers {
        // 503 or silence: zero or one effect
        assert!(matches!(status, Some(201 | 503) | None), "{workout}: {status:?}");
        assert!(*status != Some(201) || written.contains(workout.as_str()), "{workout} was answered and is not there");
    }
    assert!(answers.iter().any(|(_, status)| *status == Some(503)), "nobody was told to ask again: {answers:?}");
    for topic in [Topic::EXECUTION_EVENTS, Topic::GOAL_EVENTS, Topic::GOAL_PROGRESS_EVENTS, Topic::GOAL_COMMANDS] {
        let records = system.log().read(topic);
        assert_gapless(&records);
        // each writer's lease is newer than that of the writer before: nobody writes after he was followed
        let mut last: BTreeMap<Partition, i64> = BTreeMap::new();
        for record in records {
            let Some(lease) = record.headers.get(header::LEASE) else { continue };
            let lease: i64 = lease.parse().unwrap();
            let before = last.insert(record.partition, lease).unwrap_or(lease);
            assert!(
                lease >= before,
                "{topic}/{}/{} was written under lease {lease} after {before}",
                record.partition,
                record.offset
            );
        }
    }

    // both are well again, and share the work
    for athlete in &athletes {
        until("somebody answers for everybody", async || {
            let by_first = log(&athlete.at(&first.url)).await.status;
            let by_second = log(&athlete.at(&second.url)).await.status;
            (by_first == 201 || by_second == 201).then_some(())
        })
        .await;
    }
    system.verify().await;
}

/// Somebody in each partition.
async fn one_per_partition(system: &System) -> Vec<Client> {
    let mut found: BTreeMap<Partition, Client> = BTreeMap::new();
    while found.len() < PARTITIONS as usize {
        let athlete = system.athlete().await;
        let user: UserId = athlete.user.parse().unwrap();
        found.insert(partition_of(user.uuid(), system.environment.kafka.partitions), athlete);
    }
    found.into_values().collect()
}

async fn served_by(process: &Process, athletes: &[Client]) -> Vec<Client> {
    let mut served = Vec::new();
    for athlete in athletes {
        let athlete = athlete.at(&process.url);
        match log(&athlete).await.status {
            201 => served.push(athlete),
            status => assert_eq!(status, 503, "who has not the partition says: ask again"),
        }
    }
    served
}

fn workout(id: &str) -> Value {
    json!({"id": id, "started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5, "load": {"value": 100, "unit": "kg"}}]}]})
}

/// Logs one workout, whatever the answer.
async fn log(athlete: &Client) -> Answer {
    athlete.post("/v1/execution/logged-workouts", &workout(&new_id())).try_send().await.unwrap()
}

/// Somebody who goes on sending, also to a process that sleeps.
struct Writer {
    athlete: Client,
    answered: AtomicUsize,
}

impl Writer {
    fn new(athlete: &Client) -> Self {
        Self { athlete: athlete.clone(), answered: AtomicUsize::new(0) }
    }

    fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }

    /// Sends until the process was paused and for a while after it: workouts, and the answers' statuses.
    async fn run(&self, paused: &AtomicBool) -> Vec<(String, Option<u16>)> {
        let (mut answers, mut afterwards) = (Vec::new(), 0);
        while afterwards < 5 {
            afterwards += usize::from(paused.load(Ordering::SeqCst));
            let id = new_id();
            let answer = self.athlete.post("/v1/execution/logged-workouts", &workout(&id)).try_send().await;
            answers.push((id, answer.ok().map(|answer| answer.status)));
            self.answered.fetch_add(1, Ordering::SeqCst);
        }
        answers
    }
}
