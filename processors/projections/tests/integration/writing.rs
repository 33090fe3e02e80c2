//! Batches in, rows out.

use std::{future::poll_fn, time::Duration};

use projections::{
    commit::Committed,
    fold::{Batch, Fact},
    table::{Place, skipped_record::SkippedRecord},
};
use schemas::{
    engine::{InputPosition, InputsProcessed},
    execution::ExecutionEvent,
    goal::{GoalAchieved, GoalEvent, GoalSet},
    goal_progress::GoalProgressed,
    identity::{IdentityAccess, IdentityEvent},
    profile::ProfileEvent,
    testing::Example,
    topic::Topic,
};
use tokio_postgres::{AsyncMessage, NoTls};

use crate::{
    events::{EVENTS, batch, completed, deleted, executed, history, logged, set, started},
    tables::{P0, Tables, with_tables},
};

const SETS: &str = "SELECT count(*) FROM performed_set";

async fn commit_one_by_one(tables: &Tables, events: &[ExecutionEvent]) {
    for (offset, event) in (0..).zip(events) {
        let committed = tables.commit(&batch(offset, std::slice::from_ref(event))).await;
        assert!(matches!(committed, Committed::Rows(_)), "{offset}: {committed:?}");
    }
}

#[tokio::test]
async fn the_same_batch_again_is_refused() {
    with_tables(async |tables| {
        let all = batch(0, &history());
        assert!(matches!(tables.commit(&all).await, Committed::Rows(_)));
        let rows = tables.dump().await;
        assert_eq!(tables.commit(&all).await, Committed::Refused);
        assert_eq!(tables.dump().await, rows);
    })
    .await;
}

#[tokio::test]
async fn the_same_records_again_change_no_row() {
    with_tables(async |tables| {
        let all = batch(0, &history());
        tables.commit(&all).await;
        let rows = tables.dump().await;
        tables.forget_positions().await;
        assert_eq!(tables.commit(&all).await, Committed::Rows(0));
        assert_eq!(tables.dump().await, rows);
    })
    .await;
}

#[tokio::test]
async fn a_batch_that_begins_elsewhere_is_refused() {
    with_tables(async |tables| {
        let events = history();
        assert_eq!(tables.commit(&batch(1, &events[1..3])).await, Committed::Refused);
        assert_eq!(tables.count(SETS).await, 0);
        tables.commit(&batch(0, &events[..2])).await;
        // two writers, one stretch: the later one is told
        assert_eq!(tables.commit(&batch(0, &events[..3])).await, Committed::Refused);
        assert!(matches!(tables.commit(&batch(2, &events[2..])).await, Committed::Rows(_)));
    })
    .await;
}

#[tokio::test]
async fn however_the_log_is_cut_into_batches_the_rows_are_the_same() {
    let mut dumps = Vec::new();
    for size in [1, 2, 3, 5, 100] {
        with_tables(async |tables| {
            let mut from = 0;
            for events in history().chunks(size) {
                assert!(matches!(tables.commit(&batch(from, events)).await, Committed::Rows(_)));
                from += i64::try_from(events.len()).unwrap();
            }
            dumps.push(tables.dump().await);
        })
        .await;
    }
    for dump in &dumps[1..] {
        assert_eq!(*dump, dumps[0]);
    }
}

#[tokio::test]
async fn old_records_alone_bring_nothing_back() {
    with_tables(async |tables| {
        let events = history();
        commit_one_by_one(tables, &events).await;
        let rows = tables.dump().await;
        for (offset, event) in (0..).zip(&events) {
            tables.forget_positions().await;
            let again = batch(offset, std::slice::from_ref(event));
            tables
                .client()
                .await
                .execute("UPDATE position SET next_offset = $1 WHERE topic = $2", &[&offset, &EVENTS.base()])
                .await
                .unwrap();
            assert_eq!(tables.commit(&again).await, Committed::Rows(0), "{event:?}");
        }
        let after = tables.dump().await;
        assert_eq!(
            after.lines().filter(|line| !line.starts_with("position")).collect::<Vec<_>>(),
            rows.lines().filter(|line| !line.starts_with("position")).collect::<Vec<_>>()
        );
    })
    .await;
}

#[tokio::test]
async fn a_deleted_workout_leaves_an_empty_row_and_no_sets() {
    with_tables(async |tables| {
        let events = [executed(1, 1, vec![set(11, "60", 8)]), deleted(1), executed(2, 1, vec![set(21, "60", 8)])];
        commit_one_by_one(tables, &events).await;
        assert_eq!(tables.count(SETS).await, 1);
        let emptied = "SELECT count(*) FROM workout WHERE status = 'deleted' AND name IS NULL AND started_at IS NULL";
        assert_eq!(tables.count(emptied).await, 1);
        assert_eq!(tables.count("SELECT count(*) FROM working_set").await, 1);
    })
    .await;
}

#[tokio::test]
async fn sets_of_a_workout_in_progress_are_there_and_do_not_count() {
    with_tables(async |tables| {
        let events = [
            started(1),
            logged(1, set(11, "60", 8)),
            logged(1, set(12, "60", 8)),
            completed(1, vec![set(11, "60", 8), set(12, "65", 8)]),
        ];
        commit_one_by_one(tables, &events).await;
        assert_eq!(tables.count(SETS).await, 2);
        assert_eq!(tables.count("SELECT max(load_ug) FROM performed_set").await, 65_000_000_000);
        assert_eq!(tables.count("SELECT count(*) FROM working_set").await, 0);
    })
    .await;
}

