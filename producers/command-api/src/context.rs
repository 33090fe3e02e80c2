//! What a bounded context is to the mechanism: its types, and pure functions over them.

use std::fmt::Debug;

use schemas::{
    id::UserId,
    record::Family,
    time::Instant,
    topic::{Service, Topic},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{sent::Sent, view::View};

/// Names one aggregate: the unit whose versions count 1, 2, 3 … and whose events carry them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Aggregate {
    /// The person (or the e-mail reservation) whose partition it lives in.
    pub owner: Uuid,
    /// Its type as it stands in record keys, `workout`.
    pub kind: &'static str,
    /// Its id under that owner.
    pub id: Uuid,
}

impl Aggregate {
    /// An aggregate of a user.
    pub fn of(user: UserId, kind: &'static str, id: Uuid) -> Self {
        Self { owner: user.uuid(), kind, id }
    }

    /// Where its state stands.
    pub fn state_key(&self) -> StateKey {
        StateKey { owner: self.owner, store: self.kind, key: self.id.to_string() }
    }
}

/// Names one entry of a context's state. Aggregates are entries under their own kind; a context
/// may keep further entries that its events imply (an index, a name that was seen).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateKey {
    /// The person whose partition it lives in.
    pub owner: Uuid,
    /// The store: an aggregate's kind, or the name of an index.
    pub store: &'static str,
    /// The key inside the store.
    pub key: String,
}

/// What is known of a command besides its content when it is decided.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Whose data it concerns; its partition decides.
    pub subject: UserId,
    /// Who asks; another person than `subject` only under a grant.
    pub actor: UserId,
    /// When the command reached the edge. Deciders know no other clock.
    pub received_at: Instant,
}

/// What a command leads to: events and further commands of one transaction, and what to tell the caller beside them.
#[derive(Debug)]
pub struct Decision<C: Context> {
    /// In order; together visible or not at all. Empty: agreed, nothing to record.
    pub events: Vec<(Aggregate, C::Event)>,
    /// What this context, another one or itself, is asked to do because of it.
    pub commands: Vec<Sent>,
    /// Told to the caller; kept with the answer for a repeated request.
    pub reply: C::Reply,
}

impl<C: Context> Decision<C> {
    /// Events and nothing to say beside them.
    pub fn events(events: Vec<(Aggregate, C::Event)>) -> Self {
        Self { events, commands: Vec::new(), reply: C::Reply::default() }
    }

    /// The same, and further commands.
    pub fn sending(mut self, commands: impl IntoIterator<Item = Sent>) -> Self {
        self.commands.extend(commands);
        self
    }

    /// The same, telling this.
    pub fn telling(self, reply: C::Reply) -> Self {
        Self { reply, ..self }
    }

    /// Agreement without anything to record: what a retry looks like.
    pub fn nothing() -> Self {
        Self::events(Vec::new())
    }
}

/// One change of state that an event implies: the entry's new content, or its removal.
pub type Change<S> = (StateKey, Option<S>);

/// A bounded context. Everything here is pure and synchronous; time, ids and looked-up facts
/// arrive in the command and its [`Meta`].
pub trait Context: Debug + Send + Sync + Sized + 'static {
    /// The catalogue entry: names of topics, group, metrics label.
    const SERVICE: Service;
    /// Counts changes of `evolve` that make older snapshots unusable.
    const FOLD_VERSION: i32;
    /// What it can be asked, over HTTP or by a process.
    type Command: Debug + Send + Sync + 'static;
    /// What it records.
    type Event: Family;
    /// One entry of its state.
    type State: Clone + Debug + PartialEq + Send + Sync + 'static;
    /// The records of its state topics.
    type Snapshot: Family;
    /// The records of its commands topic; [`crate::NoRecords`] where it has none.
    type ProcessCommand: Family;
    /// Why it says no: facts the person can act on.
    type Rejection: Debug + Send + Sync + 'static;
    /// What an accepted command tells beside its events.
    type Reply: Debug + Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// The aggregate whose version the answer names and `If-Match` guards.
    fn target(meta: &Meta, command: &Self::Command) -> Aggregate;

    /// Decides a command on the partition's state as staged so far.
    fn decide(
        view: &View<'_, Self::State>,
        meta: &Meta,
        command: &Self::Command,
    ) -> Result<Decision<Self>, Self::Rejection>;

    /// What an event changes; total, and without rules.
    fn evolve(view: &View<'_, Self::State>, aggregate: &Aggregate, event: &Self::Event) -> Vec<Change<Self::State>>;

    /// The aggregate type of a record key, `"workout"` → `Some("workout")`; `None` for one that
    /// this context never wrote.
    fn kind(name: &str) -> Option<&'static str>;

    /// The record that keeps a state entry. Equal state makes equal records.
    fn snapshot(key: &StateKey, version: u64, state: &Self::State) -> Self::Snapshot;

    /// The inverse of [`Context::snapshot`].
    fn restore(snapshot: Self::Snapshot) -> (StateKey, u64, Self::State);

    /// The command that a process asks for, and whom it concerns.
    fn from_process(command: Self::ProcessCommand) -> (UserId, Self::Command);

    /// The topic of an event; a context with private events answers two.
    fn event_topic(_event: &Self::Event) -> Option<Topic> {
        Self::SERVICE.events()
    }

    /// The topic of a state entry.
    fn state_topic(_key: &StateKey) -> Option<Topic> {
        Self::SERVICE.state()
    }

    /// Whether an event is named in the answer; private ones are not.
    fn is_public(_event: &Self::Event) -> bool {
        true
    }
}
