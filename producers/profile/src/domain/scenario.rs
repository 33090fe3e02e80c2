//! Given what was decided, when something is asked, then this follows.

use command_api::Meta;
use schemas::{
    id::UserId,
    profile::ProfileEvent,
    quantity::Amount,
    time::{Instant, LocalDate},
};

use super::Rejection;

pub(crate) const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);

pub(crate) fn ann() -> UserId {
    "0191d2c8-7a3e-7b1f-8a55-0123456789ab".parse().unwrap()
}

pub(crate) fn meta() -> Meta {
    Meta { subject: ann(), actor: ann(), received_at: NOW }
}

pub(crate) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub(crate) fn date(text: &str) -> LocalDate {
    text.parse().unwrap()
}

/// An aggregate with its history.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told<S> {
    pub(crate) state: Option<S>,
    pub(crate) version: u64,
}

impl<S> Told<S> {
    pub(crate) fn nothing() -> Self {
        Self { state: None, version: 0 }
    }

    pub(crate) fn then(self, events: &[ProfileEvent], evolve: impl Fn(Option<&S>, &ProfileEvent) -> Option<S>) -> Self {
        let version = self.version + events.len() as u64;
        let state = events.iter().fold(self.state, |state, event| evolve(state.as_ref(), event));
        Self { state, version }
    }
}

/// The one event that was decided.
#[track_caller]
pub(crate) fn one(decided: Result<Vec<ProfileEvent>, Rejection>) -> ProfileEvent {
    let mut events = decided.unwrap();
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}
