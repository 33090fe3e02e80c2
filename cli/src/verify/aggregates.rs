//! What records say about themselves: keys, headers, partitions, versions, and commands that stand in the log whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use kafka_client::LogRecord;
use schemas::{
    header,
    key::{EngineKey, EventKey, StateKey, is_engine},
    partition::{PartitionCount, partition_of},
    record::ce_type,
    topic::Topic,
    trace::TraceParent,
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    fact::instant,
    report::Check,
    scan::{COMMANDS, EVENTS, place, said},
};
use crate::log::{At, Decoded};

/// Where an aggregate stands, its owner, type and id.
type Aggregate = (At, Uuid, String, String);

/// What has been found about the records so far.
#[derive(Debug)]
pub(super) struct Envelopes {
    /// Without it nothing is known about partitions.
    pub(super) partitions: Option<PartitionCount>,
    decoded: Check,
    keys: Check,
    headers: Check,
    ids: Check,
    versions: Check,
    revisions: Check,
    seen: HashSet<Uuid>,
    last: HashMap<Aggregate, u64>,
    last_revision: HashMap<Aggregate, i64>,
    /// By topic, partition and command: parts are counted within a topic.
    commands: HashMap<(At, Uuid), Command>,
}

#[derive(Debug, Default)]
struct Command {
    parts: BTreeSet<u32>,
    of: u32,
    /// The offset of its first record.
    first: Option<i64>,
    /// Parts that came twice, or counted otherwise than the others.
    disorder: bool,
}

impl Default for Envelopes {
    fn default() -> Self {
        Self {
            partitions: None,
            decoded: Check::new("every record can be decoded, and its texts opened", "records"),
            keys: Check::new("keys name the owner, and the owner the partition", "records"),
            headers: Check::new("headers say what keys and values say", "records"),
            ids: Check::new("ids of events and commands are unique", "ids"),
            versions: Check::new("versions are 1, 2, 3 …", "aggregates"),
            revisions: Check::new("revisions of workouts are 1, 2, 3 …", "workouts"),
            seen: HashSet::new(),
            last: HashMap::new(),
            last_revision: HashMap::new(),
            commands: HashMap::new(),
        }
    }
}

impl Envelopes {
    /// A record that cannot be read.
    pub(super) fn undecodable(&mut self, record: &LogRecord, error: &str) {
        self.decoded.count();
        self.decoded.differ(format!("{}: {error}", place(record)));
        // it has a place among the versions all the same
        if let (true, Ok(key)) = (is_event(record.topic), record.key.parse()) {
            self.version(record, key);
        }
    }

    /// A record, in the order of its partition; a tombstone has no value.
    pub(super) fn take(&mut self, record: &LogRecord, decoded: Option<&Decoded>) {
        self.decoded.count();
        if record.topic == Topic::DEAD_LETTERS {
            return;
        }
        self.keys.count();
        if is_engine(&record.key) {
            let partition = record.key.parse::<EngineKey>().map(|key| key.partition);
            if partition != Ok(record.partition) {
                self.keys.differ(format!("{}: the key of another partition", place(record)));
            }
        } else if is_event(record.topic) {
            let Ok(key) = record.key.parse::<EventKey>() else { return self.malformed(record) };
            self.owner(record, key.owner);
            if let Some(decoded) = decoded {
                self.event(record, &key, decoded);
            }
            self.version(record, key);
        } else if COMMANDS.contains(&record.topic) {
            let Some((owner, subject)) = record.key.split_once('/') else { return self.malformed(record) };
            let Ok(owner) = owner.parse() else { return self.malformed(record) };
            self.owner(record, owner);
            if let Some(decoded) = decoded {
                self.envelope(record, owner, subject, decoded);
            }
        } else {
            let Ok(key) = record.key.parse::<StateKey>() else { return self.malformed(record) };
            self.owner(record, key.owner);
            let own = decoded.is_none_or(|decoded| belongs(&decoded.value, key.owner));
            if !own {
                self.keys.differ(format!("{}: the value belongs to somebody else", place(record)));
            }
        }
    }

