//! One service as part of a process: how it starts, when it is ready, how it ends.

use std::{fmt, sync::Arc, time::Duration};

use actix_web::web;
use command_api::{CommandService, Context, Edge, FurtherTopics};
use execution::Execution;
use goal::Goals;
use goal_progress::GoalProgress;
use identity::{
    Identity, Lifetimes, Limits, Rates, domain::email::EmailKey, hashing::PasswordHasher, settings::from_environment,
};
use kafka_engine::Board;
use planning::Planning;
use processor_runtime::ProcessorService;
use profile::Profiles;
use projections::{database::ReadSchema, live::Projections};
use schemas::topic::Service;
use service::{
    http::{health::Readiness, openapi::HttpService},
    shutdown::Shutdown,
    task::spawn_named,
};

use super::shared::Shared;

/// Waits for a service's end, on a thread where waiting is allowed.
type Wait = Box<dyn FnOnce(Duration) -> bool + Send>;

/// A running service.
pub(super) struct Part {
    service: Service,
    routes: Option<HttpService>,
    wait: Wait,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("service", &self.service).finish_non_exhaustive()
    }
}

impl Part {
    pub(super) async fn start(
        service: Service,
        shared: &Shared,
        edge: &mut Option<web::Data<Edge>>,
        readiness: &Readiness,
        release: &Shutdown,
    ) -> anyhow::Result<Self> {
        match service {
            Service::Identity => {
                let running = commands::<Identity>(shared, identity::further_topics(), readiness, release)?;
                let tools = identity::Tools {
                    gateway: running.gateway.clone(),
                    keys: shared.keys.clone(),
                    email_key: EmailKey::new(*shared.secrets.email_hmac.expose()),
                    refresh_key: shared.secrets.outcome_digest.derive("refresh tokens"),
                    hasher: PasswordHasher::new()?,
                    issuer: shared.issuer.clone(),
                    lifetimes: Lifetimes::from_lookup(from_environment)?,
                    limits: Limits::new(Rates::from_lookup(from_environment)?),
                };
                Ok(Self::of_commands(running, identity::service(tools, shared.edge(edge, release)?)))
            }
            Service::Profile => {
                let running = commands::<Profiles>(shared, FurtherTopics::default(), readiness, release)?;
                let (gateway, edge) = (running.gateway.clone(), shared.edge(edge, release)?);
                Ok(Self::of_commands(running, profile::service(gateway, edge, profile::Settings::from_env()?)))
            }
            Service::Planning => {
                let running = commands::<Planning>(shared, FurtherTopics::default(), readiness, release)?;
                let routes = planning::service(running.gateway.clone(), shared.edge(edge, release)?);
                Ok(Self::of_commands(running, routes))
            }
            Service::Execution => {
                let running = commands::<Execution>(shared, FurtherTopics::default(), readiness, release)?;
                let routes = execution::service(running.gateway.clone(), shared.edge(edge, release)?);
                Ok(Self::of_commands(running, routes))
            }
            Service::Goal => {
                let running = commands::<Goals>(shared, FurtherTopics::default(), readiness, release)?;
                let routes = goal::service(running.gateway.clone(), shared.edge(edge, release)?);
                Ok(Self::of_commands(running, routes))
            }
            Service::GoalProgress => {
                let running = ProcessorService::<GoalProgress>::start(
                    shared.engine.clone(),
                    shared.keys.clone(),
                    release.clone(),
                )?;
                watch(service, &running.board, readiness);
                Ok(Self { service, routes: None, wait: Box::new(move |patience| running.wait(patience)) })
            }
            Service::Projections => {
                let projections = Projections {
                    kafka: shared.engine.kafka.clone(),
                    schema: ReadSchema::live(shared.settings.postgres_url.expose(), &shared.settings.prefix),
                    codec: shared.engine.codec.clone(),
                    keys: shared.keys.clone(),
                    clock: Arc::clone(&shared.clock),
                };
                let ready = readiness.flag(service.name());
                Ok(Self::of_task(service, None, projections::live::run(projections, ready, release.clone())))
            }
            Service::QueryApi => {
                let ready = readiness.flag(service.name());
                let routes = query_api::start(&shared.settings, Arc::clone(&shared.clock), ready, release)?;
                Ok(Self { service, routes: Some(routes), wait: Box::new(|_| true) })
            }
        }
    }

    /// Its routes, once.
    pub(super) fn take_routes(&mut self) -> Option<HttpService> {
        self.routes.take()
    }

    /// Waits until it has given up its partitions.
    pub(super) async fn wait(self, patience: Duration) {
        let Self { service, wait, .. } = self;
        let ended = tokio::task::spawn_blocking(move || wait(patience)).await.unwrap_or(false);
        if !ended {
            tracing::warn!(service = service.name(), "did not end in time");
        }
    }

    /// A service that is one task; when it fails, the process goes on and is not ready.
    fn of_task(
        service: Service,
        routes: Option<HttpService>,
        run: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    ) -> Self {
        let (done, ended) = std::sync::mpsc::channel();
        spawn_named(service.name(), async move {
            if let Err(error) = run.await {
                tracing::error!(service = service.name(), cause = format!("{error:#}"), "service failed");
            }
            // nobody may be waiting for the end
            let _ = done.send(());
        });
        Self { service, routes, wait: Box::new(move |patience| ended.recv_timeout(patience).is_ok()) }
    }

    fn of_commands<C: Context>(running: CommandService<C>, routes: HttpService) -> Self {
        Self { service: C::SERVICE, routes: Some(routes), wait: Box::new(move |patience| running.wait(patience)) }
    }
}

fn commands<C: Context>(
    shared: &Shared,
    further: FurtherTopics,
    readiness: &Readiness,
    release: &Shutdown,
) -> std::io::Result<CommandService<C>> {
    let running = CommandService::<C>::start(shared.engine.clone(), shared.keys.clone(), further, release.clone())?;
    watch(C::SERVICE, &running.board, readiness);
    Ok(running)
}

/// A service is ready when the group has given it its share and all of that is served.
fn watch(service: Service, board: &Arc<Board>, readiness: &Readiness) {
    let board = Arc::clone(board);
    readiness.check(service.name(), move || {
        if board.is_ready() {
            return Ok(());
        }
        let stages: Vec<String> =
            board.stages().iter().map(|(partition, stage)| format!("{partition}: {stage:?}")).collect();
        Err(if stages.is_empty() { "waiting for the group".to_owned() } else { stages.join(", ") })
    });
}
