//! Throw-away users of the system, each with a connection of its own.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context;
use hyper::StatusCode;
use schemas::{clock::random_uuid, id::UserId};
use serde_json::json;
use tokio::time::Instant;

use crate::http::{Ask, Connection, Reply};

/// How long a partition may be away before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(200);

/// Where athletes come from.
#[derive(Debug)]
pub(crate) struct Athletes {
    address: SocketAddr,
}

/// A registered user, signed in.
#[derive(Debug)]
pub(crate) struct Athlete {
    pub(crate) id: UserId,
    pub(crate) connection: Connection,
}

impl Athletes {
    pub(crate) fn at(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Errors unless every service of the system is ready.
    pub(crate) async fn check_ready(&self) -> anyhow::Result<()> {
        let mut connection = Connection::open(self.address).await?;
        connection.send(Ask::get("/healthz/ready")).await?.accepted("/healthz/ready").map(drop)
    }

    /// A new one. The server chooses the id and with it the partition.
    pub(crate) async fn register(&self) -> anyhow::Result<Athlete> {
        let mut connection = Connection::open(self.address).await?;
        let name = random_uuid().simple();
        let (email, password) = (format!("bench-{name}@example.com"), random_uuid().to_string());
        let body = json!({ "email": email, "password": password });
        let made = Ask::post_json("/v1/identity/users", &body);
        let made = patiently(&mut connection, &made, "registering").await?;
        let id = made.json()?["id"].as_str().context("no id in the answer")?.parse().context("the id of a user")?;
        let body = json!({ "grant_type": "password", "email": email, "password": password });
        let ask = Ask::post_json("/v1/identity/tokens", &body).after(made.token.as_deref());
        let signed_in = patiently(&mut connection, &ask, "signing in").await?.json()?;
        let token = signed_in["access_token"].as_str().context("no access token in the answer")?;
        connection.authorization = Some(format!("Bearer {token}"));
        Ok(Athlete { id, connection })
    }
}

/// Asks until the answer is not 503, and then for a 2xx.
pub(crate) async fn patiently(connection: &mut Connection, ask: &Ask<'_>, doing: &str) -> anyhow::Result<Reply> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let reply = connection.send(ask.clone()).await?;
        if reply.status != StatusCode::SERVICE_UNAVAILABLE || Instant::now() >= deadline {
            return reply.accepted(doing);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