    fn malformed(&mut self, record: &LogRecord) {
        self.keys.differ(format!("{}: not a key of this topic", place(record)));
    }

    fn owner(&mut self, record: &LogRecord, owner: Uuid) {
        let Some(expected) = self.partitions.map(|count| partition_of(owner, count)) else { return };
        if record.partition != expected {
            self.keys.differ(format!("{}: belongs into partition {expected}", place(record)));
        }
    }

    fn event(&mut self, record: &LogRecord, key: &EventKey, decoded: &Decoded) {
        self.envelope(record, key.owner, &key.id, decoded);
        let mut wrong = Vec::new();
        if said(record, header::SEQUENCE) != key.version.to_string() {
            wrong.push(header::SEQUENCE);
        }
        if said(record, header::SOURCE) != source(record.topic) {
            wrong.push(header::SOURCE);
        }
        if id_in(&decoded.value, &key.aggregate).is_none_or(|id| id != key.id) {
            wrong.push("the id in the value");
        }
        if !belongs(&decoded.value, key.owner) {
            wrong.push("the owner in the value");
        }
        if EVENTS.contains(&record.topic) {
            if !self.part(record) {
                wrong.push(header::PART);
            }
            if said(record, header::LEASE).parse::<i64>().is_err() {
                wrong.push(header::LEASE);
            }
        }
        self.wrong(record, &wrong);
        if let Some(revision) =
            decoded.value["revision"].as_i64().filter(|_| decoded.name.ends_with(".WorkoutExecuted"))
        {
            self.revision(record, key, revision);
        }
    }

    /// The headers that events and commands have in common.
    fn envelope(&mut self, record: &LogRecord, owner: Uuid, subject: &str, decoded: &Decoded) {
        self.headers.count();
        let is_uuid = |name| said(record, name).parse::<Uuid>().is_ok();
        let checks = [
            (header::SPEC_VERSION, said(record, header::SPEC_VERSION) == header::SPEC_VERSION_VALUE),
            (header::TYPE, said(record, header::TYPE) == ce_type(&decoded.name)),
            (header::SUBJECT, said(record, header::SUBJECT) == subject),
            (header::TIME, instant(said(record, header::TIME)).is_some()),
            (header::PARTITION_KEY, said(record, header::PARTITION_KEY) == owner.to_string()),
            (header::CONTENT_TYPE, said(record, header::CONTENT_TYPE) == header::CONTENT_TYPE_VALUE),
            (header::CORRELATION_ID, is_uuid(header::CORRELATION_ID)),
            (header::CAUSATION_ID, is_uuid(header::CAUSATION_ID)),
            (header::ACTOR, is_uuid(header::ACTOR)),
            (header::DEPTH, said(record, header::DEPTH).parse::<u32>().is_ok_and(|depth| depth <= 8)),
            (header::TRACE_PARENT, said(record, header::TRACE_PARENT).parse::<TraceParent>().is_ok()),
        ];
        let wrong: Vec<&str> = checks.into_iter().filter(|(_, right)| !right).map(|(name, _)| name).collect();
        self.wrong(record, &wrong);
        self.ids.count();
        match said(record, header::ID).parse() {
            Ok(id) if self.seen.insert(id) => {}
            Ok(id) => self.ids.differ(format!("{}: {id} was used before", place(record))),
            Err(_) => self.ids.differ(format!("{}: no id", place(record))),
        }
    }

    fn wrong(&mut self, record: &LogRecord, wrong: &[&str]) {
        if !wrong.is_empty() {
            self.headers.differ(format!("{}: {}", place(record), wrong.join(", ")));
        }
    }

    fn version(&mut self, record: &LogRecord, key: EventKey) {
        let aggregate = (at(record), key.owner, key.aggregate.into_owned(), key.id);
        let last = self.last.entry(aggregate).or_insert_with(|| {
            self.versions.count();
            0
        });
        if key.version != *last + 1 {
            self.versions.differ(format!("{}: follows version {last}", place(record)));
        }
        *last = key.version;
    }

