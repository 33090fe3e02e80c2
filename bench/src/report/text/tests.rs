use crate::{floor::Transactions, import::Import, process::Idle, stats::Latency};
use crate::{
    load::Load,
    machine::Machine,
    process::Cores,
    report::{CommandRow, Report, Settings, VisibleRow},
};

fn latency(p50_ms: f64) -> Option<Latency> {
    Some(Latency { count: 300, p50_ms, p90_ms: p50_ms * 2.0, p99_ms: p50_ms * 4.0 })
}

fn report() -> Report {
    let floor = Transactions {
        partitions: 4,
        events_per_transaction: 16,
        transactions_per_second: 778.0,
        events_per_second: 12_448.0,
        latency: latency(4.85),
    };
    let load = Load { commands_per_second: 9_312.4, latency: latency(6.3), failed: 0, cores: Cores::default() };
    Report {
        machine: Machine { cores: 2, processor: "Some Core".to_owned(), memory_mb: 24_105, kernel: "6.18".to_owned() },
        settings: Settings {
            at: "2026-11-20T18:00:00Z".to_owned(),
            url: "http://127.0.0.1:8080".to_owned(),
            partitions: 4,
            seconds: 5,
            warm_up_seconds: 15,
            event_bytes: 905,
            snapshots: 1,
            snapshot_bytes: 1_412,
        },
        commands: vec![CommandRow { clients: 64, load, floor: floor.clone() }],
        transactions: vec![floor],
        visible: vec![VisibleRow {
            what: "workout",
            visible: latency(4.2),
            query: latency(0.9),
            floor: None,
            failed: 1,
        }],
        imports: vec![Import { workouts: 300, sets: 5_120, seconds: 0.5, visible_after_seconds: 0.123_4 }],
        idle: vec![
            Idle { process: "train-tracker", cpu_percent: Some(1.25), resident_mb: Some(97.4) },
            Idle { process: "postgres", cpu_percent: Some(0.1), resident_mb: None },
        ],
    }
}

/// The cells of the line that begins with `first`.
fn cells(text: &str, first: &str) -> Vec<String> {
    let line = text.lines().find(|line| line.trim_start().starts_with(first)).unwrap_or_default();
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

#[test]
fn a_step_stands_beside_its_floor() {
    let text = report().to_string();
    let row = ["64", "9,312", "6.30", "12.6", "25.2", "0", "| 12,448", "4.85", "9.70", "19.4", "| –", "–", "–", "–"];
    assert_eq!(cells(&text, "64"), row);
    assert_eq!(cells(&text, "workout")[..6], ["workout", "300", "4.20", "8.40", "16.8", "1"]);
    assert_eq!(cells(&text, "1 "), ["1", "300", "5,120", "0.50", "600", "10,240", "0.123"]);
}

#[test]
fn goals_stand_beside_the_process_they_are_for() {
    let text = report().to_string();
    assert_eq!(cells(&text, "train-tracker"), ["train-tracker", "1.25", "< 5", "97", "< 150"]);
    assert_eq!(cells(&text, "postgres"), ["postgres", "0.10", "–"]);
}

#[test]
fn scripts_read_the_same_figures() {
    let json = serde_json::to_value(report()).unwrap();
    assert_eq!(json["commands"][0]["clients"], 64);
    assert_eq!(json["commands"][0]["latency"]["p99_ms"], 25.2);
    assert_eq!(json["commands"][0]["floor"]["events_per_transaction"], 16);
    assert_eq!(json["visible"][0]["floor"], serde_json::Value::Null);
    assert_eq!(json["idle"][0]["process"], "train-tracker");
}
