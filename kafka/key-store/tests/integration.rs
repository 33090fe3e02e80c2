//! Against a real PostgreSQL, which must run: see the README. A schema per test, dropped when it is over.
#![cfg(test)]

use std::time::{Duration, Instant};

use kafka_client::{Codec, DecodeError, EncodeError};
use key_store::{KeyStore, KeyStoreError};
use schemas::clock::random_uuid;
use schemas::id::UserId;
use schemas::identity::{IdentityEvent, UserRegistered};
use schemas::record::Family;
use schemas::seal::{KeyState, Keyring, SealError};
use schemas::testing::Example;
use schemas::text::Text;
use service::settings::Settings;
use service::task::spawn_named;
use service::testing::pausing_proxy;
use tokio_postgres::{Client, NoTls};

const MASTER: [u8; 32] = [7; 32];

struct Environment {
    url: String,
    prefix: String,
}

impl Environment {
    fn new() -> Self {
        let settings = Settings::from_env().unwrap();
        let prefix = format!("ks-{}-", &random_uuid().simple().to_string()[..10]);
        Self { url: settings.postgres_url.expose().to_owned(), prefix }
    }

    async fn store(&self) -> KeyStore {
        KeyStore::connect(&self.url, &self.prefix, &MASTER).await.expect("a database is needed: make up")
    }

    /// Looks at the table from outside.
    async fn sql(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.unwrap();
        drop(service::task::spawn_named("connection", connection));
        client.batch_execute(&format!("SET search_path TO \"{}key_store\"", self.prefix)).await.unwrap();
        client
    }

    async fn drop_schema(self) {
        let statement = format!("DROP SCHEMA \"{}key_store\" CASCADE", self.prefix);
        self.sql().await.batch_execute(&statement).await.unwrap();
    }
}

fn someone() -> UserId {
    UserId::from_uuid(random_uuid())
}

fn bytes(store: &KeyStore, user: UserId) -> [u8; 32] {
    match store.key(user) {
        KeyState::Usable(key) => *key.bytes(),
        state @ (KeyState::Destroyed | KeyState::Missing) => panic!("{state:?}"),
    }
}

#[tokio::test]
async fn a_key_is_made_once_and_every_instance_loads_the_same() {
    let environment = Environment::new();
    let store = environment.store().await;
    let (user, other) = (someone(), someone());
    assert!(matches!(store.key(user), KeyState::Missing));
    store.create(user).await.unwrap();
    store.create(other).await.unwrap();
    let made = bytes(&store, user);
    assert_ne!(made, bytes(&store, other));

    let second = environment.store().await;
    assert!(matches!(second.key(user), KeyState::Missing), "not loaded yet");
    second.load(&[user, other, user, someone()]).await.unwrap();
    assert_eq!(bytes(&second, user), made);
    second.create(user).await.unwrap();
    let third = environment.store().await;
    third.create(user).await.unwrap();
    assert_eq!(bytes(&third, user), made);
    environment.drop_schema().await;
}

#[tokio::test]
async fn what_was_sealed_is_erased_with_the_key() {
    let environment = Environment::new();
    let (store, user) = (environment.store().await, someone());
    let codec = Codec::offline(&[IdentityEvent::TYPES]).unwrap();
    let record = UserRegistered { email: Text::from("someone@example.org"), ..UserRegistered::example() };
    let missing = codec.encode(&store, user, &record).unwrap_err();
    assert_eq!(missing, EncodeError::Seal(SealError::Missing(user)));

    store.create(user).await.unwrap();
    let sealed = codec.encode(&store, user, &record).unwrap();
    assert_eq!(codec.decode::<UserRegistered>(&store, user, &sealed).unwrap(), record);
    let elsewhere = environment.store().await;
    let unloaded = codec.decode::<UserRegistered>(&elsewhere, user, &sealed).unwrap_err();
    assert_eq!(unloaded, DecodeError::Seal(SealError::Missing(user)));

    store.destroy(user).await.unwrap();
    elsewhere.load(&[user]).await.unwrap();
    for store in [&store, &elsewhere] {
        assert!(matches!(store.key(user), KeyState::Destroyed));
        assert_eq!(codec.decode::<UserRegistered>(store, user, &sealed).unwrap().email, Text::Erased);
        assert_eq!(codec.encode(store, user, &record).unwrap_err(), EncodeError::Seal(SealError::Destroyed(user)));
    }
    let row = environment.sql().await.query_one("SELECT wrapped, destroyed_at IS NOT NULL FROM data_key", &[]).await;
    let row = row.unwrap();
    assert_eq!((row.get::<_, Option<Vec<u8>>>(0), row.get::<_, bool>(1)), (None, true));
    environment.drop_schema().await;
}

#[tokio::test]
async fn nobody_who_was_erased_gets_a_new_key() {
    let environment = Environment::new();
    let (user, never_had_one) = (someone(), someone());
    let store = environment.store().await;
    store.create(user).await.unwrap();
    for user in [user, never_had_one] {
        store.destroy(user).await.unwrap();
        store.destroy(user).await.unwrap();
        let fresh = environment.store().await;
        fresh.create(user).await.unwrap();
        assert!(matches!(fresh.key(user), KeyState::Destroyed));
    }
    environment.drop_schema().await;
}

