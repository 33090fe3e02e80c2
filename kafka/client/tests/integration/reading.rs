use std::time::{Duration, Instant};

use kafka_client::{ClientError, ReadEvent, StartAt};
use schemas::header;
use schemas::topic::Topic;

use crate::support::{EVENTS, Environment, P0, P1, PATIENCE, STATE, read_to_end, read_until, record, records};

#[test]
fn the_end_is_reported_past_the_marker() {
    let environment = Environment::new(1, &[EVENTS]);
    let mut producer = environment.producer('a');
    let offsets = environment.commit(&mut producer, EVENTS, &["1", "2"]);
    assert_eq!(offsets, [0, 1]);
    let mut reader = environment.reader(&[(EVENTS, P0, StartAt::Beginning)]);
    let events = read_to_end(&mut reader, 1);
    assert_eq!(events.last(), Some(&ReadEvent::End { topic: EVENTS, partition: P0, offset: 3 }));
    assert_eq!(reader.end_offset(EVENTS, P0, PATIENCE), Ok(3));

    environment.commit(&mut producer, EVENTS, &["3"]);
    let start = Instant::now();
    let events = read_to_end(&mut reader, 1);
    println!("record and end after {:?}", start.elapsed());
    assert_eq!(records(&events), [(EVENTS, 3, "3")]);
    assert_eq!(events.last(), Some(&ReadEvent::End { topic: EVENTS, partition: P0, offset: 5 }));
}

#[test]
fn an_empty_partition_ends_at_its_beginning() {
    let environment = Environment::new(2, &[EVENTS]);
    let mut reader = environment.reader(&[(EVENTS, P1, StartAt::Beginning)]);
    assert_eq!(read_to_end(&mut reader, 1), [ReadEvent::End { topic: EVENTS, partition: P1, offset: 0 }]);
}

#[test]
fn the_end_that_is_asked_for_counts_open_transactions() {
    let environment = Environment::new(1, &[EVENTS]);
    let mut producer = environment.producer('a');
    producer.begin().unwrap();
    producer.send(record(EVENTS, "open")).unwrap();
    producer.await_deliveries(PATIENCE).unwrap();
    let mut reader = environment.reader(&[(EVENTS, P0, StartAt::Beginning)]);
    assert_eq!(read_to_end(&mut reader, 1), [ReadEvent::End { topic: EVENTS, partition: P0, offset: 0 }]);
    assert_eq!(reader.end_offset(EVENTS, P0, PATIENCE), Ok(1));
    producer.commit(PATIENCE).unwrap();
    assert_eq!(records(&read_to_end(&mut reader, 1)), [(EVENTS, 0, "open")]);
}

#[test]
fn the_ends_of_many_partitions_take_one_question() {
    let environment = Environment::new(2, &[EVENTS, STATE]);
    let mut producer = environment.producer('a');
    environment.commit(&mut producer, STATE, &["1", "2", "3"]);
    let reader = environment.reader(&[]);
    let asked = [(STATE, P0), (EVENTS, P1), (STATE, P1), (EVENTS, P0)];
    assert_eq!(reader.end_offsets(&asked, PATIENCE), Ok(vec![4, 0, 0, 0]));
    assert_eq!(reader.start_offset(STATE, P0, PATIENCE), Ok(0));
    let mut taken: Vec<Duration> = Vec::new();
    for _ in 0..100 {
        let start = Instant::now();
        reader.end_offsets(&asked, PATIENCE).unwrap();
        taken.push(start.elapsed());
    }
    taken.sort_unstable();
    println!("4 end offsets: p50 {:?}, p99 {:?}", taken[50], taken[98]);
}

