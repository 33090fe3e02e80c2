//! Why a key is not to be had.

use schemas::id::UserId;

/// A key could not be made, loaded or destroyed.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    /// The address of the database cannot be read.
    #[error("address of the database: {0}")]
    Address(tokio_postgres::Error),
    /// No connection.
    #[error("no connection to the key store: {0}")]
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
    /// The key of a person was not wrapped with this master key, or was tampered with.
    #[error("the key of user {0} does not open: another master key?")]
    Wrapped(UserId),
}

/// tokio-postgres says only `db error`; the reason is its source.
fn describe(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string)
}
