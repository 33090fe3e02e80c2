//! A machine small enough to see through: one number.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use kafka_client::{Headers, LogRecord, OutgoingRecord};
use schemas::{
    header,
    partition::Partition,
    topic::{Service, Topic},
};
use uuid::Uuid;

use crate::{Handled, Input, Layout, Machine, NotReady, Poison};

const PERSON: Uuid = Uuid::from_u128(7);

#[derive(Debug)]
pub(super) enum Command {
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
type Sum = (i64, u64);

#[derive(Debug, Clone)]
pub(super) struct Tally {
    pub(super) committed: Sum,
    pub(super) staged: Option<Sum>,
    /// Whether keys and schemas are at hand.
    pub(super) ready: Arc<AtomicBool>,
}

impl Default for Tally {
    fn default() -> Self {
        Self { committed: (0, 0), staged: None, ready: Arc::new(AtomicBool::new(true)) }
    }
}

/// The topics of the goal context, borrowed.
pub(super) fn layout() -> Layout {
    Layout {
        service: Service::Goal,
        state: vec![Topic::GOAL_STATE],
        outcomes: None,
        events: vec![Topic::GOAL_EVENTS],
        derived: None,
        inputs: vec![Topic::GOAL_COMMANDS],
        fold_version: 1,
    }
}

pub(super) fn only() -> Partition {
    Partition::new(0).unwrap()
}

/// A record that asks to add.
pub(super) fn amount(text: &str) -> OutgoingRecord {
    record(Topic::GOAL_COMMANDS, format!("{PERSON}/tally"), text.to_owned())
}

fn record(topic: Topic, key: String, value: String) -> OutgoingRecord {
    let headers = Headers::new().with(header::ID, Uuid::nil().to_string());
    OutgoingRecord { topic, partition: only(), key, headers, value: Some(value.into_bytes()) }
}

impl Tally {
    /// Without a number; ready when this one is.
    pub(super) fn empty(&self) -> Self {
        Self { ready: Arc::clone(&self.ready), ..Self::default() }
    }

    fn now(&self) -> Sum {
        self.staged.unwrap_or(self.committed)
    }

    fn add(&self, amount: i64) -> Handled<Option<Sum>, i64> {
        let (sum, version) = self.now();
        let next = (sum + amount, version + 1);
        let event = record(Topic::GOAL_EVENTS, format!("{PERSON}/tally/{PERSON}/{}", next.1), amount.to_string());
        let snapshot = record(Topic::GOAL_STATE, format!("{PERSON}/tally"), format!("{} {}", next.0, next.1));
        Handled { records: vec![event, snapshot], draft: Some(next), answer: next.0 }
    }
}

impl Machine for Tally {
    type Command = Command;
    type Answer = i64;
    type Draft = Option<Sum>;

    fn prepare(&mut self, _inputs: &[&Input<Command>]) -> Result<(), NotReady> {
        if self.ready.load(Ordering::SeqCst) { Ok(()) } else { Err(NotReady("no keys".to_owned())) }
    }

    fn restore(&mut self, record: &LogRecord) -> Result<(), Poison> {
        let text = text(record)?;
        let (sum, version) = text.split_once(' ').ok_or_else(|| Poison(text.clone()))?;
        self.committed = (number(sum)?, number(version)?.cast_unsigned());
        Ok(())
    }

    fn refold(&mut self, record: &LogRecord) -> Result<Vec<OutgoingRecord>, Poison> {
        let version = number(record.key.rsplit('/').next().unwrap_or_default())?.cast_unsigned();
        if version <= self.committed.1 {
            Ok(Vec::new())
        } else {
            Err(Poison("an event without its snapshot".to_owned()))
        }
    }

    fn handle(&self, input: &Input<Command>) -> Result<Handled<Option<Sum>, i64>, Poison> {
        match input {
            Input::Record(record) => Ok(self.add(number(&text(record)?)?)),
            Input::Command(Command::Add(amount)) => Ok(self.add(*amount)),
            Input::Command(Command::Say) => Ok(Handled { records: Vec::new(), draft: None, answer: self.now().0 }),
            Input::Command(Command::Panic) => panic!("as asked"),
            Input::Command(Command::Write { bytes, times }) => {
                let blob = |n| record(Topic::GOAL_EVENTS, format!("{PERSON}/blob/{PERSON}/{n}"), "x".repeat(*bytes));
                Ok(Handled { records: (0..*times).map(blob).collect(), draft: None, answer: self.now().0 })
            }
        }
    }

    fn stage(&mut self, draft: Option<Sum>) {
        self.staged = draft.or(self.staged);
    }

    fn commit(&mut self) {
        self.committed = self.staged.take().unwrap_or(self.committed);
    }

    fn roll_back(&mut self) {
        self.staged = None;
    }
}

fn text(record: &LogRecord) -> Result<String, Poison> {
    let value = record.value.clone().ok_or_else(|| Poison("a tombstone".to_owned()))?;
    String::from_utf8(value).map_err(|error| Poison(error.to_string()))
}

fn number(text: &str) -> Result<i64, Poison> {
    text.parse().map_err(|_| Poison(format!("{text} is no number")))
}
