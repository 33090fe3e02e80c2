//! What stands in the log.
#![expect(clippy::expect_used, reason = "a record that is not what every event is fails the test")]

use kafka_client::{Codec, LogRecord};
use key_store::KeyStore;
use schemas::{id::UserId, key::owner_of, record::Family};

/// An event as it stands in the log.
#[derive(Debug, Clone)]
pub struct Recorded<E> {
    /// The event, its texts opened.
    pub event: E,
    /// The record that it is.
    pub record: LogRecord,
}

impl<E: Family> Recorded<E> {
    pub(super) fn read(codec: &Codec, keys: &KeyStore, record: LogRecord) -> Self {
        let owner = UserId::from_uuid(owner_of(&record.key).expect("a key with an owner"));
        let value = record.value.as_deref().expect("an event has a value");
        let event = codec.decode_family(keys, owner, value).expect("an event that can be read");
        Self { event: event.expect("an event of this context"), record }
    }

    /// A header that every event has.
    pub fn header(&self, name: &str) -> &str {
        self.record.headers.get(name).expect(name)
    }

    /// Type, sequence and part, as the headers say them.
    pub fn said(&self) -> (&str, &str, &str) {
        use schemas::header::{PART, SEQUENCE, TYPE};
        (self.header(TYPE), self.header(SEQUENCE), self.header(PART))
    }
}
