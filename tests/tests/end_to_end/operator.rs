//! What an operator does from the command line.

use std::process::Output;

use kafka_client::admin::schemas as subjects;
use schemas::{
    catalogue::{self, Contents},
    goal::{GoalEvent, GoalSet},
    record::{Family, Record, RecordType},
    topic::Topic,
};
use serde_json::{Value, json};

use crate::harness::{CsvFile, Environment, PASSWORD, shared};

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test]
async fn topics_and_schemas_can_be_applied_again_without_effect() {
    let environment = &shared().await.environment;
    let topics = environment.tool(&["topics", "apply"]).await;
    assert!(topics.status.success() && said(&topics).contains("0 new, 0 drifted"), "{}", said(&topics));
    let schemas = environment.tool(&["schemas", "register"]).await;
    assert!(schemas.status.success() && said(&schemas).contains(" 0 new"), "{}", said(&schemas));
    for check in [["topics", "check"], ["schemas", "check"]] {
        let output = environment.tool(&check).await;
        assert!(output.status.success(), "{check:?}: {}", said(&output));
    }
}

#[tokio::test]
async fn a_process_refuses_to_start_with_another_number_of_partitions() {
    let system = shared().await;
    let output = system.environment.tool_with(&["run", "all"], &[("TT_PARTITIONS", "3"), ("TT_PORT", "0")]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("TT_PARTITIONS is 3"), "{}", said(&output));
}

#[tokio::test]
async fn a_process_refuses_to_start_without_topics() {
    let system = shared().await;
    let other = [("TT_PREFIX", "e2e-nothing-here-"), ("TT_PORT", "0")];
    let output = system.environment.tool_with(&["run", "all"], &other).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("does not exist"), "{}", said(&output));
}

#[tokio::test]
async fn a_process_refuses_to_start_with_schemas_that_the_registry_does_not_know() {
    let environment = Environment::create(1).await.unwrap();
    subjects::delete_all(&environment.kafka, &environment.settings.registry_url).await.unwrap();
    let output = environment.tool_with(&["run", "all"], &[("TT_PORT", "0")]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("the schemas do not fit"), "{}", said(&output));
}

/// The catalogue as a newer program would have left it in the registry, with a field in `GoalSet` that ours does not write.
fn catalogue_with_another_goal() -> Vec<Contents> {
    let records: Vec<RecordType> = GoalEvent::TYPES
        .iter()
        .map(|record| {
            if record.name != GoalSet::NAME {
                return *record;
            }
            let mut schema: Value = serde_json::from_str(record.schema).unwrap();
            schema["fields"].as_array_mut().unwrap().push(json!({"name": "mood", "type": "long"}));
            RecordType { name: record.name, schema: schema.to_string().leak() }
        })
        .collect();
    let records: &'static [RecordType] = records.leak();
    let other = |contents: &Contents| {
        if contents.topic == Topic::GOAL_EVENTS { Contents { records, ..*contents } } else { *contents }
    };
    catalogue::ALL.iter().map(other).collect()
}

#[tokio::test]
async fn a_process_refuses_to_start_with_a_schema_that_is_incompatible_with_the_registry() {
    let environment = Environment::create(1).await.unwrap();
    let registry = &environment.settings.registry_url;
    subjects::delete_all(&environment.kafka, registry).await.unwrap();
    subjects::register_contents(&environment.kafka, registry, &catalogue_with_another_goal()).await.unwrap();
    let subject = subjects::subject(&environment.kafka, Topic::GOAL_EVENTS, GoalSet::NAME);
    let told = format!("schema of {subject} is incompatible with a registered version: ");
    // a service of its own, all of them, and who would register the schema
    for command in [&["run", "goal"][..], &["run", "all"], &["schemas", "register"], &["schemas", "check"]] {
        let output = environment.tool_with(command, &[("TT_PORT", "0")]).await;
        assert_eq!(output.status.code(), Some(1), "{command:?}: {}", said(&output));
        let line = said(&output).lines().find(|line| line.contains(&told)).map(str::to_owned);
        assert!(line.is_some_and(|line| line.contains("mood")), "{command:?}: {}", said(&output));
    }
    let check = environment.tool(&["schemas", "check"]).await;
    assert!(said(&check).contains(" 1 not as they should be"), "{}", said(&check));
}

#[tokio::test]
async fn the_import_command_is_a_client_like_any_other() {
    let system = shared().await;
    let athlete = system.athlete().await;
    let file = CsvFile::Breinsp.path();
    let import = async |arguments: &[&str]| {
        let all =
            [&["import", "strong", &file, "--unit", "kg", "--zone", "Europe/Vienna", "--json"], arguments].concat();
        let account = [("TT_EMAIL", athlete.email.as_str()), ("TT_PASSWORD", PASSWORD)];
        system.environment.tool_with(&[&all[..], &["--url", &system.process.url]].concat(), &account).await
    };
    for (arguments, new) in [(&["--dry-run"][..], 129), (&[], 129), (&[], 0)] {
        let output = import(arguments).await;
        assert!(output.status.success(), "{}", said(&output));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&answer["new"], &answer["unchanged"]), (&json!(new), &json!(129 - new)), "{answer}");
    }
    let hevy = ["import", "hevy", &file, "--zone", "UTC", "--url", &system.process.url];
    let account = [("TT_EMAIL", athlete.email.as_str()), ("TT_PASSWORD", PASSWORD)];
    let refused = system.environment.tool_with(&hevy, &account).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("Strong export"), "{}", said(&refused));
}

#[tokio::test]
async fn a_demonstration_makes_a_history_and_imports_it_once() {
    let system = shared().await;
    let port = system.process.url.rsplit(':').next().unwrap().to_owned();
    let demo = async || {
        let output = system.environment.tool_with(&["demo"], &[("TT_PORT", &port)]).await;
        assert!(output.status.success(), "{}", said(&output));
        said(&output)
    };
    let first = demo().await;
    assert!(first.contains("new"), "{first}");
    let history = std::fs::read_to_string(system.environment.file("demo/history.csv")).unwrap();
    let days: std::collections::BTreeSet<&str> = history.lines().skip(1).map(|line| &line[..10]).collect();
    assert!(days.len() > 200, "two years of training: {} days", days.len());
    let again = demo().await;
    assert!(again.contains("unchanged"), "{again}");
    assert_eq!(std::fs::read_to_string(system.environment.file("demo/history.csv")).unwrap(), history);
}
