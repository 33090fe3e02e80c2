//! `api.yaml` and `event-schema.yaml` of each service are what the code gives.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use end_to_end::asyncapi;
use schemas::topic::{Service, Topic};
use serde_yaml_ng::Value;
use service::http::openapi::check_committed;

use crate::workspace::{folder, our_packages, root};

/// Where a document of a service lies: the folder of the crate with its name.
fn file(service: Service, name: &str) -> PathBuf {
    let package = our_packages().into_iter().find(|package| package.name.as_str() == service.name()).unwrap();
    root().join(folder(package)).join(name)
}

#[test]
fn api_yaml_is_what_the_handlers_give() {
    let documents = [
        (Service::Identity, identity::openapi()),
        (Service::Profile, profile::openapi()),
        (Service::Planning, planning::openapi()),
        (Service::Execution, execution::openapi()),
        (Service::Goal, goal::openapi()),
        (Service::QueryApi, query_api::openapi()),
    ];
    let stale: Vec<String> = documents
        .iter()
        .filter_map(|(service, document)| check_committed(document, &file(*service, "api.yaml")).err())
        .map(|error| format!("{error:#}"))
        .collect();
    assert!(stale.is_empty(), "{stale:#?}");
}

#[test]
fn event_schema_yaml_is_what_the_catalogue_gives() {
    let update = env::var_os("TT_UPDATE").is_some_and(|update| update == "1");
    let mut stale = Vec::new();
    for service in Service::ALL {
        let Some(now) = asyncapi::document(*service).unwrap() else { continue };
        let file = file(*service, "event-schema.yaml");
        if update {
            fs::write(&file, &now).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != now {
            stale.push(file);
        }
    }
    assert!(stale.is_empty(), "stale, run this test with TT_UPDATE=1 and commit: {stale:#?}");
}

#[test]
fn every_reference_in_event_schema_yaml_leads_somewhere() {
    for service in Service::ALL {
        let Some(text) = asyncapi::document(*service).unwrap() else { continue };
        let document: Value = serde_yaml_ng::from_str(&text).unwrap();
        let mut references = BTreeSet::new();
        collect_references(&document, &mut references);
        assert!(!references.is_empty(), "{service}");
        for reference in references {
            let mut path = reference.strip_prefix("#/").unwrap().split('/');
            let found = path.try_fold(&document, |value, name| value.get(name));
            assert!(found.is_some(), "{service}: {reference}");
        }
    }
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    if let Some(map) = value.as_mapping() {
        for (name, member) in map {
            match member.as_str() {
                Some(reference) if name == "$ref" => _ = found.insert(reference.to_owned()),
                Some(_) | None => collect_references(member, found),
            }
        }
    }
    for member in value.as_sequence().into_iter().flatten() {
        collect_references(member, found);
    }
}

#[test]
fn every_topic_is_written_by_a_service_and_no_two_write_the_same_but_dead_letters() {
    for topic in Topic::ALL {
        let writes = |service: &&Service| {
            let exchanges = asyncapi::exchanges(**service).unwrap();
            exchanges.iter().any(|exchange| exchange.action == asyncapi::Action::Send && exchange.topic == *topic)
        };
        let writers: Vec<&Service> = Service::ALL.iter().filter(writes).collect();
        // planning takes commands already; progressions and copied templates will send them
        let nobody_yet = *topic == Topic::PLANNING_COMMANDS && writers.is_empty();
        assert!(writers.len() == 1 || nobody_yet || *topic == Topic::DEAD_LETTERS, "{topic}: {writers:?}");
    }
}
