//! Closed-loop clients: each sends its next command when the last is answered.

use std::time::Duration;

use anyhow::Context;
use schemas::id::WorkoutId;
use serde::Serialize;
use service::task::spawn_named;
use tokio::time::{Instant, sleep_until};

use crate::{
    athlete::Athlete,
    http::{Ask, Reply},
    process::{Cores, Processes},
    stats::{Latency, per_second},
    workout,
};

/// One user with one connection.
#[derive(Debug)]
pub(crate) struct Client {
    athlete: Athlete,
    open: Option<Open>,
}

/// A workout in progress, and how many sets it has.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: WorkoutId,
    sets: usize,
}

/// How long clients send, and how much of that counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) ramp: Duration,
    pub(crate) measured: Duration,
}

/// What a step came to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Load {
    /// Accepted commands of all kinds: one start and one completion with every 24 sets.
    pub(crate) commands_per_second: f64,
    /// Of logging a set.
    pub(crate) latency: Option<Latency>,
    /// Commands answered otherwise than with a 2xx.
    pub(crate) failed: usize,
    pub(crate) cores: Cores,
}

/// A step's figures, and the clients for the next one.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) load: Load,
    pub(crate) clients: Vec<Client>,
}

/// What one client counted.
#[derive(Debug, Default)]
struct Tally {
    accepted: usize,
    failed: usize,
    sets: Vec<Duration>,
}

/// Runs all clients at once.
pub(crate) async fn run(clients: Vec<Client>, step: Step, processes: &Processes) -> anyhow::Result<Loaded> {
    let from = Instant::now() + step.ramp;
    let until = from + step.measured;
    let running: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            spawn_named("bench-client", async move {
                let tally = client.send_until(from, until).await;
                tally.map(|tally| (client, tally))
            })
        })
        .collect();
    sleep_until(from).await;
    let before = processes.used();
    sleep_until(until).await;
    let cores = processes.used().since(&before, step.measured);
    let mut clients = Vec::with_capacity(running.len());
    let mut all = Tally::default();
    for client in running {
        let (client, tally) = client.await.context("a client panicked")??;
        clients.push(client);
        all.accepted += tally.accepted;
        all.failed += tally.failed;
        all.sets.extend(tally.sets);
    }
    let load = Load {
        commands_per_second: per_second(all.accepted, step.measured),
        latency: Latency::of(all.sets),
        failed: all.failed,
        cores,
    };
    Ok(Loaded { load, clients })
}

/// Discards what the clients have in progress. What cannot be discarded any more is none.
pub(crate) async fn leave(clients: Vec<Client>) {
    for mut client in clients {
        let Some(Open { id, .. }) = client.open.take() else { continue };
        let path = format!("/v1/execution/workouts/{id}/discard");
        let _ = client.athlete.connection.send(Ask::post_nothing(&path)).await;
    }
}

impl Client {
    pub(crate) fn new(athlete: Athlete) -> Self {
        Self { athlete, open: None }
    }

    /// Counts what is answered between the two instants. Broken connections are errors, refusals are counted.
    async fn send_until(&mut self, from: Instant, until: Instant) -> anyhow::Result<Tally> {
        let mut tally = Tally::default();
        loop {
            let began = Instant::now();
            if began >= until {
                return Ok(tally);
            }
            let (reply, is_set) = self.next().await?;
            let answered = Instant::now();
            if answered < from || answered >= until {
                continue;
            }
            if !reply.status.is_success() {
                tally.failed += 1;
            } else {
                tally.accepted += 1;
                if is_set {
                    tally.sets.push(answered - began);
                }
            }
        }
    }

    /// Sends the next command, and tells whether it logs a set.
    async fn next(&mut self) -> anyhow::Result<(Reply, bool)> {
        let connection = &mut self.athlete.connection;
        match self.open {
            None => {
                let id = workout::fresh();
                let reply = connection.send(Ask::post_json("/v1/execution/workouts", &workout::start(id))).await?;
                self.open = reply.status.is_success().then_some(Open { id, sets: 0 });
                Ok((reply, false))
            }
            Some(Open { id, sets }) if sets == workout::SETS => {
                let path = format!("/v1/execution/workouts/{id}/completion");
                let reply = connection.send(Ask::post_json(&path, &serde_json::json!({}))).await?;
                self.open = if reply.status.is_success() { None } else { self.open };
                Ok((reply, false))
            }
            Some(Open { id, sets }) => {
                let path = format!("/v1/execution/workouts/{id}/sets");
                let reply = connection.send(Ask::post_json(&path, &workout::set(sets))).await?;
                let sets = sets + usize::from(reply.status.is_success());
                self.open = Some(Open { id, sets });
                Ok((reply, true))
            }
        }
    }
}
