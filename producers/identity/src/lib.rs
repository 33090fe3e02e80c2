//! The identity context: who someone is.
//!
//! [`routes`] takes requests and hands them to the partition of the person; where a password is involved, one of the
//! flows [`registration`], [`sign_in`] and [`account_change`] hashes or verifies it beside the log ([`hashing`]) first.
//! There [`domain`] decides: an e-mail address is reserved, a user and a credential made together, a session started
//! while the credential still stands, a coach let in. [`context`] tells the mechanism of `command-api` which of several
//! topics ([`records`]) each event and each state belongs to, and [`sending`] what is sent on. Passwords, their hashes and
//! sessions stay in the private topics; everyone else knows an account by its status and by what it granted.

mod account_change;
mod body;
mod context;
pub mod domain;
pub mod hashing;
pub mod limits;
pub mod records;
mod refresh_token;
mod registration;
mod rejections;
pub mod routes;
mod sending;
pub mod settings;
mod sign_in;
mod tools;

pub use context::{Identity, Reply, State, further_topics};
pub use limits::Limits;
pub use routes::{openapi, service};
pub use settings::{Lifetimes, Rates};
pub use tools::Tools;
