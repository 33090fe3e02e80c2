//! Where partitions begin and end, asked of their leaders.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::Offset;
use rdkafka::error::RDKafkaErrorCode;
use schemas::partition::Partition;
use schemas::topic::Topic;

use super::{LogReader, is_transient};
use crate::error::ClientError;

const DOING: &str = "asking for the ends of partitions";
/// Before asking again: leaders that have just changed know so in a moment.
const PAUSE: Duration = Duration::from_millis(10);

/// A question that was not answered.
enum Unanswered {
    /// Worth asking again: no leader, a new leader, a broker that is away.
    ForNow(ClientError),
    ForGood(ClientError),
}

impl LogReader {
    /// The offset after the last record, open transactions and markers included (`read_uncommitted`).
    pub fn end_offset(&self, topic: Topic, partition: Partition, timeout: Duration) -> Result<i64, ClientError> {
        self.listed(&[(topic, partition)], Offset::End, timeout).and_then(only)
    }

    /// [`end_offset`](Self::end_offset) of many partitions in one request, in the order of the question.
    pub fn end_offsets(&self, partitions: &[(Topic, Partition)], timeout: Duration) -> Result<Vec<i64>, ClientError> {
        self.listed(partitions, Offset::End, timeout)
    }

    /// The oldest offset that is left.
    pub fn start_offset(&self, topic: Topic, partition: Partition, timeout: Duration) -> Result<i64, ClientError> {
        self.listed(&[(topic, partition)], Offset::Beginning, timeout).and_then(only)
    }

    fn listed(
        &self,
        partitions: &[(Topic, Partition)],
        which: Offset,
        timeout: Duration,
    ) -> Result<Vec<i64>, ClientError> {
        let deadline = Instant::now() + timeout;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.ask(partitions, which, left) {
                Ok(offsets) => return Ok(offsets),
                Err(Unanswered::ForNow(_)) if left > PAUSE => std::thread::sleep(PAUSE),
                Err(Unanswered::ForNow(error) | Unanswered::ForGood(error)) => return Err(error),
            }
        }
    }

    fn ask(&self, partitions: &[(Topic, Partition)], which: Offset, timeout: Duration) -> Result<Vec<i64>, Unanswered> {
        let mut list = self.list(partitions);
        list.set_all_offsets(which).map_err(|error| Unanswered::ForGood(ClientError::refused(DOING, &error)))?;
        let listed =
            self.native.list_offsets(&list, timeout).map_err(|code| unanswered(code, refused(code, timeout)))?;
        let mut found = HashMap::with_capacity(listed.len());
        for entry in listed {
            let offset = entry.offset.map_err(|code| {
                let (topic, partition) = (entry.topic.clone(), entry.partition);
                unanswered(code, ClientError::Partition { topic, partition, reason: code.to_string() })
            })?;
            found.insert((entry.topic, entry.partition), offset);
        }
        let offset = |(topic, partition): &(Topic, Partition)| {
            let offset = found.get(&(self.settings.topic(*topic), partition.number())).copied();
            offset.ok_or_else(|| Unanswered::ForNow(missing()))
        };
        partitions.iter().map(offset).collect()
    }
}

fn unanswered(code: RDKafkaErrorCode, error: ClientError) -> Unanswered {
    if is_transient(code) { Unanswered::ForNow(error) } else { Unanswered::ForGood(error) }
}

fn refused(code: RDKafkaErrorCode, timeout: Duration) -> ClientError {
    if [RDKafkaErrorCode::OperationTimedOut, RDKafkaErrorCode::RequestTimedOut].contains(&code) {
        ClientError::Timeout { doing: DOING, timeout }
    } else {
        ClientError::Refused { doing: DOING, reason: code.to_string() }
    }
}

fn only(offsets: Vec<i64>) -> Result<i64, ClientError> {
    offsets.first().copied().ok_or_else(missing)
}

fn missing() -> ClientError {
    ClientError::Refused { doing: DOING, reason: "a partition is missing in the answer".to_owned() }
}
