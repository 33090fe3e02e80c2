//! What every service gets from the one process that runs it.
//!
//! A process reads its [`settings`] and [`secrets`], starts [`telemetry`], and composes the routes
//! of its services into one server with [`http::server`]. Work beside requests runs in named tasks
//! and threads ([`task`]), is counted by [`metrics`], and ends when [`shutdown`] says so.
//! Everything a handler needs of HTTP (problems, strict bodies, conditional headers, who is asking)
//! stands in [`http`]; no rule of any context does.

pub mod http;
pub mod metrics;
pub mod secrets;
pub mod settings;
pub mod shutdown;
pub mod task;
pub mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
