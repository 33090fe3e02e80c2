//! Examples of the records of engine.

use super::{Example, id, moment};
use crate::{
    digest::Digest,
    engine::{DeadLetter, InputPosition, InputsProcessed, LeaseTaken, Outcome, OwnerAnnounced, Position},
    text::Text,
};

impl Example for InputPosition {
    fn example() -> Self {
        Self { topic: "execution.events".to_owned(), partition: 2, next_offset: 120 }
    }
}

impl Example for LeaseTaken {
    fn example() -> Self {
        Self {
            service: "execution".to_owned(),
            partition: 2,
            instance: id(8),
            nonce: "b2f1".to_owned(),
            taken_at: moment(),
        }
    }
}

impl Example for Position {
    fn example() -> Self {
        Self {
            batch: 17,
            fold_version: 1,
            inputs: vec![InputPosition::example()],
            events_before: vec![InputPosition::example()],
        }
    }
}

impl Example for OwnerAnnounced {
    fn example() -> Self {
        Self {
            service: "execution".to_owned(),
            partition: 2,
            instance: id(8),
            url: "http://127.0.0.1:8080".to_owned(),
            announced_at: moment(),
        }
    }
}

impl Example for InputsProcessed {
    fn example() -> Self {
        Self { service: "execution".to_owned(), partition: 2, inputs: vec![InputPosition::example()] }
    }
}

impl Example for Outcome {
    fn example() -> Self {
        Self {
            subject: id(1),
            actor: id(1),
            key: "6f1d".to_owned(),
            digest: Digest::of(b"digest"),
            answer: Text::from("{\"version\":1}"),
            recorded_at: moment(),
        }
    }
}

impl Example for DeadLetter {
    fn example() -> Self {
        Self {
            service: "execution".to_owned(),
            topic: "execution.events".to_owned(),
            partition: 2,
            offset: 119,
            key: Some("6f1d".to_owned()),
            cause: "unknown schema id 77".to_owned(),
            found_at: moment(),
        }
    }
}
