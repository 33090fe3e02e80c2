//! One word for all: stop.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::task;

/// A token that every part of a process holds; once triggered it stays so.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Sender<bool>);

impl Default for Shutdown {
    fn default() -> Self {
        Self::new()
    }
}

impl Shutdown {
    /// A token that nobody has triggered yet.
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Asks everyone who holds a clone to finish and leave.
    pub fn trigger(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was triggered; for loops on threads of their own.
    pub fn is_triggered(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once it is triggered, at once if it already was.
    pub async fn wait(&self) {
        // the sender lives in `self`, so the channel cannot close under us
        let _ = self.0.subscribe().wait_for(|triggered| *triggered).await;
    }

    /// Triggers on ctrl-c and SIGTERM. A second signal ends the process without grace: whoever
    /// sends it no longer wants to wait.
    ///
    /// # Errors
    /// When the process cannot install its signal handlers.
    pub fn on_signals(&self) -> std::io::Result<()> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let shutdown = self.clone();
        task::spawn_named("signals", async move {
            let mut next = async || {
                tokio::select! {
                    _ = interrupt.recv() => "SIGINT",
                    _ = terminate.recv() => "SIGTERM",
                }
            };
            let first = next().await;
            tracing::info!(signal = first, "stopping");
            shutdown.trigger();
            let second = next().await;
            tracing::warn!(signal = second, "asked twice, leaving at once");
            std::process::exit(130);
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Shutdown;

    #[tokio::test]
    async fn every_clone_hears_the_trigger() {
        let shutdown = Shutdown::new();
        let other = shutdown.clone();
        let waiting = tokio::time::timeout(Duration::from_secs(5), other.wait());
        let (heard, ()) = tokio::join!(waiting, async { shutdown.trigger() });
        assert!(heard.is_ok());
        assert!(other.is_triggered());
    }

    #[tokio::test]
    async fn waiting_after_the_trigger_returns_at_once() {
        let shutdown = Shutdown::new();
        shutdown.trigger();
        tokio::time::timeout(Duration::from_secs(5), shutdown.wait()).await.expect("already triggered");
    }

    #[tokio::test]
    async fn a_signal_is_a_trigger() {
        let shutdown = Shutdown::new();
        shutdown.on_signals().unwrap();
        let own = std::process::id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &own]).status().unwrap().success());
        tokio::time::timeout(Duration::from_secs(5), shutdown.wait()).await.expect("the signal was heard");
    }

    #[tokio::test]
    async fn nobody_is_woken_before_the_trigger() {
        let shutdown = Shutdown::new();
        assert!(tokio::time::timeout(Duration::from_millis(20), shutdown.wait()).await.is_err());
        assert!(!shutdown.is_triggered());
    }
}
