//! The service under test.
#![expect(clippy::expect_used, reason = "what a test cannot set up fails it")]

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{
    dev::Service as _,
    test::{TestRequest, init_service},
    web,
};
use futures_util::future::LocalBoxFuture;
use kafka_client::{Codec, Headers, LogRecord, OutgoingRecord};
use kafka_engine::{
    SideTable, Supplies,
    testing::{MemoryEngine, MemoryLog, MemorySettings},
};
use key_store::KeyStore;
use schemas::{
    catalogue,
    clock::{Clock, FakeClock, new_id},
    header,
    id::{CommandId, UserId},
    identity::AccountState,
    key::StateKey,
    partition::{Partition, PartitionCount, partition_of},
    record::Family,
    topic::Topic,
};
use service::{
    http::{
        openapi::HttpService,
        permission::Permission,
        personal_token::PersonalToken,
        server::application,
        token::{Actor, TokenIssuer, TokenVerifier},
    },
    secrets::{Key, SigningKey},
    settings::RequireActivation,
};

use super::{answered::Answered, person::Person, recorded::Recorded};
use crate::{
    access::{Access, AccessEntry, AccessKey, AccessRow},
    account::{AccountRow, Accounts, Standing},
    caller::Edge,
    context::Context,
    gateway::Gateway,
    machine::CommandMachine,
    start::FurtherTopics,
};

/// Enough that people live apart.
const PARTITIONS: i32 = 3;
/// When every component starts.
const NOW: &str = "2026-11-20T18:00:00Z";
/// Longer than any test moves its clock.
const TOKEN: Duration = Duration::from_secs(30 * 86_400);
/// A partition that lost its writer is back sooner.
const DEADLINE: Duration = Duration::from_secs(20);

type Call = Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Answered>>;

/// What a process hands to the routes of a service.
#[derive(Debug)]
pub struct Parts<C: Context> {
    /// Asks the partitions.
    pub gateway: Gateway<C>,
    /// Admits callers.
    pub edge: web::Data<Edge>,
    /// Data keys, in memory.
    pub keys: KeyStore,
    /// Signs access tokens.
    pub issuer: TokenIssuer,
}

/// A service on a log in memory.
pub struct Component<C: Context> {
    /// What it has written, and the faults to come.
    pub log: MemoryLog,
    /// The time, which stands still.
    pub clock: Arc<FakeClock>,
    /// What its routes were made of.
    pub parts: Parts<C>,
    codec: Codec,
    accounts: SideTable<AccountRow>,
    access: SideTable<AccessRow>,
    engine: MemoryEngine<CommandMachine<C>>,
    call: Call,
    events: Vec<Topic>,
    seen: RefCell<BTreeMap<(Topic, Partition), i64>>,
}

impl<C: Context> fmt::Debug for Component<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Component").field("service", &C::SERVICE).finish_non_exhaustive()
    }
}

impl<C: Context> Component<C> {
    /// Starts the service; `routes` makes its HTTP side.
    pub async fn start(further: FurtherTopics, routes: impl FnOnce(&Parts<C>) -> HttpService) -> Self {
        let clock = Arc::new(FakeClock::new(NOW.parse().expect("a time")));
        let ticking = || Arc::clone(&clock) as Arc<dyn Clock>;
        let partitions = PartitionCount::new(PARTITIONS).expect("partitions");
        let families: Vec<_> = catalogue::ALL.iter().flat_map(|contents| [contents.records, contents.engine]).collect();
        let codec = Codec::offline(&families).expect("a codec");
        let (log, keys) = (MemoryLog::default(), KeyStore::in_memory());
        let topics = |own: Option<Topic>, further: &[Topic]| own.into_iter().chain(further.iter().copied()).collect();
        let events: Vec<Topic> = topics(C::SERVICE.events(), &further.events);
        let layout = CommandMachine::<C>::layout(events.clone(), topics(C::SERVICE.state(), &further.state));
        let settings = MemorySettings { codec: codec.clone(), layout, partitions, clock: ticking() };
        let supplies = Supplies::new(codec.clone(), keys.clone());
        let engine = MemoryEngine::start(log.clone(), settings, move |partition| {
            CommandMachine::new(partition, partitions, supplies.clone())
        });
        let accounts = SideTable::in_memory(Topic::IDENTITY_ACCOUNTS);
        let access = SideTable::in_memory(Topic::IDENTITY_ACCESS);
        let signing = SigningKey::generate().expect("a key");
        let parts = Parts {
            gateway: Gateway::new(engine.router.clone(), partitions),
            edge: web::Data::new(Edge {
                clock: ticking(),
                accounts: Accounts::new(accounts.clone(), partitions),
                access: Access::new(access.clone(), partitions),
                require_activation: RequireActivation::default(),
                digest_key: Key::from_bytes([7; 32]),
            }),
            keys,
            issuer: TokenIssuer::new(&signing, ticking()).expect("an issuer"),
        };
        let tokens = Arc::new(TokenVerifier::new(&signing, ticking()).expect("a verifier"));
        let app = application(vec![routes(&parts)], tokens).expect("an application");
        let app = Rc::new(init_service(app).await);
        let call: Call = Box::new(move |request| {
            let app = Rc::clone(&app);
            Box::pin(async move { Answered::read(app.call(request.to_request()).await).await })
        });
        Self { log, clock, parts, codec, accounts, access, engine, call, events, seen: RefCell::default() }
    }

    /// A person with an account that is active, and a data key.
    pub async fn person(&self) -> Person {
        self.admitted(self.stranger()).await
    }

