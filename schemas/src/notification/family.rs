//! Which records share a topic.

use super::RequestNotification;
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records of `notification.commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotificationCommand {
    /// Command to notification: tell a person something.
    RequestNotification(RequestNotification),
}

impl Family for NotificationCommand {
    const TYPES: &'static [RecordType] = &[RecordType::of::<RequestNotification>()];

    fn record_name(&self) -> &'static str {
        match self {
            Self::RequestNotification(_) => RequestNotification::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::RequestNotification(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            RequestNotification::NAME => decoder.decode().map(Self::RequestNotification),
            _ => return None,
        })
    }
}
