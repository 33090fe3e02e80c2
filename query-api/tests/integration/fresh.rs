//! A token means: the answer includes that position, or it is 503.

use std::time::{Duration, Instant};

use projections::fold::Fact;
use schemas::{
    engine::{InputPosition, InputsProcessed},
    execution::SetKind,
    identity::{AccountState, AccountStatus},
    testing::id,
    topic::Topic,
};

use crate::{
    support::{batch, me, with_installation},
    training::{block, executed, kilograms, set, workout},
};

const EVENTS: Topic = Topic::EXECUTION_EVENTS;

fn one_workout(number: u64) -> Fact {
    let sets = vec![set(id(100 + number), 0, SetKind::Normal, kilograms("60"), Some(8))];
    executed(workout(me(), id(number), "2026-08-21T18:00:00", vec![block("Bench Press", sets)]))
}

fn processed(next_offset: i64) -> Fact {
    let inputs = vec![InputPosition { topic: EVENTS.base().to_owned(), partition: 0, next_offset }];
    Fact::Processed(InputsProcessed { service: "goal-progress".to_owned(), partition: 0, inputs })
}

#[actix_web::test]
async fn what_is_there_already_is_answered_at_once() {
    with_installation(async |installation| {
        installation.commit(&batch(EVENTS, 0, [one_workout(1)])).await;
        let (status, body) = installation.after("execution-0-1", "/v1/query/workouts").await;
        assert_eq!((status, body["items"].as_array().unwrap().len()), (200, 1));
    })
    .await;
}

#[actix_web::test]
async fn what_comes_in_time_is_waited_for() {
    with_installation(async |installation| {
        let began = Instant::now();
        let ((status, body), ()) = tokio::join!(installation.after("execution-0-1", "/v1/query/workouts"), async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            installation.commit(&batch(EVENTS, 0, [one_workout(1)])).await;
        });
        assert_eq!((status, body["items"].as_array().unwrap().len()), (200, 1));
        // woken by the commit, not by the deadline
        assert!(began.elapsed() < Duration::from_millis(1500), "{:?}", began.elapsed());
    })
    .await;
}

#[actix_web::test]
async fn what_does_not_come_is_503() {
    with_installation(async |installation| {
        installation.commit(&batch(EVENTS, 0, [one_workout(1)])).await;
        let (status, body) = installation.after("execution-0-2", "/v1/query/workouts").await;
        assert_eq!((status, body["type"].as_str()), (503, Some("/problems/unavailable")));
    })
    .await;
}

#[actix_web::test]
async fn goals_wait_for_what_goal_progress_has_read() {
    with_installation(async |installation| {
        installation.commit(&batch(EVENTS, 0, [one_workout(1)])).await;
        // workouts do not stand on goal-progress
        assert_eq!(installation.after("execution-0-1", "/v1/query/workouts").await.0, 200);
        let ((status, _), ()) = tokio::join!(installation.after("execution-0-1", "/v1/query/goals"), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            installation.commit(&batch(Topic::GOAL_PROGRESS_EVENTS, 0, [processed(1)])).await;
        });
        assert_eq!(status, 200);
        assert_eq!(installation.after("execution-0-2", "/v1/query/goals").await.0, 503);
    })
    .await;
}

#[actix_web::test]
async fn a_token_that_means_nothing_here_is_refused() {
    with_installation(async |installation| {
        let status = async |token| installation.after(token, "/v1/query/workouts").await.0;
        assert_eq!(status("execution-1-1").await, 422);
        assert_eq!(status("execution-0").await, 400);
        assert_eq!(status("nutrition-0-1").await, 400);
    })
    .await;
}

#[actix_web::test]
async fn a_deactivated_account_reads_nothing() {
    with_installation(async |installation| {
        let status = AccountStatus { user_id: me(), status: AccountState::Active, activated: true, version: 1 };
        installation.commit(&batch(Topic::IDENTITY_ACCOUNTS, 0, [Fact::Account(status.clone())])).await;
        assert_eq!(installation.ask_as(me(), "/v1/query/workouts").await.0, 200);
        let deactivated = AccountStatus { status: AccountState::Deactivated, version: 2, ..status };
        installation.commit(&batch(Topic::IDENTITY_ACCOUNTS, 1, [Fact::Account(deactivated)])).await;
        assert_eq!(installation.refused("/v1/query/workouts").await.1, "/problems/account-deactivated");
        assert_eq!(installation.ask_as(id(2), "/v1/query/workouts").await.0, 200);
    })
    .await;
}
