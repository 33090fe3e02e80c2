//! Which service writes and reads which records where.

use anyhow::{Context, ensure};
use goal_progress::GoalProgress;
use processor_runtime::Fold;
use schemas::catalogue::{self, Contents};
use schemas::engine::InputsProcessed;
use schemas::record::{Decoder, Family, Record, RecordType};
use schemas::topic::{Service, Topic};

use super::Action;

/// What a service does with a topic.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Writes or reads.
    pub action: Action,
    /// The topic.
    pub topic: Topic,
    /// The record types, in the order of the catalogue; when reading, those that it understands.
    pub types: Vec<RecordType>,
}

/// Everything that a service writes, then everything that it reads. A service reads its own state back as well when it
/// takes over a partition: that is not said.
///
/// # Errors
/// When a topic is not in the catalogue.
pub fn exchanges(service: Service) -> anyhow::Result<Vec<Exchange>> {
    let mut found = Vec::new();
    for topic in Topic::ALL.iter().copied().filter(|topic| writes(service, *topic)) {
        found.push(Exchange { action: Action::Send, topic, types: contents(topic)?.types().collect() });
    }
    for (topic, types) in inputs(service)? {
        ensure!(!types.is_empty(), "{service} understands nothing of {topic}");
        found.push(Exchange { action: Action::Receive, topic, types });
    }
    Ok(found)
}

fn writes(service: Service, topic: Topic) -> bool {
    if topic == Topic::DEAD_LETTERS {
        // whoever reads what others wrote may meet a record that it cannot read
        return match service {
            Service::Identity | Service::Planning | Service::Goal | Service::GoalProgress | Service::Projections => {
                true
            }
            Service::Profile | Service::Execution | Service::QueryApi => false,
        };
    }
    if service == Service::GoalProgress && Some(topic) == commands_of::<GoalProgress>() {
        return true;
    }
    // identity moves addresses through its own commands, and has people told
    if service == Service::Identity && [Topic::IDENTITY_COMMANDS, Topic::NOTIFICATION_COMMANDS].contains(&topic) {
        return true;
    }
    let own = topic.base().split_once('.').is_some_and(|(context, _)| context == service.name());
    // others write these
    own && service.commands() != Some(topic)
}

fn inputs(service: Service) -> anyhow::Result<Vec<(Topic, Vec<RecordType>)>> {
    match service {
        Service::QueryApi => Ok(Vec::new()),
        // its own tables come back to it as everything does that it keeps
        Service::Identity => {
            let own = service.commands().into_iter();
            own.map(|topic| Ok((topic, contents(topic)?.records.to_vec()))).collect()
        }
        Service::Profile | Service::Planning | Service::Execution | Service::Goal => {
            let side_tables = [Topic::IDENTITY_ACCOUNTS, Topic::IDENTITY_ACCESS].into_iter();
            side_tables.chain(service.commands()).map(|topic| Ok((topic, contents(topic)?.records.to_vec()))).collect()
        }
        Service::GoalProgress => understood::<GoalProgress>(),
        Service::Projections => projections::fold::SOURCES
            .iter()
            .map(|topic| {
                let contents = contents(*topic)?;
                let positions = contents.engine.iter().filter(|record| record.name == InputsProcessed::NAME);
                Ok((*topic, contents.records.iter().chain(positions).copied().collect()))
            })
            .collect(),
    }
}

/// The inputs of a fold, with the records that it reads.
fn understood<F: Fold>() -> anyhow::Result<Vec<(Topic, Vec<RecordType>)>> {
    F::INPUTS
        .iter()
        .map(|topic| {
            let reads = |record: &&RecordType| F::read(*topic, record.name, &mut Nothing).is_some();
            Ok((*topic, contents(*topic)?.records.iter().filter(reads).copied().collect()))
        })
        .collect()
}

/// The topic that a fold's commands go to: the one that holds just these.
fn commands_of<F: Fold>() -> Option<Topic> {
    let all = Service::ALL.iter().filter_map(|service| service.commands());
    all.into_iter().find(|topic| catalogue::contents(*topic).is_some_and(|found| found.records == F::Command::TYPES))
}

fn contents(topic: Topic) -> anyhow::Result<&'static Contents> {
    catalogue::contents(topic).with_context(|| format!("{topic} is not in the catalogue"))
}

/// A message without content: enough to learn whether somebody would read it.
struct Nothing;

impl Decoder for Nothing {
    type Error = ();

    fn decode<R: Record>(&mut self) -> Result<R, ()> {
        Err(())
    }
}
