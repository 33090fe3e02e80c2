//! Read tables of their own for each test, dropped when it is over.

use std::panic::{AssertUnwindSafe, resume_unwind};

use deadpool_postgres::{Client, Pool};
use futures_util::FutureExt;
use projections::{
    commit::{Committed, commit},
    database::ReadSchema,
    fold::{Batch, SOURCES},
};
use schemas::{clock::random_uuid, partition::Partition};
use service::settings::Settings;

/// Everything that a rebuild must reproduce, in a fixed order.
const TABLES: &[&str] = &[
    "position",
    "processed",
    "skipped_record",
    "person",
    "account",
    "changed_email",
    "coaching_grant",
    "coaching_revocation",
    "access_token",
    "profile",
    "fitness_goal",
    "preference",
    "measurement",
    "webhook",
    "calendar_link",
    "notification_read",
    "workout",
    "performed_set",
    "import",
    "meal",
    "supplement_intake",
    "goal",
    "goal_achievement",
    "goal_progress",
];

pub(crate) const P0: Partition = Partition::new(0).unwrap();

pub(crate) struct Tables {
    pub(crate) prefix: String,
    pub(crate) url: String,
    pub(crate) schema: ReadSchema,
    pub(crate) pool: Pool,
}

/// Runs a test on tables of its own.
pub(crate) async fn with_tables(test: impl AsyncFnOnce(&Tables)) {
    let url = Settings::from_env().unwrap().postgres_url.expose().to_owned();
    // a dash, so that every name has to be quoted
    let prefix = format!("tp-{}-", &random_uuid().simple().to_string()[..10]);
    let schema = ReadSchema::live(&url, &prefix);
    schema.migrate().await.expect("a database is needed: make up");
    let pool = schema.pool(4).unwrap();
    let tables = Tables { prefix, url, schema, pool };
    tables.begin().await;
    let outcome = AssertUnwindSafe(test(&tables)).catch_unwind().await;
    tables.schema.drop().await.unwrap();
    tables.schema.next().drop().await.unwrap();
    if let Err(cause) = outcome {
        resume_unwind(cause);
    }
}

impl Tables {
    /// Positions at the beginning.
    async fn begin(&self) {
        begin(&self.client().await).await;
    }

    pub(crate) async fn client(&self) -> Client {
        self.pool.get().await.unwrap()
    }

    pub(crate) async fn commit(&self, batch: &Batch) -> Committed {
        commit(&mut self.client().await, batch, &format!("{}positions", self.prefix)).await.unwrap()
    }

    /// Forgets how far the tables are, which nothing of ours does: only the rows' own positions are left.
    pub(crate) async fn forget_positions(&self) {
        self.client().await.execute("UPDATE position SET next_offset = 0", &[]).await.unwrap();
    }

    /// All rows of all tables as JSON.
    pub(crate) async fn dump(&self) -> String {
        dump(&self.client().await).await
    }

    /// One value of one row.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        self.client().await.query_one(sql, &[]).await.unwrap().get(0)
    }
}

pub(crate) async fn begin(client: &Client) {
    for topic in SOURCES {
        let insert = "INSERT INTO position VALUES ($1, 0, 0)";
        client.execute(insert, &[&topic.base()]).await.unwrap();
    }
}

pub(crate) async fn dump(client: &Client) -> String {
    let mut all = Vec::new();
    for table in TABLES {
        let sql = format!("SELECT '{table} ' || to_jsonb(t)::text FROM {table} AS t ORDER BY 1");
        all.extend(client.query(&sql, &[]).await.unwrap().iter().map(|row| row.get::<_, String>(0)));
    }
    all.join("\n")
}
