//! Why a key is not to be had.

use std::error::Error;

use schemas::id::UserId;

use crate::migrate::MIGRATION_OF_ANOTHER;

/// A key could not be made, loaded or destroyed.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    /// The address of the database cannot be read.
    #[error("address of the database: {0}")]
    Address(tokio_postgres::Error),
    /// No connection.
    #[error("no connection to the key store: {}", describe(.0))]
    Connection(#[from] deadpool_postgres::PoolError),
    /// The pool could not be made.
    #[error("no pool for the key store: {0}")]
    Pool(#[from] deadpool_postgres::BuildError),
    /// A statement failed.
    #[error("key store: {}", describe(.0))]
    Database(#[from] tokio_postgres::Error),
    /// The tables could not be brought up to date.
    #[error("migrating the key store: {0}")]
    Migration(#[from] refinery::Error),
    /// Somebody else does not come to an end with it.
    #[error("another process has been migrating {schema} for more than {MIGRATION_OF_ANOTHER}")]
    Migrating {
        /// The schema.
        schema: String,
    },
    /// The key of a person was not wrapped with this master key, or was tampered with.
    #[error("the key of user {0} does not open: another master key?")]
    Wrapped(UserId),
}

/// The database crates say `db error` and the like; the reasons are the sources.
fn describe(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        // some repeat their cause
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}
