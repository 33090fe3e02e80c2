//! The report for people.

use std::fmt;

use super::{CommandRow, Report, VisibleRow};
use crate::{
    floor::Transactions,
    format::{or_dash, short, whole},
    import::Import,
    process::{CLIENT, Idle, SERVICES},
    stats::Latency,
    table::Table,
};

/// Goals of the process that runs all services.
const CPU_GOAL_PERCENT: u32 = 5;
const MEMORY_GOAL_MB: u32 = 150;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.heading(f)?;
        writeln!(
            f,
            "\nCommands, beside bare transactions with as many events in flight (floor); latency of logging a set, ms"
        )?;
        write!(f, "{}", commands(&self.commands))?;
        writeln!(f, "\nBare transactions in every partition at once; latency of a transaction, ms")?;
        write!(f, "{}", transactions(&self.transactions))?;
        writeln!(
            f,
            "\nUntil visible, ms: from a command's answer to the first 200 of a query with its token; floor: to a reader of the log"
        )?;
        write!(f, "{}", visible(&self.visible))?;
        writeln!(f, "\nImport of a two-year history, each time of a new user")?;
        write!(f, "{}", imports(&self.imports))?;
        writeln!(f, "\nProcesses at rest, after the imports")?;
        write!(f, "{}", idle(&self.idle))
    }
}

impl Report {
    fn heading(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (machine, settings) = (&self.machine, &self.settings);
        writeln!(f, "Train Tracker at {}, {}", settings.url, settings.at)?;
        writeln!(
            f,
            "  {} cores ({}), {} MB, Linux {}: shared by the services, their servers and this client",
            machine.cores,
            machine.processor,
            whole(machine.memory_mb as f64),
            machine.kernel
        )?;
        writeln!(
            f,
            "  {} partitions, one broker; {} s per step after {} s of warm-up; one user and one connection per client",
            settings.partitions, settings.seconds, settings.warm_up_seconds
        )?;
        writeln!(
            f,
            "  a set is an event of {} B and {} snapshot(s) of {} B, keys and headers included",
            settings.event_bytes, settings.snapshots, settings.snapshot_bytes
        )
    }
}

/// p50, p90, p99.
fn percentiles(latency: Option<Latency>) -> [String; 3] {
    let cell = |of: fn(Latency) -> f64| or_dash(latency.map(|latency| short(of(latency))));
    [cell(|latency| latency.p50_ms), cell(|latency| latency.p90_ms), cell(|latency| latency.p99_ms)]
}

fn commands(rows: &[CommandRow]) -> Table {
    let mut table = Table::new([
        "clients",
        "commands/s",
        "p50",
        "p90",
        "p99",
        "failed",
        "| floor/s",
        "p50",
        "p90",
        "p99",
        "| cores: client",
        "services",
        "broker",
        "others",
    ]);
    for CommandRow { clients, load, floor } in rows {
        let [p50, p90, p99] = percentiles(load.latency);
        let [floor_p50, floor_p90, floor_p99] = percentiles(floor.latency);
        let cores = |process| or_dash(load.cores.get(process).map(short));
        table.row([
            clients.to_string(),
            whole(load.commands_per_second),
            p50,
            p90,
            p99,
            load.failed.to_string(),
            format!("| {}", whole(floor.events_per_second)),
            floor_p50,
            floor_p90,
            floor_p99,
            format!("| {}", cores(CLIENT)),
            cores(SERVICES),
            cores("kafka"),
            or_dash(load.cores.others().map(short)),
        ]);
    }
    table
}

fn transactions(rows: &[Transactions]) -> Table {
    let mut table = Table::new(["events each", "partitions", "transactions/s", "events/s", "p50", "p90", "p99"]);
    for row in rows {
        let [p50, p90, p99] = percentiles(row.latency);
        table.row([
            row.events_per_transaction.to_string(),
            row.partitions.to_string(),
            whole(row.transactions_per_second),
            whole(row.events_per_second),
            p50,
            p90,
            p99,
        ]);
    }
    table
}

fn visible(rows: &[VisibleRow]) -> Table {
    let mut table = Table::new([
        "",
        "count",
        "p50",
        "p90",
        "p99",
        "failed",
        "| floor p50",
        "p90",
        "p99",
        "| query alone p50",
        "p99",
    ]);
    for row in rows {
        let [p50, p90, p99] = percentiles(row.visible);
        let [floor_p50, floor_p90, floor_p99] = percentiles(row.floor);
        let [query_p50, _, query_p99] = percentiles(row.query);
        table.row([
            row.what.to_owned(),
            row.visible.map_or(0, |visible| visible.count).to_string(),
            p50,
            p90,
            p99,
            row.failed.to_string(),
            format!("| {floor_p50}"),
            floor_p90,
            floor_p99,
            format!("| {query_p50}"),
            query_p99,
        ]);
    }
    table
}

fn imports(rows: &[Import]) -> Table {
    let mut table = Table::new(["", "workouts", "sets", "seconds", "workouts/s", "sets/s", "visible after s"]);
    for (index, import) in rows.iter().enumerate() {
        table.row([
            (index + 1).to_string(),
            import.workouts.to_string(),
            whole(import.sets as f64),
            format!("{:.2}", import.seconds),
            whole(import.workouts_per_second()),
            whole(import.sets_per_second()),
            format!("{:.3}", import.visible_after_seconds),
        ]);
    }
    table
}

fn idle(rows: &[Idle]) -> Table {
    let mut table = Table::new(["", "% of a core", "goal", "resident MB", "goal"]);
    for Idle { process, cpu_percent, resident_mb } in rows {
        let goal = |text: String| if *process == SERVICES { text } else { String::new() };
        table.row([
            (*process).to_owned(),
            or_dash(cpu_percent.map(short)),
            goal(format!("< {CPU_GOAL_PERCENT}")),
            or_dash(resident_mb.map(|megabytes| format!("{megabytes:.0}"))),
            goal(format!("< {MEMORY_GOAL_MB}")),
        ]);
    }
    table
}

#[cfg(test)]
mod tests;
