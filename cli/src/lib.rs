//! The one binary of Train Tracker: it runs any service or all of them, and holds the tools around them.
//!
//! [`args`] says what can be asked; each subcommand has a module of its own name with its arguments and what it does.
//! [`run`] composes services into a process. All else are tools, and no tool writes events: `import` and `demo` are HTTP
//! clients ([`client`]) like any other, and `events`, `verify` and `dead-letters` read the log ([`log`]). What a command prints
//! for people or scripts goes through [`out`]; an error is one line on stderr and an exit code ([`exit`]).

pub mod args;
pub mod benchmark;
pub mod client;
pub mod dead_letters;
pub mod demo;
pub mod events;
pub mod exit;
pub mod history;
pub mod import;
pub mod keys;
pub mod log;
pub mod out;
mod progress;
pub mod rebuild;
pub mod run;
pub mod schema;
pub mod status;
pub mod topics;
pub mod verify;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use crate::{args::Cli, exit::Exit, out::Out};

/// Does what the command line asks.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match started(cli) {
        Ok(exit) => exit.code(),
        Err(error) => exit::report(&error),
    }
}

fn started(cli: Cli) -> anyhow::Result<Exit> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime does not start")?;
    let mut out = Out::stdout();
    let exit = runtime.block_on(cli.command.execute(&mut out))?;
    out.flush()?;
    Ok(exit)
}
