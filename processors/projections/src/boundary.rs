//! Where a batch may end: after the last event of a command, and in a derived topic after what a
//! transaction ends with. So the tables never show half of either.

use kafka_client::LogRecord;
use schemas::{
    header,
    key::{EngineKey, EngineKind},
    topic::{Service, Topic},
};

/// A run without any end is cut here: it is no command of ours, and memory is finite.
const LONGEST_RUN: usize = 10_000;

/// How many records, from the first on, may be folded in one transaction. What is left waits for its end.
///
/// `at_end`: the reader has found nothing more behind them. It sees committed transactions only, and whole
/// ones, so nothing is cut there. That is what ends a command whose last events are in a topic that is no
/// source (a registration), or were erased.
pub(crate) fn whole(records: &[LogRecord], at_end: bool) -> usize {
    if at_end || records.len() >= LONGEST_RUN {
        return records.len();
    }
    let last = (0..records.len()).rfind(|index| is_last(&records[*index], records.get(index + 1)));
    last.map_or(0, |last| last + 1)
}

/// The records of each command by themselves (of each transaction, in a derived topic).
pub(crate) fn commands(records: &[LogRecord]) -> impl Iterator<Item = &[LogRecord]> {
    records.chunk_by(|record, next| record.topic == next.topic && !is_last(record, Some(next)))
}

/// Whether a command ends with this record.
fn is_last(record: &LogRecord, next: Option<&LogRecord>) -> bool {
    if is_derived(record.topic) {
        return record.key.parse().is_ok_and(|key: EngineKey| key.kind == EngineKind::Inputs);
    }
    // a record without a part belongs to no command: a status, a tombstone that erases an event
    let Some((part, of)) = record.headers.get(header::PART).and_then(|part| part.split_once('/')) else { return true };
    let command = |record: &LogRecord| record.headers.get(header::COMMAND_ID).map(str::to_owned);
    part == of || next.is_some_and(|next| command(next) != command(record))
}

fn is_derived(topic: Topic) -> bool {
    Service::ALL.iter().any(|service| service.changelog().is_some() && service.events() == Some(topic))
}

#[cfg(test)]
mod tests {
    use kafka_client::Headers;
    use schemas::partition::Partition;

    use super::*;

    fn record(topic: Topic, key: &str, part: Option<&str>) -> LogRecord {
        let mut headers = Headers::new();
        if let Some(part) = part {
            headers.push(header::PART, part);
        }
        LogRecord {
            topic,
            partition: Partition::new(0).unwrap(),
            offset: 0,
            timestamp_ms: 0,
            key: key.to_owned(),
            headers,
            value: None,
        }
    }

    fn whole_of(topic: Topic, parts: &[Option<&str>]) -> usize {
        whole(&parts.iter().map(|part| record(topic, "", *part)).collect::<Vec<_>>(), false)
    }

    #[test]
    fn a_batch_ends_where_a_command_ends() {
        let topic = Topic::EXECUTION_EVENTS;
        assert_eq!(whole_of(topic, &[]), 0);
        assert_eq!(whole_of(topic, &[Some("1/2")]), 0);
        assert_eq!(whole_of(topic, &[Some("1/2"), Some("2/2")]), 2);
        assert_eq!(whole_of(topic, &[Some("1/1"), Some("1/3"), Some("2/3")]), 1);
        assert_eq!(whole_of(topic, &[Some("2/2"), Some("1/2"), Some("2/2"), Some("1/2")]), 3);
    }

    #[test]
    fn a_record_that_is_part_of_nothing_stands_for_itself() {
        assert_eq!(whole_of(Topic::IDENTITY_ACCOUNTS, &[None]), 1);
        assert_eq!(whole_of(Topic::EXECUTION_EVENTS, &[Some("1/2"), None]), 2);
        assert_eq!(whole_of(Topic::EXECUTION_EVENTS, &[Some("one of two")]), 1);
    }

    #[test]
    fn derived_records_wait_for_the_end_of_their_transaction() {
        let topic = Topic::GOAL_PROGRESS_EVENTS;
        let progressed = record(topic, "0191d2c8-7a3e-7b1f-8a55-0123456789ab/g/1", None);
        let processed = record(topic, "_engine/inputs/0", None);
        assert_eq!(whole(std::slice::from_ref(&progressed), false), 0);
        assert_eq!(whole(&[progressed.clone(), processed, progressed], false), 2);
    }

    #[test]
    fn another_command_ends_the_one_before() {
        let of = |command: &str, part| {
            let mut record = record(Topic::IDENTITY_EVENTS, "", Some(part));
            record.headers.push(header::COMMAND_ID, command);
            record
        };
        // the third part of each registration is in a private topic
        let records = [of("a", "1/3"), of("a", "2/3"), of("b", "1/3"), of("b", "2/3")];
        assert_eq!(whole(&records, false), 2);
        assert_eq!(whole(&records, true), 4);
        assert_eq!(commands(&records).map(<[_]>::len).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn commands_are_told_apart() {
        let (one, other) = (Topic::EXECUTION_EVENTS, Topic::GOAL_EVENTS);
        let records = [(one, "1/2"), (one, "2/2"), (one, "1/1"), (one, "1/2"), (other, "1/1")]
            .map(|(t, p)| record(t, "", Some(p)));
        let lengths: Vec<usize> = commands(&records).map(<[_]>::len).collect();
        assert_eq!(lengths, [2, 1, 1, 1]);
    }

    #[test]
    fn a_run_without_an_end_is_cut_at_last() {
        let endless = vec![record(Topic::EXECUTION_EVENTS, "", Some("1/2")); LONGEST_RUN];
        assert_eq!(whole(&endless[1..], false), 0);
        assert_eq!(whole(&endless, false), LONGEST_RUN);
    }
}
