//! A machine small enough to see through: one number per person.

use std::collections::HashMap;

use kafka_client::{Headers, LogRecord, OutgoingRecord};
use kafka_engine::{Handled, Input, Layout, Machine, NotReady, Poison};
use schemas::{
    header,
    partition::Partition,
    topic::{Service, Topic},
};
use uuid::Uuid;

/// The one person of these tests.
pub(crate) const PERSON: Uuid = Uuid::from_u128(7);

#[derive(Debug)]
pub(crate) enum Command {
    /// Adds to the number; an event.
    Add(i64),
    /// Says the number; nothing is recorded.
    Say,
    /// Decided with a panic.
    Panic,
    /// Would write records of this many bytes, so many times.
    Write { bytes: usize, times: usize },
}

/// The number and the version of its last event.
pub(crate) type Answer = (i64, u64);

#[derive(Debug)]
pub(crate) struct Tally {
    partition: Partition,
    committed: HashMap<Uuid, Answer>,
    staged: HashMap<Uuid, Answer>,
}

impl Tally {
    pub(crate) fn new(partition: Partition) -> Self {
        Self { partition, committed: HashMap::new(), staged: HashMap::new() }
    }

    /// Borrows the topics of the goal context.
    pub(crate) fn layout() -> Layout {
        Layout {
            service: Service::Goal,
            state: vec![Topic::GOAL_STATE],
            outcomes: Some(Topic::GOAL_OUTCOMES),
            events: vec![Topic::GOAL_EVENTS],
            derived: None,
            inputs: vec![Topic::GOAL_COMMANDS],
            fold_version: 1,
        }
    }

    fn now(&self) -> Answer {
        self.staged.get(&PERSON).or_else(|| self.committed.get(&PERSON)).copied().unwrap_or_default()
    }

    fn add(&self, amount: i64) -> Handled<Option<Answer>, Answer> {
        let (sum, version) = self.now();
        let next = (sum + amount, version + 1);
        let event = self.record(Topic::GOAL_EVENTS, format!("{PERSON}/tally/{PERSON}/{}", next.1), amount.to_string());
        Handled { records: vec![event, self.snapshot(next)], draft: Some(next), answer: next }
    }

    fn snapshot(&self, (sum, version): Answer) -> OutgoingRecord {
        self.record(Topic::GOAL_STATE, format!("{PERSON}/tally/{PERSON}"), format!("{sum} {version}"))
    }

    fn record(&self, topic: Topic, key: String, value: String) -> OutgoingRecord {
        let headers = Headers::new().with(header::ID, Uuid::nil().to_string());
        OutgoingRecord { topic, partition: self.partition, key, headers, value: Some(value.into_bytes()) }
    }
}

impl Machine for Tally {
    type Command = Command;
    type Answer = Answer;
    type Draft = Option<Answer>;

    fn prepare(&mut self, _inputs: &[&Input<Command>]) -> Result<(), NotReady> {
        Ok(())
    }

    fn restore(&mut self, record: &LogRecord) -> Result<(), Poison> {
        let text = text(record)?;
        let (sum, version) = text.split_once(' ').ok_or_else(|| Poison(text.clone()))?;
        self.committed.insert(PERSON, (number(sum)?, number(version)? as u64));
        Ok(())
    }

    fn refold(&mut self, record: &LogRecord) -> Result<Vec<OutgoingRecord>, Poison> {
        let (sum, version) = self.now();
        let of = number(record.key.rsplit('/').next().unwrap_or_default())? as u64;
        if of <= version {
            return Ok(Vec::new());
        }
        let next = (sum + number(&text(record)?)?, of);
        self.staged.insert(PERSON, next);
        Ok(vec![self.snapshot(next)])
    }

    fn handle(&self, input: &Input<Command>) -> Result<Handled<Option<Answer>, Answer>, Poison> {
        match input {
            Input::Record(record) => Ok(self.add(number(&text(record)?)?)),
            Input::Command(Command::Add(amount)) => Ok(self.add(*amount)),
            Input::Command(Command::Say) => Ok(Handled { records: Vec::new(), draft: None, answer: self.now() }),
            Input::Command(Command::Panic) => panic!("as asked"),
            Input::Command(Command::Write { bytes, times }) => {
                let records = (0..*times)
                    .map(|n| self.record(Topic::GOAL_EVENTS, format!("{PERSON}/blob/{PERSON}/{n}"), "x".repeat(*bytes)))
                    .collect();
                Ok(Handled { records, draft: None, answer: self.now() })
            }
        }
    }

    fn stage(&mut self, draft: Option<Answer>) {
        self.staged.extend(draft.map(|next| (PERSON, next)));
    }

    fn commit(&mut self) {
        self.committed.extend(self.staged.drain());
    }

    fn roll_back(&mut self) {
        self.staged.clear();
    }
}

fn text(record: &LogRecord) -> Result<String, Poison> {
    let value = record.value.clone().ok_or_else(|| Poison("a tombstone".to_owned()))?;
    String::from_utf8(value).map_err(|error| Poison(error.to_string()))
}

fn number(text: &str) -> Result<i64, Poison> {
    text.parse().map_err(|_| Poison(format!("{text} is no number")))
}