#[tokio::test]
async fn volume_is_exact_beyond_64_bits() {
    with_tables(async |tables| {
        tables.commit(&batch(0, &[executed(1, 1, vec![set(11, "9999.999999999", 1_000_000)])])).await;
        let sum = "SELECT sum(volume_ug)::text FROM working_set";
        let client = tables.client().await;
        assert_eq!(client.query_one(sum, &[]).await.unwrap().get::<_, &str>(0), "9999999999999000000");
    })
    .await;
}

fn everything_else() -> Batch {
    let mut batch = Batch::default();
    let place = |topic, offset| Place { topic, partition: P0, offset, version: offset + 1 };
    let inputs = vec![InputPosition { topic: EVENTS.base().to_owned(), partition: 0, next_offset: 7 }];
    let processed = InputsProcessed { service: "goal-progress".to_owned(), partition: 0, inputs };
    for (place, fact) in [
        (place(Topic::IDENTITY_EVENTS, 0), Fact::Identity(IdentityEvent::UserRegistered(Example::example()))),
        (place(Topic::IDENTITY_EVENTS, 1), Fact::Identity(IdentityEvent::EmailChanged(Example::example()))),
        (place(Topic::IDENTITY_EVENTS, 2), Fact::Identity(IdentityEvent::CoachingGranted(Example::example()))),
        (place(Topic::IDENTITY_EVENTS, 3), Fact::Identity(IdentityEvent::CoachingRevoked(Example::example()))),
        (place(Topic::IDENTITY_ACCOUNTS, 0), Fact::Account(Example::example())),
        (place(Topic::IDENTITY_ACCESS, 0), Fact::Access(IdentityAccess::AccessToken(Example::example()))),
        (place(Topic::PROFILE_EVENTS, 0), Fact::Profile(ProfileEvent::ProfileCreated(Example::example()))),
        (place(Topic::PROFILE_EVENTS, 1), Fact::Profile(ProfileEvent::GoalsChanged(Example::example()))),
        (place(Topic::PROFILE_EVENTS, 2), Fact::Profile(ProfileEvent::PreferencesChanged(Example::example()))),
        (place(Topic::PROFILE_EVENTS, 3), Fact::Profile(ProfileEvent::MeasurementRecorded(Example::example()))),
        (place(Topic::PROFILE_EVENTS, 4), Fact::Profile(ProfileEvent::WebhookRegistered(Example::example()))),
        (place(Topic::PROFILE_EVENTS, 5), Fact::Profile(ProfileEvent::CalendarLinkCreated(Example::example()))),
        (place(Topic::PROFILE_EVENTS, 6), Fact::Profile(ProfileEvent::NotificationRead(Example::example()))),
        (place(Topic::GOAL_EVENTS, 0), Fact::Goal(GoalEvent::GoalSet(GoalSet::example()))),
        (place(Topic::GOAL_EVENTS, 1), Fact::Goal(GoalEvent::GoalAchieved(GoalAchieved::example()))),
        (place(Topic::GOAL_PROGRESS_EVENTS, 0), Fact::GoalProgress(GoalProgressed::example())),
        (place(Topic::GOAL_PROGRESS_EVENTS, 1), Fact::Processed(processed)),
    ] {
        batch.begin(place.topic, place.partition, 0);
        batch.take(place, fact);
    }
    let cause = "not in wire format".to_owned();
    batch.begin(EVENTS, P0, 0);
    batch.skip(SkippedRecord { topic: EVENTS, partition: P0, offset: 0, key: None, cause });
    batch
}

#[tokio::test]
async fn every_table_takes_its_rows_once() {
    with_tables(async |tables| {
        assert_eq!(tables.commit(&everything_else()).await, Committed::Rows(18));
        let rows = tables.dump().await;
        let identity = ["person", "changed_email", "coaching_grant", "coaching_revocation", "account", "access_token"];
        let profile =
            ["profile", "fitness_goal", "preference", "measurement", "webhook", "calendar_link", "notification_read"];
        let others = ["goal", "goal_achievement", "goal_progress", "processed", "skipped_record"];
        for table in identity.into_iter().chain(profile).chain(others) {
            assert_eq!(
                rows.lines().filter(|line| line.starts_with(&format!("{table} "))).count(),
                1,
                "{table}\n{rows}"
            );
        }
        tables.forget_positions().await;
        assert_eq!(tables.commit(&everything_else()).await, Committed::Rows(0));
        assert_eq!(tables.dump().await, rows);
    })
    .await;
}

#[tokio::test]
async fn every_commit_tells_how_far_it_went() {
    with_tables(async |tables| {
        let (listener, mut connection) = tables.schema.config().unwrap().connect(NoTls).await.unwrap();
        let heard = service::task::spawn_named("listener", async move {
            let mut heard = Vec::new();
            while heard.len() < 8 {
                let next = tokio::time::timeout(Duration::from_secs(20), poll_fn(|cx| connection.poll_message(cx)));
                if let AsyncMessage::Notification(told) = next.await.unwrap().unwrap().unwrap() {
                    heard.push(told.payload().to_owned());
                }
            }
            heard.sort();
            heard
        });
        listener.batch_execute(&format!("LISTEN \"{}positions\"", tables.prefix)).await.unwrap();
        tables.commit(&everything_else()).await;
        assert_eq!(
            heard.await.unwrap(),
            [
                "execution.events/0/1",
                "goal-progress.events/0/2",
                "goal-progress/execution.events/0/7",
                "goal.events/0/2",
                "identity.access/0/1",
                "identity.accounts/0/1",
                "identity.events/0/4",
                "profile.events/0/7",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    with_tables(async |tables| {
        tables.commit(&everything_else()).await;
        let rows = tables.dump().await;
        let (one, other) = tokio::join!(tables.schema.migrate(), tables.schema.migrate());
        one.unwrap();
        other.unwrap();
        assert_eq!(tables.dump().await, rows);
    })
    .await;
}
