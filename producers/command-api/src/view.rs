//! A partition's state as a decider sees it: what is committed, overlaid by what is staged.

use std::collections::HashMap;

use uuid::Uuid;

use crate::context::{Aggregate, Change, StateKey};

/// One entry and the version of the aggregate that it is (0 for an index entry).
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<S> {
    /// Version of the aggregate's last event.
    pub version: u64,
    /// The state itself.
    pub state: S,
}

type Overlay<S> = HashMap<StateKey, Option<Entry<S>>>;

/// Committed entries of one partition plus the staged view of the open transaction.
#[derive(Debug)]
pub struct Entries<S> {
    committed: HashMap<StateKey, Entry<S>>,
    staged: Overlay<S>,
}

impl<S> Default for Entries<S> {
    fn default() -> Self {
        Self { committed: HashMap::new(), staged: HashMap::new() }
    }
}

impl<S: Clone> Entries<S> {
    /// The view a command is decided on.
    pub fn view(&self) -> View<'_, S> {
        View { entries: self, draft: HashMap::new() }
    }

    /// Takes a decided command's changes into the staged view.
    pub fn stage(&mut self, draft: Draft<S>) {
        self.staged.extend(draft.0);
    }

    /// The transaction committed: what was staged is the state.
    pub fn commit(&mut self) {
        for (key, entry) in self.staged.drain() {
            match entry {
                Some(entry) => self.committed.insert(key, entry),
                None => self.committed.remove(&key),
            };
        }
    }

    /// The transaction did not commit: what was staged never was.
    pub fn roll_back(&mut self) {
        self.staged.clear();
    }

    /// Puts an entry read back from the log.
    pub fn restore(&mut self, key: StateKey, entry: Entry<S>) {
        self.committed.insert(key, entry);
    }

    /// Removes what a tombstone read back from the log names.
    pub fn forget(&mut self, owner: Uuid, store: &str, key: &str) {
        self.committed.retain(|own, _| own.owner != owner || own.store != store || own.key != key);
    }

    /// All committed entries, in no order.
    pub fn committed(&self) -> impl Iterator<Item = (&StateKey, &Entry<S>)> {
        self.committed.iter()
    }

    fn get(&self, key: &StateKey) -> Option<&Entry<S>> {
        match self.staged.get(key) {
            Some(staged) => staged.as_ref(),
            None => self.committed.get(key),
        }
    }
}

/// What one command changes, not yet staged.
#[derive(Debug)]
pub struct Draft<S>(HashMap<StateKey, Option<Entry<S>>>);

impl<S> Draft<S> {
    /// The changed entries, each once, in no order; `None` is a removal.
    pub fn changes(&self) -> impl Iterator<Item = (&StateKey, Option<&Entry<S>>)> {
        self.0.iter().map(|(key, entry)| (key, entry.as_ref()))
    }
}

/// State as one command sees it: committed, staged by its predecessors, drafted by its own events.
#[derive(Debug)]
pub struct View<'a, S> {
    entries: &'a Entries<S>,
    draft: Overlay<S>,
}

impl<S: Clone> View<'_, S> {
    /// The state under a key.
    pub fn get(&self, key: &StateKey) -> Option<&S> {
        self.entry(key).map(|entry| &entry.state)
    }

    /// An aggregate's state.
    pub fn aggregate(&self, aggregate: &Aggregate) -> Option<&S> {
        self.get(&aggregate.state_key())
    }

    /// An aggregate's version; 0 when it has no event yet.
    pub fn version(&self, aggregate: &Aggregate) -> u64 {
        self.entry(&aggregate.state_key()).map_or(0, |entry| entry.version)
    }

    /// Takes up what an event of `aggregate` at `version` changes.
    pub fn apply(&mut self, aggregate: &Aggregate, version: u64, changes: Vec<Change<S>>) {
        let own = aggregate.state_key();
        for (key, state) in changes {
            // what else it changes stays at the version of its own last event
            let version = if key == own { version } else { self.entry(&key).map_or(0, |entry| entry.version) };
            self.draft.insert(key, state.map(|state| Entry { version, state }));
        }
    }

    /// Ends the command: its changes.
    pub fn into_draft(self) -> Draft<S> {
        Draft(self.draft)
    }

    fn entry(&self, key: &StateKey) -> Option<&Entry<S>> {
        match self.draft.get(key) {
            Some(drafted) => drafted.as_ref(),
            None => self.entries.get(key),
        }
    }
}
