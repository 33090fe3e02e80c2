//! How fast a history comes in, each time of a new user.

use std::time::Duration;

use anyhow::Context;
use serde::Serialize;
use tokio::time::Instant;

use crate::{
    athlete::{Athletes, patiently},
    http::Ask,
};

/// Users that bring the same history, one after the other.
const TIMES: usize = 3;
const IMPORT: &str = "/v1/execution/imports?source=strong&unit=kg&zone=Europe/Vienna";

/// One import.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Import {
    pub(crate) workouts: u64,
    pub(crate) sets: u64,
    /// Until it was answered: everything is in the log.
    pub(crate) seconds: f64,
    /// From then on until the tables have all of it.
    pub(crate) visible_after_seconds: f64,
}

impl Import {
    pub(crate) fn workouts_per_second(&self) -> f64 {
        self.workouts as f64 / self.seconds.max(f64::EPSILON)
    }

    pub(crate) fn sets_per_second(&self) -> f64 {
        self.sets as f64 / self.seconds.max(f64::EPSILON)
    }
}

pub(crate) async fn run(athletes: &Athletes, history: &str) -> anyhow::Result<Vec<Import>> {
    let mut imports = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        imports.push(import(athletes, history).await?);
    }
    Ok(imports)
}

async fn import(athletes: &Athletes, history: &str) -> anyhow::Result<Import> {
    let mut connection = athletes.register().await?.connection;
    let began = Instant::now();
    let reply = connection.send(Ask::post(IMPORT, "text/csv", history.to_owned())).await?.accepted("importing")?;
    let seconds = began.elapsed().as_secs_f64();
    let answered = Instant::now();
    let query = Ask::get("/v1/query/workouts?limit=1").after(reply.token.as_deref());
    patiently(&mut connection, &query, "the first query after the import").await?;
    let visible_after: Duration = answered.elapsed();
    let report = reply.json()?;
    let count = |name: &str| report[name].as_u64().with_context(|| format!("no {name} in the answer to the import"));
    Ok(Import {
        workouts: count("workouts")?,
        sets: count("sets")?,
        seconds,
        visible_after_seconds: visible_after.as_secs_f64(),
    })
}
