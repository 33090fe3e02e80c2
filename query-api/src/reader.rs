//! Who asks, and the snapshot that is answered from.

use std::{
    future::{Ready, ready},
    sync::Arc,
    time::Duration,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use deadpool_postgres::{Pool, Transaction};
use schemas::{clock::Clock, id::UserId, partition::PartitionCount, time::Instant, token::ConsistencyToken};
use service::{
    http::{
        bearer::Credential,
        conditional::{After, OnBehalfOf},
        permission::{own_account_only, session_needed},
        personal_token::PersonalToken,
        problem::Problem,
        token::Actor,
    },
    settings::RequireActivation,
};
use tokio::{sync::watch, time};
use tokio_postgres::IsolationLevel;

use crate::{
    database::ReadDatabase,
    habits::Habits,
    positions::{Need, Positions},
    snapshot::{Asking, Chain, Failure, guard},
};

/// How long an answer may wait for what its token names.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(2);

/// What all queries share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Reads {
    pool: Pool,
    positions: watch::Receiver<Positions>,
    partitions: PartitionCount,
    clock: Arc<dyn Clock>,
    require_activation: RequireActivation,
}

impl Reads {
    /// Reads of one installation.
    ///
    /// # Errors
    /// When the connection string is none.
    pub fn new(
        database: &ReadDatabase,
        positions: watch::Receiver<Positions>,
        partitions: PartitionCount,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let require_activation = RequireActivation::default();
        Ok(Self { pool: database.pool()?, positions, partitions, clock, require_activation })
    }

    /// The same, with other demands on accounts.
    pub fn requiring(self, require_activation: RequireActivation) -> Self {
        Self { require_activation, ..self }
    }
}

/// The caller of a query: whose data is read, by whom, and what the answer must include. A coach of the person may read too,
/// under a grant, and a script with a token, both with the scope `read`.
#[derive(Debug, Clone)]
pub struct Reader {
    user: UserId,
    actor: UserId,
    personal: Option<PersonalToken>,
    after: Option<ConsistencyToken>,
    reads: web::Data<Reads>,
}

impl Reader {
    /// Whose data is read.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Whose data is read, by themselves.
    ///
    /// # Errors
    /// 403 for a coach.
    pub fn in_person(&self) -> Result<UserId, Problem> {
        if self.user == self.actor { Ok(self.user) } else { Err(own_account_only()) }
    }

    /// Now, for what depends on the day.
    pub fn now(&self) -> Instant {
        self.reads.clock.now()
    }

    /// Answers from a snapshot that includes the caller's token along `chain`; waits for it up to two
    /// seconds. `query` sees one state of the tables, however many statements it sends.
    ///
    /// # Errors
    /// 503 when the tables did not get there in time, or the database is away; 422 for a token of a
    /// partition that there is not; 401 for an unknown token, 403 for a deactivated account or a missing scope, 404 for an
    /// athlete who never granted the caller anything; what `query` refuses.
    pub async fn read<T>(
        &self,
        chain: Chain,
        query: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, Problem> {
        self.read_with_habits(chain, async |snapshot, _| query(snapshot).await).await
    }

    /// The same for a `query` that asks how the reader reads: that is of the same moment.
    ///
    /// # Errors
    /// As for [`Reader::read`].
    pub async fn read_with_habits<T>(
        &self,
        chain: Chain,
        query: impl AsyncFnOnce(&Transaction<'_>, &Habits) -> Result<T, Failure>,
    ) -> Result<T, Problem> {
        let needs = match &self.after {
            Some(token) => chain.needs(token, self.reads.partitions)?,
            None => Vec::new(),
        };
        let deadline = time::Instant::now() + PATIENCE;
        loop {
            let late = time::Instant::now() >= deadline;
            let mut client = self.reads.pool.get().await.map_err(Failure::from)?;
            let snapshot = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
            let transaction = snapshot.start().await.map_err(Failure::from)?;
            let asking = Asking {
                subject: self.user,
                actor: self.actor,
                personal: self.personal,
                require_activation: self.reads.require_activation,
                now: self.now(),
            };
            if let Some(habits) = guard(&transaction, &asking, &needs).await? {
                return Ok(query(&transaction, &habits).await?);
            }
            // whoever waits holds no connection
            drop(transaction);
            drop(client);
            if late {
                return Err(Problem::unavailable("the tables do not include that token yet; ask again in a moment"));
            }
            self.wait(&needs, deadline).await;
        }
    }

    async fn wait(&self, needs: &[Need], deadline: time::Instant) {
        let mut positions = self.reads.positions.clone();
        if positions.borrow().meet(needs) {
            // heard between the snapshot and here, or tables that were thrown away: look again, but not at once
            time::sleep(PAUSE).await;
            return;
        }
        let heard = time::timeout_at(deadline, positions.wait_for(|positions| positions.meet(needs))).await;
        if let Ok(Err(_)) = heard {
            // nobody listens any more: the process is stopping
            time::sleep_until(deadline).await;
        }
    }
}

impl FromRequest for Reader {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(reader(request, payload))
    }
}

fn reader(request: &HttpRequest, payload: &mut Payload) -> Result<Reader, Problem> {
    let (actor, personal) = match Credential::from_request(request, payload).into_inner()? {
        Credential::Session(Actor { user, .. }) => (user, None),
        Credential::Personal(token) => (token.user, Some(token)),
    };
    let OnBehalfOf(athlete) = OnBehalfOf::from_headers(request.headers())?;
    let After(after) = After::from_headers(request.headers())?;
    let reads = request.app_data::<web::Data<Reads>>().cloned();
    let reads = reads.ok_or_else(|| Problem::internal(anyhow::anyhow!("the app data holds no Reads")))?;
    Ok(Reader { user: athlete.unwrap_or(actor), actor, personal, after, reads })
}

/// The caller of a query about their own account: neither a coach nor a script.
#[derive(Debug, Clone)]
pub struct Owner(pub Reader);

impl FromRequest for Owner {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(reader(request, payload).and_then(|reader| {
            reader.in_person()?;
            if reader.personal.is_some() { Err(session_needed()) } else { Ok(Self(reader)) }
        }))
    }
}
