//! `/healthz/live`: the process answers. `/healthz/ready`: it can also do its work.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::{HttpResponse, web};
use serde::Serialize;

type Probe = Arc<dyn Fn() -> Result<(), String> + Send + Sync>;

/// The checks of a whole process; services add theirs while they start. Clones are the same list.
#[derive(Clone, Default)]
pub struct Readiness(Arc<Mutex<Vec<(String, Probe)>>>);

/// One check as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was asked: `execution partitions`.
    pub name: String,
    /// The answer.
    pub ready: bool,
    /// What is missing, while it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A check that whoever holds it sets by hand; starts as not ready.
#[derive(Debug, Clone)]
pub struct ReadyFlag(Arc<AtomicBool>);

impl ReadyFlag {
    /// From now on ready, or no longer.
    pub fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Release);
    }
}

impl Readiness {
    /// A list without checks, which is ready.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a check that is asked each time; it must answer at once. `Err` says what is missing.
    pub fn check(&self, name: impl Into<String>, probe: impl Fn() -> Result<(), String> + Send + Sync + 'static) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((name.into(), Arc::new(probe)));
    }

    /// Adds a check that is set by hand.
    pub fn flag(&self, name: impl Into<String>) -> ReadyFlag {
        let flag = ReadyFlag(Arc::new(AtomicBool::new(false)));
        let read = flag.clone();
        self.check(name, move || read.0.load(Ordering::Acquire).then_some(()).ok_or_else(|| "not yet".to_owned()));
        flag
    }

    /// Asks every check.
    pub fn checks(&self) -> Vec<Check> {
        let probes = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answer = |(name, probe): (String, Probe)| {
            let answer = probe();
            Check { name, ready: answer.is_ok(), detail: answer.err() }
        };
        probes.into_iter().map(answer).collect()
    }

    /// Whether every check says yes.
    pub fn is_ready(&self) -> bool {
        self.checks().iter().all(|check| check.ready)
    }
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.checks()).finish()
    }
}

#[derive(Serialize)]
struct Report {
    status: &'static str,
    checks: Vec<Check>,
}

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/healthz/live", web::get().to(live)).route("/healthz/ready", web::get().to(ready));
}

async fn live() -> HttpResponse {
    HttpResponse::Ok().json(Report { status: "live", checks: Vec::new() })
}

/// 200 with all checks, or 503 with those that are not ready.
async fn ready(readiness: web::Data<Readiness>) -> HttpResponse {
    let checks = readiness.checks();
    if checks.iter().all(|check| check.ready) {
        return HttpResponse::Ok().json(Report { status: "ready", checks });
    }
    let missing = checks.into_iter().filter(|check| !check.ready).collect();
    HttpResponse::ServiceUnavailable().json(Report { status: "not ready", checks: missing })
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
    use actix_web::{App, web};
    use serde_json::{Value, json};

    use super::{Readiness, routes};

    async fn ask(readiness: &Readiness, path: &str) -> (u16, Value) {
        let app = init_service(App::new().app_data(web::Data::new(readiness.clone())).configure(routes)).await;
        let response = call_service(&app, TestRequest::get().uri(path).to_request()).await;
        (response.status().as_u16(), read_body_json(response).await)
    }

    #[actix_web::test]
    async fn a_process_without_checks_is_ready() {
        assert_eq!(ask(&Readiness::new(), "/healthz/ready").await, (200, json!({"status": "ready", "checks": []})));
    }

    #[actix_web::test]
    async fn what_is_not_ready_is_listed_with_the_reason() {
        let readiness = Readiness::new();
        readiness.flag("topics").set(true);
        readiness.check("execution partitions", || Err("2 of 4 restored".to_owned()));
        let missing = json!([{"name": "execution partitions", "ready": false, "detail": "2 of 4 restored"}]);
        assert_eq!(ask(&readiness, "/healthz/ready").await, (503, json!({"status": "not ready", "checks": missing})));
    }

    #[actix_web::test]
    async fn a_flag_is_not_ready_until_it_is_set() {
        let readiness = Readiness::new();
        let flag = readiness.flag("migrations");
        assert_eq!(ask(&readiness, "/healthz/ready").await.0, 503);
        flag.set(true);
        assert_eq!(ask(&readiness, "/healthz/ready").await.0, 200);
        flag.set(false);
        assert!(!readiness.is_ready());
    }

    #[actix_web::test]
    async fn a_process_that_is_not_ready_is_alive_all_the_same() {
        let readiness = Readiness::new();
        readiness.flag("never");
        assert_eq!(ask(&readiness, "/healthz/live").await.0, 200);
    }
}
