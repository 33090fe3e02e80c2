//! What a context counts.

use schemas::{record::ce_type, topic::Service};
use service::metrics::{self, Counters};

const NAME: &str = "tt_process_commands_refused_total";
const HELP: &str = "commands of processes that a rule or a newer version refused";

/// The metrics of one context. A registration that failed (the name is in use otherwise) counts nothing rather than stop a service.
#[derive(Debug, Clone)]
pub(crate) struct Metrics(Option<Counters>);

impl Metrics {
    pub(crate) fn of(service: Service) -> Self {
        let counters = metrics::counters(service.name(), NAME, HELP, &["command"]);
        Self(counters.inspect_err(|error| tracing::warn!(%error, metric = NAME, "not counted")).ok())
    }

    /// A process's command was refused; `command` is the full name of its record.
    pub(crate) fn refused(&self, command: &str) {
        if let Some(Ok(counter)) = self.0.as_ref().map(|counters| counters.with(&[&ce_type(command)])) {
            counter.inc();
        }
    }
}
