//! The rules of identity: pure, synchronous, without HTTP, hashing or Kafka.
//!
//! One command can concern several aggregates, all in one partition: a registration reserves the
//! address, makes the user, its credential and the token that confirms the address together or not at
//! all. What concerns two partitions, another e-mail address, is a chain of commands: [`email_change`].

pub mod access_token;
pub mod activation;
pub mod coaching;
pub mod credential;
pub mod email;
pub mod email_change;
pub mod email_reservation;
pub mod one_time_token;
pub mod password;
pub mod session;
pub mod user;

/// What identity can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Makes an account.
    RegisterUser(user::RegisterUser),
    /// Looks up whose an address is; records nothing.
    FindHolder(email_reservation::FindHolder),
    /// Looks up what a password is to be verified against; records nothing.
    FindCredential(credential::FindCredential),
    /// Signs a person in whose password was verified.
    StartSession(session::StartSession),
    /// Exchanges a refresh token for the next one.
    RefreshSession(session::RefreshSession),
    /// Signs out.
    EndSession(session::EndSession),
    /// Sends another token that confirms the address.
    RequestActivation(activation::RequestActivation),
    /// Confirms the address.
    ActivateUser(activation::ActivateUser),
    /// Puts an account out of use.
    DeactivateUser(user::DeactivateUser),
    /// Puts it into use again.
    ReactivateUser(user::ReactivateUser),
    /// Chooses another password.
    ChangePassword(credential::ChangePassword),
    /// Wants another address.
    ChangeEmail(email_change::ChangeEmail),
    /// Takes the address; sent by `ChangeEmail`.
    ReserveEmail(email_change::ReserveEmail),
    /// Moves the user to it; sent by `ReserveEmail`.
    CompleteEmailChange(email_change::CompleteEmailChange),
    /// Frees the address before; sent by `CompleteEmailChange`.
    ReleaseEmail(email_change::ReleaseEmail),
    /// Lets a coach act.
    GrantCoaching(coaching::GrantCoaching),
    /// No longer.
    RevokeCoaching(coaching::RevokeCoaching),
    /// Makes a token for a script.
    CreateAccessToken(access_token::CreateAccessToken),
    /// Takes it back.
    RevokeAccessToken(access_token::RevokeAccessToken),
}

/// Why identity says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// The address belongs to an account already.
    EmailTaken,
    /// The new user's id belongs to someone already: ids are random, so a broken source of them.
    UserIdTaken,
    /// There is no such user.
    UserUnknown,
    /// The password was verified against a credential that has changed since.
    CredentialChanged,
    /// The account is deactivated.
    AccountDeactivated,
    /// The session's id belongs to another session already.
    SessionIdTaken,
    /// The session ended, or was never there.
    SessionOver,
    /// The address is confirmed already.
    AlreadyActivated,
    /// The token does not confirm the address: another one, an old one, one that was used.
    ActivationTokenUseless,
    /// Another change of the address is still under way.
    EmailChangeUnderWay,
    /// Nobody coaches themselves.
    CoachIsAthlete,
    /// It would end before it begins.
    EndsInThePast,
    /// Nothing was ever granted to that coach.
    GrantUnknown,
    /// The token's id belongs to another token already.
    TokenIdTaken,
    /// There is no such token.
    TokenUnknown,
}
