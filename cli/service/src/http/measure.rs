//! Counts and times every request, by service, method and route pattern.

use std::collections::HashMap;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, web};

use super::openapi::HttpService;
use super::routes::{NOBODY, Routes};
use crate::metrics::{self, Counters, Histograms, LATENCY_SECONDS};

/// The metrics of every service in the process.
#[derive(Debug)]
pub(super) struct Measures(HashMap<&'static str, (Counters, Histograms)>);

impl Measures {
    pub(super) fn of(services: &[HttpService]) -> Result<Self, prometheus::Error> {
        let names = services.iter().map(HttpService::name).chain([NOBODY]);
        names.map(|name| Ok((name, family(name)?))).collect::<Result<_, _>>().map(Self)
    }

    fn record(&self, service: &str, method: &str, route: &str, status: &str, seconds: f64) {
        let Some((requests, times)) = self.0.get(service) else { return };
        if let Ok(counter) = requests.with(&[method, route, status]) {
            counter.inc();
        }
        if let Ok(histogram) = times.with(&[method, route]) {
            histogram.observe(seconds);
        }
    }
}

fn family(service: &str) -> Result<(Counters, Histograms), prometheus::Error> {
    let requests =
        metrics::counters(service, "http_requests_total", "Requests answered", &["method", "route", "status"])?;
    let help = "Seconds from the head of a request to the head of its answer";
    let times = metrics::histograms(service, "http_request_seconds", help, LATENCY_SECONDS, &["method", "route"])?;
    Ok((requests, times))
}

/// The middleware, outside of everything that may answer.
///
/// # Errors
/// Those of the layers inside, untouched.
pub(super) async fn measure<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let method = method_label(request.method());
    let shared =
        request.app_data::<web::Data<Measures>>().cloned().zip(request.app_data::<web::Data<Routes>>().cloned());
    let answered = next.call(request).await;
    if let Some((measures, routes)) = shared {
        let (route, status) = match &answered {
            Ok(response) => (response.request().match_pattern(), response.status()),
            Err(error) => (None, error.as_response_error().status_code()),
        };
        let route = route.as_deref().unwrap_or("unmatched");
        let service = routes.service_of(route);
        measures.record(service, method, route, status.as_str(), started.elapsed().as_secs_f64());
    }
    answered
}

/// Methods are any word a caller likes; labels are few.
fn method_label(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}
