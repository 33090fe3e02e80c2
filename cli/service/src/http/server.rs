//! One HTTP server for all services of a process.
//!
//! Layers from the outside in: measuring, [`correlate`] (identity of the request, every refusal
//! a problem), headers that hold for every answer, CORS; then health, metrics, documents, the
//! services' own routes, and what nobody answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{self, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::{App, Error, HttpServer, web};
use anyhow::Context;

use super::body::DEFAULT_LIMIT;
use super::correlation::correlate;
use super::health::{self, Readiness};
use super::measure::{Measures, measure};
pub use super::openapi::HttpService;
use super::problem::Problem;
use super::routes::Routes;
use super::token::TokenVerifier;
use super::unmatched::unmatched;
use super::{cors, openapi};
use crate::settings::{CorsOrigins, Settings};
use crate::shutdown::Shutdown;
use crate::{metrics, task};

const KEEP_ALIVE: Duration = Duration::from_secs(75);
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const GRACE_SECONDS: u64 = 10;
const MOST_CONNECTIONS_PER_WORKER: usize = 10_000;

/// A server that has its port but does not answer yet.
pub struct Server {
    inner: dev::Server,
    address: SocketAddr,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server({})", self.address)
    }
}

/// What every worker composes its routes from.
#[derive(Debug, Clone)]
struct Shared {
    services: Arc<[HttpService]>,
    cors_origins: CorsOrigins,
    readiness: web::Data<Readiness>,
    routes: web::Data<Routes>,
    measures: web::Data<Measures>,
    tokens: Option<web::Data<Arc<TokenVerifier>>>,
}

/// Binds and runs until `shutdown`: see [`Server`].
///
/// # Errors
/// As for [`Server::bind`] and [`Server::run`].
pub async fn serve(
    settings: &Settings,
    services: Vec<HttpService>,
    tokens: Option<Arc<TokenVerifier>>,
    readiness: Readiness,
    shutdown: &Shutdown,
) -> anyhow::Result<()> {
    Server::bind(settings, services, tokens, readiness)?.run(shutdown).await
}

impl Server {
    /// Takes the port. Without `tokens` no route that asks for an [`Actor`](super::bearer::Actor)
    /// can be reached; a process of processors needs none.
    ///
    /// # Errors
    /// When the address is in use or not ours, or metrics are registered twice.
    pub fn bind(
        settings: &Settings,
        services: Vec<HttpService>,
        tokens: Option<Arc<TokenVerifier>>,
        readiness: Readiness,
    ) -> anyhow::Result<Self> {
        let shared = Shared::new(settings, services, tokens, readiness)?;
        let wanted = settings.listen_address();
        let server = HttpServer::new(move || app(&shared))
            .workers(settings.http_workers)
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(HEAD_TIMEOUT)
            .client_disconnect_timeout(DISCONNECT_TIMEOUT)
            .max_connections(MOST_CONNECTIONS_PER_WORKER)
            .shutdown_timeout(GRACE_SECONDS)
            .disable_signals()
            .bind(wanted)
            .with_context(|| format!("cannot listen on {wanted}; TT_BIND and TT_PORT choose another address"))?;
        let address = server.addrs().first().copied().unwrap_or(wanted);
        Ok(Self { inner: server.run(), address })
    }

    /// Where it listens; tells the port when the setting was 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `shutdown`, then finishes what is under way (at most ten seconds).
    ///
    /// # Errors
    /// When the listener breaks.
    pub async fn run(self, shutdown: &Shutdown) -> anyhow::Result<()> {
        let (handle, shutdown) = (self.inner.handle(), shutdown.clone());
        let stop = task::spawn_named("http-stop", async move {
            shutdown.wait().await;
            handle.stop(true).await;
        });
        tracing::info!(http.address = %self.address, "listening");
        let ended = self.inner.await;
        stop.abort();
        ended.context("the HTTP server broke")
    }
}

impl Shared {
    fn new(
        settings: &Settings,
        services: Vec<HttpService>,
        tokens: Option<Arc<TokenVerifier>>,
        readiness: Readiness,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            cors_origins: settings.cors_origins.clone(),
            readiness: web::Data::new(readiness),
            routes: web::Data::new(Routes::of(&services)),
            measures: web::Data::new(Measures::of(&services)?),
            tokens: tokens.map(web::Data::new),
            services: services.into(),
        })
    }

    fn configure(&self, config: &mut web::ServiceConfig) {
        config
            .app_data(self.readiness.clone())
            .app_data(self.routes.clone())
            .app_data(self.measures.clone())
            .app_data(web::PayloadConfig::new(DEFAULT_LIMIT))
            .app_data(
                web::PathConfig::default().error_handler(|error, _| {
                    Problem::unreadable(format!("the address cannot be read: {error}")).into()
                }),
            );
        if let Some(tokens) = &self.tokens {
            config.app_data(tokens.clone());
        }
        config.configure(health::routes).route("/metrics", web::get().to(metrics::expose));
        openapi::routes(config, &self.services);
        for service in self.services.iter() {
            service.configure(config);
        }
        config.default_service(web::to(unmatched));
    }
}

/// The whole application of one worker.
fn app(
    shared: &Shared,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .configure(|config| shared.configure(config))
        .wrap(cors::layer(&shared.cors_origins))
        .wrap(DefaultHeaders::new().add((header::X_CONTENT_TYPE_OPTIONS, "nosniff")))
        .wrap(from_fn(correlate))
        .wrap(from_fn(measure))
}

/// The application of one worker, with the settings of an empty environment: for the tests of services.
///
/// # Errors
/// As for [`Server::bind`], but for the port.
#[cfg(feature = "testing")]
pub fn application(
    services: Vec<HttpService>,
    tokens: Arc<TokenVerifier>,
) -> anyhow::Result<
    App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody + use<>>,
            Error = Error,
            InitError = (),
        > + use<>,
    >,
> {
    let settings = Settings::from_lookup(|_| None)?;
    Ok(app(&Shared::new(&settings, services, Some(tokens), Readiness::new())?))
}

#[cfg(test)]
mod tests;
