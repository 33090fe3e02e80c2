//! A bounded context inside a partition of the engine.

use std::marker::PhantomData;

use kafka_client::{Headers, LogRecord, OutgoingRecord};
use kafka_engine::{Handled, Input, Layout, Machine, NotReady, Poison, Supplies};
use schemas::{
    engine::Outcome,
    header,
    id::UserId,
    key::{EventKey, OutcomeKey, owner_of},
    partition::{Partition, PartitionCount},
    record::Family,
    seal::Keyring,
    text::Text,
    token::ConsistencyToken,
    topic::Topic,
};
use uuid::Uuid;

use crate::{
    answer::{Accepted, Answer, EventRef, Failure},
    context::{Aggregate, Context, Decision},
    envelope::Envelope,
    metrics::Metrics,
    outcome::{Kept, Outcomes},
    process,
    request::Request,
    view::{Draft, Entries, Entry, View},
};

/// State and decisions of one context in one partition.
#[derive(Debug)]
pub(crate) struct CommandMachine<C: Context> {
    partition: Partition,
    partitions: PartitionCount,
    supplies: Supplies,
    entries: Entries<C::State>,
    outcomes: Outcomes,
    metrics: Metrics,
    context: PhantomData<C>,
}

/// What one command changes.
#[derive(Debug)]
pub(crate) struct Changes<S> {
    entries: Option<Draft<S>>,
    outcome: Option<(OutcomeKey, Kept)>,
}

impl<S> Changes<S> {
    const NONE: Self = Self { entries: None, outcome: None };
}

/// What the engine hands back to the gateway.
pub(crate) type Decided<C> = Result<Answer<<C as Context>::Reply>, Failure<<C as Context>::Rejection>>;

type Done<C> = Handled<Changes<<C as Context>::State>, Decided<C>>;

impl<C: Context> CommandMachine<C> {
    pub(crate) fn new(partition: Partition, partitions: PartitionCount, supplies: Supplies) -> Self {
        Self {
            partition,
            partitions,
            supplies,
            entries: Entries::default(),
            outcomes: Outcomes::default(),
            metrics: Metrics::of(C::SERVICE),
            context: PhantomData,
        }
    }

    /// The topics of the context, by their part in a partition's life.
    pub(crate) fn layout(events: Vec<Topic>, state: Vec<Topic>) -> Layout {
        Layout {
            service: C::SERVICE,
            state,
            outcomes: C::SERVICE.outcomes(),
            events,
            derived: None,
            inputs: C::SERVICE.commands().into_iter().collect(),
            fold_version: C::FOLD_VERSION,
        }
    }

