//! The running projection: from records of the log to rows.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use kafka_client::{
    Codec, Headers, KafkaSettings, LogReader, OutgoingRecord, ReadEvent, StartAt, TransactionalProducer,
    admin::{schemas as subjects, topics},
};
use key_store::KeyStore;
use projections::{
    database::ReadSchema,
    decode::FAMILIES,
    fold::SOURCES,
    live::{Projections, run},
    rebuild::rebuild,
};
use schemas::{
    clock::SystemClock,
    engine::{DeadLetter, InputPosition, InputsProcessed},
    execution::{ExecutionEvent, WorkoutExecuted},
    goal::GoalSet,
    goal_progress::GoalProgressed,
    header,
    id::UserId,
    identity::{AccountStatus, UserRegistered},
    partition::PartitionCount,
    record::Record,
    seal::Keyring,
    testing::{Example, id},
    topic::{Service, Topic},
};
use service::{http::health::Readiness, settings::Settings, shutdown::Shutdown, task::spawn_named};
use tokio::task::JoinHandle;

use crate::{
    events::{EVENTS, deleted, executed, logged, set, started},
    tables::{P0, Tables, with_tables},
};

const PATIENCE: Duration = Duration::from_secs(30);

struct Log {
    projections: Projections,
    producer: TransactionalProducer,
    registry_url: String,
}

fn user() -> UserId {
    UserRegistered::example().user_id
}

impl Log {
    async fn new(tables: &Tables) -> Self {
        let process = Settings::from_env().unwrap();
        let partitions = PartitionCount::new(1).unwrap();
        let kafka = KafkaSettings { prefix: tables.prefix.clone(), partitions, ..KafkaSettings::of_service(&process) };
        let mut used = SOURCES.to_vec();
        used.extend([Topic::PROJECTIONS_OWNERS, Topic::DEAD_LETTERS]);
        topics::apply_to(&kafka, &used).await.expect("a broker is needed: make up");
        subjects::register_topics(&kafka, &process.registry_url, &used).await.expect("a registry is needed: make up");
        let codec = Codec::connect(&kafka, &process.registry_url, FAMILIES).await.unwrap();
        let keys = KeyStore::connect(&tables.url, &tables.prefix, &[7; 32]).await.unwrap();
        keys.create(user()).await.unwrap();
        let producer = {
            let kafka = kafka.clone();
            tokio::task::spawn_blocking(move || {
                let id = kafka.transactional_id(Service::Execution, P0, 'a');
                let producer = TransactionalProducer::new(&kafka, &id).unwrap();
                producer.init(PATIENCE).unwrap();
                producer
            })
        };
        let producer = producer.await.unwrap();
        let projections =
            Projections { kafka, schema: tables.schema.clone(), codec, keys, clock: Arc::new(SystemClock) };
        Self { projections, producer, registry_url: process.registry_url }
    }

    async fn end(self, tables: &Tables) {
        topics::delete_all(&self.projections.kafka).await.unwrap();
        subjects::delete_all(&self.projections.kafka, &self.registry_url).await.unwrap();
        let drop = format!("DROP SCHEMA \"{}key_store\" CASCADE", tables.prefix);
        tables.client().await.batch_execute(&drop).await.unwrap();
    }

    fn record<R: Record>(&self, topic: Topic, key: &str, record: &R) -> OutgoingRecord {
        let keys: &dyn Keyring = &self.projections.keys;
        let value = self.projections.codec.encode(keys, user(), record).unwrap();
        let key = if key.starts_with('_') { key.to_owned() } else { format!("{}/{key}", user()) };
        OutgoingRecord { topic, partition: P0, key, headers: Headers::new(), value: Some(value) }
    }

    /// The events of one command.
    fn command(&self, workout: u64, version: usize, events: &[ExecutionEvent]) -> Vec<OutgoingRecord> {
        let keys: &dyn Keyring = &self.projections.keys;
        let record = |(index, event): (usize, &ExecutionEvent)| OutgoingRecord {
            topic: EVENTS,
            partition: P0,
            key: format!("{}/workout/{}/{}", user(), id::<schemas::id::kind::Workout>(workout), version + index),
            headers: Headers::new().with(header::PART, format!("{}/{}", index + 1, events.len())),
            value: Some(self.projections.codec.encode_family(keys, user(), event).unwrap()),
        };
        events.iter().enumerate().map(record).collect()
    }

    /// Commits records; the next offset of the last one.
    async fn commit(&mut self, records: Vec<OutgoingRecord>) -> i64 {
        tokio::task::block_in_place(|| {
            self.producer.begin().unwrap();
            for record in records {
                self.producer.send(record).unwrap();
            }
            let offsets = self.producer.await_deliveries(PATIENCE).unwrap();
            self.producer.commit(PATIENCE).unwrap();
            offsets.last().unwrap() + 1
        })
    }

    fn run(&self) -> (JoinHandle<anyhow::Result<()>>, Shutdown) {
        let shutdown = Shutdown::new();
        let ready = Readiness::new().flag("projections");
        (spawn_named("projections", run(self.projections.clone(), ready, shutdown.clone())), shutdown)
    }

