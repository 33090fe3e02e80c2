//! The state of a processor in one partition: its changelog entries, by person.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
};

use schemas::{id::UserId, key::StateKey};
use uuid::Uuid;

/// Store and key of an entry, under its owner.
type Place = (String, String);

/// Entries by owner, store and key; changes of the open transaction are taken back in one go.
#[derive(Debug)]
pub struct Store<E> {
    people: HashMap<Uuid, BTreeMap<Place, E>>,
    /// What stood where a staged change was made, oldest first.
    undo: Vec<(StateKey, Option<E>)>,
}

impl<E> Default for Store<E> {
    fn default() -> Self {
        Self { people: HashMap::new(), undo: Vec::new() }
    }
}

impl<E> Store<E> {
    /// One entry.
    pub fn get(&self, user: UserId, store: &str, key: &str) -> Option<&E> {
        self.people.get(&user.uuid())?.get(&(store.to_owned(), key.to_owned()))
    }

    /// All entries of a person in one store, in the order of their keys.
    pub fn scan<'a>(&'a self, user: UserId, store: &'a str) -> impl Iterator<Item = &'a E> {
        let from = (store.to_owned(), String::new());
        let entries = self.people.get(&user.uuid());
        entries
            .map(|entries| entries.range((Bound::Included(from), Bound::Unbounded)))
            .into_iter()
            .flatten()
            .take_while(move |((of, _), _)| of == store)
            .map(|(_, entry)| entry)
    }

    /// Changes an entry, until a commit makes it last or a roll-back takes it away.
    pub fn stage(&mut self, key: StateKey, entry: Option<E>) {
        let before = self.put(&key, entry);
        self.undo.push((key, before));
    }

    /// Puts an entry read back from the changelog.
    pub fn restore(&mut self, key: &StateKey, entry: Option<E>) {
        self.put(key, entry);
    }

    /// What was staged lasts.
    pub fn commit(&mut self) {
        self.undo.clear();
    }

    /// What was staged never was.
    pub fn roll_back(&mut self) {
        while let Some((key, before)) = self.undo.pop() {
            self.put(&key, before);
        }
    }

    fn put(&mut self, key: &StateKey, entry: Option<E>) -> Option<E> {
        let place = (key.store.clone().into_owned(), key.key.clone());
        let entries = self.people.entry(key.owner).or_default();
        let before = match entry {
            Some(entry) => entries.insert(place, entry),
            None => entries.remove(&place),
        };
        if entries.is_empty() {
            self.people.remove(&key.owner);
        }
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(owner: u128, store: &'static str, key: &str) -> StateKey {
        StateKey::new(Uuid::from_u128(owner), store, key)
    }

    fn all(store: &Store<u32>, owner: u128, name: &str) -> Vec<u32> {
        store.scan(UserId::from_uuid(Uuid::from_u128(owner)), name).copied().collect()
    }

    #[test]
    fn a_roll_back_restores_what_stood_before_the_first_change() {
        let mut store = Store::default();
        store.stage(key(1, "goal", "a"), Some(1));
        store.commit();
        store.stage(key(1, "goal", "a"), Some(2));
        store.stage(key(1, "goal", "a"), None);
        store.stage(key(1, "goal", "b"), Some(3));
        store.roll_back();
        assert_eq!(all(&store, 1, "goal"), [1]);
    }

    #[test]
    fn a_scan_stays_within_the_person_and_the_store() {
        let mut store = Store::default();
        for (owner, name, id, value) in
            [(1, "goal", "a", 1), (1, "goal", "b", 2), (1, "goals", "a", 9), (2, "goal", "c", 8)]
        {
            store.restore(&key(owner, name, id), Some(value));
        }
        assert_eq!(all(&store, 1, "goal"), [1, 2]);
    }
}
