//! The partition engine: consistency from one fenced writer per partition.
//!
//! Kafka has no conditional append. A service therefore leases partition numbers through a
//! consumer group, fences every predecessor of a partition it was given, restores the
//! partition's state from the log, and then handles inputs in batches, each one transaction.
//! Nothing decided on state is answered before a transaction that began after its arrival has
//! committed. The engine knows nothing of what a service means: that is its [`Machine`].
//!
//! A partition's life is told in order by `task`, `writer`, `restore`, `serve` and `inbox`;
//! `supervisor` and `engine` hold those lives together, `feed` brings input records,
//! `side_table` looks at other services' state.

mod board;
mod engine;
mod feed;
mod inbox;
mod journal;
mod machine;
mod metrics;
mod restore;
mod router;
mod serve;
mod side_table;
mod supervisor;
mod supplies;
mod task;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod writer;

pub use board::{Board, Stage};
pub use engine::{Engine, EngineSettings};
pub use inbox::{Committed, Refusal};
pub use machine::{Handled, Input, Layout, Machine, NotReady, Poison};
pub use router::{Asked, Router};
pub use side_table::{NotCaughtUp, Row, SideTable};
pub use supplies::Supplies;
