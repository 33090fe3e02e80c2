//! The mechanism of a command service; contexts bring the meaning.
//!
//! A route parses its body into a command and hands it to the [`Gateway`], which finds the
//! partition of the person concerned. There a `CommandMachine` decides it on the partition's
//! state: it looks for an earlier answer to the same `Idempotency-Key`, guards `If-Match`, asks
//! the [`Context`] to `decide`, folds the events with `evolve`, and writes events, snapshots and
//! the answer in one transaction. The [`Answer`] goes out after the commit and carries a
//! consistency token.

pub mod access;
mod account;
mod answer;
mod caller;
mod context;
mod envelope;
mod gateway;
mod machine;
mod metrics;
mod outcome;
mod process;
mod request;
pub mod scope;
mod sent;
mod start;
#[cfg(feature = "testing")]
pub mod testing;
mod view;

pub use access::{Access, AccessRow};
pub use account::{AccountRow, Accounts, Standing};
pub use answer::{Accepted, Answer, EventRef, Failure, Refusal};
pub use caller::{Anonymous, Caller, Edge};
pub use context::{Aggregate, Change, Context, Decision, Meta, StateKey};
pub use gateway::{Ended, Gateway};
pub use request::{Idempotency, Origin, Request};
pub use schemas::no_records::NoRecords;
pub use scope::{Newcomer, Scoped};
pub use sent::Sent;
pub use start::{CommandService, FurtherTopics};
pub use view::{Draft, Entries, Entry, View};