    async fn all_sources(&mut self) {
        let account = AccountStatus { user_id: user(), ..AccountStatus::example() };
        let progressed = GoalProgressed { user_id: user(), ..GoalProgressed::example() };
        let inputs = vec![InputPosition { topic: EVENTS.base().to_owned(), partition: 0, next_offset: 3 }];
        let processed = InputsProcessed { service: "goal-progress".to_owned(), partition: 0, inputs };
        let mut registered = self.record(Topic::IDENTITY_EVENTS, "user/u/1", &UserRegistered::example());
        // the other parts of a registration are elsewhere
        registered.headers.push(header::PART, "1/3");
        let records = vec![
            registered,
            self.record(Topic::IDENTITY_ACCOUNTS, "account/u", &account),
            self.record(Topic::GOAL_EVENTS, "goal/g/1", &GoalSet { user_id: user(), ..GoalSet::example() }),
            self.record(Topic::GOAL_PROGRESS_EVENTS, "g/1", &progressed),
            self.record(Topic::GOAL_PROGRESS_EVENTS, "_engine/inputs/0", &processed),
        ];
        self.commit(records).await;
    }
}

/// Waits until the tables have folded a topic up to an offset.
async fn folded(tables: &Tables, topic: Topic, next_offset: i64) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let at = tables.count(&format!("SELECT next_offset FROM position WHERE topic = '{topic}'")).await;
        if at >= next_offset {
            assert_eq!(at, next_offset, "{topic}");
            return;
        }
        assert!(Instant::now() < deadline, "{topic}: {at} of {next_offset}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn stop((task, shutdown): (JoinHandle<anyhow::Result<()>>, Shutdown)) {
    shutdown.trigger();
    task.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_becomes_tables_and_again_on_a_rebuild() {
    with_tables(async |tables| {
        let mut log = Log::new(tables).await;
        log.all_sources().await;
        let mut records = log.command(1, 1, &[executed(1, 1, vec![set(11, "60", 8), set(12, "62.5", 8)])]);
        records.extend(log.command(2, 1, &[started(2)]));
        let mut end = log.commit(records).await;
        let running = log.run();
        folded(tables, EVENTS, end).await;
        folded(tables, Topic::GOAL_PROGRESS_EVENTS, 2).await;
        folded(tables, Topic::IDENTITY_EVENTS, 1).await;
        assert_eq!(tables.count("SELECT count(*) FROM person").await, 1);
        assert_eq!(tables.count("SELECT count(*) FROM performed_set").await, 2);
        let name = "SELECT name FROM workout WHERE status = 'completed'";
        assert_eq!(tables.client().await.query_one(name, &[]).await.unwrap().get::<_, &str>(0), "Push");
        assert_eq!(tables.count("SELECT next_offset FROM processed").await, 3);

        end = {
            let logged = log.command(2, 2, &[logged(2, set(21, "40", 10))]);
            log.commit(logged).await
        };
        folded(tables, EVENTS, end).await;
        assert_eq!(tables.count("SELECT count(*) FROM performed_set").await, 3);

        let rows = tables.dump().await;
        let mut told = Vec::new();
        let rebuilt = rebuild(&log.projections, |done, total| told.push((done, total))).await.unwrap();
        let (first, last) = (told[0], told[told.len() - 1]);
        assert!(
            first.0 == 0 && first.1 > 0 && last.0 == last.1 && told.len() > 2,
            "from nothing to everything: {told:?}"
        );
        assert!(told.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1), "{told:?}");
        assert_eq!((rebuilt.records, rebuilt.skipped), (8, 0));
        assert_eq!(tables.dump().await, rows);

        // the live projection goes on in the rebuilt tables
        let gone = log.command(1, 2, &[deleted(1)]);
        end = log.commit(gone).await;
        folded(tables, EVENTS, end).await;
        assert_eq!(tables.count("SELECT count(*) FROM working_set").await, 0);
        stop(running).await;
        log.end(tables).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn poison_is_pointed_at_and_stops_nothing() {
    with_tables(async |tables| {
        let mut log = Log::new(tables).await;
        let mut records = log.command(1, 1, &[executed(1, 1, vec![set(11, "60", 8)])]);
        records[0].value = Some(b"rubbish".to_vec());
        records.extend(log.command(2, 1, &[executed(2, 1, vec![set(21, "60", 8)])]));
        let end = log.commit(records).await;
        let running = log.run();
        folded(tables, EVENTS, end).await;
        assert_eq!(tables.count("SELECT count(*) FROM workout").await, 1);
        assert_eq!(tables.count("SELECT record_offset FROM skipped_record").await, 0);

        let kafka = log.projections.kafka.clone();
        let letter = tokio::task::spawn_blocking(move || first_of(&kafka, Topic::DEAD_LETTERS)).await.unwrap();
        assert_eq!(letter.key, "projections/execution.events/0/0");
        let keys: &dyn Keyring = &log.projections.keys;
        let letter: DeadLetter = log.projections.codec.decode(keys, user(), &letter.value.unwrap()).unwrap();
        assert_eq!((letter.offset, letter.cause.as_str()), (0, "not in wire format"));
        let deadline = Instant::now() + PATIENCE;
        while tables.count("SELECT count(*) FROM skipped_record WHERE published").await == 0 {
            assert!(Instant::now() < deadline, "never marked as published");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop(running).await;
        log.end(tables).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_database_refuses_is_skipped_with_its_whole_command() {
    with_tables(async |tables| {
        let mut log = Log::new(tables).await;
        let sets = |number| vec![set(number, "60", 8)];
        let ExecutionEvent::WorkoutExecuted(fine) = executed(1, 2, sets(11)) else { panic!("not executed") };
        // no text of PostgreSQL holds a NUL
        let refused = ExecutionEvent::WorkoutExecuted(WorkoutExecuted { name: Some("a\0b".into()), ..fine });
        let mut records = log.command(2, 1, &[executed(2, 1, sets(21))]);
        records.extend(log.command(1, 1, &[executed(1, 1, sets(11)), refused]));
        records.extend(log.command(3, 1, &[executed(3, 1, sets(31))]));
        let end = log.commit(records).await;
        let running = log.run();
        folded(tables, EVENTS, end).await;
        assert_eq!(tables.count("SELECT count(*) FROM workout").await, 2);
        assert_eq!(tables.count("SELECT count(*) FROM skipped_record WHERE record_offset IN (1, 2)").await, 2);
        let rows = tables.dump().await;
        let rebuilt = rebuild(&log.projections, |_, _| {}).await.unwrap();
        assert_eq!((rebuilt.records, rebuilt.skipped), (4, 2));
        let without_published = |dump: &str| dump.replace("\"published\": true", "\"published\": false");
        assert_eq!(without_published(&tables.dump().await), without_published(&rows));
        stop(running).await;
        log.end(tables).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_when_much_arrives_at_once() {
    const WORKOUTS: u64 = 6_000;
    with_tables(async |tables| {
        let mut log = Log::new(tables).await;
        let mut end = 0;
        for chunk in (1..=WORKOUTS).collect::<Vec<_>>().chunks(1_500) {
            let commands = chunk.iter().flat_map(|n| log.command(*n, 1, &[started(*n), logged(*n, set(*n, "60", 8))]));
            end = {
                let records = commands.collect();
                log.commit(records).await
            };
        }
        let began = Instant::now();
        let running = log.run();
        folded(tables, EVENTS, end).await;
        println!("{} records in {:?}", 2 * WORKOUTS, began.elapsed());
        for table in ["workout", "performed_set"] {
            let count = tables.count(&format!("SELECT count(*) FROM {table}")).await;
            assert_eq!(count, i64::try_from(WORKOUTS).unwrap(), "{table}");
        }
        stop(running).await;
        log.end(tables).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_break_lose_nothing() {
    with_tables(async |tables| {
        let mut log = Log::new(tables).await;
        let name = format!("{}live", tables.prefix);
        let separator = if tables.url.contains('?') { '&' } else { '?' };
        log.projections.schema =
            ReadSchema::live(format!("{}{separator}application_name={name}", tables.url), &tables.prefix);
        let running = log.run();
        let mut end = 0;
        let client = tables.client().await;
        for workout in 1..=40 {
            let records = log.command(workout, 1, &[started(workout), logged(workout, set(workout, "60", 8))]);
            end = log.commit(records).await;
            let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
            if workout % 4 == 0 {
                client.query(kill, &[&name]).await.unwrap();
            }
        }
        folded(tables, EVENTS, end).await;
        for table in ["workout", "performed_set"] {
            assert_eq!(tables.count(&format!("SELECT count(*) FROM {table}")).await, 40, "{table}");
        }
        stop(running).await;
        log.end(tables).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_goes_on_where_the_first_one_stopped() {
    with_tables(async |tables| {
        let mut log = Log::new(tables).await;
        let first = log.run();
        let records = log.command(1, 1, &[executed(1, 1, vec![set(11, "60", 8)])]);
        let end = log.commit(records).await;
        folded(tables, EVENTS, end).await;
        let second = log.run();
        stop(first).await;
        let records = log.command(2, 1, &[executed(2, 1, vec![set(21, "60", 8)])]);
        let end = log.commit(records).await;
        folded(tables, EVENTS, end).await;
        assert_eq!(tables.count("SELECT count(*) FROM workout").await, 2);
        stop(second).await;
        log.end(tables).await;
    })
    .await;
}

fn first_of(kafka: &KafkaSettings, topic: Topic) -> kafka_client::LogRecord {
    let mut reader = LogReader::new(kafka, "test").unwrap();
    reader.assign(&[(topic, P0, StartAt::Beginning)]).unwrap();
    let deadline = Instant::now() + PATIENCE;
    loop {
        assert!(Instant::now() < deadline, "nothing in {topic}");
        if let Some(ReadEvent::Record(record)) = reader.poll(Duration::from_millis(100)).unwrap() {
            return record;
        }
    }
}

#[test]
fn examples_are_of_one_person() {
    assert_eq!(WorkoutExecuted::example().user_id, user());
}
