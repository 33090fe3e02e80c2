//! A fold inside a partition of the engine.

use std::{collections::BTreeMap, fmt};

use kafka_client::{Headers, LogRecord, OutgoingRecord};
use kafka_engine::{Handled, Input, Layout, Machine, NotReady, Poison, Supplies};
use schemas::{
    engine::InputPosition,
    header,
    id::UserId,
    key::{EventKey, StateKey, is_engine, owner_of},
    partition::Partition,
    record::{Family, ce_type},
    time::Instant,
    topic::{Service, Topic},
    trace::TraceParent,
};
use uuid::Uuid;

use crate::{
    fold::{Effects, Fold, Output, Received, ToContext},
    store::Store,
};

/// Nobody asks a processor anything.
#[derive(Debug)]
pub(crate) enum NoCommand {}

/// State of one fold in one partition.
pub(crate) struct FoldMachine<F: Fold> {
    partition: Partition,
    supplies: Supplies,
    store: Store<F::Entry>,
    /// Next offsets of the inputs, staged ones included.
    positions: BTreeMap<Topic, i64>,
    committed: BTreeMap<Topic, i64>,
}

impl<F: Fold> fmt::Debug for FoldMachine<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FoldMachine").field("partition", &self.partition).finish_non_exhaustive()
    }
}

/// What one input changes.
#[derive(Debug)]
pub(crate) struct Changes<E> {
    entries: Vec<(StateKey, Option<E>)>,
    position: (Topic, i64),
}

type Done<F> = Handled<Changes<<F as Fold>::Entry>, ()>;

impl<F: Fold> FoldMachine<F> {
    pub(crate) fn new(partition: Partition, supplies: Supplies) -> Self {
        Self { partition, supplies, store: Store::default(), positions: BTreeMap::new(), committed: BTreeMap::new() }
    }

    pub(crate) fn layout() -> Layout {
        Layout {
            service: F::SERVICE,
            state: F::SERVICE.changelog().into_iter().collect(),
            outcomes: None,
            events: Vec::new(),
            derived: F::SERVICE.events(),
            inputs: F::INPUTS.to_vec(),
            fold_version: F::FOLD_VERSION,
        }
    }

    fn fold(&self, record: &LogRecord) -> Result<Done<F>, Poison> {
        let position = (record.topic, record.offset + 1);
        let nothing = || Changes { entries: Vec::new(), position };
        let Some(value) = record.value.as_deref().filter(|_| !is_engine(&record.key)) else {
            return Ok(Handled { records: Vec::new(), draft: nothing(), answer: () });
        };
        let owner = owner_of(&record.key).ok_or_else(|| Poison("a record without an owner".to_owned()))?;
        let user = UserId::from_uuid(owner);
        let poison = |error: kafka_client::DecodeError| Poison(error.to_string());
        let (name, mut message) = self.supplies.codec.message(&self.supplies.keys, user, value).map_err(poison)?;
        let input = F::read(record.topic, &name, &mut message).transpose().map_err(poison)?;
        let Some(input) = input else {
            return Ok(Handled { records: Vec::new(), draft: nothing(), answer: () });
        };
        let cause = Cause::of(record)?;
        let received =
            Received { user, input, sequence: cause.sequence, at: cause.at, positions: self.positions_with(position) };
        let Effects { entries, outputs, commands } = F::apply(&self.store, &received);
        let mut records = Vec::with_capacity(entries.len() + outputs.len() + commands.len());
        for output in &outputs {
            records.push(self.derived(user, &cause, output)?);
        }
        for command in &commands {
            records.push(self.command(user, &cause, command)?);
        }
        for (key, entry) in &entries {
            records.push(self.entry(key, entry.as_ref())?);
        }
        Ok(Handled { records, draft: Changes { entries, position }, answer: () })
    }

    fn positions_with(&self, (topic, next): (Topic, i64)) -> Vec<InputPosition> {
        let mut positions = self.positions.clone();
        positions.insert(topic, next);
        positions
            .into_iter()
            .map(|(topic, next_offset)| InputPosition {
                topic: topic.base().to_owned(),
                partition: self.partition.number(),
                next_offset,
            })
            .collect()
    }

    fn derived(&self, user: UserId, cause: &Cause<'_>, output: &Output<F::Output>) -> Result<OutgoingRecord, Poison> {
        let topic = F::SERVICE.events().ok_or_else(|| Poison("nowhere to put a derived event".to_owned()))?;
        let name = output.event.record_name();
        let headers = cause
            .headers(F::SERVICE, name, &output.subject, user)
            .with(header::SEQUENCE, output.n.to_string())
            .with(header::DEPTH, cause.depth.to_string());
        let key = EventKey { owner: user.uuid(), aggregate: "".into(), id: output.subject.clone(), version: output.n };
        Ok(self.record(topic, key.to_string(), headers, Some(self.encode(user, &output.event)?)))
    }

    fn command(
        &self,
        user: UserId,
        cause: &Cause<'_>,
        command: &ToContext<F::Command>,
    ) -> Result<OutgoingRecord, Poison> {
        let topic = command.context.commands().ok_or_else(|| Poison("a context without commands".to_owned()))?;
        let headers = cause
            .headers(F::SERVICE, command.command.record_name(), &command.aggregate, user)
            .with(header::DEPTH, command.depth.to_string());
        let key = format!("{user}/{}", command.aggregate);
        Ok(self.record(topic, key, headers, Some(self.encode(user, &command.command)?)))
    }

