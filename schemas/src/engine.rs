//! Records that the partition engine writes for itself, keyed `_engine/…`, and the answers and pointers that it keeps.

mod family;
mod record;

pub use self::{
    family::EngineRecord,
    record::{DeadLetter, InputPosition, InputsProcessed, LeaseTaken, Outcome, OwnerAnnounced, Position},
};
