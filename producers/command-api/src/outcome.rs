//! Accepted answers, kept for 24 hours: a retried request gets the first one.

use std::collections::{HashMap, VecDeque};

use schemas::{digest::Digest, engine::Outcome, key::OutcomeKey, text::Text, time::Instant};

/// How long an answer is kept; the topic's retention is the same.
const KEPT_MICROS: i64 = 24 * 3_600 * 1_000_000;

/// An accepted answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Of the request it answered.
    pub(crate) digest: Digest,
    /// The answer as JSON.
    pub(crate) answer: String,
    pub(crate) recorded_at: Instant,
}

/// The kept answers of one partition and those of the open transaction.
#[derive(Debug, Default)]
pub(crate) struct Outcomes {
    kept: HashMap<OutcomeKey, Kept>,
    /// In the order of recording, for forgetting.
    order: VecDeque<(Instant, OutcomeKey)>,
    staged: HashMap<OutcomeKey, Kept>,
}

impl Outcomes {
    pub(crate) fn get(&self, key: &OutcomeKey, now: Instant) -> Option<&Kept> {
        self.staged.get(key).or_else(|| self.kept.get(key)).filter(|kept| !is_over(kept.recorded_at, now))
    }

    pub(crate) fn stage(&mut self, key: OutcomeKey, kept: Kept) {
        self.staged.insert(key, kept);
    }

    pub(crate) fn commit(&mut self) {
        for (key, kept) in std::mem::take(&mut self.staged) {
            self.keep(key, kept);
        }
    }

    pub(crate) fn roll_back(&mut self) {
        self.staged.clear();
    }

    /// Takes back a record of the outcomes topic.
    pub(crate) fn restore(&mut self, key: OutcomeKey, record: Outcome) {
        // erased with its person, who will not ask again
        let Text::Clear(answer) = record.answer else { return };
        self.keep(key, Kept { digest: record.digest, answer, recorded_at: record.recorded_at });
    }

    fn keep(&mut self, key: OutcomeKey, kept: Kept) {
        let now = kept.recorded_at;
        self.order.push_back((now, key.clone()));
        self.kept.insert(key, kept);
        while let Some((at, key)) = self.order.front()
            && is_over(*at, now)
        {
            // recorded again since: the later entry stands further back in the order
            if self.kept.get(key).is_some_and(|kept| kept.recorded_at == *at) {
                self.kept.remove(key);
            }
            self.order.pop_front();
        }
    }
}

fn is_over(recorded_at: Instant, now: Instant) -> bool {
    now.micros() - recorded_at.micros() >= KEPT_MICROS
}

#[cfg(test)]
mod tests {
    use schemas::{id::UserId, time::Instant};
    use uuid::Uuid;

    use super::*;

    fn key(name: &str) -> OutcomeKey {
        OutcomeKey { subject: Uuid::nil(), actor: UserId::from_uuid(Uuid::nil()), key: name.to_owned() }
    }

    fn kept(at: i64) -> Kept {
        Kept { digest: Digest::of(b"body"), answer: "{}".to_owned(), recorded_at: Instant::from_micros(at) }
    }

    #[test]
    fn an_answer_is_found_for_a_day_and_forgotten_after_it() {
        let mut outcomes = Outcomes::default();
        outcomes.stage(key("a"), kept(0));
        outcomes.commit();
        assert!(outcomes.get(&key("a"), Instant::from_micros(KEPT_MICROS - 1)).is_some());
        assert!(outcomes.get(&key("a"), Instant::from_micros(KEPT_MICROS)).is_none());
        outcomes.stage(key("b"), kept(KEPT_MICROS));
        outcomes.commit();
        assert_eq!(outcomes.kept.len(), 1);
    }

    #[test]
    fn a_staged_answer_is_gone_when_its_transaction_is() {
        let mut outcomes = Outcomes::default();
        outcomes.stage(key("a"), kept(0));
        assert!(outcomes.get(&key("a"), Instant::from_micros(1)).is_some());
        outcomes.roll_back();
        assert!(outcomes.get(&key("a"), Instant::from_micros(1)).is_none());
    }
}
