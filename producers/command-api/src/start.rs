//! A command service: its engine, and the gateway that its routes use.

use std::{sync::Arc, time::Duration};

use kafka_engine::{Board, Engine, EngineSettings, Supplies};
use key_store::KeyStore;
use schemas::topic::Topic;
use service::shutdown::Shutdown;

use crate::{context::Context, gateway::Gateway, machine::CommandMachine};

/// A running command service.
#[derive(Debug)]
pub struct CommandService<C: Context> {
    /// For its routes.
    pub gateway: Gateway<C>,
    /// What its partitions are doing.
    pub board: Arc<Board>,
    engine: Engine<CommandMachine<C>>,
}

/// The topics that a context writes, when they are more than its events and its state.
#[derive(Debug, Clone, Default)]
pub struct FurtherTopics {
    /// Events beside `<context>.events`.
    pub events: Vec<Topic>,
    /// State beside `<context>.state`.
    pub state: Vec<Topic>,
}

impl<C: Context> CommandService<C> {
    /// Starts the service on this process's async runtime.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn start(
        settings: EngineSettings,
        keys: KeyStore,
        further: FurtherTopics,
        shutdown: Shutdown,
    ) -> std::io::Result<Self> {
        let supplies = Supplies::new(settings.codec.clone(), keys);
        let events = C::SERVICE.events().into_iter().chain(further.events).collect();
        let state = C::SERVICE.state().into_iter().chain(further.state).collect();
        let partitions = settings.kafka.partitions;
        let layout = CommandMachine::<C>::layout(events, state);
        let make = move |partition| CommandMachine::new(partition, partitions, supplies.clone());
        let engine = Engine::start(settings, layout, make, shutdown)?;
        Ok(Self { gateway: Gateway::new(engine.router.clone(), partitions), board: Arc::clone(&engine.board), engine })
    }

    /// Waits until its partitions are given up, after a shutdown.
    pub fn wait(&self, patience: Duration) -> bool {
        self.engine.wait(patience)
    }
}