#[tokio::test]
async fn another_master_key_opens_nothing() {
    let environment = Environment::new();
    let user = someone();
    environment.store().await.create(user).await.unwrap();
    let stranger = KeyStore::connect(&environment.url, &environment.prefix, &[8; 32]).await.unwrap();
    let error = stranger.load(&[user]).await.unwrap_err();
    assert!(matches!(error, KeyStoreError::Wrapped(found) if found == user), "{error}");
    assert!(matches!(stranger.key(user), KeyState::Missing));
    environment.drop_schema().await;
}

#[tokio::test]
async fn a_key_moved_to_another_row_does_not_open() {
    let environment = Environment::new();
    let (user, thief) = (someone(), someone());
    environment.store().await.create(user).await.unwrap();
    let copy = "INSERT INTO data_key (user_id, key_id, wrapped) SELECT $1, key_id, wrapped FROM data_key";
    environment.sql().await.execute(copy, &[&thief.uuid()]).await.unwrap();
    let error = environment.store().await.load(&[thief]).await.unwrap_err();
    assert!(matches!(error, KeyStoreError::Wrapped(found) if found == thief), "{error}");
    environment.drop_schema().await;
}

#[tokio::test]
async fn instances_that_start_together_migrate_once() {
    let environment = Environment::new();
    let stores = tokio::join!(environment.store(), environment.store(), environment.store(), environment.store());
    let user = someone();
    stores.0.create(user).await.unwrap();
    stores.3.load(&[user]).await.unwrap();
    assert_eq!(bytes(&stores.0, user), bytes(&stores.3, user));
    environment.drop_schema().await;
}

#[tokio::test]
async fn an_instance_that_is_paused_while_it_migrates_does_not_keep_others_from_starting() {
    let environment = Environment::new();
    let port = environment.url.parse::<tokio_postgres::Config>().unwrap().get_ports()[0];
    let proxy = pausing_proxy(format!("127.0.0.1:{port}"), "CREATE SCHEMA").await.unwrap().port();
    let (url, prefix) =
        (environment.url.replace(&format!(":{port}"), &format!(":{proxy}")), environment.prefix.clone());
    assert_ne!(url, environment.url);
    let paused = spawn_named("paused", async move { KeyStore::connect(&url, &prefix, &MASTER).await.map(drop) });
    // the schema is there once the lock was taken
    let sql = environment.sql().await;
    let made = format!("SELECT 1 FROM pg_namespace WHERE nspname = '{}key_store'", environment.prefix);
    let deadline = Instant::now() + Duration::from_secs(5);
    while sql.query(&made, &[]).await.unwrap().is_empty() {
        assert!(Instant::now() < deadline, "nobody migrates");
        tokio::task::yield_now().await;
    }
    let store = environment.store().await;
    assert!(!paused.is_finished());
    paused.abort();
    store.create(someone()).await.unwrap();
    environment.drop_schema().await;
}

#[tokio::test]
async fn a_migration_that_does_not_end_is_told_to_who_waits_for_it() {
    let environment = Environment::new();
    let (sql, schema) = (environment.sql().await, format!("{}key_store", environment.prefix));
    sql.execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", &[&schema]).await.unwrap();
    let error = KeyStore::connect(&environment.url, &environment.prefix, &MASTER).await.unwrap_err();
    assert_eq!(error.to_string(), format!("another process has been migrating {schema} for more than 10s"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_outside_the_runtime_loads_in_bulk() {
    let environment = Environment::new();
    let store = environment.store().await;
    let users: Vec<UserId> = (0..500).map(|_| someone()).collect();
    for user in &users {
        store.create(*user).await.unwrap();
    }
    let fresh = environment.store().await;
    let (asked, loading) = (users.clone(), fresh.clone());
    let thread = std::thread::spawn(move || {
        let start = std::time::Instant::now();
        loading.load_blocking(&asked).unwrap();
        println!("{} keys loaded in {:?}", asked.len(), start.elapsed());
        let start = std::time::Instant::now();
        loading.load_blocking(&asked).unwrap();
        println!("again in {:?}", start.elapsed());
    });
    tokio::task::spawn_blocking(move || thread.join().unwrap()).await.unwrap();
    assert!(users.iter().all(|user| bytes(&fresh, *user) == bytes(&store, *user)));
    environment.drop_schema().await;
}

#[tokio::test]
async fn a_database_that_is_not_there_is_said_so() {
    let error = KeyStore::connect("postgres://nobody@127.0.0.1:1/nothing", "", &MASTER).await.unwrap_err();
    println!("{error}");
    assert!(matches!(error, KeyStoreError::Connection(_)), "{error}");
    assert!(KeyStore::connect("not an address", "", &MASTER).await.is_err());
}