#[test]
fn a_record_comes_whole() {
    let environment = Environment::new(1, &[EVENTS]);
    let mut producer = environment.producer('a');
    producer.begin().unwrap();
    producer.send(record(EVENTS, "with value")).unwrap();
    let mut tombstone = record(EVENTS, "tombstone");
    tombstone.value = None;
    producer.send(tombstone).unwrap();
    producer.await_deliveries(PATIENCE).unwrap();
    producer.commit(PATIENCE).unwrap();
    let mut reader = environment.reader(&[(EVENTS, P0, StartAt::Beginning)]);
    let events = read_to_end(&mut reader, 1);
    let [ReadEvent::Record(first), ReadEvent::Record(second), ReadEvent::End { .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((first.topic, first.partition, first.key.as_str()), (EVENTS, P0, "with value"));
    assert_eq!(first.value.as_deref(), Some("value of with value".as_bytes()));
    assert_eq!(first.headers, record(EVENTS, "with value").headers);
    assert_eq!(first.headers.get(header::ID), Some("with value"));
    assert!(first.timestamp_ms > 1_700_000_000_000);
    assert_eq!((second.key.as_str(), &second.value), ("tombstone", &None));
}

#[test]
fn topics_come_and_go_and_the_others_keep_their_position() {
    let environment = Environment::new(1, &[EVENTS, STATE]);
    let mut producer = environment.producer('a');
    environment.commit(&mut producer, EVENTS, &["e1", "e2"]);
    environment.commit(&mut producer, STATE, &["s1", "s2"]);
    let mut reader = environment.reader(&[(EVENTS, P0, StartAt::Offset(1))]);
    assert_eq!(records(&read_to_end(&mut reader, 1)), [(EVENTS, 1, "e2")]);
    reader.assign(&[(STATE, P0, StartAt::Beginning)]).unwrap();
    assert_eq!(records(&read_to_end(&mut reader, 1)), [(STATE, 0, "s1"), (STATE, 1, "s2")]);
    assert!(reader.assign(&[(STATE, P0, StartAt::Beginning)]).is_err());

    reader.unassign(&[(EVENTS, P0)]).unwrap();
    environment.commit(&mut producer, EVENTS, &["e3"]);
    environment.commit(&mut producer, STATE, &["s3"]);
    assert_eq!(records(&read_to_end(&mut reader, 1)), [(STATE, 3, "s3")]);
    reader.assign(&[(EVENTS, P0, StartAt::Offset(0))]).unwrap();
    let events = read_to_end(&mut reader, 1);
    assert_eq!(records(&events), [(EVENTS, 0, "e1"), (EVENTS, 1, "e2"), (EVENTS, 3, "e3")]);
}

#[test]
fn a_paused_partition_goes_on_where_it_was() {
    let environment = Environment::new(1, &[EVENTS, STATE]);
    let mut producer = environment.producer('a');
    let mut reader = environment.reader(&[(EVENTS, P0, StartAt::Beginning), (STATE, P0, StartAt::Beginning)]);
    environment.commit(&mut producer, EVENTS, &["e1"]);
    read_until(&mut reader, |events| records(events).len() == 1);
    reader.pause(&[(EVENTS, P0)]).unwrap();
    environment.commit(&mut producer, EVENTS, &["e2"]);
    environment.commit(&mut producer, STATE, &["s1"]);
    let events = read_until(&mut reader, |events| !records(events).is_empty());
    assert_eq!(records(&events), [(STATE, 0, "s1")]);
    reader.resume(&[(EVENTS, P0)]).unwrap();
    let events = read_until(&mut reader, |events| !records(events).is_empty());
    assert_eq!(records(&events), [(EVENTS, 2, "e2")]);
}

#[test]
fn the_end_can_be_asked_for_again_and_no_record_comes_twice() {
    let environment = Environment::new(1, &[EVENTS]);
    let mut producer = environment.producer('a');
    environment.commit(&mut producer, EVENTS, &["1", "2"]);
    let mut reader = environment.reader(&[(EVENTS, P0, StartAt::Beginning)]);
    read_to_end(&mut reader, 1);
    let end = ReadEvent::End { topic: EVENTS, partition: P0, offset: 3 };
    for _ in 0..3 {
        reader.ask_again(&[(EVENTS, P0)]).unwrap();
        assert_eq!(read_to_end(&mut reader, 1), std::slice::from_ref(&end));
    }
    environment.commit(&mut producer, EVENTS, &["3"]);
    let events = read_until(&mut reader, |events| !records(events).is_empty());
    reader.ask_again(&[(EVENTS, P0)]).unwrap();
    assert_eq!(records(&events), [(EVENTS, 3, "3")]);
    let end = ReadEvent::End { topic: EVENTS, partition: P0, offset: 5 };
    assert_eq!(read_to_end(&mut reader, 1), [end]);
}

#[test]
fn a_position_outside_the_log_is_an_error_of_its_partition() {
    let environment = Environment::new(1, &[EVENTS]);
    let mut reader = environment.reader(&[(EVENTS, P0, StartAt::Offset(1_000))]);
    let error = first_error(&mut reader);
    assert!(matches!(&error, ClientError::OutOfRange { topic, .. } if *topic == environment.settings.topic(EVENTS)));
}

#[test]
fn a_topic_that_is_not_there_is_an_error_of_its_partition() {
    let environment = Environment::new(1, &[EVENTS]);
    let mut reader = environment.reader(&[(Topic::GOAL_EVENTS, P0, StartAt::Offset(0))]);
    let error = first_error(&mut reader);
    assert!(matches!(error, ClientError::Partition { .. }), "{error:?}");
    assert!(reader.end_offset(Topic::GOAL_EVENTS, P0, Duration::from_secs(2)).is_err());
}

fn first_error(reader: &mut kafka_client::LogReader) -> ClientError {
    let deadline = Instant::now() + PATIENCE;
    loop {
        assert!(Instant::now() < deadline, "no error");
        if let Err(error) = reader.poll(Duration::from_millis(100)) {
            return error;
        }
    }
}
