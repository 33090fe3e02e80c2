//! An installation of its own for each test: tables, a listener, the routes, tokens.

use std::{
    panic::{AssertUnwindSafe, resume_unwind},
    sync::Arc,
    time::Duration,
};

use actix_web::{App, test, web};
use futures_util::FutureExt;
use projections::{
    commit::{Committed, commit},
    database::ReadSchema,
    fold::{Batch, Fact, SOURCES},
    table::Place,
};
use query_api::{Reads, database::ReadDatabase, positions, routes};
use schemas::{
    clock::{FakeClock, random_uuid},
    id::{SessionId, UserId},
    partition::{Partition, PartitionCount},
    testing::id,
    topic::Topic,
};
use serde_json::Value;
use service::{
    http::{
        health::Readiness,
        token::{Actor, TokenIssuer, TokenVerifier},
    },
    secrets::SigningKey,
    settings::Settings,
    shutdown::Shutdown,
};
use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) const P0: Partition = Partition::new(0).unwrap();

/// Asks without a token of its own, as user 1.
pub(crate) fn me() -> UserId {
    id(1)
}

pub(crate) struct Installation {
    pub(crate) prefix: String,
    pub(crate) schema: ReadSchema,
    pub(crate) clock: Arc<FakeClock>,
    reads: Reads,
    issuer: TokenIssuer,
    verifier: Arc<TokenVerifier>,
}

/// Runs a test on an installation of its own.
pub(crate) async fn with_installation(test: impl AsyncFnOnce(&Installation)) {
    let url = Settings::from_env().unwrap().postgres_url.expose().to_owned();
    let prefix = format!("tq-{}-", &random_uuid().simple().to_string()[..10]);
    let schema = ReadSchema::live(&url, &prefix);
    schema.migrate().await.expect("a database is needed: make up");
    for topic in SOURCES {
        let client = schema.connect().await.unwrap();
        client.execute("INSERT INTO position VALUES ($1, 0, 0)", &[&topic.base()]).await.unwrap();
    }
    let shutdown = Shutdown::new();
    // a Saturday
    let clock = Arc::new(FakeClock::new("2026-08-22T12:00:00Z".parse().unwrap()));
    let database = ReadDatabase::new(&url, &prefix);
    let positions = positions::watch(&database, Readiness::new().flag("query-api"), shutdown.clone()).unwrap();
    let reads = Reads::new(&database, positions, PartitionCount::new(1).unwrap(), clock.clone()).unwrap();
    let key = SigningKey::generate().unwrap();
    let issuer = TokenIssuer::new(&key, clock.clone()).unwrap();
    let verifier = Arc::new(TokenVerifier::new(&key, clock.clone()).unwrap());
    let installation = Installation { prefix, schema, clock, reads, issuer, verifier };
    let outcome = AssertUnwindSafe(test(&installation)).catch_unwind().await;
    shutdown.trigger();
    installation.schema.drop().await.unwrap();
    if let Err(cause) = outcome {
        resume_unwind(cause);
    }
}

/// Facts at consecutive offsets of their topics; `from` is where they begin.
pub(crate) fn batch(topic: Topic, from: i64, facts: impl IntoIterator<Item = Fact>) -> Batch {
    let mut batch = Batch::default();
    batch.begin(topic, P0, from);
    for (offset, fact) in (from..).zip(facts) {
        batch.take(Place { topic, partition: P0, offset, version: offset + 1 }, fact);
    }
    batch
}

impl Installation {
    /// Commits a batch as the projection does.
    pub(crate) async fn commit(&self, batch: &Batch) {
        let mut client = self.schema.pool(1).unwrap().get().await.unwrap();
        let committed = commit(&mut client, batch, &format!("{}positions", self.prefix)).await.unwrap();
        assert!(matches!(committed, Committed::Rows(_)));
    }

    pub(crate) fn token(&self, user: UserId) -> String {
        let session: SessionId = id(99);
        self.issuer.issue(Actor { user, session }, Duration::from_secs(600)).unwrap().token
    }

    /// Status, headers and body of a GET.
    pub(crate) async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> (u16, Option<String>, Value) {
        let (reads, verifier) = (web::Data::new(self.reads.clone()), web::Data::new(Arc::clone(&self.verifier)));
        let app = App::new().app_data(reads).app_data(verifier).configure(|config| {
            routes::configure(&mut ServiceConfig::new(config));
        });
        let app = test::init_service(app).await;
        let mut request = test::TestRequest::get().uri(path);
        for header in headers {
            request = request.insert_header(*header);
        }
        let response = match test::try_call_service(&app, request.to_request()).await {
            Ok(response) => response.map_into_boxed_body(),
            Err(error) => panic!("{path}: {error}"),
        };
        let status = response.status().as_u16();
        let etag = response.headers().get("etag").map(|etag| etag.to_str().unwrap().to_owned());
        let body = test::read_body(response).await;
        (status, etag, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    /// Status and body of what a user asks.
    pub(crate) async fn ask_as(&self, user: UserId, path: &str) -> (u16, Value) {
        let bearer = format!("Bearer {}", self.token(user));
        let (status, _, body) = self.ask(path, &[("authorization", &bearer)]).await;
        (status, body)
    }

    /// What user 1 is answered; fails unless it is 200.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask_as(me(), path).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// The name of a problem, its status and the code of its first fault.
    pub(crate) async fn refused(&self, path: &str) -> (u16, String, String) {
        let (status, body) = self.ask_as(me(), path).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (status, text(&body["type"]), text(&body["errors"][0]["code"]))
    }

    /// With a consistency token.
    pub(crate) async fn after(&self, token: &str, path: &str) -> (u16, Value) {
        let bearer = format!("Bearer {}", self.token(me()));
        let (status, _, body) = self.ask(path, &[("authorization", &bearer), ("consistency-token", token)]).await;
        (status, body)
    }
}
