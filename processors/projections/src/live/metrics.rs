//! What the projection counts.

use std::time::Duration;

use prometheus::{Error, Histogram, IntCounter};
use schemas::{
    partition::Partition,
    topic::{Service, Topic},
};
use service::metrics::{self, Gauges, LATENCY_SECONDS};

#[derive(Debug, Clone)]
pub(crate) struct Metrics {
    lag: Gauges,
    batch: Histogram,
    records: IntCounter,
    rows: IntCounter,
    skipped: IntCounter,
    refused: IntCounter,
}

impl Metrics {
    pub(crate) fn new() -> Result<Self, Error> {
        let service = Service::Projections.name();
        let counter = |name, help| metrics::counter(service, name, help);
        Ok(Self {
            lag: metrics::gauges(
                service,
                "projection_lag",
                "offsets between the tables and the end of the log",
                &["topic", "partition"],
            )?,
            batch: metrics::histogram(
                service,
                "projection_batch_seconds",
                "one batch, folded and committed",
                LATENCY_SECONDS,
            )?,
            records: counter("projection_records_total", "records folded")?,
            rows: counter("projection_rows_total", "rows written")?,
            skipped: counter("projection_skipped_total", "records that could not be folded")?,
            refused: counter("projection_refused_total", "batches refused by the positions")?,
        })
    }

    pub(crate) fn committed(&self, records: usize, skipped: usize, rows: u64, took: Duration) {
        self.batch.observe(took.as_secs_f64());
        self.records.inc_by(records as u64);
        self.skipped.inc_by(skipped as u64);
        self.rows.inc_by(rows);
    }

    pub(crate) fn refused(&self) {
        self.refused.inc();
    }

    pub(crate) fn lag(&self, topic: Topic, partition: Partition, offsets: i64) {
        // as many label values as labels: cannot be refused
        if let Ok(gauge) = self.lag.with(&[topic.base(), &partition.to_string()]) {
            gauge.set(offsets.max(0));
        }
    }
}
