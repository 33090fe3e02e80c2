//! A running system: an installation and its first process.

use anyhow::Result;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use super::client::Client;
use super::environment::Environment;
use super::log::Log;
use super::process::Process;

/// An installation and a process that serves all of it.
#[derive(Debug)]
pub(crate) struct System {
    // dropped before the installation, so that nobody writes to what is deleted
    pub(crate) process: Process,
    pub(crate) environment: Environment,
}

/// The one that most tests share, each with users of its own.
pub(crate) async fn shared() -> &'static System {
    static SHARED: OnceCell<Result<System, String>> = OnceCell::const_new();
    let start = async || System::start(4).await.map_err(|error| format!("{error:#}"));
    let system = SHARED.get_or_init(start).await;
    system.as_ref().unwrap_or_else(|error| panic!("the shared system did not start: {error}"))
}

impl System {
    /// Starts one that nobody else uses.
    pub(crate) async fn start(partitions: u32) -> Result<Self> {
        let environment = Environment::create(partitions).await?;
        let process = Process::start(&environment).await?;
        Ok(Self { process, environment })
    }

    /// Somebody who has just registered and signed in.
    pub(crate) async fn athlete(&self) -> Client {
        Client::new(&self.process.url).sign_up().await
    }

    /// Somebody who has confirmed their e-mail address too, with the token that was sent there.
    pub(crate) async fn confirmed(&self) -> Client {
        let athlete = self.athlete().await;
        let activation = json!({"token": self.activation_token(&athlete).await});
        let path = format!("/v1/identity/users/{}/activation", athlete.user);
        self.stranger().post(&path, &activation).send().await.expect(200);
        athlete
    }

    /// The token that confirms somebody's address, as an operator in development sees it.
    pub(crate) async fn activation_token(&self, athlete: &Client) -> String {
        let arguments = ["events", "--topic", "notification.commands", "--from", "beginning", "--open", "--json"];
        let output = self.environment.tool(&arguments).await;
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mine = |line: &Value| {
            line["value"]["user_id"] == json!(athlete.user) && line["value"]["kind"] == "account_activation"
        };
        let last = lines.rev().find(mine).expect("a token was sent");
        last["value"]["parameters"][0]["value"].as_str().expect("readable in development").to_owned()
    }

    /// Somebody without an account.
    pub(crate) fn stranger(&self) -> Client {
        Client::new(&self.process.url)
    }

    /// The log of this installation.
    pub(crate) fn log(&self) -> Log {
        Log::new(&self.environment)
    }

    /// Kills the process and starts another one.
    pub(crate) async fn crash(&mut self) {
        self.process.kill();
        self.process = Process::start(&self.environment).await.unwrap();
    }

    /// `train-tracker verify` finds no difference.
    pub(crate) async fn verify(&self) {
        let output = self.environment.tool(&["verify"]).await;
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "verify: {}\n{}", said(&output.stdout), said(&output.stderr));
    }
}
