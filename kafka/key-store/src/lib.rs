//! The data keys with which people's texts are sealed: the one store beside the log.
//!
//! Each person has a key of 32 random bytes. It lies in PostgreSQL, wrapped by the master key of the installation, and
//! never in Kafka. A [`KeyStore`] loads keys into memory in bulk ([`KeyStore::load`]) and is the
//! [`Keyring`](schemas::seal::Keyring) that the codec looks into. Destroying a key erases for good whatever it sealed.

mod cache;
mod database;
mod error;
mod migrate;
mod store;
mod wrap;

pub use crate::error::KeyStoreError;
pub use crate::store::KeyStore;
