//! Every documented route of a process: whose it is, and which methods it knows.

use std::collections::HashMap;

use actix_web::dev::ResourceDef;
use utoipa::openapi::path::PathItem;

use super::openapi::HttpService;

/// Label of what no service documents: health, metrics, what nobody knows.
pub(super) const NOBODY: &str = "http";

/// What the process itself answers.
const OWN: [&str; 5] = ["/healthz/live", "/healthz/ready", "/metrics", "/docs", "/docs/{file:.*}"];

/// The table.
#[derive(Debug, Default)]
pub(super) struct Routes {
    services: HashMap<String, &'static str>,
    methods: Vec<(ResourceDef, Vec<&'static str>)>,
}

impl Routes {
    pub(super) fn of(services: &[HttpService]) -> Self {
        let own = OWN.map(|path| (ResourceDef::new(path), vec!["GET", "HEAD"]));
        let mut routes = Self { methods: own.into(), ..Self::default() };
        for service in services {
            for (path, item) in &service.openapi().paths.paths {
                routes.services.insert(path.clone(), service.name());
                routes.methods.push((ResourceDef::new(path.as_str()), methods(item)));
            }
        }
        routes
    }

    /// The service that a matched pattern belongs to.
    pub(super) fn service_of(&self, pattern: &str) -> &'static str {
        self.services.get(pattern).copied().unwrap_or(NOBODY)
    }

    /// The methods known at a path; none where nothing is.
    pub(super) fn methods_at(&self, path: &str) -> Vec<&'static str> {
        let mut known: Vec<&str> = self
            .methods
            .iter()
            .filter(|(pattern, _)| pattern.is_match(path))
            .flat_map(|(_, known)| known.iter().copied())
            .collect();
        known.sort_unstable();
        known.dedup();
        known
    }
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    let known = [
        ("GET", item.get.is_some()),
        ("HEAD", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    known.into_iter().filter_map(|(method, there)| there.then_some(method)).collect()
}
