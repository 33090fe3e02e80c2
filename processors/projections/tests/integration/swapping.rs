//! The rebuilt tables take the place of the live ones.

use std::time::Duration;

use projections::{
    commit::{Committed, commit},
    fold::Batch,
    rebuild::{Swapped, swap},
    table::skipped_record::SkippedRecord,
};
use schemas::execution::ExecutionEvent;

use crate::{
    events::{EVENTS, batch, executed, history, set},
    tables::{P0, Tables, begin, dump, with_tables},
};

/// Folds events into the tables of a rebuild.
async fn fold_next(tables: &Tables, events: &[ExecutionEvent]) {
    let next = tables.schema.next();
    next.migrate().await.unwrap();
    let mut client = next.pool(1).unwrap().get().await.unwrap();
    begin(&client).await;
    assert!(matches!(commit(&mut client, &batch(0, events), "nobody").await.unwrap(), Committed::Rows(_)));
}

async fn swap_now(tables: &Tables) -> Swapped {
    let mut client = tables.schema.next().pool(1).unwrap().get().await.unwrap();
    swap(&mut client, &tables.schema, "nobody", async |_| Ok(())).await.unwrap()
}

#[tokio::test]
async fn a_rebuild_of_the_same_log_is_identical_and_live_goes_on() {
    with_tables(async |tables| {
        let events = history();
        // the live tables came batch by batch, the rebuilt ones at once
        tables.commit(&batch(0, &events[..4])).await;
        tables.commit(&batch(4, &events[4..])).await;
        let rows = tables.dump().await;
        fold_next(tables, &events).await;
        assert_eq!(swap_now(tables).await, Swapped::Done);
        assert_eq!(tables.dump().await, rows);
        let from = i64::try_from(events.len()).unwrap();
        let more = batch(from, &[executed(9, 1, vec![set(91, "60", 8)])]);
        assert!(matches!(tables.commit(&more).await, Committed::Rows(_)));
    })
    .await;
}

#[tokio::test]
async fn a_rebuild_that_lacks_something_is_not_taken() {
    with_tables(async |tables| {
        let events = history();
        tables.commit(&batch(0, &events)).await;
        let rows = tables.dump().await;
        fold_next(tables, &events[..events.len() - 1]).await;
        assert_eq!(swap_now(tables).await, Swapped::Behind);
        assert_eq!(tables.dump().await, rows);
    })
    .await;
}

#[tokio::test]
async fn the_last_stretch_is_folded_while_the_live_tables_stand_still() {
    with_tables(async |tables| {
        let events = history();
        tables.commit(&batch(0, &events[..6])).await;
        fold_next(tables, &events[..2]).await;
        let next = tables.schema.next();
        let pool = next.pool(2).unwrap();
        let mut client = pool.get().await.unwrap();
        let waiting = batch(6, &events[6..]);
        let swapping = swap(&mut client, &tables.schema, "nobody", async |target| {
            assert_eq!(target[&(EVENTS, P0)], 6);
            let mut client = pool.get().await?;
            assert!(matches!(commit(&mut client, &batch(2, &events[2..6]), "nobody").await?, Committed::Rows(_)));
            Ok(())
        });
        // a batch that comes while the swap holds the tables ends up in the new ones, or is refused by them
        let (swapped, committed) = tokio::join!(swapping, async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            tables.commit(&waiting).await
        });
        assert_eq!(swapped.unwrap(), Swapped::Done);
        if committed == Committed::Refused {
            assert!(matches!(tables.commit(&waiting).await, Committed::Rows(_)));
        }
        let rows = tables.dump().await;
        let fresh = tables.schema.next();
        fold_next(tables, &events).await;
        assert_eq!(dump(&fresh.pool(1).unwrap().get().await.unwrap()).await, rows);
    })
    .await;
}

#[tokio::test]
async fn a_query_under_way_holds_up_the_swap() {
    with_tables(async |tables| {
        let events = history();
        tables.commit(&batch(0, &events)).await;
        fold_next(tables, &events).await;
        let mut reader = tables.client().await;
        let query = reader.transaction().await.unwrap();
        let before: i64 = query.query_one("SELECT count(*) FROM position", &[]).await.unwrap().get(0);
        let (swapped, after) = tokio::join!(swap_now(tables), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let after: i64 = query.query_one("SELECT count(*) FROM position", &[]).await.unwrap().get(0);
            query.commit().await.unwrap();
            after
        });
        assert_eq!((swapped, after), (Swapped::Done, before));
    })
    .await;
}

#[tokio::test]
async fn what_dead_letters_has_is_not_told_again() {
    with_tables(async |tables| {
        let mut skipped = Batch::default();
        skipped.begin(EVENTS, P0, 0);
        let cause = "not in wire format".to_owned();
        skipped.skip(SkippedRecord { topic: EVENTS, partition: P0, offset: 0, key: None, cause });
        tables.commit(&skipped).await;
        tables.client().await.execute("UPDATE skipped_record SET published = true", &[]).await.unwrap();
        let rows = tables.dump().await;
        let next = tables.schema.next();
        next.migrate().await.unwrap();
        let mut client = next.pool(1).unwrap().get().await.unwrap();
        begin(&client).await;
        commit(&mut client, &skipped, "nobody").await.unwrap();
        drop(client);
        assert_eq!(swap_now(tables).await, Swapped::Done);
        assert_eq!(tables.dump().await, rows);
    })
    .await;
}
