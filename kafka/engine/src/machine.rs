//! What a service does inside a partition; the engine does everything around it.

use std::{collections::BTreeMap, fmt::Debug};

use kafka_client::{LogRecord, OutgoingRecord};
use schemas::topic::{Service, Topic};

/// The topics of a service, by the part they play in a partition's life.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The service: group, transactional ids, metric label.
    pub service: Service,
    /// Compacted state (a processor: its changelog), restored whole. The first one carries the
    /// position records.
    pub state: Vec<Topic>,
    /// Accepted answers, restored whole.
    pub outcomes: Option<Topic>,
    /// Own events; those beyond the position record are folded again. The first one is what
    /// tokens speak of.
    pub events: Vec<Topic>,
    /// Derived events; each transaction ends here with `InputsProcessed`.
    pub derived: Option<Topic>,
    /// What is read as input, in positions that live in the position record.
    pub inputs: Vec<Topic>,
    /// Counts changes of the fold that make older state unusable.
    pub fold_version: i32,
}

/// One thing to handle.
#[derive(Debug)]
pub enum Input<C> {
    /// Asked over HTTP; somebody waits.
    Command(C),
    /// Read from an input topic.
    Record(LogRecord),
}

/// What one handled input leads to.
#[derive(Debug)]
pub struct Handled<D, A> {
    /// Written in the batch's transaction, in this order.
    pub records: Vec<OutgoingRecord>,
    /// Taken into the staged view when the records fit.
    pub draft: D,
    /// Told to who waits, after the commit. Refusals are answers too: they were decided on state.
    pub answer: A,
}

/// Why a record cannot be handled, ever: it is pointed at in `dead-letters` and skipped.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Poison(pub String);

/// What is missing for the moment: keys or schemas that a server which is away would give.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotReady(pub String);

/// A service's state in one partition and what it does with inputs: `handle` is pure and
/// synchronous, and changes nothing; what it decided becomes state in two steps, `stage` inside
/// the transaction and `commit` after it.
pub trait Machine: Send + 'static {
    /// What can be asked.
    type Command: Debug + Send + 'static;
    /// What is answered.
    type Answer: Debug + Send + 'static;
    /// What one input changes.
    type Draft;

    /// Fetches what the inputs need from outside (keys, writer schemas). Called before the
    /// transaction begins, so that nothing is fetched inside one; may block.
    fn prepare(&mut self, inputs: &[&Input<Self::Command>]) -> Result<(), NotReady>;

    /// Takes back one record of a state or outcomes topic.
    fn restore(&mut self, record: &LogRecord) -> Result<(), Poison>;

    /// Everything was taken back; inputs come from these offsets on, by topic.
    fn resume(&mut self, _inputs: &BTreeMap<Topic, i64>) {}

    /// Folds one own event that may be newer than its snapshot, and answers the snapshots that
    /// are missing for it; none when the snapshot already knew it.
    fn refold(&mut self, record: &LogRecord) -> Result<Vec<OutgoingRecord>, Poison>;

    /// Decides one input on the staged view.
    fn handle(&self, input: &Input<Self::Command>) -> Result<Handled<Self::Draft, Self::Answer>, Poison>;

    /// Takes a decision into the staged view.
    fn stage(&mut self, draft: Self::Draft);

    /// The transaction committed.
    fn commit(&mut self);

    /// The transaction did not commit.
    fn roll_back(&mut self);
}
