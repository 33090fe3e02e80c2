//! Several processes migrate, and one of them stands still.

use std::time::{Duration, Instant};

use projections::database::{DatabaseError, ReadSchema};
use service::{task::spawn_named, testing::pausing_proxy};

use crate::tables::{Tables, with_tables};

/// The address in a connection string.
async fn through_proxy(url: &str, last: &'static str) -> String {
    let config: tokio_postgres::Config = url.parse().unwrap();
    let port = config.get_ports()[0];
    let proxy = pausing_proxy(format!("127.0.0.1:{port}"), last).await.unwrap().port();
    let through = url.replace(&format!(":{port}"), &format!(":{proxy}"));
    assert_ne!(through, url);
    through
}

/// Waits until somebody migrates.
async fn somebody_migrates(tables: &Tables) {
    let client = tables.schema.connect().await.unwrap();
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        let free = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";
        if !client.query_one(free, &[&tables.schema.name()]).await.unwrap().get::<_, bool>(0) {
            return;
        }
        client.execute("SELECT pg_advisory_unlock_all()", &[]).await.unwrap();
        assert!(Instant::now() < deadline, "nobody migrates");
        tokio::task::yield_now().await;
    }
}

/// How many there are.
fn migrations() -> i64 {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
    i64::try_from(files.count()).unwrap()
}

#[tokio::test]
async fn a_process_that_is_paused_while_it_migrates_does_not_keep_others_from_it() {
    with_tables(async |tables| {
        // between its statements, and within a migration
        for last in ["CREATE SCHEMA", "START TRANSACTION"] {
            tables.schema.drop().await.unwrap();
            let paused = ReadSchema::live(through_proxy(&tables.url, last).await, &tables.prefix);
            let migrating =
                spawn_named("paused", async move { paused.migrate().await.map_err(|error| error.to_string()) });
            somebody_migrates(tables).await;
            tables.schema.migrate().await.unwrap();
            assert!(!migrating.is_finished(), "{last}: {:?}", migrating.await);
            migrating.abort();
            let applied = tables.client().await.query_one("SELECT count(*) FROM refinery_schema_history", &[]).await;
            assert_eq!(applied.unwrap().get::<_, i64>(0), migrations(), "{last}: each of them, once");
        }
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_does_not_end_is_told_to_who_waits_for_it() {
    with_tables(async |tables| {
        let other = tables.schema.connect().await.unwrap();
        other.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", &[&tables.schema.name()]).await.unwrap();
        let error = tables.schema.migrate().await.unwrap_err();
        assert!(matches!(error, DatabaseError::Migrating { .. }), "{error}");
        let name = tables.schema.name();
        assert_eq!(
            error.to_string(),
            format!("another process has been migrating the tables {name} for more than 10s")
        );
        other.execute("SELECT pg_advisory_unlock_all()", &[]).await.unwrap();
        tables.schema.migrate().await.unwrap();
    })
    .await;
}
