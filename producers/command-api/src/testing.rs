//! A command service without servers: HTTP in, events out. Feature `testing`.
//!
//! A [`Component`] runs a context's routes in the application of the real server and its partitions
//! in the loop of the real engine, on a log in memory. [`Person`]s are admitted with a token and a
//! data key; what a request was [`Answered`] and what was [`Recorded`] are looked at side by side.

mod answered;
mod component;
mod person;
mod recorded;
mod sent;

pub use answered::{Answered, Refused};
pub use component::{Component, Parts};
pub use kafka_engine::testing::{Fault, MemoryLog};
pub use person::Person;
pub use recorded::Recorded;
pub use sent::command_of;
