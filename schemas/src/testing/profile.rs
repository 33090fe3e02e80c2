//! Examples of the records of profile.

mod content;
mod event;
mod snapshot;
