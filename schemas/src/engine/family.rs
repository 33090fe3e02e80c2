//! Which records share a topic.

use super::{DeadLetter, InputsProcessed, LeaseTaken, Outcome, OwnerAnnounced, Position};
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records that the engine itself writes, whatever the topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineRecord {
    /// An instance took a partition; who reads its own has read all that came before.
    LeaseTaken(LeaseTaken),
    /// How far a partition is: last record of each transaction in state or changelog.
    Position(Position),
    /// Where the owner of a partition is reached; the offset of this record is its epoch.
    OwnerAnnounced(OwnerAnnounced),
    /// What a derived topic stands on: last record of each transaction in it.
    InputsProcessed(InputsProcessed),
    /// The answer to an accepted command, given again to a retry with the same key.
    Outcome(Outcome),
    /// A pointer to a record that could not be decoded or folded; never a copy.
    DeadLetter(DeadLetter),
}

impl Family for EngineRecord {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<LeaseTaken>(),
        RecordType::of::<Position>(),
        RecordType::of::<OwnerAnnounced>(),
        RecordType::of::<InputsProcessed>(),
        RecordType::of::<Outcome>(),
        RecordType::of::<DeadLetter>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::LeaseTaken(_) => LeaseTaken::NAME,
            Self::Position(_) => Position::NAME,
            Self::OwnerAnnounced(_) => OwnerAnnounced::NAME,
            Self::InputsProcessed(_) => InputsProcessed::NAME,
            Self::Outcome(_) => Outcome::NAME,
            Self::DeadLetter(_) => DeadLetter::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::LeaseTaken(record) => encoder.encode(record),
            Self::Position(record) => encoder.encode(record),
            Self::OwnerAnnounced(record) => encoder.encode(record),
            Self::InputsProcessed(record) => encoder.encode(record),
            Self::Outcome(record) => encoder.encode(record),
            Self::DeadLetter(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            LeaseTaken::NAME => decoder.decode().map(Self::LeaseTaken),
            Position::NAME => decoder.decode().map(Self::Position),
            OwnerAnnounced::NAME => decoder.decode().map(Self::OwnerAnnounced),
            InputsProcessed::NAME => decoder.decode().map(Self::InputsProcessed),
            Outcome::NAME => decoder.decode().map(Self::Outcome),
            DeadLetter::NAME => decoder.decode().map(Self::DeadLetter),
            _ => return None,
        })
    }
}
