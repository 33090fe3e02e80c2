//! The mechanism of a processor; each processor brings its fold.
//!
//! A processor reads input topics, keeps what it needs in a compacted changelog, and derives
//! events and commands, all in one transaction of the partition engine together with its input
//! positions: exactly once. A [`Fold`] is pure: it sees the [`Store`] and one [`Received`] record
//! and answers [`Effects`].

mod fold;
mod machine;
mod start;
mod store;

pub use fold::{Effects, Fold, Output, Received, ToContext};
pub use start::ProcessorService;
pub use store::Store;
