//! The identity context: who someone is.
//!
//! [`routes`] takes registrations and sign-ins and hands them to the two flows, [`registration`] and
//! [`sign_in`], which hash or verify the password beside the log ([`hashing`]) and then ask the
//! person's partition. There [`domain`] decides: an e-mail address is reserved, a user and a
//! credential made together, a session started while the credential still stands. [`context`] tells
//! the mechanism of `command-api` which of several topics ([`records`]) each event and each state
//! belongs to. Passwords, their hashes and sessions stay in the private topics; everyone else knows
//! an account by its status alone.

mod body;
mod context;
pub mod domain;
pub mod hashing;
pub mod records;
mod refresh_token;
mod registration;
mod rejections;
pub mod routes;
pub mod settings;
mod sign_in;
mod tools;

pub use context::{Identity, Reply, State, further_topics};
pub use routes::{openapi, service};
pub use settings::Lifetimes;
pub use tools::Tools;
