//! A look into the read tables, past all services.

use std::collections::BTreeMap;
use std::time::Duration;

use super::environment::Environment;

/// Every row of every read table, as text.
pub(crate) async fn rows(environment: &Environment) -> BTreeMap<String, Vec<String>> {
    let schema = schema(environment);
    connected(environment, async |client| {
        let tables = "SELECT table_name::text FROM information_schema.tables
                      WHERE table_schema = $1 AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'refinery%'";
        let mut rows = BTreeMap::new();
        for table in client.query(tables, &[&schema]).await.unwrap() {
            let table: String = table.get(0);
            let every = format!("SELECT t::text FROM \"{schema}\".\"{table}\" AS t ORDER BY 1");
            let found = client.query(&every, &[]).await.unwrap();
            rows.insert(table, found.iter().map(|row| row.get(0)).collect());
        }
        rows
    })
    .await
}

/// Changes one row behind everybody's back.
pub(crate) async fn tamper(environment: &Environment) {
    let table = format!("\"{}\".performed_set", schema(environment));
    let one =
        format!("UPDATE {table} SET reps = reps + 1 WHERE set_id = (SELECT min(set_id::text)::uuid FROM {table})");
    let changed = connected(environment, async |client| client.execute(&one, &[]).await.unwrap()).await;
    assert_eq!(changed, 1);
}

/// Whether somebody has kept rows locked for a while and done nothing: who works is done within milliseconds.
pub(crate) async fn rows_are_held(environment: &Environment) -> bool {
    let holders = "SELECT count(DISTINCT a.pid) FROM pg_locks AS l
                   JOIN pg_class AS c ON c.oid = l.relation JOIN pg_namespace AS n ON n.oid = c.relnamespace
                   JOIN pg_stat_activity AS a ON a.pid = l.pid
                   WHERE n.nspname = $1 AND l.mode = 'RowExclusiveLock' AND a.state = 'idle in transaction'
                     AND a.state_change < clock_timestamp() - interval '200 milliseconds'";
    let schema = schema(environment);
    connected(environment, async |client| {
        tokio::time::sleep(Duration::from_millis(250)).await;
        client.query_one(holders, &[&schema]).await.unwrap().get::<_, i64>(0) > 0
    })
    .await
}

fn schema(environment: &Environment) -> String {
    format!("{}read", environment.kafka.prefix)
}

async fn connected<T>(environment: &Environment, work: impl AsyncFnOnce(&tokio_postgres::Client) -> T) -> T {
    let url = environment.settings.postgres_url.expose();
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    let work = async move {
        let done = work(&client).await;
        drop(client);
        done
    };
    let (done, ended) = tokio::join!(work, connection);
    ended.unwrap();
    done
}
