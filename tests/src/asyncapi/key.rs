//! The kinds of topics, and the keys of their records.

use anyhow::{Context, bail};
use schemas::catalogue;
use schemas::engine::{DeadLetter, InputsProcessed, LeaseTaken, Outcome, OwnerAnnounced, Position};
use schemas::record::{Record, RecordType};
use schemas::topic::Topic;

/// What the last word of a topic's name means.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) meaning: &'static str,
    /// Form of the keys of its domain records.
    key: &'static str,
    /// Whether its domain records are events or commands, and carry the headers of such.
    pub(super) said: Option<Said>,
}

/// Records that somebody says to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Event,
    Command,
}

const EVENT: &str = "<owner>/<aggregate type>/<aggregate id>/<version>";
const DERIVED: &str = "<owner>/<subject>/<n>";
const STATE: &str = "<owner>/<store>/<key>";

/// The kind of a topic.
///
/// # Errors
/// When its name ends in a word that is not described here.
pub(super) fn kind(topic: Topic) -> anyhow::Result<Kind> {
    let events = |meaning| Kind { meaning, key: EVENT, said: Some(Said::Event) };
    let kept = |meaning, key| Kind { meaning, key, said: None };
    Ok(match last_word(topic) {
        "events" if is_derived(topic) => Kind {
            meaning: "Events that follow from other events. The last record of each transaction says up to where the \
                      inputs are taken in.",
            key: DERIVED,
            said: Some(Said::Event),
        },
        "events" => events("What happened. Keys are unique, so that compaction removes nothing."),
        "private" => events("Events that nobody but their service reads."),
        "commands" => Kind {
            meaning: "What processes ask a context to do. Each names the version it was decided on.",
            key: "<owner>/<aggregate id>",
            said: Some(Said::Command),
        },
        "state" | "private-state" => kept("Snapshots, from which a service takes up its work again.", STATE),
        "accounts" => kept("The status of every account: a table that every instance reads whole.", STATE),
        "access" => kept("Grants and tokens for scripts: a table that every instance reads whole.", STATE),
        "changelog" => kept("The state of a processor. It can be thrown away and made again.", STATE),
        "outcomes" => kept("Accepted answers, given again to a repeated request for 24 hours.", "-"),
        "owners" => kept("Which instance serves a partition.", "-"),
        "dead-letters" => kept("Pointers at records that could not be read.", "-"),
        other => bail!("{topic}: the kind {other} is not described"),
    })
}

/// The form of a record's key.
///
/// # Errors
/// When an engine record is not described here.
pub(super) fn form(topic: Topic, record: &RecordType) -> anyhow::Result<&'static str> {
    let contents = catalogue::contents(topic).with_context(|| format!("{topic} is not in the catalogue"))?;
    if !contents.engine.iter().any(|known| known.name == record.name) {
        return Ok(kind(topic)?.key);
    }
    Ok(match record.name {
        LeaseTaken::NAME => "_engine/lease/<partition>",
        Position::NAME => "_engine/position/<partition>",
        OwnerAnnounced::NAME => "_engine/owner/<partition>",
        InputsProcessed::NAME => "_engine/inputs/<partition>",
        Outcome::NAME => "<subject>/<actor>/<idempotency key>",
        DeadLetter::NAME => "<service>/<topic>/<partition>/<offset>",
        other => bail!("{topic}: the key of {other} is not described"),
    })
}

/// Whether a topic is its service's own business.
pub(super) fn is_internal(topic: Topic) -> bool {
    !matches!(last_word(topic), "events" | "accounts" | "access" | "commands" | "dead-letters")
}

fn is_derived(topic: Topic) -> bool {
    catalogue::contents(topic)
        .is_some_and(|contents| contents.engine.iter().any(|record| record.name == InputsProcessed::NAME))
}

fn last_word(topic: Topic) -> &'static str {
    topic.base().rsplit_once('.').map_or(topic.base(), |(_, word)| word)
}
