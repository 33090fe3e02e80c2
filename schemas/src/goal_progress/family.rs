//! Which records share a topic.

use super::{GoalEntry, GoalProgressed, WorkoutFact};
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records of `goal-progress.events`, beside the engine's `InputsProcessed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalProgressEvent {
    /// Progress of a goal changed.
    GoalProgressed(GoalProgressed),
}

impl Family for GoalProgressEvent {
    const TYPES: &'static [RecordType] = &[RecordType::of::<GoalProgressed>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::GoalProgressed(_) => GoalProgressed::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::GoalProgressed(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            GoalProgressed::NAME => decoder.decode().map(Self::GoalProgressed),
            _ => return None,
        })
    }
}

/// Records of `goal-progress.changelog`, beside the engine's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalProgressEntry {
    /// State: a goal, and how far it is. Store 'goal'.
    GoalEntry(Box<GoalEntry>),
    /// State: a workout as its last event has it. Store 'workout'.
    WorkoutFact(WorkoutFact),
}

impl Family for GoalProgressEntry {
    const TYPES: &'static [RecordType] = &[RecordType::of::<GoalEntry>(), RecordType::of::<WorkoutFact>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::GoalEntry(_) => GoalEntry::NAME,
            Self::WorkoutFact(_) => WorkoutFact::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::GoalEntry(record) => encoder.encode(&**record),
            Self::WorkoutFact(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            GoalEntry::NAME => decoder.decode().map(|record| Self::GoalEntry(Box::new(record))),
            WorkoutFact::NAME => decoder.decode().map(Self::WorkoutFact),
            _ => return None,
        })
    }
}
