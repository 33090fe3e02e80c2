//! `train-tracker bench`: figures of a running system, reported and never asserted.
//!
//! [`run`] loads the system through its HTTP API ([`load`]), right after each step measures the [`floor`] of a bare transaction
//! loop that writes the same records ([`sample`]) with the same client settings, then how soon a write can be read
//! ([`visible`]), how fast a history comes in ([`import`]), and what the processes take when nothing happens ([`process`]).
//! Everything ends up in a [`Report`], a set of tables or JSON. Only a system on this machine is measured ([`loopback`]).

mod athlete;
mod floor;
mod format;
mod http;
mod import;
mod load;
mod loopback;
mod machine;
mod process;
mod report;
mod sample;
mod stats;
mod table;
mod visible;
mod workout;

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, ensure};
use kafka_client::KafkaSettings;

pub use self::report::Report;
use self::{
    athlete::Athletes,
    floor::{Floor, Shape},
    load::{Client, Step},
    process::Processes,
    report::{CommandRow, Settings},
    sample::Sample,
};

/// Seconds measured per step, unless said otherwise.
pub const SECONDS: u64 = 5;
/// Seconds of load before the first step, unless said otherwise: a cold broker is 2 to 4 times slower.
pub const WARM_UP: u64 = 15;

/// Clients at once, step by step.
const CLIENTS: [usize; 3] = [1, 16, 64];
/// Events per transaction of the floor that is measured in every partition at once.
const EVENTS_PER_TRANSACTION: [usize; 3] = [1, 16, 64];
/// Load that is not counted, at the beginning of each step.
const RAMP: Duration = Duration::from_secs(1);
/// How long the system gets to come to rest, and how long it is then watched.
const REST: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(15);

/// What to measure, and for how long.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address of the running system: `http://`, a loopback host, a port.
    pub url: String,
    /// How the system is connected to its broker, on a loopback address too.
    pub kafka: KafkaSettings,
    /// Data folder of the system, where its pid is found.
    pub data_dir: PathBuf,
    /// The history to import: CSV in Strong's format, weights in kilograms.
    pub history: String,
    /// Seconds measured per step: 1 to 60.
    pub seconds: u64,
    /// Seconds of load before the first step: 0 to 120.
    pub warm_up: u64,
}

/// Measures; `told` gets a line as each part begins. Takes 2 to 3 minutes with the defaults.
///
/// # Errors
/// When the system is not ready, is not on this machine, or answers what it should not.
pub async fn run(options: Options, mut told: impl FnMut(&str)) -> anyhow::Result<Report> {
    ensure!((1..=60).contains(&options.seconds), "a step takes 1 to 60 seconds");
    ensure!(options.warm_up <= 120, "the warm-up takes at most 120 seconds");
    loopback::check_brokers(&options.kafka.bootstrap)?;
    let athletes = Athletes::at(loopback::address(&options.url)?);
    athletes.check_ready().await?;
    let seconds = Duration::from_secs(options.seconds);
    let processes = Processes::of(&options.data_dir);

    let most = CLIENTS.into_iter().max().unwrap_or(1);
    told(&format!("registering {most} athletes"));
    let mut clients = Vec::with_capacity(most);
    for _ in 0..most {
        clients.push(Client::new(athletes.register().await?));
    }
    told(&format!("warming up for {} s", options.warm_up));
    let warm_up = Step { ramp: Duration::from_secs(options.warm_up), measured: Duration::ZERO };
    clients = load::run(clients, warm_up, &processes).await?.clients;

    let sample = Sample::take(&options.kafka, &mut athletes.register().await?).await?;
    let settings = Settings::of(&options, &sample);
    let floor = Floor::prepare(&options.kafka, sample).await?;
    let beside = measure_beside(&floor, clients, seconds, &athletes, &processes, &mut told).await;
    let removed = floor.remove().await;
    let Beside { commands, transactions, visible } = beside?;
    removed.context("the topics of the floor are still there")?;

    told("importing");
    let imports = import::run(&athletes, &options.history).await?;
    told(&format!("watching the processes idle for {} s", IDLE.as_secs()));
    tokio::time::sleep(REST).await;
    let idle = processes.watch(IDLE).await;
    Ok(Report { machine: machine::Machine::read(), settings, commands, transactions, visible, imports, idle })
}

/// What has a floor to stand beside.
struct Beside {
    commands: Vec<CommandRow>,
    transactions: Vec<floor::Transactions>,
    visible: Vec<report::VisibleRow>,
}

async fn measure_beside(
    floor: &Floor,
    mut clients: Vec<Client>,
    seconds: Duration,
    athletes: &Athletes,
    processes: &Processes,
    told: &mut impl FnMut(&str),
) -> anyhow::Result<Beside> {
    let step = Step { ramp: RAMP, measured: seconds };
    let mut commands = Vec::new();
    for count in CLIENTS {
        told(&format!("{count} clients"));
        let rest = clients.split_off(count.min(clients.len()));
        let loaded = load::run(clients, step, processes).await?;
        clients = loaded.clients;
        clients.extend(rest);
        // as many events in flight as there are clients, spread over the partitions
        let shape = Shape::of_clients(count, floor.partitions());
        let floor = floor.transactions(shape, RAMP, seconds).await?;
        commands.push(CommandRow { clients: count, load: loaded.load, floor });
    }
    load::leave(clients).await;
    let mut transactions = Vec::new();
    for events in EVENTS_PER_TRANSACTION {
        told(&format!("bare transactions of {events} in every partition"));
        let shape = Shape { partitions: floor.partitions(), events };
        transactions.push(floor.transactions(shape, RAMP, seconds).await?);
    }
    told("time until visible");
    let visible = visible::run(athletes, floor, seconds).await?;
    Ok(Beside { commands, transactions, visible })
}