    fn entry(&self, key: &StateKey, entry: Option<&F::Entry>) -> Result<OutgoingRecord, Poison> {
        let topic = F::SERVICE.changelog().ok_or_else(|| Poison("a processor without a changelog".to_owned()))?;
        let value = entry.map(|entry| self.encode(UserId::from_uuid(key.owner), entry)).transpose()?;
        Ok(self.record(topic, key.to_string(), Headers::new(), value))
    }

    fn encode<R: Family>(&self, user: UserId, record: &R) -> Result<Vec<u8>, Poison> {
        self.supplies.codec.encode_family(&self.supplies.keys, user, record).map_err(|error| Poison(error.to_string()))
    }

    fn record(&self, topic: Topic, key: String, headers: Headers, value: Option<Vec<u8>>) -> OutgoingRecord {
        OutgoingRecord { topic, partition: self.partition, key, headers, value }
    }
}

impl<F: Fold> Machine for FoldMachine<F> {
    type Command = NoCommand;
    type Answer = ();
    type Draft = Changes<F::Entry>;

    fn prepare(&mut self, inputs: &[&Input<NoCommand>]) -> Result<(), NotReady> {
        self.supplies.fetch(inputs, |command| match *command {})
    }

    fn restore(&mut self, record: &LogRecord) -> Result<(), Poison> {
        let key: StateKey = record.key.parse().map_err(|error| Poison(format!("{error}")))?;
        let Some(value) = record.value.as_deref() else {
            self.store.restore(&key, None);
            return Ok(());
        };
        let entry = self
            .supplies
            .codec
            .decode_family(&self.supplies.keys, UserId::from_uuid(key.owner), value)
            .map_err(|error| Poison(error.to_string()))?
            .ok_or_else(|| Poison("an entry type that this changelog does not have".to_owned()))?;
        self.store.restore(&key, Some(entry));
        Ok(())
    }

    fn resume(&mut self, inputs: &BTreeMap<Topic, i64>) {
        self.positions.clone_from(inputs);
        self.committed.clone_from(inputs);
    }

    fn refold(&mut self, _record: &LogRecord) -> Result<Vec<OutgoingRecord>, Poison> {
        // a processor has no events of its own: what it derived beyond its position counts as published
        Ok(Vec::new())
    }

    fn handle(&self, input: &Input<NoCommand>) -> Result<Done<F>, Poison> {
        match input {
            Input::Record(record) => self.fold(record),
            Input::Command(command) => match *command {},
        }
    }

    fn stage(&mut self, draft: Self::Draft) {
        let (topic, next) = draft.position;
        self.positions.insert(topic, next);
        for (key, entry) in draft.entries {
            self.store.stage(key, entry);
        }
    }

    fn commit(&mut self) {
        self.store.commit();
        self.committed.clone_from(&self.positions);
    }

    fn roll_back(&mut self) {
        self.store.roll_back();
        self.positions.clone_from(&self.committed);
    }
}

/// What an input's envelope hands on to everything derived from it.
struct Cause<'a> {
    id: &'a str,
    at: Instant,
    sequence: u64,
    correlation_id: &'a str,
    actor: &'a str,
    on_behalf_of: Option<&'a str>,
    depth: u32,
    traceparent: TraceParent,
}

impl<'a> Cause<'a> {
    fn of(record: &'a LogRecord) -> Result<Self, Poison> {
        let said = |name: &str| record.headers.get(name).ok_or_else(|| Poison(format!("an event without {name}")));
        let sequence = said(header::SEQUENCE)?.parse().map_err(|_| Poison("an event without a sequence".to_owned()))?;
        Ok(Self {
            id: said(header::ID)?,
            at: Instant::parse_rfc3339(said(header::TIME)?).map_err(|error| Poison(error.to_string()))?,
            sequence,
            correlation_id: said(header::CORRELATION_ID)?,
            actor: said(header::ACTOR)?,
            on_behalf_of: record.headers.get(header::ON_BEHALF_OF),
            depth: record.headers.get(header::DEPTH).and_then(|depth| depth.parse().ok()).unwrap_or(0),
            traceparent: record
                .headers
                .get(header::TRACE_PARENT)
                .and_then(|text| text.parse::<TraceParent>().ok())
                .map_or_else(TraceParent::root, TraceParent::child),
        })
    }

    /// The headers of something derived. Its id follows from the input's, so that folding the
    /// input again names the same thing.
    fn headers(&self, service: Service, record_name: &str, subject: &str, user: UserId) -> Headers {
        let kind = ce_type(record_name);
        let name = format!("{}/{}/{kind}/{subject}", service.name(), self.id);
        let id = Uuid::new_v5(&user.uuid(), name.as_bytes());
        let mut headers = Headers::new()
            .with(header::SPEC_VERSION, header::SPEC_VERSION_VALUE)
            .with(header::ID, id.to_string())
            .with(header::TYPE, kind)
            .with(header::SOURCE, service.name())
            .with(header::SUBJECT, subject.to_owned())
            .with(header::TIME, self.at.to_string())
            .with(header::PARTITION_KEY, user.to_string())
            .with(header::CONTENT_TYPE, header::CONTENT_TYPE_VALUE)
            .with(header::CORRELATION_ID, self.correlation_id.to_owned())
            .with(header::CAUSATION_ID, self.id.to_owned())
            .with(header::ACTOR, self.actor.to_owned())
            .with(header::TRACE_PARENT, self.traceparent.to_string());
        if let Some(athlete) = self.on_behalf_of {
            headers.push(header::ON_BEHALF_OF, athlete.to_owned());
        }
        headers
    }
}
