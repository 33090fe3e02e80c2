//! What the routes of identity share.

use command_api::Gateway;
use key_store::KeyStore;
use service::http::token::TokenIssuer;
use service::secrets::Key;

use crate::context::Identity;
use crate::domain::email::EmailKey;
use crate::hashing::PasswordHasher;
use crate::limits::Limits;
use crate::settings::Lifetimes;

/// Everything that registering and signing in take beside the request.
#[derive(Debug)]
pub struct Tools {
    /// Asks the partitions.
    pub gateway: Gateway<Identity>,
    /// Makes the data key that a new person's texts are sealed with.
    pub keys: KeyStore,
    /// Turns addresses into reservations.
    pub email_key: EmailKey,
    /// Proves that refresh tokens are ours.
    pub refresh_key: Key,
    /// Hashes and verifies passwords.
    pub hasher: PasswordHasher,
    /// Makes access tokens.
    pub issuer: TokenIssuer,
    /// How long tokens work.
    pub lifetimes: Lifetimes,
    /// How often something may be tried.
    pub limits: Limits,
}
