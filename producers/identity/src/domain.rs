//! The rules of identity: pure, synchronous, without HTTP, hashing or Kafka.
//!
//! One command can concern several aggregates, all in one partition: a registration reserves the
//! address, makes the user and its credential together or not at all.

pub mod credential;
pub mod email;
pub mod email_reservation;
pub mod password;
pub mod session;
pub mod user;

/// What identity can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Makes an account.
    RegisterUser(user::RegisterUser),
    /// Looks up what a password is to be verified against; records nothing.
    FindCredential(credential::FindCredential),
    /// Signs a person in whose password was verified.
    StartSession(session::StartSession),
}

/// Why identity says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// The address belongs to an account already.
    EmailTaken,
    /// The new user's id belongs to someone already: ids are random, so a broken source of them.
    UserIdTaken,
    /// The password was verified against a credential that has changed since.
    CredentialChanged,
    /// The account is deactivated.
    AccountDeactivated,
    /// The session's id belongs to another session already.
    SessionIdTaken,
}
