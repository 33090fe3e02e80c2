//! Answers from the tables that `projections` keeps; reads PostgreSQL and nothing else.
//!
//! A handler (one per query, under [`routes`]) asks its [`reader::Reader`] for a snapshot: one read-only
//! transaction in which the positions of the tables, the caller's account and the rows are seen together
//! ([`snapshot`]). A `Consistency-Token` is waited for there, derived data included: each route names the
//! chain it depends on ([`snapshot::Chain`]), and [`positions`] wakes whoever waits. Everything is somebody's
//! own: every statement has the caller's id as its first parameter.

pub mod cursor;
pub mod database;
pub mod habits;
pub mod positions;
pub mod reader;
pub mod routes;
pub mod snapshot;
pub mod streak;
pub mod value;

use std::sync::Arc;

use actix_web::web;
use schemas::clock::Clock;
use service::{
    http::{
        health::ReadyFlag,
        openapi::{HttpService, document},
    },
    settings::Settings,
    shutdown::Shutdown,
};
use utoipa::openapi::OpenApi;

pub use crate::reader::Reads;

const TITLE: &str = "Query";
const DESCRIPTION: &str = "What the log comes to: workouts, records, statistics, streaks, goals.";

/// Opens the database side and gives the routes. The listener that wakes waiting queries runs until
/// `shutdown`; while it hears the tables, the service is ready.
///
/// # Errors
/// When the connection string cannot be read; a database that is away is waited for.
pub fn start(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    ready: ReadyFlag,
    shutdown: &Shutdown,
) -> anyhow::Result<HttpService> {
    let database = database::ReadDatabase::new(settings.postgres_url.expose(), &settings.prefix);
    let positions = positions::watch(&database, ready, shutdown.clone())?;
    let reads = Reads::new(&database, positions, settings.partitions, clock)?;
    Ok(service(reads.requiring(settings.require_activation)))
}

/// The HTTP side.
pub fn service(reads: Reads) -> HttpService {
    let reads = web::Data::new(reads);
    HttpService::new("query-api", TITLE, DESCRIPTION, move |config| {
        config.app_data(reads.clone());
        routes::configure(config);
    })
}

/// The API document, as committed in `api.yaml`.
pub fn openapi() -> OpenApi {
    document(TITLE, DESCRIPTION, &routes::configure)
}
