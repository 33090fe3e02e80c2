//! A running `train-tracker run all`, and what can befall it.

use std::fs::{self, OpenOptions};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::LazyLock;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::environment::{Environment, free_port};
use super::until::{PATIENCE, until};

/// A process; killed when dropped.
#[derive(Debug)]
pub(crate) struct Process {
    /// Where it listens.
    pub(crate) url: String,
    child: Child,
    log: PathBuf,
}

type Start = (Command, Sender<std::io::Result<Child>>);

/// Children die with the thread that started them, so one thread starts them all and lives as long as the tests.
static STARTER: LazyLock<Sender<Start>> = LazyLock::new(|| {
    let (asked, asks) = channel::<Start>();
    thread::spawn(move || {
        for (mut command, answer) in asks {
            // whoever asked waits for it
            let _ = answer.send(command.spawn());
        }
    });
    asked
});

impl Process {
    /// Starts all services in one process, and returns when it is ready.
    pub(crate) async fn start(environment: &Environment) -> Result<Self> {
        let port = free_port();
        let log = environment.file(&format!("process-{port}.log"));
        let output = OpenOptions::new().create(true).append(true).open(&log)?;
        let mut command = environment.command(&["run", "all"]);
        command.env("TT_PORT", port.to_string()).stdout(output.try_clone()?).stderr(output);
        let (answer, started) = channel();
        STARTER.send((command, answer)).context("no thread to start processes")?;
        let child = started.recv()?.context("setpriv (util-linux) is needed to start processes")?;
        let mut process = Self { url: format!("http://127.0.0.1:{port}"), child, log };
        process.wait_ready().await?;
        Ok(process)
    }

    async fn wait_ready(&mut self) -> Result<()> {
        let http = reqwest::Client::new();
        let ready = format!("{}/healthz/ready", self.url);
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut said = "nothing".to_owned();
        while tokio::time::Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                bail!("the process ended ({status}):\n{}", self.last_lines());
            }
            match http.get(&ready).send().await {
                Ok(answer) if answer.status().is_success() => return Ok(()),
                Ok(answer) => said = answer.text().await?,
                Err(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the process was not ready after {PATIENCE:?}, it said {said}:\n{}", self.last_lines())
    }

    /// `kill -9`, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGSTOP: it keeps everything and does nothing.
    pub(crate) fn pause(&self) {
        self.signal("STOP");
    }

    /// SIGCONT: it goes on as if no time had passed.
    pub(crate) fn resume(&self) {
        self.signal("CONT");
    }

    /// SIGTERM, as `make down` sends it.
    pub(crate) async fn stop(&mut self) -> ExitStatus {
        self.signal("TERM");
        until("the process ends", async || self.child.try_wait().unwrap()).await
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args([format!("-{name}"), id]).status().unwrap();
        assert!(status.success(), "kill -{name}");
    }

    /// The end of what it logged.
    pub(crate) fn last_lines(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // a process that is gone already cannot be killed
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
