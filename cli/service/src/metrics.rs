//! Numbers for Prometheus, all in the process-wide default registry and all with the label
//! `service`, so that one folder name finds logs, topics and metrics alike.
//!
//! Asking again for a metric of the same name and labels gives the one that exists: services of one
//! process share families and differ in the label.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use actix_web::HttpResponse;
use prometheus::core::Collector;
use prometheus::{
    Error, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, TextEncoder,
};

/// Seconds from a millisecond to ten: commands, transactions, requests.
pub const LATENCY_SECONDS: &[f64] =
    &[0.001, 0.002, 0.004, 0.006, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

static FAMILIES: LazyLock<Mutex<HashMap<String, Box<dyn Any + Send>>>> = LazyLock::new(Mutex::default);

/// Counters of one service that differ in further labels.
#[derive(Debug, Clone)]
pub struct Counters(Family<IntCounterVec>);

/// Gauges of one service that differ in further labels.
#[derive(Debug, Clone)]
pub struct Gauges(Family<IntGaugeVec>);

/// Histograms of one service that differ in further labels.
#[derive(Debug, Clone)]
pub struct Histograms(Family<HistogramVec>);

#[derive(Debug, Clone)]
struct Family<M> {
    metric: M,
    service: String,
}

/// One counter of a service; Prometheus wants the name to end in `_total`.
///
/// # Errors
/// When the name is no metric name, or is in use with other labels.
pub fn counter(service: &str, name: &str, help: &str) -> Result<IntCounter, Error> {
    counters(service, name, help, &[])?.with(&[])
}

/// Counters of a service with labels besides `service`.
///
/// # Errors
/// As for [`counter`].
pub fn counters(service: &str, name: &str, help: &str, labels: &[&str]) -> Result<Counters, Error> {
    let make = || IntCounterVec::new(Opts::new(name, help), &with_service(labels));
    Ok(Counters(Family { metric: family(name, make)?, service: service.to_owned() }))
}

/// One gauge of a service.
///
/// # Errors
/// As for [`counter`].
pub fn gauge(service: &str, name: &str, help: &str) -> Result<IntGauge, Error> {
    gauges(service, name, help, &[])?.with(&[])
}

/// Gauges of a service with labels besides `service`.
///
/// # Errors
/// As for [`counter`].
pub fn gauges(service: &str, name: &str, help: &str, labels: &[&str]) -> Result<Gauges, Error> {
    let make = || IntGaugeVec::new(Opts::new(name, help), &with_service(labels));
    Ok(Gauges(Family { metric: family(name, make)?, service: service.to_owned() }))
}

/// One histogram of a service; `buckets` are upper bounds, ascending.
///
/// # Errors
/// As for [`counter`].
pub fn histogram(service: &str, name: &str, help: &str, buckets: &[f64]) -> Result<Histogram, Error> {
    histograms(service, name, help, buckets, &[])?.with(&[])
}

/// Histograms of a service with labels besides `service`.
///
/// # Errors
/// As for [`counter`].
pub fn histograms(
    service: &str,
    name: &str,
    help: &str,
    buckets: &[f64],
    labels: &[&str],
) -> Result<Histograms, Error> {
    let make = || {
        let options = HistogramOpts::new(name, help).buckets(buckets.to_vec());
        HistogramVec::new(options, &with_service(labels))
    };
    Ok(Histograms(Family { metric: family(name, make)?, service: service.to_owned() }))
}

impl Counters {
    /// The counter with these values of the further labels, in their order.
    ///
    /// # Errors
    /// When there are more or fewer values than labels.
    pub fn with(&self, values: &[&str]) -> Result<IntCounter, Error> {
        self.0.metric.get_metric_with_label_values(&self.0.values(values))
    }
}

impl Gauges {
    /// The gauge with these values of the further labels, in their order.
    ///
    /// # Errors
    /// When there are more or fewer values than labels.
    pub fn with(&self, values: &[&str]) -> Result<IntGauge, Error> {
        self.0.metric.get_metric_with_label_values(&self.0.values(values))
    }
}

impl Histograms {
    /// The histogram with these values of the further labels, in their order.
    ///
    /// # Errors
    /// When there are more or fewer values than labels.
    pub fn with(&self, values: &[&str]) -> Result<Histogram, Error> {
        self.0.metric.get_metric_with_label_values(&self.0.values(values))
    }
}

impl<M> Family<M> {
    fn values<'a>(&'a self, values: &[&'a str]) -> Vec<&'a str> {
        with_service_value(&self.service, values)
    }
}

/// Everything counted so far, in Prometheus' text format.
pub(crate) async fn expose() -> HttpResponse {
    match TextEncoder::new().encode_to_string(&prometheus::gather()) {
        Ok(text) => HttpResponse::Ok().content_type(prometheus::TEXT_FORMAT).body(text),
        Err(error) => {
            tracing::error!(error = %error, "metrics could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn with_service<'a>(labels: &[&'a str]) -> Vec<&'a str> {
    with_service_value("service", labels)
}

fn with_service_value<'a>(first: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    std::iter::once(first).chain(rest.iter().copied()).collect()
}

fn family<M>(name: &str, make: impl FnOnce() -> Result<M, Error>) -> Result<M, Error>
where
    M: Collector + Clone + 'static,
{
    let mut families = FAMILIES.lock().unwrap_or_else(PoisonError::into_inner);
    let made = make()?;
    if let Some(known) = families.get(name).and_then(|known| known.downcast_ref::<M>())
        && labels_of(known) == labels_of(&made)
    {
        return Ok(known.clone());
    }
    prometheus::register(Box::new(made.clone()))?;
    families.insert(name.to_owned(), Box::new(made.clone()));
    Ok(made)
}

fn labels_of(metric: &impl Collector) -> Vec<Vec<String>> {
    metric.desc().into_iter().map(|description| description.variable_labels.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{counter, counters, gauge, histogram};

    #[test]
    fn two_services_share_a_family_and_differ_in_the_label() {
        let goal = counter("goal", "tests_shared_total", "shared").unwrap();
        let execution = counter("execution", "tests_shared_total", "shared").unwrap();
        goal.inc();
        assert_eq!((goal.get(), execution.get()), (1, 0));
    }

    #[test]
    fn asking_twice_gives_the_same_counter() {
        counters("goal", "tests_twice_total", "twice", &["kind"]).unwrap().with(&["a"]).unwrap().inc();
        let again = counters("goal", "tests_twice_total", "twice", &["kind"]).unwrap().with(&["a"]).unwrap();
        assert_eq!(again.get(), 1);
    }

    #[test]
    fn a_name_in_use_with_other_labels_is_refused() {
        gauge("goal", "tests_labels", "labels").unwrap();
        assert!(counters("goal", "tests_labels", "labels", &["kind"]).is_err());
    }

    #[test]
    fn a_missing_label_value_is_refused() {
        assert!(counters("goal", "tests_values_total", "values", &["kind"]).unwrap().with(&[]).is_err());
    }

    #[actix_web::test]
    async fn what_was_counted_is_exposed_with_its_service() {
        histogram("goal", "tests_seconds", "seconds", &[0.1, 1.0]).unwrap().observe(0.5);
        let body = actix_web::body::to_bytes(super::expose().await.into_body()).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains(r#"tests_seconds_bucket{service="goal",le="1"} 1"#), "{text}");
    }
}
