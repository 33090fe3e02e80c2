//! One file per table: the row, the pure function from a record to rows, and one batched upsert.
//!
//! An upsert is a single `INSERT … SELECT FROM UNNEST` with one array per column. A batch holds one row
//! per key, the last one, and the rows come sorted by key, so that two writers never lock in opposite
//! orders. A row that is not newer than the stored one changes nothing.

pub mod access_token;
pub mod account;
pub mod calendar_link;
pub mod changed_email;
pub mod coaching_grant;
pub mod coaching_revocation;
pub mod fitness_goal;
pub mod goal;
pub mod goal_achievement;
pub mod goal_progress;
pub mod import;
pub mod meal;
pub mod measurement;
pub mod notification_read;
pub mod performed_set;
pub mod person;
pub mod planning;
pub mod position;
pub mod preference;
pub mod processed;
pub mod profile;
pub mod skipped_record;
pub mod supplement_intake;
pub mod webhook;
pub mod workout;

use std::str::FromStr;

use schemas::{identity::Scope, partition::Partition, symbol::Symbol as _, text::Text, topic::Topic};

/// Where a record stands in the log, and which version of its aggregate it made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its topic.
    pub topic: Topic,
    /// Its partition.
    pub partition: Partition,
    /// Its offset: the `position` of the rows that stand on it.
    pub offset: i64,
    /// Version of the aggregate (in a derived topic: the running number of its subject).
    pub version: i64,
}

/// One value of each row, in the rows' order: a parameter of `UNNEST`.
pub(crate) fn column<'a, R, T>(rows: &[&'a R], value: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(|row| value(row)).collect()
}

/// What can be read of a text; an erased one is `NULL`.
pub(crate) fn clear(text: Option<&Text>) -> Option<&str> {
    text.and_then(Text::clear)
}

/// A number or a day that stands in a text because it is personal; an erased one is `NULL`, as is one that this program cannot
/// read: the edge lets none pass.
pub(crate) fn parsed<T: FromStr>(text: Option<&Text>) -> Option<T> {
    clear(text)?.parse().ok()
}

/// Scopes in one column: `log,read`.
pub(crate) fn joined(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(",")
}
