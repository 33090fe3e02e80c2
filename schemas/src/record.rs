//! What a record is, and how the records of one topic form a family.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};

use crate::text::Text;

/// A record type: one `.avsc` file and the Rust type equal to it.
pub trait Record: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Avro full name, `traintracker.execution.SetLogged`.
    const NAME: &'static str;
    /// The text of the current `.avsc`.
    const SCHEMA: &'static str;
    /// Whether there is any [`Text`] in it.
    const HAS_TEXT: bool = false;

    /// Visits every text with its path in the schema, without indices: `exercises.sets.notes`.
    fn texts(&mut self, _visit: &mut dyn FnMut(&'static str, &mut Text)) {}
}

/// Turns records into bytes. The codec implements it: seals texts, writes Avro, puts the schema id before it.
pub trait Encoder {
    /// What can go wrong.
    type Error;

    /// The bytes of one record.
    fn encode<R: Record>(&mut self, record: &R) -> Result<Vec<u8>, Self::Error>;
}

/// Turns bytes into a record: made for one message, whose writer's schema it knows.
pub trait Decoder {
    /// What can go wrong.
    type Error;

    /// The message read as an `R`.
    fn decode<R: Record>(&mut self) -> Result<R, Self::Error>;
}

/// The record types of one topic: an enum with one variant per record.
pub trait Family: Sized + Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Every type, in the order of the variants.
    const TYPES: &'static [RecordType];

    /// Avro full name of the record at hand.
    fn record_name(&self) -> &'static str;

    /// The bytes of the record at hand.
    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error>;

    /// Reads the record that has this full name; `None` for a type that this family does not know.
    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>>;
}

/// A record type as the registry sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordType {
    /// Avro full name.
    pub name: &'static str,
    /// The text of the current `.avsc`.
    pub schema: &'static str,
}

impl RecordType {
    /// The type of `R`.
    pub const fn of<R: Record>() -> Self {
        Self { name: R::NAME, schema: R::SCHEMA }
    }
}

/// `ce_type` of a record: `traintracker.goal_progress.GoalProgressed` → `goal-progress.GoalProgressed`.
pub fn ce_type(full_name: &str) -> String {
    let local = full_name.strip_prefix("traintracker.").unwrap_or(full_name);
    match local.rsplit_once('.') {
        Some((context, name)) => format!("{}.{name}", context.replace('_', "-")),
        None => local.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cloud_event_type_has_the_context_as_it_is_spelt_in_topics() {
        assert_eq!(ce_type("traintracker.goal_progress.GoalProgressed"), "goal-progress.GoalProgressed");
        assert_eq!(ce_type("traintracker.execution.SetLogged"), "execution.SetLogged");
    }
}
