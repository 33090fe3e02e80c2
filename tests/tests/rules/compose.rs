//! The servers are the same with Docker and without, and the ones that the settings expect.

use std::fs;

use serde_yaml_ng::Value;
use service::settings::Settings;

use crate::workspace::root;

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

fn compose() -> Value {
    serde_yaml_ng::from_str(&read("docker-compose.yml")).unwrap()
}

/// `<kafka.version>4.3.1</kafka.version>`
fn pinned(pom: &str, property: &str) -> String {
    let (_, rest) = pom.split_once(&format!("<{property}>")).unwrap();
    rest.split_once('<').unwrap().0.to_owned()
}

#[test]
fn docker_runs_the_versions_that_are_pinned_for_native_mode() {
    let (compose, pom) = (compose(), read("kafka/native/pom.xml"));
    let version = |service: &str| {
        let image = compose["services"][service]["image"].as_str().unwrap();
        image.split_once(':').unwrap().1.to_owned()
    };
    assert_eq!(version("kafka"), pinned(&pom, "kafka.version"));
    assert_eq!(version("registry"), pinned(&pom, "registry.version"));
    // the binaries count their own releases in the last part
    assert_eq!(format!("{}.0", version("postgres")), pinned(&pom, "postgres.version"));
}

#[test]
fn docker_publishes_the_ports_that_the_settings_expect_on_this_machine_only() {
    let compose = compose();
    let connections = |settings: &Settings| {
        [&settings.kafka_bootstrap, &settings.registry_url, settings.postgres_url.expose()].map(str::to_owned)
    };
    let defaults = connections(&Settings::from_lookup(|_| None).unwrap());
    let services = [("kafka", "TT_KAFKA_PORT"), ("registry", "TT_REGISTRY_PORT"), ("postgres", "TT_POSTGRES_PORT")];
    for (place, (service, variable)) in services.into_iter().enumerate() {
        let port = compose["services"][service]["ports"][0].as_str().unwrap();
        let (_, rest) = port.split_once(&format!("127.0.0.1:${{{variable}:-")).unwrap_or_else(|| panic!("{port}"));
        let default = rest.split_once('}').unwrap().0;
        assert!(defaults[place].contains(&format!("127.0.0.1:{default}")), "{service}: {defaults:?}");
        let lookup = |name: &str| (name == variable).then(|| "12345".to_owned());
        let moved = connections(&Settings::from_lookup(lookup).unwrap());
        for (other, (before, after)) in defaults.iter().zip(&moved).enumerate() {
            assert_eq!(before != after, other == place, "{variable}: {before} became {after}");
        }
        assert!(moved[place].contains("127.0.0.1:12345"), "{moved:?}");
    }
}

#[test]
fn docker_knows_no_other_variables() {
    let text = read("docker-compose.yml");
    let names: Vec<&str> = text.split("${").skip(1).map(|rest| rest.split([':', '}']).next().unwrap()).collect();
    let known = ["TT_KAFKA_PORT", "TT_REGISTRY_PORT", "TT_POSTGRES_PORT"];
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
}

/// A broker that was killed and comes back may lose the markers of transactions: `docs/decisions/0007`.
#[test]
fn docker_neither_kills_the_broker_while_it_stops_nor_brings_it_back_by_itself() {
    let compose = compose();
    for (name, service) in compose["services"].as_mapping().unwrap() {
        assert!(service.get("restart").is_none() && service.get("deploy").is_none(), "{name:?}");
    }
    let grace = compose["services"]["kafka"]["stop_grace_period"].as_str().unwrap();
    let seconds: u32 = grace.strip_suffix('s').unwrap().parse().unwrap();
    assert!(seconds >= 60, "{grace}");
}
