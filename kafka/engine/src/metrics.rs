//! What the engine counts, by service.

use std::{sync::LazyLock, time::Duration};

use prometheus::{
    Histogram, HistogramTimer, HistogramVec, IntCounter, IntCounterVec, histogram_opts, opts, register_histogram_vec,
    register_int_counter_vec,
};
use schemas::topic::Service;

static COMMIT: LazyLock<prometheus::Result<HistogramVec>> = LazyLock::new(|| {
    let buckets = prometheus::exponential_buckets(0.001, 2.0, 13)?;
    register_histogram_vec!(
        histogram_opts!(
            "tt_transaction_seconds",
            "time from begin to the commit of a partition's transaction",
            buckets
        ),
        &["service"]
    )
});
static RESTORE: LazyLock<prometheus::Result<HistogramVec>> = LazyLock::new(|| {
    let buckets = prometheus::exponential_buckets(0.01, 2.0, 14)?;
    register_histogram_vec!(
        histogram_opts!("tt_restore_seconds", "time from fencing to serving a partition", buckets),
        &["service"]
    )
});
static INPUTS: LazyLock<prometheus::Result<IntCounterVec>> = LazyLock::new(|| {
    register_int_counter_vec!(opts!("tt_inputs_total", "commands and records put into transactions"), &["service"])
});
static REFUSED: LazyLock<prometheus::Result<IntCounterVec>> = LazyLock::new(|| {
    register_int_counter_vec!(
        opts!("tt_inputs_refused_total", "inputs that panicked, were too large or poison"),
        &["service"]
    )
});
static LOST: LazyLock<prometheus::Result<IntCounterVec>> = LazyLock::new(|| {
    register_int_counter_vec!(
        opts!("tt_writers_lost_total", "writers fenced, failed or of unknown outcome"),
        &["service"]
    )
});

/// The metrics of one service. A registration that failed (a name registered twice by somebody
/// else) counts nothing rather than stop a service.
#[derive(Debug)]
pub(crate) struct Metrics {
    commit: Option<Histogram>,
    restore: Option<Histogram>,
    inputs: Option<IntCounter>,
    refused: Option<IntCounter>,
    lost: Option<IntCounter>,
}

impl Metrics {
    pub(crate) fn of(service: Service) -> Self {
        let label = &[service.name()];
        let histogram =
            |vec: &prometheus::Result<HistogramVec>| vec.as_ref().ok().map(|vec| vec.with_label_values(label));
        let counter =
            |vec: &prometheus::Result<IntCounterVec>| vec.as_ref().ok().map(|vec| vec.with_label_values(label));
        Self {
            commit: histogram(&COMMIT),
            restore: histogram(&RESTORE),
            inputs: counter(&INPUTS),
            refused: counter(&REFUSED),
            lost: counter(&LOST),
        }
    }

    /// Times a transaction until the guard is dropped.
    pub(crate) fn transaction(&self, inputs: usize) -> Option<HistogramTimer> {
        if let Some(counter) = &self.inputs {
            counter.inc_by(inputs as u64);
        }
        self.commit.as_ref().map(Histogram::start_timer)
    }

    pub(crate) fn restored(&self, took: Duration) {
        if let Some(histogram) = &self.restore {
            histogram.observe(took.as_secs_f64());
        }
    }

    pub(crate) fn refused(&self) {
        if let Some(counter) = &self.refused {
            counter.inc();
        }
    }

    pub(crate) fn lost(&self) {
        if let Some(counter) = &self.lost {
            counter.inc();
        }
    }
}