    /// Another person in the same partition.
    pub async fn neighbour(&self, of: &Person) -> Person {
        let home = |person: &Person| partition_of(person.id.uuid(), self.parts.gateway.partitions());
        loop {
            let person = self.stranger();
            if home(&person) == home(of) {
                return self.admitted(person).await;
            }
        }
    }

    /// A person with a token that was good once, and no account.
    pub fn stranger(&self) -> Person {
        let actor = Actor { user: new_id(self.clock.now()), session: new_id(self.clock.now()) };
        let token = self.parts.issuer.issue(actor, TOKEN).expect("a token").token;
        Person { id: actor.user, bearer: format!("Bearer {token}") }
    }

    async fn admitted(&self, person: Person) -> Person {
        self.parts.keys.create(person.id).await.expect("a key");
        self.account(person.id, AccountState::Active);
        person
    }

    /// Sets what is known of an account.
    pub fn account(&self, user: UserId, state: AccountState) {
        self.accounts.set(user, Standing { state, activated: true });
    }

    /// Sets what is known of an account whose e-mail address is not confirmed.
    pub fn unconfirmed_account(&self, user: UserId) {
        self.accounts.set(user, Standing { state: AccountState::Active, activated: false });
    }

    /// Sets what is known of a grant.
    pub fn grant(&self, athlete: UserId, coach: UserId, permission: Permission) {
        self.access.set(AccessKey::Grant { athlete, coach }, AccessEntry { permission, token_hash: None });
    }

    /// Gives a person a token for scripts.
    pub fn script(&self, person: &Person, permission: Permission) -> Person {
        let token = new_id(self.clock.now());
        let (text, made) = PersonalToken::make(person.id, token, &Key::generate().expect("a key"));
        let entry = AccessEntry { permission, token_hash: Some(made.hash) };
        self.access.set(AccessKey::Token { user: person.id, token }, entry);
        Person { id: person.id, bearer: format!("Bearer {text}") }
    }

    /// Lets the tables of accounts and grants fall behind, or catch up again.
    pub fn lag(&self, lags: bool) {
        self.accounts.lag(lags);
        self.access.lag(lags);
    }

    /// Lets the context handle what it was sent, and what it sends because of that.
    pub fn settle(&self) {
        while self.engine.deliver() {}
    }

    /// Sends a request.
    pub async fn send(&self, request: TestRequest) -> Answered {
        (self.call)(request).await
    }

    /// Sends a request again for as long as the partition that decides is being taken up anew.
    pub async fn send_until_available(&self, request: impl Fn() -> TestRequest) -> Answered {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let answered = self.send(request()).await;
            if answered.status != 503 || Instant::now() > deadline {
                return answered;
            }
        }
    }

    /// Lets a process command something, `depth` causes after what a person did; answers the command's id.
    pub fn command(&self, owner: UserId, command: &C::ProcessCommand, depth: u32) -> CommandId {
        let id = new_id(self.clock.now());
        let headers = Headers::new()
            .with(header::ID, id.to_string())
            .with(header::TIME, self.clock.now().to_string())
            .with(header::CORRELATION_ID, new_id::<()>(self.clock.now()).to_string())
            .with(header::DEPTH, depth.to_string());
        self.engine.feed(OutgoingRecord {
            topic: C::SERVICE.commands().expect("a context that processes command"),
            partition: partition_of(owner.uuid(), self.parts.gateway.partitions()),
            key: StateKey::new(owner.uuid(), "command", id.to_string()).to_string(),
            headers,
            value: Some(self.codec.encode_family(&self.parts.keys, owner, command).expect("a command")),
        });
        id
    }

    /// Stops the service and starts it anew from its log.
    pub fn restart(&mut self) {
        self.engine.restart();
    }

    /// The records of a topic, but the engine's own, as far as they are of this family.
    pub fn records_of<F: Family>(&self, topic: Topic) -> Vec<F> {
        let records = self.log.records(topic).into_iter();
        let read = |record: LogRecord| {
            let owner = UserId::from_uuid(schemas::key::owner_of(&record.key)?);
            let value = record.value.as_deref()?;
            self.codec.decode_family(&self.parts.keys, owner, value).expect("a record that can be read")
        };
        records.filter_map(read).collect()
    }

    /// All events, by topic, partition and offset.
    pub fn events(&self) -> Vec<Recorded<C::Event>> {
        let records = self.events.iter().flat_map(|topic| self.log.records(*topic));
        records.map(|record| Recorded::read(&self.codec, &self.parts.keys, record)).collect()
    }

    /// The events recorded since this was last asked.
    pub fn news(&self) -> Vec<Recorded<C::Event>> {
        let mut seen = self.seen.borrow_mut();
        let mut news = self.events();
        news.retain(|event| {
            let LogRecord { topic, partition, offset, .. } = event.record;
            offset >= seen.get(&(topic, partition)).copied().unwrap_or(0)
        });
        for event in &news {
            seen.insert((event.record.topic, event.record.partition), event.record.offset + 1);
        }
        news
    }

    /// The topics that hold a text or other bytes in clear, anywhere in a record.
    pub fn topics_that_tell(&self, secret: impl AsRef<[u8]>) -> Vec<Topic> {
        let secret = secret.as_ref();
        let tells = |bytes: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        let mut topics: Vec<_> = self
            .log
            .all()
            .into_iter()
            .filter(|record| {
                tells(record.key.as_bytes())
                    || record.value.as_deref().is_some_and(tells)
                    || record.headers.iter().any(|(_, value)| tells(value))
            })
            .map(|record| record.topic)
            .collect();
        topics.dedup();
        topics
    }
}
