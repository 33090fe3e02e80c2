//! Composition: which services this process runs, and in which order they start and stop.

mod part;
mod shared;

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use schemas::topic::Service;
use service::{
    http::{health::Readiness, server::Server},
    settings::Settings,
    shutdown::Shutdown,
};

use self::{part::Part, shared::Shared};

/// How long the services may take to finish their transactions and leave their groups.
const RELEASE: Duration = Duration::from_secs(10);

/// Runs services in this process until SIGINT or SIGTERM.
///
/// # Errors
/// When a server cannot be reached, a schema is not registered or not compatible, the topics were
/// created with another number of partitions, or the address is taken.
pub async fn run(services: &[Service], settings: Settings) -> anyhow::Result<()> {
    let stop = Shutdown::new();
    stop.on_signals().context("signals cannot be handled")?;
    let shared = Shared::connect(&settings).await?;
    // HTTP ends first, so that what it has accepted is still answered; then the partitions
    let release = Shutdown::new();
    let readiness = Readiness::new();
    let mut parts = Vec::new();
    let mut edge = None;
    for service in services {
        let part = Part::start(*service, &shared, &mut edge, &readiness, &release)
            .await
            .with_context(|| format!("{} does not start", service.name()))?;
        tracing::info!(service = service.name(), "service started");
        parts.push(part);
    }
    let routes = parts.iter_mut().filter_map(Part::take_routes).collect();
    shared.follow_keys(&stop);
    let server = Server::bind(&settings, routes, Some(Arc::clone(&shared.verifier)), readiness)?;
    let served = server.run(&stop).await;
    release.trigger();
    let until = std::time::Instant::now() + RELEASE;
    for part in parts {
        part.wait(until.saturating_duration_since(std::time::Instant::now())).await;
    }
    tracing::info!("stopped");
    served
}
