//! Keys in memory, bounded: two generations, of which the older is dropped when the younger is full.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use schemas::id::UserId;
use schemas::seal::KeyState;

#[derive(Debug)]
pub(crate) struct Cache {
    generation_size: usize,
    generations: RwLock<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<UserId, KeyState>,
    old: HashMap<UserId, KeyState>,
}

impl Cache {
    /// At most `capacity` entries, at least half of it before one is dropped.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { generation_size: (capacity / 2).max(1), generations: RwLock::default() }
    }

    /// What is remembered; what is used stays.
    pub(crate) fn get(&self, owner: UserId) -> Option<KeyState> {
        if let Some(state) = self.read().young.get(&owner) {
            return Some(state.clone());
        }
        let state = self.read().old.get(&owner).cloned()?;
        self.insert(owner, state.clone());
        Some(state)
    }

    pub(crate) fn contains(&self, owner: UserId) -> bool {
        let generations = self.read();
        generations.young.contains_key(&owner) || generations.old.contains_key(&owner)
    }

    /// Remembers `state`. That a key was destroyed is never taken back: the load that says otherwise began before.
    pub(crate) fn insert(&self, owner: UserId, state: KeyState) {
        let mut generations = self.write();
        let before = generations.old.remove(&owner);
        let before = generations.young.remove(&owner).or(before);
        let state = if matches!(before, Some(KeyState::Destroyed)) { KeyState::Destroyed } else { state };
        if generations.young.len() >= self.generation_size {
            generations.old = std::mem::take(&mut generations.young);
        }
        generations.young.insert(owner, state);
    }

    fn read(&self) -> RwLockReadGuard<'_, Generations> {
        self.generations.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Generations> {
        self.generations.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use schemas::seal::DataKey;
    use uuid::Uuid;

    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    fn usable() -> KeyState {
        KeyState::Usable(DataKey::new(Uuid::nil(), [7; 32]))
    }

    #[test]
    fn what_is_used_outlives_what_is_not() {
        let cache = Cache::new(4);
        for number in 0..8 {
            cache.insert(user(number), usable());
            assert!(cache.get(user(0)).is_some(), "after {number}");
        }
        assert!(!cache.contains(user(1)));
        assert!(cache.contains(user(7)));
        let held = (0..8).filter(|number| cache.contains(user(*number))).count();
        assert!(held <= 4, "{held}");
    }

    #[test]
    fn a_destroyed_key_does_not_come_back() {
        let cache = Cache::new(4);
        cache.insert(user(1), usable());
        cache.insert(user(1), KeyState::Destroyed);
        cache.insert(user(1), usable());
        assert!(matches!(cache.get(user(1)), Some(KeyState::Destroyed)));
    }
}
