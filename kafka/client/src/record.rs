//! Records as they come from the log and as they go there, owning what they hold.

use std::borrow::Cow;

use schemas::partition::Partition;
use schemas::topic::Topic;

/// What Kafka adds to each record of a batch, roughly; counted so that many small records fill a transaction too.
const RECORD_OVERHEAD: usize = 24;

/// A record read from the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// Where it was read.
    pub topic: Topic,
    /// Where it was read.
    pub partition: Partition,
    /// Its position; the next one is at least one more.
    pub offset: i64,
    /// When the broker appended it, ms since the epoch. Never a domain time.
    pub timestamp_ms: i64,
    /// The key; empty when there is none or it is no text (no record of ours).
    pub key: String,
    /// The headers, in their order.
    pub headers: Headers,
    /// The value in wire format; `None` is a tombstone.
    pub value: Option<Vec<u8>>,
}

/// A record to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingRecord {
    /// Where it goes.
    pub topic: Topic,
    /// Where it goes; always said, never left to a partitioner.
    pub partition: Partition,
    /// The key.
    pub key: String,
    /// The headers, in their order.
    pub headers: Headers,
    /// The value in wire format; `None` is a tombstone.
    pub value: Option<Vec<u8>>,
}

impl OutgoingRecord {
    /// Bytes that this record adds to a transaction, before compression.
    pub fn size(&self) -> usize {
        self.key.len() + self.value.as_ref().map_or(0, Vec::len) + self.headers.size() + RECORD_OVERHEAD
    }
}

/// The headers of a record. Ours are text; others' may be any bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(Cow<'static, str>, Vec<u8>)>);

impl Headers {
    /// No headers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one at the end.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// Adds one at the end.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.0.push((name.into(), value.into().into_bytes()));
    }

    /// The last value under `name`, if it is text.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().rev().find(|(known, _)| known == name)?;
        std::str::from_utf8(value).ok()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_slice()))
    }

    fn size(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len() + 2).sum()
    }
}

impl<N: Into<Cow<'static, str>>, V: Into<Vec<u8>>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(headers: I) -> Self {
        Self(headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_header_of_a_name_counts() {
        let headers = Headers::new().with("ce_id", "1").with("ce_id", "2");
        assert_eq!(headers.get("ce_id"), Some("2"));
        assert_eq!(headers.get("ce_type"), None);
    }

    #[test]
    fn a_header_that_is_no_text_is_kept_but_not_read_as_text() {
        let headers: Headers = [("binary", vec![0xff, 0xfe])].into_iter().collect();
        assert_eq!(headers.get("binary"), None);
        assert_eq!(headers.iter().next(), Some(("binary", [0xff, 0xfe].as_slice())));
    }
}
