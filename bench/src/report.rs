//! The report: everything measured, as JSON or as tables.

mod text;

use schemas::clock::{Clock, SystemClock};
use serde::Serialize;

use crate::{
    Options, floor::Transactions, import::Import, load::Load, machine::Machine, process::Idle, sample::Sample,
    stats::Latency,
};

/// What was measured; `Display` makes tables of it, `Serialize` the same figures for scripts.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub(crate) machine: Machine,
    pub(crate) settings: Settings,
    pub(crate) commands: Vec<CommandRow>,
    pub(crate) transactions: Vec<Transactions>,
    pub(crate) visible: Vec<VisibleRow>,
    pub(crate) imports: Vec<Import>,
    pub(crate) idle: Vec<Idle>,
}

/// Under which settings.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Settings {
    /// When, RFC 3339.
    pub(crate) at: String,
    pub(crate) url: String,
    pub(crate) partitions: i32,
    pub(crate) seconds: u64,
    pub(crate) warm_up_seconds: u64,
    /// What the system wrote for one set: sizes with keys and headers, and how many snapshots.
    pub(crate) event_bytes: usize,
    pub(crate) snapshots: usize,
    pub(crate) snapshot_bytes: usize,
}

/// A number of clients, and the floor with as many events in flight.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CommandRow {
    pub(crate) clients: usize,
    #[serde(flatten)]
    pub(crate) load: Load,
    pub(crate) floor: Transactions,
}

/// Until something can be read.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct VisibleRow {
    pub(crate) what: &'static str,
    /// From the command's answer to the first 200.
    pub(crate) visible: Option<Latency>,
    /// The same query again.
    pub(crate) query: Option<Latency>,
    /// From a commit's answer to a reader of the log.
    pub(crate) floor: Option<Latency>,
    pub(crate) failed: usize,
}

impl Settings {
    pub(crate) fn of(options: &Options, sample: &Sample) -> Self {
        Self {
            at: SystemClock.now().to_string(),
            url: options.url.clone(),
            partitions: options.kafka.partitions.get(),
            seconds: options.seconds,
            warm_up_seconds: options.warm_up,
            event_bytes: sample.event_bytes(),
            snapshots: sample.state.len(),
            snapshot_bytes: sample.state_bytes(),
        }
    }
}
