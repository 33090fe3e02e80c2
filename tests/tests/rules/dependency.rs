//! The dependency map: who may use whom.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, Package};

use crate::workspace::{folder, our_packages};

/// Our packages and what each may use of ours. Each stands behind what it uses, so that there is no way back.
const MAP: &[(&str, &[&str])] = &[
    ("schemas", &[]),
    ("service", &["schemas"]),
    ("kafka-client", &["schemas", "service"]),
    ("key-store", &["schemas", "service", "kafka-client"]),
    ("kafka-engine", &["schemas", "service", "kafka-client", "key-store"]),
    ("command-api", &["schemas", "service", "kafka-client", "kafka-engine", "key-store"]),
    ("identity", &["schemas", "service", "key-store", "command-api"]),
    ("profile", &["schemas", "service", "command-api"]),
    ("execution", &["schemas", "service", "command-api"]),
    ("planning", &["schemas", "service", "command-api"]),
    ("goal", &["schemas", "service", "command-api"]),
    ("processor-runtime", &["schemas", "service", "kafka-client", "kafka-engine", "key-store"]),
    ("goal-progress", &["schemas", "processor-runtime"]),
    ("projections", &["schemas", "service", "kafka-client", "kafka-engine", "key-store"]),
    ("query-api", &["schemas", "service"]),
    ("bench", &["schemas", "service", "kafka-client"]),
    ("train-tracker", &ALL),
    ("end-to-end", &ALL),
];

const ALL: [&str; 16] = [
    "schemas",
    "service",
    "kafka-client",
    "kafka-engine",
    "key-store",
    "command-api",
    "identity",
    "profile",
    "execution",
    "planning",
    "goal",
    "processor-runtime",
    "goal-progress",
    "projections",
    "query-api",
    "bench",
];

/// Tests may use what the program must not: the tables that a query reads are made by their owner.
const TESTS_MAY: &[(&str, &str)] = &[("query-api", "projections")];

/// Libraries that only some may name, with who may.
const RESERVED: &[(&[&str], &[&str])] = &[
    (&["rdkafka", "rdkafka-sys"], &["kafka-client", "kafka-engine", "key-store"]),
    (
        &["actix-web", "actix-cors", "utoipa-actix-web", "utoipa-swagger-ui"],
        &[
            "service",
            "command-api",
            "identity",
            "profile",
            "planning",
            "execution",
            "goal",
            "query-api",
            "train-tracker",
        ],
    ),
    (
        &["tokio-postgres", "deadpool-postgres", "refinery"],
        &["projections", "query-api", "key-store", "train-tracker", "end-to-end"],
    ),
    (&["reqwest"], &["kafka-client", "train-tracker", "bench", "end-to-end"]),
];

const CONTEXTS: [&str; 5] = ["identity", "profile", "planning", "execution", "goal"];

fn names(package: &Package, wanted: impl Fn(DependencyKind) -> bool) -> BTreeSet<&str> {
    package.dependencies.iter().filter(|used| wanted(used.kind)).map(|used| used.name.as_str()).collect()
}

#[test]
fn each_package_uses_only_what_the_map_allows() {
    let known: Vec<&str> = MAP.iter().map(|(name, _)| *name).collect();
    let mut ours: Vec<&str> = our_packages().iter().map(|package| package.name.as_str()).collect();
    ours.sort_unstable();
    let mut sorted = known.clone();
    sorted.sort_unstable();
    assert_eq!(ours, sorted, "the map holds every package, once");
    for package in our_packages() {
        let (_, allowed) = MAP.iter().find(|(name, _)| *name == package.name.as_str()).unwrap();
        for used in names(package, |_| true).intersection(&known.iter().copied().collect()) {
            let in_tests = TESTS_MAY.contains(&(package.name.as_str(), used));
            if in_tests {
                let outside = names(package, |kind| kind != DependencyKind::Development);
                assert!(!outside.contains(used), "{} uses {used} outside its tests", package.name);
            }
            // a package may name itself, with features for its own tests
            assert!(
                allowed.contains(used) || in_tests || *used == package.name.as_str(),
                "{} uses {used}",
                package.name
            );
        }
    }
}

#[test]
fn the_map_has_no_way_back() {
    for (place, (name, allowed)) in MAP.iter().enumerate() {
        for used in *allowed {
            assert!(
                MAP[..place].iter().any(|(before, _)| before == used),
                "{name} uses {used}, which stands behind it"
            );
        }
    }
}

#[test]
fn libraries_of_the_edges_stay_at_the_edges() {
    for (libraries, users) in RESERVED {
        for package in our_packages() {
            let named: Vec<_> =
                libraries.iter().filter(|library| names(package, |_| true).contains(**library)).collect();
            assert!(named.is_empty() || users.contains(&package.name.as_str()), "{} uses {named:?}", package.name);
        }
    }
    for (libraries, users) in RESERVED.iter().filter(|(libraries, _)| libraries.contains(&"rdkafka")) {
        let naming = our_packages().into_iter().filter(|package| names(package, |_| true).contains(libraries[0]));
        for package in naming {
            assert!(
                folder(package).starts_with("kafka/") && users.contains(&package.name.as_str()),
                "{}",
                package.name
            );
        }
    }
}

#[test]
fn contexts_never_depend_on_each_other() {
    for package in our_packages().into_iter().filter(|package| CONTEXTS.contains(&package.name.as_str())) {
        let used = names(package, |_| true);
        let others: Vec<_> = CONTEXTS.iter().filter(|other| **other != package.name.as_str()).collect();
        assert!(others.iter().all(|other| !used.contains(**other)), "{}: {used:?}", package.name);
    }
}

#[test]
fn a_package_lies_in_the_folder_that_it_is_named_after() {
    for package in our_packages() {
        let folder = folder(package);
        let expected = match package.name.as_str() {
            "train-tracker" => "cli",
            "end-to-end" => "tests",
            "kafka-client" => "kafka/client",
            "kafka-engine" => "kafka/engine",
            "processor-runtime" => "processors/runtime",
            name => {
                assert_eq!(folder.rsplit('/').next(), Some(name), "{folder}");
                continue;
            }
        };
        assert_eq!(folder, expected);
    }
}
