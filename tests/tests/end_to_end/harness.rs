//! What the tests are made with: an installation of its own under a prefix, its processes, a client, a look into the log.

mod client;
mod environment;
mod golden;
mod log;
mod process;
mod system;
mod tables;
mod until;

pub(crate) use self::client::{Answer, Client, PASSWORD, Request, new_id};
pub(crate) use self::environment::Environment;
pub(crate) use self::golden::{CsvFile, Golden, grams};
pub(crate) use self::log::assert_gapless;
pub(crate) use self::process::Process;
pub(crate) use self::system::{System, shared};
pub(crate) use self::tables::{rows, rows_are_held, tamper};
pub(crate) use self::until::until;
