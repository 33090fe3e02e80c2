//! The command line.

use clap::{Args, Parser, Subcommand, builder::PossibleValuesParser};
use schemas::topic::Service;
use service::{settings::Settings, telemetry};

use crate::{
    benchmark::Bench,
    dead_letters::DeadLetters,
    demo::Demo,
    events::Events,
    exit::{Exit, HELP},
    import::Import,
    keys::Keys,
    out::Out,
    rebuild::Rebuild,
    run,
    schema::Schemas,
    status::Status,
    topics::Topics,
    verify::Verify,
};

const ENVIRONMENT: &str = "\
Environment, with defaults: TT_DATA_DIR (.data), TT_PORT (8080), TT_KAFKA_PORT (9092), TT_REGISTRY_PORT (8081),
TT_POSTGRES_PORT (5432), TT_PARTITIONS (4), TT_PREFIX (empty); cli/README.md has all.";

/// Train Tracker: an event-sourced training log on Apache Kafka
#[derive(Debug, Parser)]
#[command(name = "train-tracker", version, after_help = format!("{HELP}\n\n{ENVIRONMENT}"))]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run services in this process until it is told to stop
    Run(Run),
    /// Create, list and check the topics
    #[command(subcommand)]
    Topics(Topics),
    /// Register, list and check the schemas
    #[command(subcommand)]
    Schemas(Schemas),
    /// Import the history that another app exported, as a signed-in user
    Import(Import),
    /// Import a history for a demonstration user and show what came of it
    Demo(Demo),
    /// Show records of a topic, decoded
    Events(Events),
    /// Show which records could not be taken in
    #[command(subcommand)]
    DeadLetters(DeadLetters),
    /// Build the read tables anew from the log
    Rebuild(Rebuild),
    /// Fold the log again and compare it with snapshots, derived topics and tables
    Verify(Verify),
    /// Rotate the keys that sign access tokens
    #[command(subcommand)]
    Keys(Keys),
    /// Ask the running process whether it is ready
    Status(Status),
    /// Measure the running system
    Bench(Bench),
}

/// Which services to run.
#[derive(Debug, Args)]
#[command(after_help = "\
Several processes may run the same service: they share its partitions, and take over from each other.

Examples:
  train-tracker run all
  train-tracker run execution goal-progress")]
pub struct Run {
    /// `all`, or names of services
    #[arg(required = true, value_name = "SERVICE", value_parser = services())]
    services: Vec<String>,
}

fn services() -> PossibleValuesParser {
    std::iter::once("all").chain(Service::ALL.iter().map(|service| service.name())).collect::<Vec<_>>().into()
}

impl Command {
    /// Does it.
    pub(crate) async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        // tools are quiet unless somebody wants to see inside
        if let (false, Some(filter)) = (matches!(self, Self::Run(_)), std::env::var_os("TT_LOG")) {
            telemetry::init(&filter.to_string_lossy())?;
        }
        match self {
            Self::Run(run) => run.execute().await,
            Self::Topics(topics) => topics.execute(out).await,
            Self::Schemas(schemas) => schemas.execute(out).await,
            Self::Import(import) => import.execute(out).await,
            Self::Demo(demo) => demo.execute(out).await,
            Self::Events(events) => events.execute(out).await,
            Self::DeadLetters(letters) => letters.execute(out).await,
            Self::Rebuild(rebuild) => rebuild.execute(out).await,
            Self::Verify(verify) => verify.execute(out).await,
            Self::Keys(keys) => keys.execute(out),
            Self::Status(status) => status.execute(out).await,
            Self::Bench(bench) => bench.execute(out).await,
        }
    }
}

impl Run {
    async fn execute(self) -> anyhow::Result<Exit> {
        let settings = Settings::from_env()?;
        telemetry::init(&settings.log)?;
        let chosen = |service: &&Service| self.services.iter().any(|name| name == "all" || name == service.name());
        let services: Vec<Service> = Service::ALL.iter().filter(chosen).copied().collect();
        run::run(&services, settings).await?;
        Ok(Exit::Fine)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parsed(line: &str) -> Result<Command, clap::Error> {
        Cli::try_parse_from(line.split(' ')).map(|cli| cli.command)
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_lines_of_the_contract_are_understood() {
        for line in [
            "train-tracker run all",
            "train-tracker run identity query-api",
            "train-tracker topics apply",
            "train-tracker schemas register",
            "train-tracker import strong FILE --unit kg --zone Europe/Berlin --token x",
            "train-tracker demo --source strong --unit kg --zone Europe/Vienna --file x.csv",
            "train-tracker events --topic execution.events --from beginning --json",
            "train-tracker events --topic goal.events --from 12 --partition 3 --type GoalSet --limit 1 --follow",
            "train-tracker dead-letters list",
            "train-tracker verify --json",
            "train-tracker rebuild",
            "train-tracker status",
            "train-tracker keys rotate --json",
            "train-tracker bench",
        ] {
            assert!(parsed(line).is_ok(), "{line}: {}", parsed(line).unwrap_err());
        }
    }

    #[test]
    fn mistakes_are_refused_with_what_there_is() {
        for (line, hint) in [
            ("train-tracker run coaching", "goal-progress"),
            ("train-tracker events --topic workouts", "execution.events"),
            ("train-tracker events --topic goal.events --from middle", "neither beginning nor end nor an offset"),
            ("train-tracker import strong f --zone UTC --unit stone", "lb"),
            ("train-tracker import strong f", "--zone"),
        ] {
            let error = parsed(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
            assert!(error.to_string().contains(hint), "{error}");
        }
    }
}
