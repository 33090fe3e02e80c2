//! The commands topic of a context that processes do not command.

use schemas::record::{Decoder, Encoder, Family, RecordType};

/// A family without records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoRecords {}

impl Family for NoRecords {
    const TYPES: &'static [RecordType] = &[];

    fn record_name(&self) -> &'static str {
        match *self {}
    }

    fn encode<E: Encoder>(&self, _encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match *self {}
    }

    fn decode<D: Decoder>(_name: &str, _decoder: &mut D) -> Option<Result<Self, D::Error>> {
        None
    }
}
