//! Against a real broker and a real registry, which must run: see the README.
#![cfg(test)]

#[path = "integration/admin.rs"]
mod admin;
#[path = "integration/codec.rs"]
mod codec;
#[path = "integration/lease.rs"]
mod lease;
#[path = "integration/reading.rs"]
mod reading;
#[path = "integration/support.rs"]
mod support;
#[path = "integration/transactions.rs"]
mod transactions;
