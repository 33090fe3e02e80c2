//! A running processor.

use std::{sync::Arc, time::Duration};

use kafka_engine::{Board, Engine, EngineSettings, Supplies};
use key_store::KeyStore;
use service::shutdown::Shutdown;

use crate::{fold::Fold, machine::FoldMachine};

/// A running processor.
#[derive(Debug)]
pub struct ProcessorService<F: Fold> {
    /// What its partitions are doing.
    pub board: Arc<Board>,
    engine: Engine<FoldMachine<F>>,
}

impl<F: Fold> ProcessorService<F> {
    /// Starts the processor on this process's async runtime.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn start(settings: EngineSettings, keys: KeyStore, shutdown: Shutdown) -> std::io::Result<Self> {
        let supplies = Supplies::new(settings.codec.clone(), keys);
        let make = move |partition| FoldMachine::<F>::new(partition, supplies.clone());
        let engine = Engine::start(settings, FoldMachine::<F>::layout(), make, shutdown)?;
        Ok(Self { board: Arc::clone(&engine.board), engine })
    }

    /// Waits until its partitions are given up, after a shutdown.
    pub fn wait(&self, patience: Duration) -> bool {
        self.engine.wait(patience)
    }
}
