//! What a processor is to the mechanism: a pure fold over the records of a user.

use std::fmt::Debug;

use schemas::{
    engine::InputPosition,
    id::UserId,
    key::StateKey,
    record::{Decoder, Family},
    time::Instant,
    topic::{Service, Topic},
};

use crate::store::Store;

/// One input record, decoded, and what its envelope says.
#[derive(Debug)]
pub struct Received<I> {
    /// The person it belongs to.
    pub user: UserId,
    /// What it says.
    pub input: I,
    /// Version of its aggregate, `ce_sequence`; facts are kept per (aggregate, version).
    pub sequence: u64,
    /// When it happened, `ce_time`.
    pub at: Instant,
    /// The positions that anything derived from it stands on, itself included.
    pub positions: Vec<InputPosition>,
}

/// What one input leads to. Changes are differences: nothing is written for what stays as it is.
#[derive(Debug)]
pub struct Effects<F: Fold> {
    /// Changelog entries with their new content, or their removal.
    pub entries: Vec<(StateKey, Option<F::Entry>)>,
    /// Derived events.
    pub outputs: Vec<Output<F::Output>>,
    /// Commands to contexts, each to that context's commands topic.
    pub commands: Vec<ToContext<F::Command>>,
}

/// A derived event: keyed `<user>/<subject>/<n>`.
#[derive(Debug)]
pub struct Output<E> {
    /// What it is about: the id of a goal, of an exercise.
    pub subject: String,
    /// Counts the subject's derived events from 1.
    pub n: u64,
    /// The event.
    pub event: E,
}

/// A command to a context. Its id is derived from the input, so that the same input never asks twice.
#[derive(Debug)]
pub struct ToContext<C> {
    /// The context.
    pub context: Service,
    /// The aggregate it is about.
    pub aggregate: String,
    /// How many commands in a row were needed for the same purpose, from 1. The target refuses
    /// more than 8: processes that answer each other for ever are cut off, while a fold that
    /// follows a moving history begins anew with every move.
    pub depth: u32,
    /// The command; it names the version it was decided on.
    pub command: C,
}

impl<F: Fold> Default for Effects<F> {
    fn default() -> Self {
        Self { entries: Vec::new(), outputs: Vec::new(), commands: Vec::new() }
    }
}

/// A stateful fold. Its state is a function of the *set* of its inputs: order counts within a
/// topic, and any interleaving across topics ends the same.
pub trait Fold: Debug + Send + Sync + Sized + 'static {
    /// The catalogue entry: topics, group, metrics label.
    const SERVICE: Service;
    /// Counts changes of `apply` that make an older changelog unusable.
    const FOLD_VERSION: i32;
    /// What it reads.
    const INPUTS: &'static [Topic];
    /// What it understands of those.
    type Input: Debug;
    /// The records of its changelog: its state.
    type Entry: Family;
    /// What it derives.
    type Output: Family;
    /// What it asks contexts to do; [`schemas::no_records::NoRecords`] when it asks nothing.
    type Command: Family;

    /// Reads an input record by its Avro full name; `None` for one that says nothing to this fold.
    fn read<D: Decoder>(topic: Topic, name: &str, decoder: &mut D) -> Option<Result<Self::Input, D::Error>>;

    /// Where an entry is kept.
    fn key(entry: &Self::Entry) -> StateKey;

    /// What an input leads to, given everything kept so far.
    fn apply(store: &Store<Self::Entry>, received: &Received<Self::Input>) -> Effects<Self>;
}
