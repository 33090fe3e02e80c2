//! Tokens that were found good, by the digest of their text.

use std::collections::HashMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use sha2::{Digest, Sha256};

use super::Actor;

/// About a megabyte.
const MOST: usize = 8_192;

/// Digest → whom the token speaks for and the second it ends. Only ever holds tokens whose
/// signature was checked; whether one has ended is asked each time.
#[derive(Default)]
pub(super) struct Seen(RwLock<HashMap<[u8; 32], (Actor, i64)>>);

impl Seen {
    pub(super) fn find(&self, token: &str) -> Option<(Actor, i64)> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&digest(token)).copied()
    }

    pub(super) fn remember(&self, token: &str, checked: (Actor, i64), now: i64) {
        let mut seen = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, (_, end)| *end > now);
        }
        // all of them still good: forgetting everything costs one check each, and needs no order
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(digest(token), checked);
    }
}

impl Seen {
    pub(super) fn forget(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seen(…)")
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
