//! What the parts of Train Tracker agree on, and nothing that does I/O.
//!
//! The `.avsc` files under `avro/` are the truth about every record; the modules named after a context ([`identity`],
//! [`profile`], [`planning`], [`execution`], [`goal`], [`goal_progress`], [`engine`]) hold the Rust types that a test proves
//! equal to them. A record is a
//! [`record::Record`]; the records that share a topic are a [`record::Family`]. Ids, instants and quantities are types of their
//! own ([`id`], [`time`], [`quantity`]), and what a person wrote is [`text::Text`], sealed on its way into the log ([`seal`]).
//! Names of topics, keys, headers and tokens are built and parsed only here ([`topic`], [`key`], [`header`], [`token`]).

mod avro;
pub mod catalogue;
pub mod clock;
pub mod digest;
pub mod engine;
pub mod execution;
pub mod exercise;
pub mod goal;
pub mod goal_progress;
pub mod header;
pub mod id;
pub mod identity;
pub mod key;
pub mod no_records;
pub mod notification;
pub mod partition;
pub mod planning;
pub mod profile;
pub mod quantity;
pub mod record;
pub mod seal;
pub mod symbol;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod time;
pub mod token;
pub mod topic;
pub mod trace;

#[cfg(test)]
mod tests;