    fn decide(&self, request: &Request<C::Command>) -> Result<Done<C>, Poison> {
        let Request { command, meta, .. } = request;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(refused::<C>(answer));
        }
        let target = C::target(meta, command);
        let mut view = self.entries.view();
        let current_version = view.version(&target);
        let stale = request.if_match.is_some_and(|seen| seen != current_version);
        if stale && current_version > 0 {
            return Ok(refused::<C>(Err(Failure::Stale { current_version })));
        }
        let Decision { events, commands, reply } = match C::decide(&view, meta, command) {
            Ok(decision) => decision,
            Err(rejection) => return Ok(refused::<C>(Err(Failure::Rejected(rejection)))),
        };
        if stale {
            return Ok(refused::<C>(Err(Failure::Stale { current_version })));
        }
        let mut records = Vec::with_capacity(events.len() * 2 + 1);
        let mut public = Vec::with_capacity(events.len());
        let recorded = !events.is_empty();
        let parts = parts::<C>(&events);
        for ((aggregate, event), part) in events.into_iter().zip(parts) {
            let sequence = view.version(&aggregate) + 1;
            let envelope =
                Envelope { service: C::SERVICE, meta, origin: &request.origin, aggregate: &aggregate, sequence, part };
            let (id, headers) = envelope.headers(&event);
            if C::is_public(&event) {
                let kind = schemas::record::ce_type(event.record_name());
                public.push(EventRef { id: id.uuid(), kind, sequence });
            }
            records.push(self.event_record(&aggregate, sequence, &event, headers)?);
            let changes = C::evolve(&view, &aggregate, &event);
            view.apply(&aggregate, sequence, changes);
        }
        for sent in commands {
            let tools = (&self.supplies.codec, &self.supplies.keys as &dyn Keyring);
            let record = sent.outgoing(C::SERVICE, meta, &request.origin, self.partitions, tools);
            records.push(record.map_err(|error| Poison(error.to_string()))?);
        }
        let answer = Answer {
            accepted: Accepted { id: target.id, version: view.version(&target), events: public },
            created: recorded && current_version == 0,
            reply,
            // set by the gateway, which learns the offset
            token: ConsistencyToken::default(),
        };
        let draft = view.into_draft();
        self.snapshot_records(&draft, &mut records)?;
        let outcome = self.outcome(request, &answer, &mut records)?;
        Ok(Handled { records, draft: Changes { entries: Some(draft), outcome }, answer: Ok(answer) })
    }

    /// The answer to the same request before; a rejected one has none and is decided afresh.
    fn earlier_answer(&self, request: &Request<C::Command>) -> Result<Option<Decided<C>>, Poison> {
        let Some(idempotency) = &request.idempotency else { return Ok(None) };
        let key = outcome_key(request, &idempotency.key);
        let Some(kept) = self.outcomes.get(&key, request.meta.received_at) else { return Ok(None) };
        if kept.digest != idempotency.digest {
            return Ok(Some(Err(Failure::KeyReused)));
        }
        let answer = serde_json::from_str(&kept.answer).map_err(|error| Poison(format!("kept answer: {error}")))?;
        Ok(Some(Ok(answer)))
    }

    fn outcome(
        &self,
        request: &Request<C::Command>,
        answer: &Answer<C::Reply>,
        records: &mut Vec<OutgoingRecord>,
    ) -> Result<Option<(OutcomeKey, Kept)>, Poison> {
        let (Some(idempotency), Some(topic)) = (&request.idempotency, C::SERVICE.outcomes()) else { return Ok(None) };
        if !idempotency.keep {
            return Ok(None);
        }
        let key = outcome_key(request, &idempotency.key);
        let answer = serde_json::to_string(answer).map_err(|error| Poison(format!("answer: {error}")))?;
        let record = Outcome {
            subject: request.meta.subject,
            actor: request.meta.actor,
            key: idempotency.key.clone(),
            digest: idempotency.digest,
            answer: Text::Clear(answer.clone()),
            recorded_at: request.meta.received_at,
        };
        let value = self
            .supplies
            .codec
            .encode(&self.supplies.keys, request.meta.subject, &record)
            .map_err(|error| Poison(error.to_string()))?;
        records.push(self.record(topic, key.to_string(), plain_headers(), Some(value)));
        let kept = Kept { digest: idempotency.digest, answer, recorded_at: request.meta.received_at };
        Ok(Some((key, kept)))
    }

    fn event_record(
        &self,
        aggregate: &Aggregate,
        version: u64,
        event: &C::Event,
        headers: Headers,
    ) -> Result<OutgoingRecord, Poison> {
        let topic = C::event_topic(event).ok_or_else(|| Poison("the event has no topic".to_owned()))?;
        let key = EventKey {
            owner: aggregate.owner,
            aggregate: aggregate.kind.into(),
            id: aggregate.id.to_string(),
            version,
        };
        let value = self.encode(aggregate.owner, event)?;
        Ok(self.record(topic, key.to_string(), headers, Some(value)))
    }

    /// The snapshots of all changed entries, in the order of their keys.
    fn snapshot_records(&self, draft: &Draft<C::State>, records: &mut Vec<OutgoingRecord>) -> Result<(), Poison> {
        let mut changes: Vec<_> = draft.changes().collect();
        changes.sort_by_key(|(key, _)| *key);
        for (key, entry) in changes {
            let topic = C::state_topic(key).ok_or_else(|| Poison("the state has no topic".to_owned()))?;
            let value = match entry {
                Some(entry) => Some(self.encode(key.owner, &C::snapshot(key, entry.version, &entry.state))?),
                None => None,
            };
            let record_key = format!("{}/{}/{}", key.owner, key.store, key.key);
            records.push(self.record(topic, record_key, plain_headers(), value));
        }
        Ok(())
    }

    fn encode<F: Family>(&self, owner: Uuid, record: &F) -> Result<Vec<u8>, Poison> {
        self.supplies
            .codec
            .encode_family(&self.supplies.keys, UserId::from_uuid(owner), record)
            .map_err(|error| Poison(error.to_string()))
    }

    fn decode<F: Family>(&self, record: &LogRecord, owner: Uuid) -> Result<F, Poison> {
        let value = record.value.as_deref().ok_or_else(|| Poison("a record without a value".to_owned()))?;
        self.supplies
            .codec
            .decode_family(&self.supplies.keys, UserId::from_uuid(owner), value)
            .map_err(|error| Poison(error.to_string()))?
            .ok_or_else(|| Poison("a record type that this topic does not have".to_owned()))
    }

    fn record(&self, topic: Topic, key: String, headers: Headers, value: Option<Vec<u8>>) -> OutgoingRecord {
        OutgoingRecord { topic, partition: self.partition, key, headers, value }
    }

    fn take_back_snapshot(&mut self, record: &LogRecord) -> Result<(), Poison> {
        let key: schemas::key::StateKey = record.key.parse().map_err(|error| Poison(format!("{error}")))?;
        if record.value.is_none() {
            self.entries.forget(key.owner, &key.store, &key.key);
            return Ok(());
        }
        let snapshot: C::Snapshot = self.decode(record, key.owner)?;
        let (key, version, state) = C::restore(snapshot);
        self.entries.restore(key, Entry { version, state });
        Ok(())
    }

    fn take_back_outcome(&mut self, record: &LogRecord) -> Result<(), Poison> {
        let (Ok(key), Some(value)) = (record.key.parse::<OutcomeKey>(), record.value.as_deref()) else { return Ok(()) };
        let outcome = self
            .supplies
            .codec
            .decode(&self.supplies.keys, UserId::from_uuid(key.subject), value)
            .map_err(|error| Poison(error.to_string()))?;
        self.outcomes.restore(key, outcome);
        Ok(())
    }
}