    fn revision(&mut self, record: &LogRecord, key: &EventKey, revision: i64) {
        let workout = (at(record), key.owner, key.aggregate.to_string(), key.id.clone());
        let last = self.last_revision.entry(workout).or_insert_with(|| {
            self.revisions.count();
            0
        });
        if revision != *last + 1 {
            self.revisions.differ(format!("{}: revision {revision} follows {last}", place(record)));
        }
        *last = revision;
    }

    /// Remembers which part of its command a record is; whether it says so as it should.
    fn part(&mut self, record: &LogRecord) -> bool {
        let numbers = said(record, header::PART).split_once('/');
        let numbers = numbers.and_then(|(part, of)| Some((part.parse::<u32>().ok()?, of.parse::<u32>().ok()?)));
        let (Some((part, of)), Ok(command)) = (numbers, said(record, header::COMMAND_ID).parse::<Uuid>()) else {
            return false;
        };
        let command = self.commands.entry((at(record), command)).or_default();
        command.disorder |= !command.parts.insert(part) || (command.of != 0 && command.of != of);
        command.of = of;
        command.first.get_or_insert(record.offset);
        (1..=of).contains(&part)
    }

    /// The checks so far. What was written after `settled` may still have parts that were not read.
    pub(super) fn checks(&self, settled: &BTreeMap<At, i64>) -> Vec<Check> {
        let mut whole = Check::new("the events of each command are all there", "commands");
        for ((at, id), Command { parts, of, first, disorder }) in &self.commands {
            whole.count();
            let is_settled = settled.get(at).is_none_or(|end| first.is_none_or(|first| first < *end));
            let found = parts.len();
            if *disorder {
                whole.differ(format!("command {id} in {}-{}: parts that contradict each other", at.0, at.1));
            } else if is_settled && found != *of as usize {
                whole.differ(format!("command {id} in {}-{}: {found} of {of} events", at.0, at.1));
            }
        }
        let mut checks: Vec<Check> =
            [&self.decoded, &self.keys, &self.headers, &self.ids, &self.versions].into_iter().cloned().collect();
        checks.extend([whole, self.revisions.clone()]);
        checks
    }
}

fn at(record: &LogRecord) -> At {
    (record.topic, record.partition)
}

fn is_event(topic: Topic) -> bool {
    EVENTS.contains(&topic) || topic == Topic::GOAL_PROGRESS_EVENTS
}

/// `execution.events` comes from execution.
fn source(topic: Topic) -> &'static str {
    topic.base().split('.').next().unwrap_or_default()
}

/// The id of the aggregate as the value has it.
fn id_in<'a>(value: &'a Value, aggregate: &str) -> Option<&'a str> {
    let field = match aggregate {
        "workout" => "workout_id",
        "import" => "import_id",
        "meal" => "meal_id",
        "supplement-intake" => "intake_id",
        // derived events are about goals so far
        "goal" | "" => "goal_id",
        "workout-template" => "template_id",
        "meal-plan" | "supplement-plan" => "plan_id",
        "recommendation" => "recommendation_id",
        "session" => "session_id",
        "email-reservation" => "reservation_id",
        "user" | "credential" | "activation" | "profile" | "goals" | "preferences" | "exercise-list" => "user_id",
        "coaching-grant" => "coach_id",
        "access-token" => "token_id",
        "measurement" => "measurement_id",
        "webhook" => "webhook_id",
        "calendar-link" => "calendar_link_id",
        "notification" => "notification_id",
        _ => return None,
    };
    value[field].as_str()
}

/// The owner is the user, or the reservation itself.
fn belongs(value: &Value, owner: Uuid) -> bool {
    let owner = owner.to_string();
    ["user_id", "reservation_id"].iter().any(|field| value[*field].as_str() == Some(&owner))
}

#[cfg(test)]
mod tests;
