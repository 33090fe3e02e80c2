//! The records of a topic that a service does not have: no context commands itself, some are commanded by nobody.

use crate::record::{Decoder, Encoder, Family, RecordType};

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