impl<C: Context> Machine for CommandMachine<C> {
    type Command = Request<C::Command>;
    type Answer = Decided<C>;
    type Draft = Changes<C::State>;

    fn prepare(&mut self, inputs: &[&Input<Self::Command>]) -> Result<(), NotReady> {
        self.supplies.fetch(inputs, |request| request.meta.subject)
    }

    fn restore(&mut self, record: &LogRecord) -> Result<(), Poison> {
        if Some(record.topic) == C::SERVICE.outcomes() {
            self.take_back_outcome(record)
        } else {
            self.take_back_snapshot(record)
        }
    }

    fn refold(&mut self, record: &LogRecord) -> Result<Vec<OutgoingRecord>, Poison> {
        if record.value.is_none() {
            // erased
            return Ok(Vec::new());
        }
        let key: EventKey = record.key.parse().map_err(|error| Poison(format!("{error}")))?;
        let aggregate = aggregate_of::<C>(&key)?;
        let mut view: View<'_, C::State> = self.entries.view();
        if view.version(&aggregate) >= key.version {
            return Ok(Vec::new());
        }
        let event: C::Event = self.decode(record, key.owner)?;
        let changes = C::evolve(&view, &aggregate, &event);
        view.apply(&aggregate, key.version, changes);
        let draft = view.into_draft();
        let mut records = Vec::new();
        self.snapshot_records(&draft, &mut records)?;
        self.entries.stage(draft);
        Ok(records)
    }

    fn handle(&self, input: &Input<Self::Command>) -> Result<Done<C>, Poison> {
        match input {
            Input::Command(request) => self.decide(request),
            Input::Record(record) => {
                let owner = owner_of(&record.key).ok_or_else(|| Poison("a command without an owner".to_owned()))?;
                let command: C::ProcessCommand = self.decode(record, owner)?;
                let name = command.record_name();
                let (subject, command) = C::from_process(command);
                let request = process::request(record, subject, command)?;
                let handled = self.decide(&request)?;
                if let Err(failure) = &handled.answer {
                    self.metrics.refused(name);
                    // a process learns from events; a refusal tells it that it decided on old news
                    tracing::info!(
                        service = C::SERVICE.name(),
                        command.name = name,
                        offset = record.offset,
                        ?failure,
                        command.id = record.headers.get(header::ID),
                        "process command refused"
                    );
                }
                Ok(handled)
            }
        }
    }

    fn stage(&mut self, draft: Self::Draft) {
        if let Some(entries) = draft.entries {
            self.entries.stage(entries);
        }
        if let Some((key, kept)) = draft.outcome {
            self.outcomes.stage(key, kept);
        }
    }

    fn commit(&mut self) {
        self.entries.commit();
        self.outcomes.commit();
    }

    fn roll_back(&mut self) {
        self.entries.roll_back();
        self.outcomes.roll_back();
    }
}

/// An answer that writes nothing.
fn refused<C: Context>(answer: Decided<C>) -> Done<C> {
    Handled { records: Vec::new(), draft: Changes::NONE, answer }
}

/// Numbers a command's events within their topics: who reads only one of them can tell as well
/// where the command ends.
fn parts<C: Context>(events: &[(Aggregate, C::Event)]) -> Vec<(usize, usize)> {
    let topics: Vec<_> = events.iter().map(|(_, event)| C::event_topic(event)).collect();
    let number = |index: usize| topics[..=index].iter().filter(|topic| **topic == topics[index]).count();
    let total = |topic| topics.iter().filter(|other| **other == topic).count();
    topics.iter().enumerate().map(|(index, topic)| (number(index), total(*topic))).collect()
}

fn outcome_key<T>(request: &Request<T>, key: &str) -> OutcomeKey {
    OutcomeKey { subject: request.meta.subject.uuid(), actor: request.meta.actor, key: key.to_owned() }
}

fn aggregate_of<C: Context>(key: &EventKey) -> Result<Aggregate, Poison> {
    let kind = C::kind(&key.aggregate).ok_or_else(|| Poison(format!("no aggregate type {}", key.aggregate)))?;
    let id = key.id.parse().map_err(|_| Poison(format!("{} is no aggregate id", key.id)))?;
    Ok(Aggregate { owner: key.owner, kind, id })
}

fn plain_headers() -> Headers {
    Headers::new().with(header::CONTENT_TYPE, header::CONTENT_TYPE_VALUE)
}
