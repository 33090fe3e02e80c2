//! The running system through its public surfaces: HTTP in, HTTP, Kafka and the command line out. Servers must run, and
//! `cargo build -p train-tracker` must have made the binary: `tests/run` sees to both.
#![cfg(test)]

mod bad_input;
mod coaching;
mod crash;
mod edge;
mod goal;
mod harness;
mod idempotency;
mod import;
mod intake;
mod live;
mod operator;
mod planning;
mod profile;
mod read;
mod record;
mod recovery;
mod sessions;
mod zombie;
