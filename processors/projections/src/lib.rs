//! The log as tables.
//!
//! Records of the [source topics](fold::SOURCES) are decoded ([`decode`]), folded into a [`fold::Batch`] of
//! row changes (pure: one file per table under [`table`]), and written in one PostgreSQL transaction that
//! moves the positions by compare-and-set ([`commit`]). [`live`] does so for the partitions that this
//! process has leased, as long as it runs; [`rebuild`](mod@rebuild) does it once for the whole log, into a second schema
//! that then takes the place of the first. What cannot be decoded is pointed at and passed
//! ([`table::skipped_record`]); nothing here can write to the log except that pointer. The tables belong to
//! this crate: `migrations/` makes them, query-api reads them.

mod boundary;
pub mod commit;
pub mod database;
mod dead_letter;
pub mod decode;
pub mod fold;
pub mod live;
pub mod rebuild;
pub mod table;
