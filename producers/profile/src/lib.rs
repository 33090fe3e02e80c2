//! The profile context: who somebody is, their body, and how they want things done.
//!
//! [`routes`] parses a body into values that are valid ever after ([`domain::values`]) and hands a
//! [`domain::Command`] over. Each aggregate has a file under [`domain`] that decides and folds it: the profile, what
//! training should lead to, preferences, and one each per measurement, webhook, calendar link and notification that
//! was read. [`context`] tells the mechanism of `command-api` where their state stands. What is personal is a text from
//! the first schema on, numbers included ("80.5 kg"): sealed in the log, and nothing is folded with it. [`secret`] makes
//! the secrets of webhooks and calendar links, which are answered once; [`rejections`] says over HTTP why not.

mod body;
mod context;
pub mod domain;
mod rejections;
pub mod routes;
mod secret;
mod settings;

pub use context::{Profiles, State};
pub use routes::{openapi, service};
pub use settings::{Settings, SettingsError};
